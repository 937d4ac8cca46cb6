import Influence
import LinearAlgebra
import RunModel
import TestSupport
import Testing
import Transformer

/// Eigenvalue-corrected Shampoo against its definition, one multiplication at a time in float64.
@Suite struct ShampooTests {
  private static let settings = InfluenceSettings(
    strategy: .shampoo, damping: .relativeToMean(0.1), labels: .data, threads: 2, packTokens: 100)

  /// `left · right`, `left` transposed or not; row-major.
  private static func product(
    _ left: [Double], _ rows: Int, _ inner: Int, transposed: Bool = false, _ right: [Double],
    _ columns: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for k in 0..<inner {
        let a = transposed ? left[k * rows + row] : left[row * inner + k]
        for column in 0..<columns {
          result[row * columns + column] += a * right[k * columns + column]
        }
      }
    }
    return result
  }

  private static func turned(_ matrix: [Double], _ rows: Int, _ columns: Int) -> [Double] {
    (0..<rows * columns).map { matrix[$0 % rows * columns + $0 / rows] }
  }

  /// Eigenvectors as columns.
  private static func basis(_ matrix: [Double], _ order: Int) throws -> [Double] {
    turned(try SymmetricEigen(matrix, order: order).vectors, order, order)
  }

  @Test func scoresAreThoseOfTheDefinition() throws {
    let world = try TinyWorld(documents: 80)
    let model = world.model
    let passages = Array(world.documents.prefix(12))
    let queries = world.documents.suffix(3).map { StepQuery(tokens: $0, steps: [2..<$0.count]) }
    let factors = try Factors.fit(
      model: model, passages: GoldenWorld.factorPassages(world.documents), settings: Self.settings)
    let steps = try PreconditionedSteps(
      model: model, factors: factors, queries: Array(queries), settings: Self.settings)
    let found = try PassageScorer(model: model, steps: steps, settings: Self.settings)
      .score(passages).scores.map(Double.init)

    let fitted = world.documents.map { world.gradients($0, labels: TokenPack([$0]).nextTokens) }
    let asked = queries.map { query in
      var labels = [Int32](repeating: -1, count: query.tokens.count)
      for token in query.steps[0] { labels[token - 1] = query.tokens[token] }
      return world.gradients(query.tokens, labels: labels)
    }
    var expected = [Double](repeating: 0, count: found.count)
    for group in model.groups {
      let width = group.inputWidth
      var right = [Double](repeating: 0, count: width * width)
      for module in group.modules {
        let rows = model.trackedModules[module].outputWidth
        for gradients in fitted {
          let own = Self.product(
            gradients[module], width, rows, transposed: true, gradients[module], width)
          for index in right.indices { right[index] += own[index] }
        }
      }
      let rightBasis = try Self.basis(right, width)
      for module in group.modules {
        let rows = model.trackedModules[module].outputWidth
        var left = [Double](repeating: 0, count: rows * rows)
        for gradients in fitted {
          let own = Self.product(
            gradients[module], rows, width, Self.turned(gradients[module], rows, width), rows)
          for index in left.indices { left[index] += own[index] }
        }
        let leftBasis = try Self.basis(left, rows)
        func rotated(_ gradient: [Double]) -> [Double] {
          let half = Self.product(leftBasis, rows, rows, transposed: true, gradient, width)
          return Self.product(half, rows, width, rightBasis, width)
        }
        var lambda = [Double](repeating: 0, count: rows * width)
        for gradients in fitted {
          for (index, value) in rotated(gradients[module]).enumerated() {
            lambda[index] += value * value / Double(fitted.count)
          }
        }
        let damping = 0.1 * lambda.reduce(0, +) / Double(lambda.count)
        let documents = passages.indices.map { rotated(fitted[$0][module]) }
        for (row, gradients) in asked.enumerated() {
          let query = rotated(gradients[module])
          for (column, document) in documents.enumerated() {
            for index in lambda.indices {
              expected[row * passages.count + column] +=
                query[index] * document[index] / (lambda[index] + damping)
            }
          }
        }
      }
    }
    #expect(relativeDifference(found, expected) < 1e-4)
  }

  /// A bias is the gradient's last column there too: a family with biases scores alike in any packing.
  @Test(arguments: ["gpt2", "qwen2"])
  func biasesTakePart(family: String) throws {
    let world = try GoldenWorld(family, Self.settings)
    let scores = try world.score(world.golden.documentTokens).scores.map(Double.init)
    var other = Self.settings
    other.packTokens = 60
    other.threads = 1
    let again = try GoldenWorld(family, other)
    let repeated = try again.score(again.golden.documentTokens).scores.map(Double.init)
    #expect(relativeDifference(repeated, scores) < 1e-4)
    let ekfac = try GoldenWorld(family, .init(labels: .data, threads: 1))
    let plain = try ekfac.score(ekfac.golden.documentTokens).scores.map(Double.init)
    #expect(relativeDifference(scores, plain) > 1e-2)
  }
}
