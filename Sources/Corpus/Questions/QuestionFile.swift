import RunModel
internal import Tokenization

/// Reads question files.
package enum QuestionFile {
  /// The questions of a JSONL file, in its order.
  /// - Throws: `CorpusError` naming file and line.
  package static func read(_ path: String) throws -> [Question] {
    let reader = try LineReader(path: path)
    var questions: [Question] = []
    var lineOf: [String: Int] = [:]
    while let line = try reader.next() {
      let question = try question(line, path: path, line: reader.line)
      if let first = lineOf.updateValue(reader.line, forKey: question.id) {
        throw CorpusError(
          path: path, line: reader.line,
          problem: "has the id \(question.id) of line \(first); ids must differ")
      }
      questions.append(question)
    }
    guard !questions.isEmpty else { throw CorpusError(path: path, problem: "has no questions") }
    return questions
  }

  private static func question(
    _ bytes: [UInt8], path: String, line: Int
  ) throws(CorpusError) -> Question {
    func fail(_ problem: String) -> CorpusError {
      CorpusError(path: path, line: line, problem: problem)
    }
    let object: JSONValue
    do throws(Problem) {
      object = try JSONParser.parse(bytes, isLenient: true)
    } catch {
      throw fail("is not a JSON object (\(error.text)); a question file has one a line")
    }
    guard object.members != nil else {
      throw fail("is not a JSON object; a question file has one a line")
    }
    func text(_ key: String) throws(CorpusError) -> String? {
      guard let value = object[key] else { return nil }
      guard let text = value.text ?? number(value) else {
        throw fail("has a \"\(key)\" that is not a string")
      }
      return text
    }
    func texts(_ key: String) throws(CorpusError) -> [String]? {
      guard let value = object[key] else { return nil }
      guard let elements = value.elements else { throw fail("has a \"\(key)\" that is not a list") }
      var texts: [String] = []
      for element in elements {
        guard let text = element.text ?? number(element) else {
          throw fail("has \"\(key)\" that are not all strings")
        }
        texts.append(text)
      }
      return texts
    }
    guard let id = try text("id"), !id.isEmpty else { throw fail("has no \"id\"") }
    guard let prompt = try text("prompt"), !prompt.isEmpty else { throw fail("has no \"prompt\"") }
    let kinds = QuestionKind.allCases.map(\.rawValue).joined(separator: ", ")
    guard let name = try text("kind"), let kind = QuestionKind(rawValue: name) else {
      throw fail("has no \"kind\" that is one of \(kinds)")
    }
    let steps = try texts("steps")
    guard steps?.contains(where: \.isEmpty) != true else { throw fail("has an empty step") }
    return Question(
      id: id, kind: kind, task: try text("task") ?? kind.rawValue, prompt: prompt,
      answer: try text("answer").map(FinalAnswer.expected), aliases: try texts("aliases") ?? [],
      steps: steps?.isEmpty == true ? nil : steps)
  }

  /// A number as the text that it would be: answers are often written bare.
  private static func number(_ value: JSONValue) -> String? {
    if let whole = value.wholeNumber { return whole }
    guard case .number(let number) = value else { return nil }
    return String(number)
  }
}
