import Foundation
import Testing
import Tokenization

/// What Hugging Face's `tokenizers` made of random text, recorded by Tests/Scripts/fuzz_tokenizers.py.
///
/// `STEMMA_RECORDED_TOKENS` names another folder of recordings.
@Suite struct RecordedTokenizationTests {
  static let folder: String =
    ProcessInfo.processInfo.environment["STEMMA_RECORDED_TOKENS"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden/tokenizers").path

  static let kinds: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()

  @Test func thereAreRecordings() { #expect(Self.kinds.count >= 1) }

  @Test(arguments: kinds) func agreesWithTheReference(kind: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/\(kind).json"))
    let recording = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let cases = try #require(recording["cases"] as? [[String: Any]])
    let tokenizer = try Tokenizer(json: Self.tokenizerJSON(data))
    var differences = 0
    for recorded in cases where differences < 5 {
      let text = try #require(recorded["text"] as? String)
      let reference = try #require(recorded["ids"] as? [Int]).map(Int32.init)
      let spans = tokenizer.encodeWithOffsets(text)
      let tokens = spans.map(\.id)
      let scalars = text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
      if tokens != reference {
        differences += 1
        Issue.record("\(kind): \(text.debugDescription) [\(scalars)]\n\(tokens)\n\(reference)")
        continue
      }
      #expect(tokenizer.encode(text) == tokens)
      if let decoded = recorded["decoded"] as? String, tokenizer.decode(tokens) != decoded {
        differences += 1
        Issue.record(
          "\(kind) decodes \(scalars)\n\(tokenizer.decode(tokens).debugDescription)\n\(decoded.debugDescription)"
        )
      }
      if let full = recorded["full"] as? String {
        #expect(tokenizer.decode(tokens, skipSpecialTokens: false) == full)
      }
      if let offsets = recorded["offsets"] as? [[Int]] {
        let own = Self.wholeCharacters(spans, of: text)
        // The reference gives tokens that stand for an inserted space the character after it.
        let agree =
          own.count == offsets.count
          && zip(own, offsets).allSatisfy {
            $0 == $1 || ($0[0] == $0[1] && $0[0] == $1[0])
          }
        if !agree {
          differences += 1
          Issue.record("\(kind) places \(text.debugDescription) [\(scalars)]\n\(own)\n\(offsets)")
        }
      }
    }
  }

  /// The `tokenizer` member as it stands in the file, which has it first.
  ///
  /// Foundation's dictionaries would take canonically equivalent entries for one.
  private static func tokenizerJSON(_ data: Data) throws -> Data {
    let start = Data("{\"tokenizer\":".utf8)
    let end = try #require(data.range(of: Data(",\"cases\":[".utf8), options: .backwards))
    return data[start.count..<end.lowerBound]
  }

  /// Ranges widened to whole characters, as the reference gives them.
  private static func wholeCharacters(_ spans: [TokenSpan], of text: String) -> [[Int]] {
    let bytes = Array(text.utf8)
    func isInside(_ place: Int) -> Bool { place < bytes.count && bytes[place] & 0xC0 == 0x80 }
    return spans.map { span in
      var (lower, upper) = (span.bytes.lowerBound, span.bytes.upperBound)
      if lower == upper { return [lower, upper] }
      while isInside(lower) { lower -= 1 }
      while upper > lower, isInside(upper) { upper += 1 }
      return [lower, upper]
    }
  }
}
