/// Brings approximate scores to the size of exact ones, so that both can stand in one list.
///
/// An index keeps the leading part of every gradient, so its scores are too small by about the same factor for
/// all passages of a step: the slope of exact on approximate scores, fitted through zero by least squares. Those
/// scored exactly were chosen by their approximate scores, which leaves that slope as it is.
package struct Calibration {
  private var products: [Double]
  private var squares: [Double]
  private var count = 0

  /// Passages without which a step's own slope is a guess, and the mean over all steps is taken.
  private static let minimumPassages = 16

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

  private func slope(_ step: Int) -> Double? {
    squares[step] > 0 && products[step] > 0 ? products[step] / squares[step] : nil
  }

  /// What a step's approximate scores are multiplied by; 1 while that cannot be told.
  ///
  /// The index is cut alike for all steps, so that from few passages their mean is closer than a slope of one's own.
  package func factor(step: Int) -> Float {
    if count >= Self.minimumPassages, let own = slope(step) { return Float(own) }
    let known = products.indices.compactMap(slope)
    return known.isEmpty ? 1 : Float(known.reduce(0, +) / Double(known.count))
  }

  package func applied(to coarse: [[Float]]) -> [[Float]] {
    coarse.enumerated().map { step, values in
      let factor = factor(step: step)
      return values.map { $0 * factor }
    }
  }
}
