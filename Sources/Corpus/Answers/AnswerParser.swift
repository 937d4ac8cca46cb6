internal import Foundation

/// Tells whether a completion gives the expected answer.
///
/// What the completion gives is what it marks or announces (`FinalAnswer`), or else the last number it states.
/// Numbers are compared by value, whole ones exactly at any length; `1,234`, `$18`, `−3`, `3/4`, `\frac{3}{4}`,
/// `18.00`, `50 %` and `18 dollars` are numbers. Formulae are compared sign by sign without regard to spaces,
/// any other answer, or one of its aliases, word by word without regard to case, accents and punctuation.
package enum AnswerParser {
  /// Whether the answer is right; nil where the question expects none.
  package static func isCorrect(completion: String, question: Question) -> Bool? {
    guard let answer = question.answer else { return nil }
    return ([answer] + question.aliases).contains { states(completion, FinalAnswer.expected($0)) }
  }

  private static func states(_ completion: String, _ answer: String) -> Bool {
    switch ExpectedAnswer(answer) {
    case .number(let number, let hasUnit):
      if StatedNumber.final(completion).contains(where: { $0.agrees(with: number) }) { return true }
      return hasUnit && AnswerWords.contains(completion, answer)
    case .formula(let signs):
      if let marked = FinalAnswer.marked(completion) { return FormulaSigns.split(marked) == signs }
      return FormulaSigns.contains(completion, signs)
    case .choice(let letter):
      return chosen(completion) == letter
    case .words:
      if let marked = FinalAnswer.marked(completion) {
        return AnswerWords.contains(MathText.plain(marked), MathText.plain(answer))
      }
      return AnswerWords.contains(completion, MathText.plain(answer))
    }
  }

  /// The letter that a completion chooses: the marked or announced one, or the last capital that stands alone.
  private static func chosen(_ completion: String) -> Character? {
    let given =
      (FinalAnswer.marked(completion).map { [$0] } ?? []) + FinalAnswer.announced(completion)
    for text in given {
      let plain = MathText.plain(text)
      if let letter = capitals(plain).first { return letter }
      if let word = AnswerWords.split(plain).first, word.count == 1 {
        return word.uppercased().first
      }
    }
    // Nothing but a letter, in whatever brackets.
    let words = AnswerWords.split(MathText.plain(completion))
    if words.count == 1, words[0].count == 1 { return words[0].uppercased().first }
    return capitals(completion).last
  }

  /// Capital letters that stand alone.
  private static func capitals(_ text: String) -> [Character] {
    text.split { !$0.isLetter && !$0.isNumber }.filter { $0.count == 1 }.compactMap(\.first)
      .filter(\.isUppercase)
  }
}

/// What kind of answer is expected.
enum ExpectedAnswer {
  case number(StatedNumber, hasUnit: Bool)
  /// Brackets, variables, roots: what is no number and not made of words.
  case formula([String])
  /// One letter of a multiple choice.
  case choice(Character)
  case words

  init(_ text: String) {
    if let (number, hasUnit) = StatedNumber.whole(text) {
      self = .number(number, hasUnit: hasUnit)
      return
    }
    let letters = text.filter { $0.isLetter || $0.isNumber }
    if letters.count == 1, let letter = letters.first, letter.isLetter, letter.isASCII,
      MathText.plain(text).trimmingCharacters(in: .whitespaces).count <= 3, !text.contains("$")
    {
      self = .choice(Character(letter.uppercased()))
      return
    }
    let plain = MathText.plain(text)
    let words = plain.split { !$0.isLetter }.filter { $0.count > 1 && !Self.names.contains($0) }
    let isFormula = plain.contains { "0123456789=^/+<>()[]{}\\_√π∞".contains($0) }
    self = words.isEmpty && isFormula ? .formula(FormulaSigns.split(text)) : .words
  }

  private static let names: Set<Substring> = [
    "sqrt", "sin", "cos", "tan", "log", "ln", "exp", "alpha", "beta", "gamma", "theta", "phi",
  ]
}
