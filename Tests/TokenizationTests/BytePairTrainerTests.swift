import Foundation
import TestSupport
import Testing
import Tokenization

@Suite struct BytePairTrainerTests {
  /// What `tokenizers` 0.23.3 learns from the golden corpus: 340 entries, initial byte alphabet.
  private static let reference = """
    d e|Ġ s|t h|Ġ c|a l|r a|Ġ b|i n|i de|i s|Ġ a|a p|i t|Ġ d|th e|Ġc ap|it al|Ġcap ital|o th|\
    Ġ the|i v|o f|Ġ of|iv ide|b t|c t|l o|p e|u bt|Ġ is|Ġs lo|ra ct|Ġb oth|Ġd ivide|ubt ract|\
    Ġslo pe|Ġs ubtract|F ra|c e|l in|n ce|o in|p oin|t s|Ġ Fra|Ġ poin|Ġb y|lin e|ĠFra nce|\
    Ġpoin ts|e r|n s|w er|Ġ +|Ġ Ġ|Ġ de|Ġ line|Ġa ns|Ġde f|Ġans wer|o de|Ġ y|Ġc ode|e q|f i|\
    r s|u al|Ġ fi|Ġs ide|eq ual|rs t|Ġfi rst|Ġside s|equal s|P a|r is|Ġ -|Ġ x|Ġ Pa|ĠPa ris|\
    Ġ )|Ġ ,|Ġ /
    """

  private func texts() throws -> [String] {
    let golden = try Golden("llama")
    return try golden.objects(golden.corpus).compactMap { $0["text"] as? String }
  }

  @Test func learnsTheReferencesMerges() throws {
    let trainer = BytePairTrainer(
      vocabularySize: 340, specialTokens: ["<|endoftext|>"], individualDigits: true)
    let file = try #require(
      JSONSerialization.jsonObject(with: trainer.train(texts())) as? [String: Any])
    let model = try #require(file["model"] as? [String: Any])
    let merges = try #require(model["merges"] as? [[String]])
    #expect(
      merges.map { $0.joined(separator: " ") }
        == Self.reference.split(separator: "|").map(String.init))
  }

  @Test func whatItWritesReadsBack() throws {
    let texts = try texts()
    let trainer = BytePairTrainer(
      vocabularySize: 380, specialTokens: ["<|endoftext|>", "<\\\"pad\">"], individualDigits: true)
    let data = try trainer.train(texts)
    #expect(try trainer.train(texts.reversed()) == data)
    let tokenizer = try Tokenizer(json: data)
    #expect(tokenizer.vocabularySize == 380)
    #expect(tokenizer.specialToken("<\\\"pad\">") == 1)
    for text in texts + ["\u{0}\u{7F} 12345 日本"] {
      #expect(tokenizer.decode(tokenizer.encode(text)) == text)
    }
    #expect(tokenizer.encode("12345").count == 5)
    let count = texts.reduce(0) { $0 + tokenizer.encode($1).count }
    #expect(3 * count < 2 * texts.reduce(0) { $0 + $1.utf8.count })
  }
}
