import Foundation
import Influence
import RunModel
import Safetensors
import TestSupport
import Testing
import Transformer

@Suite struct FactorFileTests {
  static let settings = InfluenceSettings(labels: .data, threads: 2, packTokens: 300)

  @Test(arguments: ["llama", "gpt2"])
  func whatIsWrittenIsRead(family: String) throws {
    let folder = try TemporaryFolder()
    let world = try GoldenWorld(family, Self.settings)
    let path = folder.path + "/factors"
    try world.factors?.write(to: path)
    try world.factors?.write(to: path)  // replaces what is there
    let read = try Factors(directory: path, model: world.model, settings: Self.settings)
    let steps = try PreconditionedSteps(
      model: world.model, factors: read,
      queries: world.golden.questionSegments.map(GoldenWorld.query), settings: Self.settings)
    let scores = try PassageScorer(model: world.model, steps: steps, settings: Self.settings)
      .score(world.golden.documentTokens)
    let direct = try world.score(world.golden.documentTokens)
    #expect(scores.scores == direct.scores)
    #expect(read.tokenCount == world.golden.documentTokens.reduce(0) { $0 + $1.count })
    #expect(read.sequenceCount == world.golden.documentTokens.count)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["factors"])
  }

  @Test func theLayoutIsKronfluences() throws {
    let folder = try TemporaryFolder()
    let world = try GoldenWorld("gpt2", Self.settings)
    try world.factors?.write(to: folder.path + "/factors")
    let lambda = try SafetensorsFile(path: folder.path + "/factors/lambda_matrix.safetensors")
    #expect(Set(lambda.tensors.keys) == Set(world.golden.trackedModules))
    #expect(lambda.tensors["transformer.h.0.attn.c_attn"]?.shape == [144, 49])
    let vectors = try SafetensorsFile(
      path: folder.path + "/factors/activation_eigenvectors.safetensors")
    let name = "transformer.h.0.attn.c_attn"
    // Columns are eigenvectors of the covariance file's sums: C v = λ n v.
    let covariance = try SafetensorsFile(
      path: folder.path + "/factors/activation_covariance.safetensors"
    ).doubles(name)
    let values = try SafetensorsFile(
      path: folder.path + "/factors/activation_eigenvalues.safetensors"
    ).doubles(name)
    let q = try vectors.doubles(name)
    let count = Double(world.factors?.tokenCount ?? 0)
    for column in [0, 48] {
      let v = (0..<49).map { q[$0 * 49 + column] }
      let image = (0..<49).map { row in
        (0..<49).reduce(0.0) { $0 + covariance[row * 49 + $1] * v[$1] } / count
      }
      let expected = v.map { $0 * values[column] }
      let difference = zip(image, expected).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference < 1e-6 * (values.last ?? 0))
    }
    // The ones column counts tokens.
    #expect(covariance[49 * 49 - 1] == count)
  }

  @Test func damagedFactorsAreRefused() throws {
    let folder = try TemporaryFolder()
    let world = try GoldenWorld("llama", Self.settings)
    let path = folder.path + "/factors"
    try world.factors?.write(to: path)
    func refusal(_ settings: InfluenceSettings = Self.settings, _ model: LanguageModel? = nil)
      -> String
    {
      do {
        _ = try Factors(directory: path, model: model ?? world.model, settings: settings)
        return "accepted"
      } catch { return "\(error)" }
    }
    let other = try LanguageModel(directory: Golden("gpt2").checkpoint)
    #expect(refusal(Self.settings, other).contains("lacks module transformer.h.0"))
    let lambda = path + "/lambda_matrix.safetensors"
    let whole = try Data(contentsOf: URL(fileURLWithPath: lambda))
    var poisoned = whole
    poisoned.replaceSubrange(poisoned.count - 4..<poisoned.count, with: [0, 0, 0xC0, 0x7F])
    try poisoned.write(to: URL(fileURLWithPath: lambda))
    #expect(refusal().contains("not finite"))
    try whole.prefix(whole.count - 100).write(to: URL(fileURLWithPath: lambda))
    #expect(refusal().contains(lambda))
    try FileManager.default.removeItem(atPath: lambda)
    #expect(refusal().contains("is missing"))
    var kfac = Self.settings
    kfac.strategy = .kfac
    #expect(refusal(kfac) == "accepted")
    let missing = folder.path + "/none"
    #expect(throws: InfluenceError.self) {
      try Factors(directory: missing, model: world.model, settings: Self.settings)
    }
  }

  @Test func fewTokensAreSaidAloud() throws {
    let golden = try Golden("llama")
    let model = try LanguageModel(directory: golden.checkpoint)
    let one = GoldenWorld.factorPassages([golden.documentTokens[0]])
    let factors = try Factors.fit(model: model, passages: one, settings: Self.settings)
    #expect(factors.warnings.contains { $0.contains("fewer than the 112 dimensions") })
    let all = try Factors.fit(
      model: model, passages: GoldenWorld.factorPassages(golden.documentTokens),
      settings: Self.settings)
    #expect(!all.warnings.contains { $0.contains("dimensions") })
  }
}
