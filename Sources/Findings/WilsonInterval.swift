/// Interval of a binomial share by Wilson's score method (1927).
///
/// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n). Unlike p ± z·√(p(1−p)/n) it stays within
/// 0...1 and is honest for few trials. Nil where there are none.
/// - Parameters:
///   - successes: of the trials.
///   - trials: all of them.
///   - z: 1.96 for 95 %.
package func wilsonInterval(
  successes: Int, of trials: Int, z: Double = 1.959_963_984_540_054
) -> ClosedRange<Double>? {
  guard trials > 0, (0...trials).contains(successes) else { return nil }
  let n = Double(trials)
  let p = Double(successes) / n
  let denominator = 1 + z * z / n
  let centre = (p + z * z / (2 * n)) / denominator
  let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / denominator
  let low = successes == 0 ? 0 : max(0, centre - half)
  return low...(successes == trials ? 1 : max(low, min(1, centre + half)))
}
