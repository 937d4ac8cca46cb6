/// Brings approximate scores to the size of exact ones, so that both can stand in one list.
///
/// An index keeps the leading part of every gradient, so its scores are too small by about the same factor for
/// all passages of a step: the slope of exact on approximate scores, fitted through zero by least squares. Those
/// scored exactly were chosen by their approximate scores, which leaves that slope as it is.
package struct Calibration {
  private var products: [Double]
  private var squares: [Double]
  private var count = 0

  /// Passages without which a slope is a guess.
  private static let least = 16

  package init(steps: Int) {
    products = [Double](repeating: 0, count: steps)
    squares = products
  }

  /// Takes in one passage, `[steps]`; passages that are not indexed say nothing.
  package mutating func add(coarse: [Float], exact: [Float]) {
    guard coarse.allSatisfy(\.isFinite), exact.allSatisfy(\.isFinite) else { return }
    count += 1
    for step in coarse.indices {
      products[step] += Double(coarse[step]) * Double(exact[step])
      squares[step] += Double(coarse[step]) * Double(coarse[step])
    }
  }

  /// What a step's approximate scores are multiplied by; 1 while that cannot be told.
  package func factor(step: Int) -> Float {
    guard count >= Self.least, squares[step] > 0, products[step] > 0 else { return 1 }
    return Float(products[step] / squares[step])
  }

  package func applied(to coarse: [[Float]]) -> [[Float]] {
    coarse.enumerated().map { step, values in
      let factor = factor(step: step)
      return values.map { $0 * factor }
    }
  }
}
