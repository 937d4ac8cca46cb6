import Foundation
import Influence
import LinearAlgebra
import RunModel
import TestSupport
import Testing
import Transformer

/// Products of the Gauss-Newton matrix, and what conjugate gradients make of them.
@Suite struct GaussNewtonTests {
  private static let settings = InfluenceSettings(
    damping: .relativeToMean(0.1), labels: .sampled(seed: 3), threads: 2, packTokens: 300)

  /// What `Tests/Scripts/record_gauss_newton.py` kept of one parameter's part of a product.
  private struct Kept: Decodable {
    let norm: Double
    let places: [Int]
    let elements: [Double]
    let projections: [Double]
  }

  private struct Recorded: Decodable {
    let seed: UInt64
    let documents: Int
    let families: [String: [String: Kept]]

    init() throws {
      let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Golden/gauss_newton.json")
      self = try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: path))
    }
  }

  /// Each module's weights, then its biases, as they lie in a flat vector: name, elements and their places.
  ///
  /// A group holds its modules' stacked weights, then their stacked biases.
  static func parts(_ model: LanguageModel) -> [(name: String, range: Range<Int>)] {
    var result: [(String, Range<Int>)] = []
    var start = 0
    for group in model.groups {
      for index in group.modules {
        let module = model.trackedModules[index]
        let count = module.outputWidth * module.inputWidth
        result.append((module.name + ".weight", start..<start + count))
        start += count
      }
      guard group.hasBias else { continue }
      for index in group.modules {
        let module = model.trackedModules[index]
        result.append((module.name + ".bias", start..<start + module.outputWidth))
        start += module.outputWidth
      }
    }
    return result
  }

  @Test(arguments: Golden.families)
  func productsAgreeWithTorch(family: String) throws {
    let recorded = try Recorded()
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    guard model.configuration.experts == nil else {
      #expect(throws: InfluenceError.self) {
        try GaussNewton(model: model, passages: golden.documentTokens, settings: Self.settings)
      }
      return
    }
    let kept = try #require(recorded.families[family])
    let parts = Self.parts(model)
    #expect(Set(parts.map(\.name)) == Set(kept.keys))
    var direction: [Float] = []
    for part in parts {
      direction += NamedWeights.draws(part.name, count: part.range.count, seed: recorded.seed)
        .map(Float.init)
    }
    let product = try GaussNewton(
      model: model, passages: Array(golden.documentTokens.prefix(recorded.documents)),
      settings: Self.settings
    ).products([direction])[0].map(Double.init)
    // Over the whole vector, and part by part where a part is not next to nothing of it.
    let whole = kept.values.reduce(0) { $0 + $1.norm * $1.norm }.squareRoot()
    var (found, expected): ([Double], [Double]) = ([], [])
    for part in parts {
      let reference = try #require(kept[part.name])
      let own = Array(product[part.range])
      let projections = reference.projections.indices.map { number in
        zip(
          own, NamedWeights.draws("\(part.name)/\(number)", count: own.count, seed: recorded.seed)
        )
        .reduce(0) { $0 + $1.0 * $1.1 }
      }
      let values = reference.places.map { own[$0] } + projections
      let references = reference.elements + reference.projections
      found += values
      expected += references
      guard reference.norm > 1e-3 * whole else { continue }
      #expect(relativeDifference(values, references) < 1e-5, "\(part.name)")
    }
    #expect(relativeDifference(found, expected) < 1e-5)
  }

  /// The matrix as what it is by definition: the labels' Fisher matrix in expectation, over every label.
  @Test func productsAgreeWithTheExpectationOverAllLabels() throws {
    let world = try TinyWorld(documents: 3)
    var random = RandomSource(seed: 5)
    let size = world.model.trackedModules.reduce(0) { $0 + $1.inputWidth * $1.outputWidth }
    let direction = random.floats(size)
    let found = try GaussNewton(
      model: world.model, passages: world.documents, settings: Self.settings
    ).products([direction])[0]
    var expected = [Double](repeating: 0, count: size)
    for document in world.documents {
      let buffers = ActivationBuffers(world.model)
      world.model.forward(TokenPack([document]), buffers)
      let logits = world.model.logits(buffers, rows: 0..<document.count)
      for position in 0..<document.count - 1 {
        let row = logits.row(position).map(Double.init)
        let sum = row.reduce(0) { $0 + exp($1) }
        for label in row.indices {
          var labels = [Int32](repeating: -1, count: document.count)
          labels[position] = Int32(label)
          let gradient = world.gradients(document, labels: labels).flatMap { $0 }
          let along = zip(gradient, direction).reduce(0) { $0 + $1.0 * Double($1.1) }
          let weight = exp(row[label]) / sum * along / Double(world.documents.count)
          for (index, value) in gradient.enumerated() { expected[index] += weight * value }
        }
      }
    }
    #expect(relativeDifference(found.map(Double.init), expected) < 1e-5)
  }

  /// Every branch of the configuration: the tangent of the final norm's output against differences of it.
  @Test(arguments: ["llama", "gpt_neox", "gemma2", "cohere", "phi3"])
  func tangentsAgreeWithDifferences(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let pack = TokenPack([Array(golden.documentTokens[0].prefix(12)), [5, 9, 2]])
    let buffers = ActivationBuffers(model)
    var random = RandomSource(seed: 9)
    let direction = model.groups.map { group in
      GroupDirection(
        weights: Matrix(
          random.floats(group.outputWidth * group.inputWidth), rows: group.outputWidth,
          columns: group.inputWidth),
        biases: group.hasBias
          ? Matrix(random.floats(group.outputWidth), rows: 1, columns: group.outputWidth) : nil)
    }
    model.forward(pack, buffers)
    let tangent = model.tangent(direction, buffers, TangentBuffers(model)).values()
    let changes = try [1e-3, -1e-3].map { (step: Float) -> [Float] in
      let moved = try LanguageModel(directory: golden.checkpoint)
      for (group, own) in zip(moved.groups, direction) {
        add(own.weights, to: moved.weight(group), alpha: step)
        // Biases are moved by name, one module's after another.
        for index in group.modules {
          let module = moved.trackedModules[index]
          guard let biases = own.biases,
            let slot = moved.layout.slots.first(where: { $0.name == module.name + ".bias" })
          else { continue }
          for output in 0..<module.outputWidth {
            moved.arena[slot.offset + output] +=
              step * biases[0, module.outputs.lowerBound + output]
          }
        }
      }
      let other = ActivationBuffers(moved)
      moved.forward(pack, other)
      return other.final.rows(0..<pack.count).values()
    }
    let differences = zip(changes[0], changes[1]).map { Double($0 - $1) / 2e-3 }
    #expect(relativeDifference(tangent.map(Double.init), differences) < 5e-3)
  }

  /// Scores by conjugate gradients against the damped matrix formed column by column and solved in float64.
  @Test func solutionsAgreeWithTheExactInverse() throws {
    let world = try TinyWorld(documents: 60)
    let passages = Array(world.documents.prefix(20))
    let queries = world.documents.suffix(3).map { StepQuery(tokens: $0, steps: [2..<$0.count]) }
    let factors = try Factors.fit(
      model: world.model, passages: GoldenWorld.factorPassages(world.documents),
      settings: Self.settings)
    let size = world.model.trackedModules.reduce(0) { $0 + $1.inputWidth * $1.outputWidth }
    let columns = try GaussNewton(
      model: world.model, passages: world.documents, settings: Self.settings
    ).products((0..<size).map { index in (0..<size).map { $0 == index ? 1 : 0 } })
    var matrix = columns.flatMap { $0.map(Double.init) }
    for (row, damping) in Self.dampings(world.model, factors).enumerated() {
      matrix[row * size + row] += damping
    }
    let eigen = try SymmetricEigen(matrix, order: size)
    var settings = Self.settings
    settings.inverse = .conjugateGradients(.init(iterations: 400, tolerance: 1e-6))
    let steps = try PreconditionedSteps(
      model: world.model, factors: factors, queries: Array(queries), settings: settings,
      matrixPassages: world.documents)
    #expect(steps.traces.allSatisfy { $0.residual < 1e-4 }, "\(steps.traces)")
    let scores = try PassageScorer(model: world.model, steps: steps, settings: settings)
      .score(passages)
    var exact: [Double] = []
    for query in queries {
      var labels = [Int32](repeating: -1, count: query.tokens.count)
      for token in query.steps[0] { labels[token - 1] = query.tokens[token] }
      let gradient = world.gradients(query.tokens, labels: labels).flatMap { $0 }
      var solution = [Double](repeating: 0, count: size)
      for vector in 0..<size {
        let v = eigen.vectors[vector * size..<(vector + 1) * size]
        let along = zip(v, gradient).reduce(0) { $0 + $1.0 * $1.1 } / eigen.values[vector]
        for (index, value) in v.enumerated() { solution[index] += along * value }
      }
      for passage in passages {
        let other = world.gradients(passage, labels: TokenPack([passage]).nextTokens)
          .flatMap { $0 }
        exact.append(zip(solution, other).reduce(0) { $0 + $1.0 * $1.1 })
      }
    }
    #expect(relativeDifference(scores.scores.map(Double.init), exact) < 1e-3)
    // A few iterations bring them nearer than the approximation that leads them.
    func difference(_ inverse: Inverse) throws -> Double {
      var settings = Self.settings
      settings.inverse = inverse
      let steps = try PreconditionedSteps(
        model: world.model, factors: factors, queries: Array(queries), settings: settings,
        matrixPassages: world.documents)
      let scores = try PassageScorer(model: world.model, steps: steps, settings: settings)
        .score(passages)
      return relativeDifference(scores.scores.map(Double.init), exact)
    }
    let (without, with) = try (
      difference(.approximate), difference(.conjugateGradients(.init(iterations: 10)))
    )
    #expect(with < 0.5 * without, "\(without) without, \(with) with")
  }

  /// The default damping of every element: a share of its module's mean eigenvalue.
  private static func dampings(_ model: LanguageModel, _ factors: Factors) -> [Double] {
    let all = (try? factors.dampings(settings)) ?? []
    return model.trackedModules.enumerated().flatMap { index, module in
      [Double](repeating: all[index], count: module.inputWidth * module.outputWidth)
    }
  }

  /// Neither threads nor the steps beside it change a solution's bits.
  @Test func bitsDoNotDependOnThreadsOrNeighbours() throws {
    let world = try TinyWorld(documents: 30)
    let factors = try Factors.fit(
      model: world.model, passages: GoldenWorld.factorPassages(world.documents),
      settings: Self.settings)
    let queries = world.documents.suffix(3).map { StepQuery(tokens: $0, steps: [2..<$0.count]) }
    func solve(_ queries: [StepQuery], threads: Int, atOnce: Int) throws -> [Float] {
      var settings = Self.settings
      settings.threads = threads
      settings.inverse = .conjugateGradients(.init(iterations: 4))
      settings.rightHandSides = atOnce
      let steps = try PreconditionedSteps(
        model: world.model, factors: factors, queries: queries, settings: settings,
        matrixPassages: Array(world.documents.prefix(9)))
      return try PassageScorer(model: world.model, steps: steps, settings: settings)
        .score([world.documents[0]]).scores
    }
    let all = try solve(Array(queries), threads: 1, atOnce: 8)
    #expect(try solve(Array(queries), threads: 2, atOnce: 8) == all)
    #expect(try solve(Array(queries), threads: 2, atOnce: 1) == all)
  }

  @Test func aStrategyWithoutFactorsIsRefused() throws {
    let world = try TinyWorld(documents: 4)
    var settings = InfluenceSettings(strategy: .identity, threads: 1)
    settings.inverse = .conjugateGradients(.init(iterations: 2))
    #expect(throws: InfluenceError.self) {
      try PreconditionedSteps(
        model: world.model, factors: nil,
        queries: [StepQuery(tokens: world.documents[0], steps: [2..<4])], settings: settings,
        matrixPassages: world.documents)
    }
  }
}
