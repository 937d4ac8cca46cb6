internal import Foundation

/// Tells whether a completion gives the expected answer.
///
/// What the completion gives is what it marks or announces (`FinalAnswer`), or else the last number it states;
/// thoughts before `</think>` do not count. Numbers are compared by value, whole ones exactly at any length;
/// `1,234`, `$18`, `−3`, `3/4`, `\frac{3}{4}`, `18.00`, `50 %` and `18 dollars` are numbers, the 2 of `2x` and
/// those of a list are none. Formulae are compared sign by sign without regard to spaces, lists member by member,
/// any other answer, or one of its aliases, word by word without regard to case, accents and punctuation.
package enum AnswerComparison {
  /// Whether a completion gives one of several answers that are all right.
  package static func gives(_ completion: String, oneOf answers: [String]) -> Bool {
    let completion = FinalAnswer.withoutThoughts(completion)
    return answers.contains { states(completion, FinalAnswer.expected($0)) }
  }

  private static func states(_ completion: String, _ answer: String) -> Bool {
    switch ExpectedAnswer(answer) {
    case .number(let number, let hasUnit):
      if StatedNumber.final(completion).contains(where: { $0.agrees(with: number) }) { return true }
      return hasUnit && AnswerWords.contains(completion, answer)
    case .formula(let formula): return formula.isGiven(in: completion)
    case .choice(let letter): return AnswerChoice.letter(in: completion) == letter
    case .verdict(let verdict): return verdict.isGiven(in: completion)
    case .words:
      if let marked = FinalAnswer.marked(completion) {
        return AnswerWords.contains(MathText.plain(marked), MathText.plain(answer))
      }
      return AnswerWords.contains(completion, MathText.plain(answer))
    }
  }
}

/// What kind of answer is expected.
enum ExpectedAnswer {
  case number(StatedNumber, hasUnit: Bool)
  /// Brackets, variables, roots: what is no number and not made of words.
  case formula(ExpectedFormula)
  /// One letter of a multiple choice.
  case choice(Character)
  /// Yes or no, true or false.
  case verdict(AnswerVerdict)
  case words

  init(_ text: String) {
    if let (number, hasUnit) = StatedNumber.whole(text) {
      self = .number(number, hasUnit: hasUnit)
      return
    }
    if let value = EnglishNumber.whole(text) {
      self = .number(StatedNumber(value: value, decimals: 0, isPercent: false), hasUnit: true)
      return
    }
    let letters = text.filter { $0.isLetter || $0.isNumber }
    if letters.count == 1, let letter = letters.first, letter.isLetter, letter.isASCII,
      MathText.plain(text).trimmingCharacters(in: .whitespaces).count <= 3, !text.contains("$")
    {
      self = .choice(Character(letter.uppercased()))
      return
    }
    if let verdict = AnswerVerdict(text) {
      self = .verdict(verdict)
      return
    }
    let plain = MathText.plain(text)
    let bare = UnitWords.removed(from: plain) ?? plain
    // `a.m.` is a word.
    let words = bare.filter { $0 != "." }.split { !$0.isLetter }.filter {
      $0.count > 1 && !Self.names.contains($0)
    }
    let isFormula = bare.contains { "0123456789=^/+<>()[]{}\\_√π∞".contains($0) }
    self = words.isEmpty && isFormula ? .formula(ExpectedFormula(text)) : .words
  }

  private static let names: Set<Substring> = [
    "sqrt", "sin", "cos", "tan", "log", "ln", "exp", "alpha", "beta", "gamma", "theta", "phi",
  ]
}

/// Yes or no, true or false: short words that sentences hold for other reasons too.
struct AnswerVerdict: Equatable {
  private let word: String
  private let pair: [String]

  /// nil for any other text.
  init?(_ text: String) {
    let words = AnswerWords.split(MathText.plain(text))
    guard words.count == 1, let pair = Self.pairs.first(where: { $0.contains(words[0]) }) else {
      return nil
    }
    (word, self.pair) = (words[0], pair)
  }

  private static let pairs = [["yes", "no"], ["true", "false"]]

  /// Whether it is what is marked or announced, what a completion begins with, or its last such word.
  func isGiven(in completion: String) -> Bool {
    let given =
      (FinalAnswer.marked(completion).map { [$0] } ?? []) + FinalAnswer.announced(completion)
    for text in given {
      let words = AnswerWords.split(MathText.plain(text))
      if let said = words.first(where: pair.contains) { return said == word }
    }
    let words = AnswerWords.split(completion)
    if let first = words.first, pair.contains(first) { return first == word }
    return words.last(where: pair.contains) == word
  }
}

/// The letter of a multiple choice.
enum AnswerChoice {
  /// The letter that a completion chooses: the marked or announced one, the one behind `choose` or the like, or the
  /// last capital that stands alone.
  static func letter(in completion: String) -> Character? {
    let given =
      (FinalAnswer.marked(completion).map { [$0] } ?? []) + FinalAnswer.announced(completion)
    for text in given {
      let plain = MathText.plain(text)
      if let letter = capitals(plain).first { return letter }
      if let word = AnswerWords.split(plain).first, word.count == 1 {
        return word.uppercased().first
      }
    }
    // Nothing but a letter, in whatever brackets; or one that a sign parts from what follows.
    let plain = MathText.plain(completion)
    let words = AnswerWords.split(plain)
    if words.count == 1, words[0].count == 1 { return words[0].uppercased().first }
    let start = plain.drop { $0.isWhitespace || "(*[".contains($0) }
    if let first = start.first, first.isLetter, let next = start.dropFirst().first,
      ").:]*".contains(next)
    {
      return first.uppercased().first
    }
    return chosen(plain) ?? capitals(completion).last
  }

  private static let verbs: Set<String> = ["choose", "chose", "pick", "select", "choosing"]

  /// Words of scripts that have capitals: 选A is A.
  private static func words(_ text: String) -> [Substring] {
    text.split { !$0.isLetter && !$0.isNumber || ($0.unicodeScalars.first?.value ?? 0) >= 0x0E00 }
  }

  /// The capital behind the last word that chooses.
  private static func chosen(_ text: String) -> Character? {
    let words = words(text)
    guard let verb = words.lastIndex(where: { verbs.contains($0.lowercased()) }) else { return nil }
    return words[(verb + 1)...].prefix(4).first { $0.count == 1 && $0.first?.isUppercase == true }?
      .first
  }

  /// Capital letters that stand alone; `I` before a word is who speaks.
  private static func capitals(_ text: String) -> [Character] {
    let words = words(text)
    return words.indices.compactMap { place in
      guard words[place].count == 1, let letter = words[place].first, letter.isUppercase else {
        return nil
      }
      let speaks =
        letter == "I" && text[words[place].endIndex...].first.map { " '’".contains($0) } == true
        && place + 1 < words.count && words[place + 1].first?.isLowercase == true
      return speaks ? nil : letter
    }
  }
}
