import Answers
import Corpus
import Foundation
import RunModel
import Tokenization

/// A corpus file, compressed or not as its first bytes say.
func readCorpus(_ input: [UInt8]) throws { try readCorpus(input, named: "corpus.jsonl") }

private func readCorpus(_ input: [UInt8], named name: String) throws {
  let path = Scratch.write(name, input)
  let stream = try CorpusReader(paths: [path], typeMap: ["a": "code"]).makeStream()
  // A few kilobytes may unpack to more documents than can be read in the second that an input has.
  for _ in 0..<1_000 {
    guard let document = try stream.next() else { break }
    precondition(document.line > 0 && !document.type.isEmpty)
  }
}

/// What follows the first two bytes of a gzip file.
func readGzip(_ input: [UInt8]) throws { try readCorpus([0x1F, 0x8B] + input) }

/// What follows the first four bytes of a Zstandard file.
func readZstandard(_ input: [UInt8]) throws { try readCorpus([0x28, 0xB5, 0x2F, 0xFD] + input) }

/// What follows the first four bytes of a bzip2 file.
func readBzip2(_ input: [UInt8]) throws { try readCorpus(Array("BZh9".utf8) + input) }

/// What follows the first six bytes of an xz file.
func readXZ(_ input: [UInt8]) throws {
  try readCorpus([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00] + input)
}

/// An Arrow stream or file, whatever its first bytes.
func readArrow(_ input: [UInt8]) throws { try readCorpus(input, named: "data.arrow") }

/// A JSON array.
func readArray(_ input: [UInt8]) throws { try readCorpus(input, named: "data.json") }

/// Objects over several lines, or an array that an object holds, as the first byte says.
func readObjects(_ input: [UInt8]) throws {
  guard let first = input.first else { return }
  let start = first.isMultiple(of: 2) ? "{\"version\": 1, \"data\": [{" : "{\n\"text\": "
  try readCorpus(Array(start.utf8) + input.dropFirst(), named: "data")
}

/// Comma-separated values.
func readTable(_ input: [UInt8]) throws { try readCorpus(input, named: "data.csv") }

/// A file of questions.
func readQuestions(_ input: [UInt8]) throws {
  let questions = try QuestionFile.read(Scratch.write("questions.jsonl", input))
  precondition(Set(questions.map(\.id)).count == questions.count)
}

/// What a model wrote: its steps, the number it ends with, the equalities it states.
func readCompletion(_ input: [UInt8]) throws {
  let text = String(decoding: input, as: UTF8.self)
  for answer in ["-3", "2/3", "maggot", text] {
    let question = Question(id: "q", kind: .reasoning, task: "t", prompt: "p", answer: answer)
    _ = AnswerParser.isCorrect(completion: text, question: question)
  }
  for rule in StepRule.allCases {
    let steps = StepSegmentation(rule: rule).steps(of: text, tokenizer: tokenizer)
    _ = Equality.firstFalseStep(steps.map(\.text))
  }
  _ = TypeGuess.type(of: text)
}

/// Bytes as tokens, those of ASCII.
private let tokenizer: Tokenizer = {
  let words = (0x20..<0x7F).map { "\"\\u00\(String($0, radix: 16))\":\($0 - 0x20)" }
  let model = "\"type\":\"BPE\",\"vocab\":{\(words.joined(separator: ","))},\"merges\":[]"
  do {
    return try Tokenizer(json: Data("{\"model\":{\(model)}}".utf8))
  } catch {
    fatalError("\(error)")
  }
}()
