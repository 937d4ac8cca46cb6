import Foundation
import Tokenization

/// A `tokenizer.json`, and after a NUL the text that it is tried on; or, where the first byte is no brace, the
/// patterns of one that is otherwise fine.
func readTokenizer(_ input: [UInt8]) throws {
  guard input.first == UInt8(ascii: "{") else { return try readPatterns(input) }
  let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  let tokenizer = try Tokenizer(json: Data(parts[0]))
  use(tokenizer, on: String(decoding: parts.count > 1 ? parts[1] : [], as: UTF8.self))
}

/// What a normalizer replaces and by what, two patterns one after the other, and a text, with NULs between them.
private func readPatterns(_ input: [UInt8]) throws {
  var parts = input.split(separator: 0, maxSplits: 4, omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
  parts += Array(repeating: "", count: 5 - parts.count)
  func split(_ pattern: String) -> [String: Any] {
    [
      "type": "Split", "pattern": ["Regex": pattern], "behavior": "Isolated", "invert": false,
    ]
  }
  let file: [String: Any] = [
    "normalizer": [
      "type": "Sequence",
      "normalizers": [
        ["type": "Replace", "pattern": ["Regex": parts[0]], "content": parts[1]], ["type": "NFKC"],
        ["type": "StripAccents"], ["type": "Lowercase"],
        ["type": "Replace", "pattern": ["String": parts[0]], "content": parts[1]],
      ],
    ],
    "pre_tokenizer": [
      "type": "Sequence", "pretokenizers": [split(parts[2]), split(parts[3])],
    ],
    "model": ["type": "BPE", "vocab": ["a": 0, "b": 1, " ": 2], "merges": [String]()],
  ]
  use(try Tokenizer(json: JSONSerialization.data(withJSONObject: file)), on: parts[4])
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
