import Foundation
import TestSupport
import Testing
import Tokenization

/// Files that are wrong, or ask for what is not supported, end in one sentence.
@Suite struct HostileTokenizerTests {
  /// A small file with parts replaced.
  private static func file(
    model: String = #""type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]"#,
    extra: String = ""
  ) -> Data { Data("{\(extra)\"model\":{\(model)}}".utf8) }

  @Test func theSmallFileItselfIsRead() throws {
    let tokenizer = try Tokenizer(json: Self.file())
    #expect(tokenizer.encode("abba") == [2, 1, 0])
    let pairs = #""vocab":{"a":0,"b":1,"ab":2},"merges":[["a","b"]]"#
    #expect(try Tokenizer(json: Self.file(model: pairs)).encode("abba") == [2, 1, 0])
    #expect(tokenizer.decode([0, 99, -1, 2]) == "a ab")
    #expect(tokenizer.pieceBytes(99).isEmpty)
  }

  @Test(arguments: [
    (#""type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"]"#, "\"ab\" is not in the vocabulary"),
    (
      #""type":"BPE","vocab":{"a":0,"ab":2},"merges":[["a","b"]]"#, "\"b\" is not in the vocabulary"
    ),
    (#""type":"BPE","vocab":{"a":0}"#, "without merges"),
    (#""type":"BPE","vocab":{"a":0},"merges":["a b c"]"#, "not two texts (number 1)"),
    (#""type":"BPE","vocab":{"a":0},"merges":[3]"#, "not two texts"),
    (#""type":"BPE","vocab":{"a":-1},"merges":[]"#, "no number that a token can have"),
    (#""type":"BPE","vocab":{"a":1e18},"merges":[]"#, "no number that a token can have"),
    (#""type":"BPE","vocab":{"a":"b"},"merges":[]"#, "no number that a token can have"),
    (#""type":"BPE","vocab":[],"merges":[]"#, "without a vocab"),
    (#""type":"BPE","vocab":{"a":0},"merges":[],"unk_token":"u""#, "unk_token"),
    (#""type":"BPE","vocab":{"a":0},"merges":[],"dropout":0.1"#, "dropout"),
    (#""type":"Unigram","vocab":[["a",0]]"#, "type Unigram"),
    ("", "unnamed"),
  ]) func aWrongModelIsNamed(model: String, words: String) {
    let error = #expect(throws: TokenizerError.self) {
      try Tokenizer(json: Self.file(model: model), path: "x/tokenizer.json")
    }
    #expect(error?.path == "x/tokenizer.json")
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test(arguments: [
    (#""pre_tokenizer":{"type":"Bert"},"#, "pre_tokenizer Bert"),
    (#""pre_tokenizer":{},"#, "without a type"),
    (#""pre_tokenizer":{"type":"Split","behavior":"Isolated","pattern":{"Regex":"(a"}},"#, "PCRE2"),
    (#""pre_tokenizer":{"type":"Split","behavior":"Odd","pattern":{"String":"a"}},"#, "behavior"),
    (#""pre_tokenizer":{"type":"Split","behavior":"Isolated"},"#, "pattern"),
    (#""normalizer":{"type":"Precompiled"},"#, "normalizer Precompiled"),
    (#""decoder":{"type":"CTC"},"#, "decoder CTC"),
    (#""post_processor":{"type":"Odd"},"#, "post_processor Odd"),
    (
      #""post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"s"}}]},"#,
      "token s"
    ),
    (#""added_tokens":[{"id":-4,"content":"x"}],"#, "added token"),
    (#""added_tokens":[{"content":"x"}],"#, "added token"),
  ]) func whatIsNotSupportedIsNamed(extra: String, words: String) {
    let error = #expect(throws: TokenizerError.self) {
      try Tokenizer(json: Self.file(extra: extra))
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func nestingIsLimited() {
    let deep =
      String(repeating: #"{"type":"Sequence","pretokenizers":["#, count: 50)
      + #"{"type":"Digits"}"# + String(repeating: "]}", count: 50)
    #expect(throws: TokenizerError.self) {
      try Tokenizer(json: Self.file(extra: "\"pre_tokenizer\":\(deep),"))
    }
    #expect(throws: TokenizerError.self) {
      try Tokenizer(json: Data(String(repeating: "[", count: 1_000_000).utf8))
    }
  }

  @Test func cutAndDamagedFilesEndInAnErrorOrATokenizer() throws {
    let whole = try Data(
      contentsOf: URL(fileURLWithPath: Golden("llama").checkpoint + "/tokenizer.json"))
    for length in stride(from: 0, to: whole.count - 2, by: 997) {
      #expect(throws: TokenizerError.self) { try Tokenizer(json: whole.prefix(length)) }
    }
    var random = RandomSource(seed: 5)
    for _ in 0..<20 {
      var damaged = whole
      for _ in 0..<5 {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] =
          UInt8.random(in: 0...255, using: &random)
      }
      if let tokenizer = try? Tokenizer(json: damaged) { _ = tokenizer.encode("slope 12 naïve") }
    }
  }

  @Test func missingFilesAreNamed() {
    let error = #expect(throws: TokenizerError.self) { try Tokenizer(path: "/none/tokenizer.json") }
    #expect(error?.description.hasPrefix("/none/tokenizer.json: does not exist") == true)
  }

  @Test func longWordsAndEndlessPatternsEnd() throws {
    let tokenizer = try Tokenizer(path: Golden("llama").checkpoint)
    let long = String(repeating: "thepoints", count: 20_000)
    let tokens = tokenizer.encode(long)
    #expect(tokenizer.decode(tokens) == long)
    // A pattern that backtracks without end leaves the text one piece.
    let endless =
      #""pre_tokenizer":{"type":"Split","behavior":"Isolated","pattern":{"Regex":"(a|a)*c"}},"#
    let slow = try Tokenizer(json: Self.file(extra: endless))
    #expect(slow.encode(String(repeating: "a", count: 200)).count == 200)
  }
}
