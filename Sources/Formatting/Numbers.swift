/// A whole number for people, with a comma between groups of three digits: `468,985`.
///
/// The one way in which screens, reports and commands write counts; tables for programs have bare digits.
package func grouped(_ count: Int) -> String {
  let digits = String(count.magnitude)
  var result = count < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
    result.append(digit)
  }
  return result
}
