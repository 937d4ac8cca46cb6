import LinearAlgebra
import RunModel
package import Transformer

/// Self-influence: `⟨H⁻¹G_x, G_x⟩` of each passage, which is large for odd ones.
/// - Parameter factors: nil for strategy identity only.
/// - Throws: `InfluenceError` naming the passage, counted from 1.
package func selfScores(
  model: LanguageModel, factors: Factors?, passages: [[Int32]], settings: InfluenceSettings
) throws -> [Float] {
  for (index, passage) in passages.enumerated() {
    try Packing.check(passage, model, passage: index) { "passage \(index + 1)" }
  }
  let layout = GradientLayout(model, settings.modules)
  let preconditioner = try Preconditioner.make(layout, factors, settings)
  let packRanges = Packing.ranges(
    passages.map(\.count), target: settings.packTokens, multiple: settings.packingMultiple)
  let workers = (0..<max(1, min(settings.packsAtOnce, packRanges.count))).map { _ in
    PackWorker(model, layout)
  }
  let rotations = workers.map { _ in RotatedGradients(layout, factors?.modules ?? []) }
  let result = FloatStorage(count: passages.count)
  let inverses = preconditioner?.inverses
  try forEachPack(
    packRanges.count, workers: workers.count, productThreads: settings.productThreads
  ) { number, index in
    let range = packRanges[index]
    let pack = TokenPack(Array(passages[range]))
    let worker = workers[number]
    var sums = [Double](repeating: 0, count: range.count)
    worker.forward(pack)
    let labels = Labels.given(pack.nextTokens)
    if let inverses {
      let rotation = rotations[number]
      rotation.prepare(pack)
      rotation.consume = { module, rows in
        rows.addWeightedSquares(inverses[module], to: &sums)
      }
      _ = worker.backward(labels, rotation)
      rotation.consume = { _, _ in }
    } else {
      worker.gradients.prepare(pack)
      worker.gradients.consume = { _, rows in
        for row in 0..<rows.rows {
          sums[row] += rows.vector(row: row).sumOfSquares
        }
      }
      _ = worker.backward(labels, worker.gradients)
      worker.gradients.consume = { _, _ in }
    }
    for (row, sum) in sums.enumerated() { result[range.lowerBound + row] = Float(sum) }
  }
  let values = [Float](result.vector.elements)
  if let bad = values.firstIndex(where: { !$0.isFinite }) {
    throw InfluenceError(.notFinite, "the self-influence of passage \(bad + 1) is not finite")
  }
  return values
}
