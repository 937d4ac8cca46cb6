import Formatting

/// A number in English words: `twenty-five`, `two thousand and one`, `three quarters`, `two and a half`.
struct EnglishNumber {
  private static let (small, tens) = (EnglishNumerals.small, EnglishNumerals.tens)
  private static let parts = [
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100,
  ]

  /// The last number that a text names; nil where it names none.
  static func last(in text: String) -> ExactNumber? {
    var reader = EnglishNumber()
    let words = AnswerWords.split(text)
    for word in words { reader.read(word) }
    reader.end()
    return reader.last ?? (words == ["half"] ? ExactNumber(1).divided(by: ExactNumber(2)) : nil)
  }

  /// The number that a text is, all of its words being names of numbers; nil for any other text.
  static func whole(_ text: String) -> ExactNumber? {
    let words = AnswerWords.split(text)
    guard (1...20).contains(words.count), words.allSatisfy(isName) else { return nil }
    return last(in: text)
  }

  private static func isName(_ word: String) -> Bool {
    small.contains(word) || tens.contains(word) || part(word) != nil
      || NumberName.scales[word] != nil || ["and", "a", "negative", "minus"].contains(word)
  }

  private var last: ExactNumber?
  /// What is named so far: below a thousand, and what is already multiplied.
  private var (part, sum): (Int?, Int) = (nil, 0)
  /// The whole number before `and`, to which a part may be added.
  private var whole: Int?
  /// Whether what is named since then does not go on with it.
  private var isApart = false
  private var isNegative = false
  private var isArticle = false

  private mutating func read(_ word: String) {
    let wasArticle = isArticle
    isArticle = word == "a" || word == "an"
    if let unit = Self.small.firstIndex(of: word) {
      if !fits(unit) { beginAgain() }
      part = (part ?? 0) + unit
    } else if let ten = Self.tens.firstIndex(of: word) {
      if let value = part, value == 0 || value % 100 != 0 { end() }
      part = (part ?? 0) + 20 + 10 * ten
    } else if word == "hundred", let value = part ?? article(wasArticle), (1...99).contains(value) {
      part = 100 * value
    } else if let scale = NumberName.scales[word], let value = part ?? article(wasArticle),
      value > 0,
      scale <= 1_000_000_000, sum == 0 || sum % (1_000 * scale) == 0
    {
      (sum, part) = (sum + value * scale, nil)
    } else if let below = Self.part(word), fraction(below.denominator, below.isPlural, wasArticle) {
      return
    } else if word == "negative" || word == "minus" {
      end()
      isNegative = true
    } else if word == "and", part != nil || sum > 0 {
      whole = sum + (part ?? 0)
    } else if !(isArticle && whole != nil) {
      end()
    }
  }

  /// `a hundred` is one hundred.
  private func article(_ wasArticle: Bool) -> Int? { wasArticle ? 1 : nil }

  /// Whether a unit goes on with what is named so far.
  private func fits(_ unit: Int) -> Bool {
    guard let part else { return true }
    return unit > 0
      && (part % 100 == 0 && part > 0 || part % 10 == 0 && part % 100 >= 20 && unit < 10)
  }

  /// `three quarters`, `a half`, `two and a half`; `the third` and `twenty-third` are places in an order.
  private mutating func fraction(_ below: Int, _ isPlural: Bool, _ wasArticle: Bool) -> Bool {
    let named = sum + (part ?? 0)
    let above = wasArticle ? 1 : isApart ? named : named - (whole ?? 0)
    guard above > 0, isPlural ? above > 1 : above == 1,
      let part = ExactNumber(above).divided(by: ExactNumber(below)),
      let value = ExactNumber(whole ?? 0).adding(part)
    else { return false }
    last = isNegative ? -value : value
    reset()
    return true
  }

  /// Ends a number at one that does not go on with it, as in `two and three quarters`.
  private mutating func beginAgain() {
    let (kept, wasNegative) = (whole, isNegative)
    end()
    guard kept != nil else { return }
    (whole, isNegative, isApart) = (kept, wasNegative, true)
  }

  private mutating func end() {
    if let value = part ?? (sum > 0 ? 0 : nil) {
      let number = ExactNumber(sum + value)
      last = isNegative ? -number : number
    }
    reset()
  }

  private mutating func reset() {
    (part, sum, whole, isApart, isNegative) = (nil, 0, nil, false, false)
  }

  private static func part(_ word: String) -> (denominator: Int, isPlural: Bool)? {
    if let below = parts[word] { return (below, false) }
    if word == "halves" { return (2, true) }
    guard word.hasSuffix("s"), let below = parts[String(word.dropLast())] else { return nil }
    return (below, true)
  }
}
