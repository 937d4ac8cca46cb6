import Exchange
import Foundation
import Influence
import LinearAlgebra
import RunModel
import Safetensors
import Transformer

/// Scores of another program, rows and columns in the file's own metadata.
func readScores(_ input: [UInt8]) throws {
  let scores = try ImportedScores(
    path: Scratch.write("scores.safetensors", input), rows: nil, columns: nil)
  precondition(scores.values.count == scores.rows.count * scores.columns.count)
}

/// One of the files of a store of bergson's, which one by the first byte; the others are what they should be.
func readStore(_ input: [UInt8]) throws {
  guard let first = input.first else { return }
  let good = preparedStore
  let name = good[Int(first) % good.count].name
  let isNumbers = name.hasSuffix(".npy")
  Scratch.write("store/" + name, (isNumbers ? numbersMark : []) + input.dropFirst())
  defer { Scratch.write("store/" + name, good[Int(first) % good.count].bytes) }
  let scores = try ImportedScores(
    store: Scratch.path("store"), rows: nil, columns: nil, steps: [("q", 1), ("q", 2)],
    passages: ["a", "b", "c"], higherIsBetter: nil)
  precondition(scores.values.count == 6)
}

private let numbersMark: [UInt8] = [0x93] + Array("NUMPY".utf8)

private let preparedStore: [(name: String, bytes: [UInt8])] = {
  _ = Scratch.folder("store")
  // Tokens 0 and 1 are of the first document scored, token 2 of the second.
  let information = """
    {"attribute_tokens": true, "num_rows": 3, "num_scores": 2, "dtype": {"names": ["score_0", "written_0", "score_1", \
    "written_1"], "formats": ["float32", "bool", "float16", "bool"], "offsets": [0, 4, 6, 8], "itemsize": 10}}
    """
  let row: [UInt8] = [0, 0, 0x80, 0x3F, 1, 0, 0, 0x3C, 1, 0]
  let files: [(String, [UInt8])] = [
    ("info.json", Array(information.utf8)), ("scores.bin", row + row + row),
    ("config.yaml", Array("steps:\n- score:\n    score_cfg: {higher_is_better: true}\n".utf8)),
    ("offsets.npy", numberFile([0, 2, 3])), ("candidates.npy", numberFile([0, 2])),
  ]
  for (name, bytes) in files { Scratch.write("store/" + name, bytes) }
  return files.map { (name: $0.0, bytes: $0.1) }
}()

private func numberFile(_ numbers: [Int64]) -> [UInt8] {
  let header = "{'descr': '<i8', 'fortran_order': False, 'shape': (\(numbers.count),), }\n"
  return numbersMark + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
    + numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
}

/// A file for the PAIR viewer.
func readPair(_ input: [UInt8]) throws {
  let scores = try ImportedScores(
    pair: Scratch.write("pair.jsonl", input), steps: [("q", 1), ("q", 2), ("r", 1)],
    passages: ["a", "b", "7"])
  precondition(scores.values.count == scores.rows.count * 3)
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
  let sum = bytes.withUnsafeBytes { checksum($0) }
  Scratch.write(
    "index/block-0000000000.stemma", bytes + withUnsafeBytes(of: sum.littleEndian) { Array($0) })
  _ = GradientIndex.isOutdated(directory: Scratch.path("index"), fingerprint: "f")
  _ = try? IndexSummary(directory: Scratch.path("index"), fingerprint: "f")
  let index = try GradientIndex(
    directory: Scratch.path("index"), coder: world.coder, passageCount: 6, fingerprint: "f")
  _ = try index.scores([[Float](repeating: 1, count: world.coder.bits)])
}
