import LinearAlgebra
import TestSupport
import Testing
import Transformer

/// Agreement with `transformers` in float64, family by family.
@Suite struct GoldenTests {
  @Test func everyFamilyHasAReference() {
    #expect(Golden.families == ModelConfiguration.knownFamilies)
  }

  @Test(arguments: Golden.families)
  func logitsAndLossesAgree(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    // In whatever order the reference's authors wrote them down.
    #expect(model.trackedModules.map(\.name).sorted() == golden.trackedModules.sorted())
    let buffers = ActivationBuffers(model)
    let documents = golden.documentTokens
    model.forward(TokenPack([documents[0]]), buffers)
    let logits = model.logits(buffers, rows: 0..<documents[0].count).values().map(Double.init)
    #expect(relativeDifference(logits, golden.firstDocumentLogits.flatMap { $0 }) < 1e-5)

    let pack = TokenPack(documents)
    model.forward(pack, buffers)
    let losses = model.loss(.given(pack.nextTokens), buffers)
    let sums = (0..<documents.count).map { document in
      pack.rows(document).reduce(0.0) { $0 + Double(losses[$1]) }
    }
    #expect(relativeDifference(sums, golden.documentLosses) < 1e-5)
    for (sum, reference) in zip(sums, golden.documentLosses) {
      #expect(abs(sum - reference) < 1e-5 * abs(reference))
    }
  }

  @Test(arguments: Golden.families)
  func stepLossesAgree(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let buffers = ActivationBuffers(model)
    for (segments, reference) in zip(golden.questionSegments, golden.stepLosses) {
      let pack = TokenPack([segments.flatMap { $0 }])
      model.forward(pack, buffers)
      let losses = model.loss(.given(pack.nextTokens), buffers)
      var start = segments[0].count
      for (segment, expected) in zip(segments.dropFirst(), reference) {
        let sum = losses[start - 1..<start - 1 + segment.count].reduce(0.0) { $0 + Double($1) }
        #expect(abs(sum - expected) < 1e-5 * abs(expected))
        start += segment.count
      }
    }
  }

  @Test(arguments: Golden.families)
  func aCacheChangesNothing(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let tokens = golden.documentTokens[1]
    let buffers = ActivationBuffers(model)
    model.forward(TokenPack([tokens]), buffers)
    let whole = model.logits(buffers, rows: tokens.count - 1..<tokens.count).values()
    let session = DecodingSession(model, capacity: tokens.count)
    _ = session.feed(Array(tokens.prefix(5)))
    var last: [Float] = []
    for token in tokens.dropFirst(5) { last = session.feed([token]) }
    #expect(relativeDifference(last.map(Double.init), whole.map(Double.init)) < 1e-5)
  }
}
