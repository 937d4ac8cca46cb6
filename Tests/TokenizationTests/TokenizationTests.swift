import Foundation
import TestSupport
import Testing
import Tokenization

@Suite struct GoldenTokenTests {
  @Test(arguments: Golden.families) func documentsAndSegmentsHaveTheReferencesTokens(
    family: String
  ) throws {
    let golden = try Golden(family)
    let tokenizer = try Tokenizer(path: golden.checkpoint)
    let documents = try golden.objects(golden.corpus)
    #expect(documents.count == golden.documentTokens.count)
    for (document, tokens) in zip(documents, golden.documentTokens) {
      let text = try #require(document["text"] as? String)
      let spans = tokenizer.encodeWithOffsets(text)
      #expect(spans.map(\.id) == tokens)
      #expect(tokenizer.encode(text) == tokens)
      #expect(tokenizer.decode(tokens) == text)
      // The offsets of byte-level tokens tile the text.
      var place = 0
      for span in spans {
        #expect(span.bytes.lowerBound == place)
        #expect(Array(Array(text.utf8)[span.bytes]) == tokenizer.pieceBytes(span.id))
        place = span.bytes.upperBound
      }
      #expect(place == text.utf8.count)
    }
    for (question, segments) in zip(
      try golden.objects(golden.questions), golden.questionSegments)
    {
      let prompt = try #require(question["prompt"] as? String)
      let steps = try #require(question["steps"] as? [String])
      #expect(([prompt] + steps).map { tokenizer.encode($0) } == segments)
    }
    let config = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: golden.checkpoint + "/config.json")))
    #expect(tokenizer.vocabularySize == (config as? [String: Any])?["vocab_size"] as? Int)
    #expect(tokenizer.beginningOfSequence == nil)
    #expect(tokenizer.specialToken("<|endoftext|>") == 0)
  }
}
