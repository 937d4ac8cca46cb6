/// What `--exact` says: how many of the passages are scored exactly.
package enum Share {
  /// What may stand there.
  package static let allowed = "a share from 0 to 1 or from 0 % to 100 %, or all"

  /// - Parameter text: `0.05`, `5%`, `5 %` or `all`.
  /// - Returns: 0 to 1; nil for a text that means nothing or more than all.
  package static func parse(_ text: String) -> Double? {
    if text == "all" { return 1 }
    let isPercent = text.hasSuffix("%")
    var digits = isPercent ? text.dropLast() : text[...]
    while isPercent, digits.last == " " { digits = digits.dropLast() }
    guard let number = Double(digits) else { return nil }
    let share = isPercent ? number / 100 : number
    return (0...1).contains(share) ? share : nil
  }
}
