import CKernels
import Exchange
import Foundation
import Influence
import RunModel
import Safetensors
import Transformer

/// Scores of another program, rows and columns in the file's own metadata.
func readScores(_ input: [UInt8]) throws {
  let scores = try ImportedScores(
    path: Scratch.write("scores.safetensors", input), rows: nil, columns: nil)
  precondition(scores.values.count == scores.rows.count * scores.columns.count)
}

/// A model small enough to be fitted at once, and a folder of its factors and its index.
private struct TinyWorld {
  static let kinds = [
    "activation_covariance", "gradient_covariance", "num_activation_covariance_processed",
    "num_gradient_covariance_processed", "activation_eigenvectors", "activation_eigenvalues",
    "gradient_eigenvectors", "gradient_eigenvalues", "lambda_matrix", "num_lambda_processed",
  ]
  let settings = InfluenceSettings(labels: .data, threads: 1, packTokens: 64)
  let model: LanguageModel
  let factors: Factors
  let coder: GradientCoder
  /// The files as they were written, by kind.
  let files: [[UInt8]]

  init() throws {
    let configuration = try ModelConfiguration.llama(
      vocabularySize: 6, width: 4, layers: 1, heads: 1, keyValueHeads: 1, feedForwardWidth: 4,
      contextLength: 16, endOfSequence: 0)
    model = .randomlyInitialised(configuration: configuration, seed: 1, deviation: 0.5)
    let passages: [[Int32]] = (0..<6).map { [1, 2, 3, 4, Int32($0), 5] }
    factors = try Factors.fit(
      model: model,
      passages: passages.enumerated().map { FactorPassage(tokens: $1, key: UInt64($0)) },
      settings: settings)
    try factors.write(to: Scratch.path("factors"))
    files = try Self.kinds.map { try Array(Data(contentsOf: URL(filePath: Self.path($0)))) }
    let plan = IndexPlan(model: model, settings: settings, passages: 6)
    coder = try GradientCoder(
      model: model, factors: factors, settings: settings, bits: plan.bits)
  }

  static func path(_ kind: String) -> String { Scratch.path("factors/\(kind).safetensors") }
}

// The world is made once and then only read; libFuzzer has one thread.
private let world: TinyWorld = {
  do { return try TinyWorld() } catch { fatalError("\(error)") }
}()

/// One of the factor files, which one by the first byte; the others are what they should be.
func readFactors(_ input: [UInt8]) throws {
  guard let first = input.first else { return }
  let kind = Int(first) % TinyWorld.kinds.count
  let name = "factors/\(TinyWorld.kinds[kind]).safetensors"
  let good = world.files[kind]
  Scratch.write(name, Array(input.dropFirst()))
  defer { Scratch.write(name, good) }
  _ = try Factors(
    directory: Scratch.path("factors"), model: world.model, settings: world.settings)
}

/// A block of the gradient index from the length of its header on, with the checksum that it needs.
func readIndex(_ input: [UInt8]) throws {
  _ = Scratch.folder("index")
  let bytes = Array("STEMMAI1".utf8) + input
  let sum = stemma_checksum(bytes, bytes.count)
  Scratch.write(
    "index/block-0000000000.stemma", bytes + withUnsafeBytes(of: sum.littleEndian) { Array($0) })
  _ = GradientIndex.isOutdated(directory: Scratch.path("index"), fingerprint: "f")
  _ = try? IndexSummary(directory: Scratch.path("index"), fingerprint: "f")
  let index = try GradientIndex(
    directory: Scratch.path("index"), coder: world.coder, passageCount: 6, fingerprint: "f")
  _ = try index.scores([[Float](repeating: 1, count: world.coder.bits)])
}
