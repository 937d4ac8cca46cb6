/// Numbers in words: what multiplies, and Chinese signs.
enum NumberName {
  /// Words and signs that multiply what stands before them.
  static let scales: [String: Int] = [
    "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000, "hundred": 100, "lakh": 100_000, "crore": 10_000_000,
    "mln": 1_000_000, "bn": 1_000_000_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000,
    "億": 100_000_000, "만": 10_000, "억": 100_000_000, "千": 1_000, "천": 1_000,
  ]

  /// Whether a sign that multiplies stands at a place: 万 as in 5万元, but not 千 as in 5千克, which is a unit.
  static func isScale(_ characters: [Unicode.Scalar], at place: Int) -> Bool {
    let sign = characters[place]
    guard sign.value >= 0x3000, scales[String(sign)] != nil else { return false }
    let isUnit =
      sign == "千" && place + 1 < characters.count
      && "克米瓦卡赫".unicodeScalars.contains(characters[place + 1])
    return !isUnit
  }

  /// The last number that a text names; nil where it names none.
  static func value(of text: String) -> ExactNumber? {
    if let number = EnglishNumber.last(in: text) { return number }
    var last: Int?
    var run = ""
    for character in text + "." {
      if digits[character] != nil || units[character] != nil || "负負零".contains(character) {
        run.append(character)
      } else {
        last = chinese(run) ?? last
        run = ""
      }
    }
    return last.map { ExactNumber($0) }
  }

  private static let digits: [Character: Int] = [
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
  ]
  private static let units: [Character: Int] = [
    "十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000,
  ]

  /// A number that is written in Chinese signs as a whole, such as 一百二十三; nil for anything else.
  static func chinese(_ text: String) -> Int? {
    var rest = text[...]
    let isNegative = rest.first.map { "负負".contains($0) } ?? false
    if isNegative { rest = rest.dropFirst() }
    guard (1...12).contains(rest.count) else { return nil }
    var (total, section, digit): (Int, Int, Int?) = (0, 0, nil)
    // 二〇二四: digits alone.
    if rest.count > 1, rest.allSatisfy({ digits[$0] != nil }) {
      let value = rest.reduce(0) { 10 * $0 + (digits[$1] ?? 0) }
      return isNegative ? -value : value
    }
    for character in rest {
      if let value = digits[character] {
        guard digit == nil || digit == 0 else { return nil }
        digit = value
      } else if let unit = units[character] {
        if unit >= 10_000 {
          let value = section + (digit ?? 0)
          guard value > 0, total % unit == 0 else { return nil }
          total = total + value * unit
          section = 0
        } else {
          guard section % (10 * unit) == 0 else { return nil }
          section += (digit ?? (section == 0 && unit == 10 ? 1 : 0)) * unit
        }
        digit = nil
      } else {
        return nil
      }
    }
    let value = total + section + (digit ?? 0)
    return isNegative ? -value : value
  }
}
