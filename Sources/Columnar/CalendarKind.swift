/// What a whole number of a column stands for: a day, a moment, or a time of day, written as ISO 8601 has it.
enum CalendarKind: Sendable, Equatable {
  /// Since 1970, so many in a day.
  case date(perDay: Int64)
  /// Since 1970, so many in a second; whether in UTC, or wherever the writer was.
  case moment(perSecond: Int64, isUTC: Bool)
  /// Since midnight, so many in a second.
  case time(perSecond: Int64)

  /// The text of a number; the number itself where no calendar has its year.
  func value(_ number: Int64) -> ColumnValue {
    switch self {
    case .date(let perDay):
      guard let day = Self.day(Self.split(number, perDay).whole) else { return .integer(number) }
      return .bytes(Array(day.utf8))
    case .moment(let perSecond, let isUTC):
      let (seconds, part) = Self.split(number, perSecond)
      let (days, second) = Self.split(seconds, 86_400)
      guard let day = Self.day(days) else { return .integer(number) }
      let text = day + "T" + Self.clock(second, part, perSecond) + (isUTC ? "Z" : "")
      return .bytes(Array(text.utf8))
    case .time(let perSecond):
      let (seconds, part) = Self.split(number, perSecond)
      guard (0..<86_400).contains(seconds) else { return .integer(number) }
      return .bytes(Array(Self.clock(seconds, part, perSecond).utf8))
    }
  }

  /// The quotient that is not above, and what is left.
  private static func split(_ number: Int64, _ divisor: Int64) -> (whole: Int64, rest: Int64) {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
  }

  /// The day that is so many days after 1970-01-01; nil outside of the years 1 to 9999.
  ///
  /// Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
  private static func day(_ days: Int64) -> String? {
    guard (-719_162...2_932_896).contains(days) else { return nil }
    let (era, inEra) = split(days + 719_468, 146_097)
    let year = (inEra - inEra / 1_460 + inEra / 36_524 - inEra / 146_096) / 365
    let ofYear = inEra - (365 * year + year / 4 - year / 100)
    let shifted = (5 * ofYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return digits(year + 400 * era + (month <= 2 ? 1 : 0), 4) + "-" + digits(month, 2) + "-"
      + digits(ofYear - (153 * shifted + 2) / 5 + 1, 2)
  }

  private static func clock(_ second: Int64, _ part: Int64, _ perSecond: Int64) -> String {
    let text =
      digits(second / 3_600, 2) + ":" + digits(second / 60 % 60, 2) + ":" + digits(second % 60, 2)
    guard part != 0 else { return text }
    var fraction = digits(part, String(perSecond).count - 1)
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return text + "." + fraction
  }

  private static func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
