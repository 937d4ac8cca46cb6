import CKernels
import LinearAlgebra
package import Transformer

extension GradientBasis {
  /// Makes the basis that a plan asks for.
  /// - Parameters:
  ///   - factors: nil for strategy identity only.
  ///   - landmarks: passages to learn from, drawn at random; as many as the plan says.
  ///   - progress: work done and the whole, in landmarks; may throw to cancel.
  /// - Throws: `InfluenceError`, or what `progress` throws.
  package static func make(
    _ plan: IndexPlan, model: LanguageModel, factors: Factors?, landmarks: [[Int32]],
    settings: InfluenceSettings, progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws -> GradientBasis {
    let layout = GradientLayout(model, settings.modules)
    let sketch = try GradientSketch(layout, factors, rank: plan.rank, settings)
    let alone = try GradientBasis(
      settings: settings, layout: layout, sketch: sketch, directions: nil)
    guard let components = plan.learnedComponents else { return alone }
    // A single token has no gradient.
    let landmarks = landmarks.filter { $0.count > 1 }
    guard !landmarks.isEmpty else {
      throw InfluenceError(.badInput, "an index needs landmarks of two tokens or more")
    }
    try progress(0, landmarks.count)
    let none = try PreconditionedSteps(
      model: model, factors: factors, queries: [], settings: settings)
    let scorer = PassageScorer(model: model, steps: none, settings: settings, basis: alone)
    let rows = Matrix(rows: landmarks.count, columns: sketch.count)
    var filled = 0
    for start in stride(from: 0, to: landmarks.count, by: batch) {
      let end = min(landmarks.count, start + batch)
      let values = try sketches(Array(landmarks[start..<end]), scorer)
      let count = values.count / sketch.count
      values.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        rows.rows(filled..<filled + count).pointer.update(from: base, count: values.count)
      }
      filled += count
      try progress(end, landmarks.count)
    }
    let kept = rows.rows(0..<filled)
    return try GradientBasis(
      settings: settings, layout: layout, sketch: sketch,
      directions: try Threads.withProductThreads(settings.threads) {
        try learn(kept, components: components)
      }, buckets: plan.buckets, bucketSize: bucketSize(kept, buckets: plan.buckets))
  }

  /// Sketches of landmarks, without those that have none that is finite.
  private static func sketches(_ landmarks: [[Int32]], _ scorer: PassageScorer) throws -> [Float] {
    do {
      return try scorer.score(landmarks).coordinates
    } catch let error as InfluenceError where !error.refused.isEmpty {
      let refused = Set(error.refused.map(\.index))
      let kept = landmarks.indices.filter { !refused.contains($0) }.map { landmarks[$0] }
      guard kept.count < landmarks.count, !kept.isEmpty else { throw error }
      return try sketches(kept, scorer)
    }
  }

  /// Root mean square of a bucket if the directions took nothing; any size of that order rounds well.
  private static func bucketSize(_ rows: Matrix, buckets: Int) -> Float {
    guard buckets > 0 else { return 1 }
    var squares = 0.0
    for row in 0..<rows.rows {
      squares += stemma_sum_of_squares(rows.pointer + row * rows.stride, rows.columns)
    }
    let mean = squares / Double(rows.rows * buckets)
    return mean > 0 ? Float(mean.squareRoot()) : 1
  }

  /// Landmarks whose sketches are computed at once.
  private static let batch = 256

  /// Principal components of sketches through their Gram matrix: with its eigenvectors v,
  /// `u_j = Σ_i v_ij c_i w_i / √λ_j`.
  ///
  /// Each landmark counts with `c_i = 1/‖w_i‖²`, the inverse of its self-influence: unweighted, a few long
  /// passages with large gradients take most directions.
  private static func learn(_ rows: Matrix, components: Int) throws -> Directions {
    let count = rows.rows
    var gram = gram(rows)
    let own = (0..<count).map { gram[$0 * count + $0] }
    // A passage that the model knows by heart has hardly a gradient and would count for everything.
    let least = 0.01 * own.sorted()[count / 2]
    let counts = own.map { $0 > 0 ? 1 / max($0, least) : 0 }
    for row in 0..<count {
      for column in 0..<count { gram[row * count + column] *= counts[row] * counts[column] }
    }
    let eigen = try SymmetricEigen(gram, order: count)
    // Directions with no more than rounding in them would only add noise.
    let floor = (eigen.values.last ?? 0) * 1e-6
    let kept = eigen.values.indices.reversed().filter { eigen.values[$0] > floor }
      .prefix(components)
    guard !kept.isEmpty else {
      throw InfluenceError(.notFinite, "the landmarks' gradients are all zero")
    }
    let combination = Matrix(rows: kept.count, columns: count)
    var sizes: [Float] = []
    for (place, vector) in kept.enumerated() {
      let root = eigen.values[vector].squareRoot()
      var squares = 0.0
      for landmark in 0..<count where counts[landmark] > 0 {
        let share = eigen.vectors[vector * count + landmark]
        combination[place, landmark] = Float(share * counts[landmark] / root)
        // The landmark's coordinate: u_j·w_i = √λ_j v_ij / c_i.
        let coordinate = root * share / counts[landmark]
        squares += coordinate * coordinate
      }
      sizes.append(Float((squares / Double(count)).squareRoot()))
    }
    let found = Matrix(rows: kept.count, columns: rows.columns)
    multiply(combination, rows, into: found)
    let runs = runs(rows.columns)
    var codes = [Int8](repeating: 0, count: found.count)
    var scales = [Float](repeating: 0, count: found.rows * runs)
    for row in 0..<found.rows {
      codes.withUnsafeMutableBufferPointer { codes in
        scales.withUnsafeMutableBufferPointer { scales in
          guard let code = codes.baseAddress, let scale = scales.baseAddress else { return }
          stemma_to_i8(
            found.pointer + row * found.stride, code + row * rows.columns, scale + row * runs,
            rows.columns, run)
        }
      }
    }
    let trace = eigen.values.reduce(0) { $0 + max(0, $1) }
    return Directions(
      codes: codes, scales: scales, sizes: sizes,
      captured: kept.reduce(0) { $0 + eigen.values[$1] } / trace)
  }

  /// Inner products of all rows, `[rows × rows]`; the upper half is computed and copied.
  private static func gram(_ rows: Matrix) -> [Double] {
    let count = rows.rows
    let tile = 256
    var result = [Double](repeating: 0, count: count * count)
    for start in stride(from: 0, to: count, by: tile) {
      let end = min(count, start + tile)
      let target = Matrix(rows: end - start, columns: count - start)
      multiply(rows.rows(start..<end), .no, rows.rows(start..<count), .yes, into: target)
      for row in start..<end {
        for column in row..<count {
          let value = Double(target.pointer[(row - start) * target.stride + column - start])
          result[row * count + column] = value
          result[column * count + row] = value
        }
      }
    }
    return result
  }
}
