import Foundation
import Testing
import Tokenization

/// Tokenizer files whose patterns and steps would take for ever, or all memory.
@Suite struct BoundedTokenizerTests {
  private static func file(_ normalizers: [String], _ patterns: [String]) -> Data {
    let steps = normalizers.joined(separator: ",")
    let splits = patterns.map {
      #"{"type":"Split","pattern":{"Regex":"\#($0)"},"behavior":"Isolated","invert":false}"#
    }.joined(separator: ",")
    return Data(
      """
      {"normalizer":{"type":"Sequence","normalizers":[\(steps)]},
      "pre_tokenizer":{"type":"Sequence","pretokenizers":[\(splits)]},
      "model":{"type":"BPE","vocab":{"a":0,"b":1,"x":2," ":3},"merges":[]}}
      """.utf8)
  }

  private static func replace(_ pattern: String, _ content: String) -> String {
    #"{"type":"Replace","pattern":{"Regex":"\#(pattern)"},"content":"\#(content)"}"#
  }

  @Test(arguments: [#"\\C"#, #"\\C\\K\\C\\C\\C\\z"#, #"(?:\\Ca)+"#, #"[a-z]\\C"#])
  func oneByteOfACharacterIsNoText(pattern: String) {
    #expect(throws: TokenizerError.self) { try Tokenizer(json: Self.file([], [pattern])) }
    #expect(throws: TokenizerError.self) {
      try Tokenizer(json: Self.file([Self.replace(pattern, "")], [" "]))
    }
  }

  @Test(arguments: [
    Array(repeating: replace("a", "aa"), count: 40), Array(repeating: replace("a", "b"), count: 65),
    [replace("a", String(repeating: "b", count: 1_001))],
    Array(repeating: #"{"type":"NFKC"}"#, count: 5),
    Array(
      repeating: #"{"type":"Replace","pattern":{"String":"a"},"content":"aaaaaaaa"}"#, count: 4),
  ])
  func growthHasALimit(steps: [String]) {
    #expect(throws: TokenizerError.self) { try Tokenizer(json: Self.file(steps, [" "])) }
  }

  @Test func publishedStepsAreBelowIt() throws {
    let steps = [
      #"{"type":"NFKC"}"#, #"{"type":"Lowercase"}"#, #"{"type":"StripAccents"}"#,
      #"{"type":"Prepend","prepend":"▁"}"#,
      #"{"type":"Replace","pattern":{"String":" "},"content":"▁"}"#, Self.replace(" {2,}", " "),
    ]
    #expect(throws: Never.self) { try Tokenizer(json: Self.file(steps, [" "])) }
  }

  /// There is no answer within any time; the limits count and end it.
  @Test(arguments: [
    "(?:x{1,50}x{1,50}x{1,50}x{1,50})[yz]", "(x+x+)+y", "(x|xx)+[yz]$", "(?:x*)*y", "x*x*x*x*x*y",
  ])
  func patternsWithManyWaysEnd(pattern: String) throws {
    let tokenizer = try Tokenizer(json: Self.file([], [pattern, "x"]))
    let count = 20_000
    #expect(tokenizer.encode(String(repeating: "x", count: count)).count == count)
  }

  /// What comes after places with many ways is found as long as the text's budget lasts, and every text has its own.
  @Test func everyTextHasABudget() throws {
    let manyWays = "(?:x{1,20}x{1,20}x{1,20}x{1,20})[yz]|b"
    let file = String(decoding: Self.file([], [manyWays]), as: UTF8.self)
    let tokenizer = try Tokenizer(
      json: Data(file.replacing("Isolated", with: "Removed").utf8))
    // Matches are removed, so that every b that is left was not looked for any more.
    for (count, left) in [(1_000, 0), (20_000, 2), (1_000, 0)] {
      let text = String(repeating: "x", count: count) + "bb"
      #expect(tokenizer.encode(text).count == count + left, "\(count)")
    }
  }

  /// Long runs that published patterns meet are cut as without a limit.
  @Test func longRunsAreCutAsBefore() throws {
    let tokenizer = try Tokenizer(json: Self.file([], [#"\\s+(?!\\S)|\\s+"#]))
    let text = "a" + String(repeating: " ", count: 20_000) + "b"
    let spans = tokenizer.encodeWithOffsets(text)
    #expect(spans.count == 20_002)
  }
}
