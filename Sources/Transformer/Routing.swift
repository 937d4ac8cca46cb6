import Foundation
import LinearAlgebra

/// Which experts each token of a pack was sent to, and with what weight.
final class Routing {
  private let experts: Experts
  /// The router's softmax over all experts, `[tokens × experts]`.
  let probabilities: Matrix
  /// Tokens sent anywhere, expert by expert, each expert's in ascending order.
  private(set) var tokens: [Int32] = []
  /// The weight of each of `tokens`.
  private(set) var weights: [Float] = []
  /// Where each expert's tokens begin, and last where they end.
  private(set) var starts: [Int] = []

  init(_ experts: Experts, tokens: Int) {
    self.experts = experts
    probabilities = Matrix(rows: tokens, columns: experts.count)
  }

  /// Rows of an expert among `tokens`.
  func rows(of expert: Int) -> Range<Int> { starts[expert]..<starts[expert + 1] }

  /// Sends each token to its likeliest experts, the first of equals.
  /// - Parameter logits: the router's, `[tokens × experts]`; they come to be `probabilities`.
  func choose(_ logits: Matrix) {
    var chosen = [[(token: Int32, weight: Float)]](repeating: [], count: experts.count)
    for token in 0..<logits.rows {
      let row = logits.row(token)
      Self.softmax(row)
      let best = (0..<experts.count).sorted { (row[$1], $0) < (row[$0], $1) }
        .prefix(experts.chosen)
      let sum = experts.isNormalised ? best.reduce(Float(0)) { $0 + row[$1] } : 1
      for expert in best { chosen[expert].append((Int32(token), row[expert] / sum)) }
    }
    tokens = chosen.flatMap { $0.map(\.token) }
    weights = chosen.flatMap { $0.map(\.weight) }
    starts = chosen.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  private static func softmax(_ row: UnsafeMutableBufferPointer<Float>) {
    var largest = -Float.infinity
    for value in row { largest = max(largest, value) }
    var sum = 0.0
    for index in row.indices {
      let value = exp(Double(row[index] - largest))
      row[index] = Float(value)
      sum += value
    }
    for index in row.indices { row[index] = Float(Double(row[index]) / sum) }
  }

  /// Turns the gradients at the weights into those at the router's logits.
  /// - Parameters:
  ///   - own: dL/d(weight) of each of `tokens`.
  ///   - logits: receives dL/d(logit), `[tokens × experts]`.
  func backward(_ own: [Float], into logits: Matrix) {
    logits.fill(0)
    // w = p, or p / Σp over the chosen: first the gradients at the probabilities …
    for expert in 0..<experts.count {
      for row in rows(of: expert) { logits[Int(tokens[row]), expert] = own[row] }
    }
    var sums = [Float](repeating: 1, count: logits.rows)
    if experts.isNormalised {
      var means = [Float](repeating: 0, count: logits.rows)
      sums = means
      for expert in 0..<experts.count {
        for row in rows(of: expert) {
          let token = Int(tokens[row])
          means[token] += own[row] * weights[row]
          sums[token] += probabilities[token, expert]
        }
      }
      for expert in 0..<experts.count {
        for row in rows(of: expert) {
          let token = Int(tokens[row])
          logits[token, expert] = (own[row] - means[token]) / sums[token]
        }
      }
    }
    // … then through the softmax: dL/dz = p ∘ (dL/dp − ⟨p, dL/dp⟩).
    for token in 0..<logits.rows {
      let mean = (0..<experts.count).reduce(Float(0)) {
        $0 + probabilities[token, $1] * logits[token, $1]
      }
      for expert in 0..<experts.count {
        logits[token, expert] = probabilities[token, expert] * (logits[token, expert] - mean)
      }
    }
  }
}
