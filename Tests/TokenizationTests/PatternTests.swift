import Foundation
import Testing
import Tokenization

/// Patterns that regular expression engines read differently, as `tokenizers` reads them:
/// `Tests/Scripts/record_patterns.py`.
@Suite struct PatternTests {
  private static func tokenizer(_ pattern: String, alphabet: [String]) throws -> Tokenizer {
    let vocabulary = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })
    let file: [String: Any] = [
      "added_tokens": [Any](),
      "pre_tokenizer": [
        "type": "Sequence",
        "pretokenizers": [
          [
            "type": "Split", "pattern": ["Regex": pattern], "behavior": "Isolated", "invert": false,
          ],
          ["type": "ByteLevel", "add_prefix_space": true, "use_regex": false],
        ],
      ],
      "decoder": ["type": "ByteLevel"],
      "model": ["type": "BPE", "vocab": vocabulary, "merges": [String]()],
    ]
    return try Tokenizer(json: JSONSerialization.data(withJSONObject: file))
  }

  private struct Recording {
    let alphabet: [String]
    let edges: String
    let cases: [[String: Any]]

    init() throws {
      let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Golden/patterns.json")
      let object = try JSONSerialization.jsonObject(with: Data(contentsOf: path))
      let values = try #require(object as? [String: Any])
      alphabet = try #require(values["alphabet"] as? [String])
      var view = String.UnicodeScalarView()
      for value in try #require(values["edges"] as? [Int]) {
        view.append(try #require(Unicode.Scalar(UInt32(value))))
      }
      edges = String(view)
      cases = try #require(values["cases"] as? [[String: Any]])
    }
  }

  @Test func everyPatternCutsAsTheReferenceDoes() throws {
    let recording = try Recording()
    #expect(recording.cases.count > 105)
    for entry in recording.cases {
      let pattern = try #require(entry["pattern"] as? String)
      let tokenizer = try Self.tokenizer(pattern, alphabet: recording.alphabet)
      for text in try #require(entry["texts"] as? [[String: Any]]) {
        let source = try #require(text["text"] as? String)
        let ids = try #require(text["ids"] as? [Int]).map(Int32.init)
        #expect(tokenizer.encode(source) == ids, "\(pattern) on \(source.debugDescription)")
      }
      // All characters where a class begins or ends.
      let ids = tokenizer.encode(recording.edges)
      #expect(ids.count == entry["edges"] as? Int, "\(pattern)")
      #expect(Self.hash(ids) == entry["hash"] as? String, "\(pattern)")
    }
  }

  private static func hash(_ ids: [Int32]) -> String {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for id in ids { state = (state ^ UInt64(id)) &* 0x100_0000_01B3 }
    let text = String(state, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  @Test(arguments: [
    #"\X+"#, #"(?i)ss"#, #"(?i:ſS)"#, #"a(?i)b|(c|fi)"#, #"(?i)ß"#, #"(?i)[x\x{FB01}]"#,
    #"(?i)[Ý-à]"#,
    #"(?i)[\p{Ll}]+"#, #"(?i)[^[:upper:]x]"#,
    #"\p{NoSuchThing}"#, #"[\p{L}&&"#, #"[z-a]"#, #"(?~a)"#, #"[[:alpha:]"#, #"\pL"#,
  ])
  func whatHasNoLikeIsRefusedWithThePattern(pattern: String) throws {
    let error = try #require(throws: TokenizerError.self) {
      try Self.tokenizer(pattern, alphabet: ["a"])
    }
    #expect(error.problem.contains(pattern), "\(error.problem)")
  }
}

/// Texts that follow others, as steps follow a prompt.
@Suite struct ContinuationTests {
  private func tokenizer(_ changes: [String: Any]) throws -> Tokenizer {
    let characters = ["▁", "a", "b", " ", "\n", "▁a", "▁b", "<0x0A>", "Ġ", "Ċ", "Ġa", "<s>"]
    var file: [String: Any] = [
      "added_tokens": [["id": 11, "content": "<s>", "special": true]],
      "model": [
        "type": "BPE",
        "vocab": Dictionary(uniqueKeysWithValues: characters.enumerated().map { ($1, $0) }),
        "merges": [["▁", "a"], ["▁", "b"], ["Ġ", "a"]],
      ],
    ]
    file.merge(changes) { $1 }
    return try Tokenizer(json: JSONSerialization.data(withJSONObject: file))
  }

  private static var replace: [String: Any] {
    ["type": "Replace", "pattern": ["String": " "], "content": "▁"]
  }

  @Test func aNormalizersPrefixStandsBeforeTheFirstTextOnly() throws {
    let tokenizer = try tokenizer([
      "normalizer": [
        "type": "Sequence", "normalizers": [["type": "Prepend", "prepend": "▁"], Self.replace],
      ]
    ])
    #expect(tokenizer.encode(" a") == [0, 5])
    #expect(tokenizer.encodeContinuation(" a") == [5])
    #expect(tokenizer.encodeContinuation("a b") == [1, 6])
    #expect(
      tokenizer.encode("b") + tokenizer.encodeContinuation(" a b") == tokenizer.encode("b a b"))
    // After an added token the prefix stands again, as in the joined text.
    #expect(tokenizer.encodeContinuation("a<s>a") == [1, 11, 5])
    #expect(tokenizer.encodeContinuation("<s>a") == [11, 5])
    let spans = tokenizer.encodeWithOffsets(" a b", continues: true)
    #expect(spans.map(\.id) == [5, 6] && spans.map(\.bytes) == [0..<2, 2..<4])
  }

  @Test(arguments: ["always", "first"])
  func aPreTokenizersPrefixToo(scheme: String) throws {
    let tokenizer = try tokenizer([
      "pre_tokenizer": [
        "type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": false,
      ]
    ])
    #expect(tokenizer.encode("a") == [5])
    #expect(tokenizer.encodeContinuation("a") == [1])
    #expect(tokenizer.encodeContinuation(" a b") == [5, 6])
  }

  @Test func bytesWithAPrefixToo() throws {
    let tokenizer = try tokenizer([
      "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": true, "use_regex": true]
    ])
    #expect(tokenizer.encode("a") == [10])
    #expect(tokenizer.encodeContinuation("a") == [1])
    #expect(tokenizer.encodeContinuation(" a") == [10])
    #expect(tokenizer.encodeContinuation("\n") == [9])
  }

  @Test func promptsBeginWithAllTokensOfTheTemplate() throws {
    let template: [String: Any] = [
      "type": "TemplateProcessing",
      "single": [
        ["SpecialToken": ["id": "<s>", "type_id": 0]], ["SpecialToken": ["id": "x", "type_id": 0]],
        ["Sequence": ["id": "A", "type_id": 0]],
      ],
      "special_tokens": [
        "<s>": ["id": "<s>", "ids": [11], "tokens": ["<s>"]],
        "x": ["id": "x", "ids": [3], "tokens": ["x"]],
      ],
    ]
    let tokenizer = try tokenizer(["post_processor": template])
    #expect(tokenizer.prompt("a") == [11, 3, 1])
    #expect(tokenizer.prompt("a") == tokenizer.encode("a"))
  }
}
