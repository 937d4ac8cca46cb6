import Foundation
import Tokenization

/// A `tokenizer.json`, and after a NUL the text that it is tried on.
func readTokenizer(_ input: [UInt8]) throws {
  let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  let tokenizer = try Tokenizer(json: Data(parts[0]))
  use(tokenizer, on: String(decoding: parts.count > 1 ? parts[1] : [], as: UTF8.self))
}

/// The list of merges alone, one a line, in a file that is otherwise fine.
func readMerges(_ input: [UInt8]) throws {
  let lines = input.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  let merges = try JSONSerialization.data(withJSONObject: lines)
  let words = ["a", "b", "c", "ab", "bc", "abc", "é", "aé", " ", "▁", "▁a", "##b", "a##b"]
  let vocabulary = words.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",")
  let text =
    "{\"model\":{\"type\":\"BPE\",\"vocab\":{\(vocabulary)},\"merges\":"
    + String(decoding: merges, as: UTF8.self) + "}}"
  use(try Tokenizer(json: Data(text.utf8)), on: "abcabc aé ▁ab")
}

private func use(_ tokenizer: Tokenizer, on given: String) {
  for text in [given, "The slope is -3 .\n\n  <s>été 12 345 abab 日本\u{0}"] {
    let spans = tokenizer.encodeWithOffsets(text)
    precondition(spans.map(\.id) == tokenizer.encode(text))
    for span in spans {
      precondition(span.bytes.lowerBound >= 0 && span.bytes.upperBound <= text.utf8.count)
      precondition(span.id >= 0 && Int(span.id) < tokenizer.vocabularySize)
      _ = tokenizer.textBytes(span.id)
      _ = tokenizer.pieceBytes(span.id)
    }
    _ = tokenizer.decode(spans.map(\.id))
  }
}
