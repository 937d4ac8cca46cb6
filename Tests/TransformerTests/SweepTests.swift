import Foundation
import LinearAlgebra
import TestSupport
import Testing
import Transformer

/// Every key of every family's `config.json` deleted, nulled and set to another value: the logits of
/// `transformers`, or a refusal that names the file.
///
/// Recorded by `Tests/Scripts/sweep_configurations.py --record`.
@Suite struct SweepTests {
  /// What `transformers` made of the configurations.
  struct Recorded: @unchecked Sendable {
    let seed: UInt64
    let tokens: [Int32]
    let families: [String: [String: Any]]

    static let whole: Recorded? = {
      let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Golden/sweep.json")
      guard let data = try? Data(contentsOf: path),
        let values = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
        let seed = values["seed"] as? Int, let tokens = values["tokens"] as? [Int],
        let families = values["families"] as? [String: [String: Any]]
      else { return nil }
      return Recorded(seed: UInt64(seed), tokens: tokens.map(Int32.init), families: families)
    }()
  }

  /// Weights by tensor, which most variants share.
  private final class Weights {
    private let family: String
    private let seed: UInt64
    private var known: [String: [Float]] = [:]

    init(_ family: String, seed: UInt64) { (self.family, self.seed) = (family, seed) }

    func fill(_ model: LanguageModel) {
      for slot in model.layout.slots {
        let key = "\(slot.name) \(slot.shape)"
        let values =
          known[key]
          ?? NamedWeights.values(slot.name, shape: slot.shape, family: family, seed: seed)
        known[key] = values
        let target = model.arena.elements(slot.offset..<slot.offset + slot.count)
        guard slot.transposed else {
          for (index, value) in values.enumerated() { target[index] = value }
          continue
        }
        let width = slot.shape[1]
        for (index, value) in values.enumerated() {
          target[index % width * slot.shape[0] + index / width] = value
        }
      }
    }
  }

  @Test(arguments: ModelConfiguration.knownFamilies)
  func everyKeyMeansWhatItMeansElsewhere(family: String) throws {
    let recorded = try #require(Recorded.whole)
    let own = try #require(recorded.families[family])
    let base = try #require(own["config"] as? [String: Any])
    let logits = try #require(own["logits"] as? [Double])
    let weights = Weights(family, seed: recorded.seed)
    let first = try #require(try lastLogits(base, family, recorded, weights))
    #expect(agree(first, logits))
    let variants = try #require(own["variants"] as? [[Any]])
    #expect(variants.count >= 200)
    var equal = 0
    for variant in variants {
      let changed = try #require(variant[0] as? [String: Any])
      let deleted = try #require(variant[1] as? [String])
      var config = base.merging(changed) { $1 }
      for key in deleted { config[key] = nil }
      let found = try lastLogits(config, family, recorded, weights)
      // Where `transformers` refuses, whatever does not crash is as good.
      if variant[2] as? String == "refused" {
        if found != nil, Self.isTalkative { print("LEAK \(family) \(changed) without \(deleted)") }
        continue
      }
      let expected = variant[2] as? [Double] ?? logits
      #expect(found.map { agree($0, expected) } ?? true, "\(changed) without \(deleted)")
      if found != nil {
        equal += 1
      } else if Self.isTalkative {
        print("REFUSED \(family) \(changed) without \(deleted)")
      }
    }
    // Refusing everything would agree with anything.
    let least = try #require(own["equal"] as? Int)
    #expect(equal >= least, "\(equal) of \(variants.count) computed")
    if Self.isTalkative { print("EQUAL \(family) \(equal)") }
  }

  /// STEMMA_SWEEP says what is refused on either side.
  private static let isTalkative = ProcessInfo.processInfo.environment["STEMMA_SWEEP"] != nil

  /// The last token's first logits; nil where the configuration is refused by name.
  private func lastLogits(
    _ config: [String: Any], _ family: String, _ recorded: Recorded, _ weights: Weights
  ) throws -> [Double]? {
    var config = config
    config["model_type"] = family
    let json = try JSONSerialization.data(withJSONObject: config)
    let configuration: ModelConfiguration
    do {
      configuration = try ModelConfiguration(json: json, path: "config.json")
    } catch let error as ModelError {
      #expect(error.path == "config.json" && !error.problem.isEmpty)
      return nil
    }
    let model = LanguageModel(configuration: configuration)
    weights.fill(model)
    let buffers = ActivationBuffers(model)
    let count = recorded.tokens.count
    guard count <= configuration.contextLength else { return nil }
    model.forward(TokenPack([recorded.tokens]), buffers)
    return model.logits(buffers, rows: count - 1..<count).values().prefix(6).map(Double.init)
  }

  /// The recorded ones have four decimals.
  private func agree(_ found: [Double], _ expected: [Double]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 2e-4 }
  }
}
