import Foundation
import Influence
import LinearAlgebra
import Safetensors
import TestSupport
import Testing
import Transformer

/// EK-FAC against the exact damped Gauss-Newton matrix of every module.
@Suite struct ExactHessianTests {
  private static func settings(_ strategy: Strategy, share: Double = 0.1) -> InfluenceSettings {
    InfluenceSettings(
      strategy: strategy, damping: .relativeToMean(share), labels: .data, threads: 2,
      packTokens: 400)
  }

  /// `(1/n) Σ vec(G) vec(G)ᵀ` of every module.
  private func fishers(_ world: TinyWorld) -> [[Double]] {
    var result = world.model.trackedModules.map { module in
      let size = module.inputWidth * module.outputWidth
      return [Double](repeating: 0, count: size * size)
    }
    for document in world.documents {
      let pack = TokenPack([document])
      for (index, gradient) in world.gradients(document, labels: pack.nextTokens).enumerated() {
        let size = gradient.count
        result[index].withUnsafeMutableBufferPointer { sums in
          for row in 0..<size {
            for column in 0..<size { sums[row * size + column] += gradient[row] * gradient[column] }
          }
        }
      }
    }
    return result.map { $0.map { $0 / Double(world.documents.count) } }
  }

  private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let n = Double(x.count)
    let mx = x.reduce(0, +) / n
    let my = y.reduce(0, +) / n
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xy += (a - mx) * (b - my)
      xx += (a - mx) * (a - mx)
      yy += (b - my) * (b - my)
    }
    return xy / (xx * yy).squareRoot()
  }

  /// The two agree fully where damping outweighs what EK-FAC leaves out, and well where it does not.
  @Test(arguments: [(0.1, 0.75), (1, 0.9), (100, 0.999)])
  func scoresComeCloseToTheExactInverse(share: Double, least: Double) throws {
    let world = try TinyWorld(documents: 400)
    let queries = world.documents.suffix(6).map {
      StepQuery(tokens: $0, steps: [2..<$0.count])
    }
    let passages = Array(world.documents.prefix(40))

    var exact = [Double](repeating: 0, count: queries.count * passages.count)
    let documentGradients = passages.map {
      world.gradients($0, labels: TokenPack([$0]).nextTokens)
    }
    let queryGradients = queries.map { query in
      var labels = [Int32](repeating: -1, count: query.tokens.count)
      for token in query.steps[0] { labels[token - 1] = query.tokens[token] }
      return world.gradients(query.tokens, labels: labels)
    }
    for (index, fisher) in fishers(world).enumerated() {
      let size = queryGradients[0][index].count
      let eigen = try SymmetricEigen(fisher, order: size)
      let vectors = eigen.vectors
      // The mean of Λ is the mean of the Fisher matrix's diagonal in any orthogonal basis.
      let damping = share * eigen.values.reduce(0, +) / Double(size)
      for vector in 0..<size {
        let v = vectors[vector * size..<(vector + 1) * size]
        func along(_ gradient: [Double]) -> Double {
          zip(v, gradient).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let documents = documentGradients.map { along($0[index]) }
        for (row, query) in queryGradients.enumerated() {
          let weight = along(query[index]) / (eigen.values[vector] + damping)
          for column in passages.indices {
            exact[row * passages.count + column] += weight * documents[column]
          }
        }
      }
    }

    var correlations: [Strategy: Double] = [:]
    for strategy in Strategy.allCases {
      let settings = Self.settings(strategy, share: share)
      let factors =
        strategy == .identity
        ? nil
        : try Factors.fit(
          model: world.model, passages: GoldenWorld.factorPassages(world.documents),
          settings: settings)
      let steps = try PreconditionedSteps(
        model: world.model, factors: factors, queries: Array(queries), settings: settings)
      let scores = try PassageScorer(model: world.model, steps: steps, settings: settings)
        .score(passages)
      correlations[strategy] = Self.correlation(scores.scores.map(Double.init), exact)
    }
    let found = try #require(correlations[.ekfac])
    #expect(found > least)
    #expect(found > (correlations[.kfac] ?? 1), "\(correlations)")
    #expect(found > (correlations[.identity] ?? 1), "\(correlations)")
  }

  @Test func correctedEigenvaluesAreTheFishersDiagonal() throws {
    let world = try TinyWorld(documents: 120)
    let folder = try TemporaryFolder()
    try Factors.fit(
      model: world.model, passages: GoldenWorld.factorPassages(world.documents),
      settings: Self.settings(.ekfac)
    ).write(to: folder.path + "/factors")
    func file(_ name: String) throws -> SafetensorsFile {
      try SafetensorsFile(path: folder.path + "/factors/\(name).safetensors")
    }
    let (left, right, lambda) = try (
      file("gradient_eigenvectors"), file("activation_eigenvectors"), file("lambda_matrix")
    )
    for (index, fisher) in fishers(world).enumerated() {
      let module = world.model.trackedModules[index]
      let (qs, qa) = try (left.doubles(module.name), right.doubles(module.name))
      let sums = try lambda.doubles(module.name)
      let (rows, columns) = (module.outputWidth, module.inputWidth)
      var diagonal = [Double](repeating: 0, count: rows * columns)
      for i in 0..<rows {
        for j in 0..<columns {
          // The direction q_i ⊗ q_j.
          let v = (0..<rows * columns).map {
            qs[$0 / columns * rows + i] * qa[$0 % columns * columns + j]
          }
          for (row, value) in v.enumerated() {
            var sum = 0.0
            for column in v.indices { sum += fisher[row * v.count + column] * v[column] }
            diagonal[i * columns + j] += value * sum
          }
        }
      }
      let found = sums.map { $0 / Double(world.documents.count) }
      #expect(relativeDifference(found, diagonal) < 1e-5, "\(module.name)")
    }
  }

  @Test func aStepAlongAPassageChangesTheLossAsScored() throws {
    let world = try TinyWorld(documents: 20)
    let settings = Self.settings(.identity)
    let query = StepQuery(tokens: world.documents[0], steps: [2..<world.documents[0].count])
    let steps = try PreconditionedSteps(
      model: world.model, factors: nil, queries: [query], settings: settings)
    let passages = Array(world.documents.dropFirst())
    let scores = try PassageScorer(model: world.model, steps: steps, settings: settings)
      .score(passages)
    let size = scores.scores.map { abs($0) }.max() ?? 0
    for (column, passage) in passages.enumerated() {
      // Training moves against the gradient; the score says by how much the step's loss then falls.
      func loss(_ rate: Double) throws -> Double {
        let moved = try TinyWorld(documents: 20).model
        let gradients = world.gradients(passage, labels: TokenPack([passage]).nextTokens)
        for (module, gradient) in zip(moved.trackedModules, gradients) {
          let weight = moved.weight(module)
          for (element, value) in gradient.enumerated() {
            weight[element / module.inputWidth, element % module.inputWidth] -= Float(rate * value)
          }
        }
        return try PreconditionedSteps(
          model: moved, factors: nil, queries: [query], settings: settings
        ).nats[0]
      }
      let rate = 1e-3 / Double(scores.gradientNorms[column])
      let change = try (loss(-rate) - loss(rate)) / (2 * rate)
      #expect(abs(change - Double(scores.scores[column])) < 0.01 * Double(size))
    }
  }
}
