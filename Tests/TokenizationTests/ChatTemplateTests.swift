import Foundation
import Testing
import Tokenization

/// Questions as `transformers` puts them to a model: `Tests/Scripts/record_chat.py`.
@Suite struct ChatTemplateTests {
  @Test func questionsAreThoseOfTheTemplatesOrNotMadeUp() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/chat.json")
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: path))
    let recorded = try #require(object as? [String: Any])
    let texts = try #require(recorded["texts"] as? [String])
    let beginning = try #require(recorded["bos"] as? String)
    let end = try #require(recorded["eos"] as? String)
    let cases = try #require(recorded["cases"] as? [[String: Any]])
    let talks = try #require(recorded["talks"] as? [[[String]]]).map { talk in
      try talk.map { ChatTurn(try #require(ChatTurn.Speaker(rawValue: $0[0])), $0[1]) }
    }
    var known: Set<ChatFormat> = []
    for entry in cases {
      let name = entry["name"] as? String ?? ""
      let text = try #require(entry["template"] as? String)
      let template = ChatTemplate(template: text, beginning: beginning, end: end)
      guard let format = entry["format"] as? String else {
        #expect(template == nil, "\(name)")
        continue
      }
      #expect(template?.format.rawValue == format, "\(name)")
      let found = try #require(template)
      known.insert(found.format)
      #expect(texts.map(found.prompt) == entry["rendered"] as? [String], "\(name)")
      #expect(texts.allSatisfy { found.prompt($0).hasPrefix(found.opening) })
      // null where the template refuses, so do we.
      let expected = try #require(entry["talks"] as? [Any]).map { $0 as? String }
      #expect(talks.map(found.prompt) == expected, "\(name)")
      #expect(expected.compactMap(\.self).allSatisfy(found.begins), "\(name)")
    }
    #expect(known == Set(ChatFormat.allCases))
  }

  @Test(arguments: [
    "", "{{ 1 }}", "{% for", "{{ '<|im_start|>' }}", "{{ bos_token + messages[0] }}",
  ])
  func whatIsNoKnownTemplateIsNone(text: String) {
    #expect(ChatTemplate(template: text, beginning: "<s>", end: "</s>") == nil)
  }

  /// Templates that would be looked through again from each of their places.
  @Test(arguments: [
    "{{", "{% '", "{{ '\\'", "{{ \"\\\"", "<|im_start|>system\n", "raise_exception('", "'\"",
    "{{ '' }}",
    "<|user|>\\n'   ",
  ])
  func templatesAreLookedThroughOnce(piece: String) {
    for count in [60_000 / piece.utf8.count, 2_000_000] {
      let text = "{{ " + String(repeating: piece, count: count)
      #expect(ChatTemplate(template: text, beginning: "<s>", end: "</s>") == nil)
    }
  }

  /// A text that begins with the first token's own text gets no second one.
  @Test func thereIsOneBeginning() throws {
    let file: [String: Any] = [
      "added_tokens": [["id": 1, "content": "<s>", "special": true]],
      "post_processor": [
        "type": "TemplateProcessing",
        "single": [
          ["SpecialToken": ["id": "<s>", "type_id": 0]], ["Sequence": ["id": "A", "type_id": 0]],
        ],
        "special_tokens": ["<s>": ["id": "<s>", "ids": [1], "tokens": ["<s>"]]],
      ],
      "model": ["type": "BPE", "vocab": ["a": 0, "<s>": 1], "merges": [String]()],
    ]
    let tokenizer = try Tokenizer(json: JSONSerialization.data(withJSONObject: file))
    #expect(tokenizer.prompt("a") == [1, 0])
    #expect(tokenizer.prompt("<s>a") == [1, 0])
  }
}
