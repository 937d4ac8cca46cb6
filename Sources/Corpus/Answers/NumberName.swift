/// Numbers in English words and in Chinese signs.
enum NumberName {
  private static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]
  /// Words and signs that multiply what stands before them.
  static let scales: [String: Int] = [
    "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000,
    "億": 100_000_000, "만": 10_000, "억": 100_000_000,
  ]

  /// The last number that a text names; nil where it names none.
  static func value(of text: String) -> Int? {
    if let number = english(text) { return number }
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
    return last
  }

  private static func english(_ text: String) -> Int? {
    var last: Int?
    // Below a thousand, and what is already multiplied.
    var (part, sum): (Int?, Int) = (nil, 0)
    var isNegative = false
    func end() {
      if let value = part ?? (sum > 0 ? 0 : nil) { last = (isNegative ? -1 : 1) * (sum + value) }
      (part, sum, isNegative) = (nil, 0, false)
    }
    for word in AnswerWords.split(text) {
      let isOpen = part != nil || sum > 0
      if let unit = small.firstIndex(of: word) {
        let fits =
          part.map {
            unit > 0 && ($0 % 100 == 0 && $0 > 0 || $0 % 10 == 0 && $0 % 100 >= 20 && unit < 10)
          } ?? true
        if !fits { end() }
        part = (part ?? 0) + unit
      } else if let ten = tens.firstIndex(of: word) {
        if let value = part, value == 0 || value % 100 != 0 { end() }
        part = (part ?? 0) + 20 + 10 * ten
      } else if word == "hundred", let value = part, (1...99).contains(value) {
        part = 100 * value
      } else if let scale = scales[word], let value = part, value > 0, scale <= 1_000_000_000,
        sum == 0 || sum % (1_000 * scale) == 0
      {
        (sum, part) = (sum + value * scale, nil)
      } else if word == "negative" || word == "minus" {
        end()
        isNegative = true
      } else if word != "and" || !isOpen {
        end()
      }
    }
    end()
    return last
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
