import LinearAlgebra
import Synchronization
package import Transformer

/// Codes passages for a gradient index and nothing else: no gradient of a passage is formed.
///
/// About 4·T·P operations for a passage of T tokens and P tracked parameters, where scoring it takes 6·T·P and more.
/// Keeps its memory between calls; one call at a time.
package final class PassageSketcher {
  private let model: LanguageModel
  private let coder: GradientCoder
  private let workers: [PackWorker]
  private let projections: [TokenProjection]

  package init(model: LanguageModel, coder: GradientCoder) {
    self.model = model
    self.coder = coder
    let layout = coder.layout
    workers = (0..<coder.settings.packsAtOnce).map { _ in PackWorker(model, layout) }
    projections = workers.map { _ in TokenProjection(layout, coder.sketch) }
  }

  /// The codes of passages, which are packed in the order given.
  /// - Throws: `InfluenceError` naming the passages, counted from 1.
  package func codes(_ passages: [[Int32]]) throws -> GradientCodes {
    for (index, passage) in passages.enumerated() {
      try Packing.check(passage, model, passage: index) { "passage \(index + 1)" }
    }
    let settings = coder.settings
    let packRanges = Packing.ranges(
      passages.map(\.count), target: settings.packTokens, multiple: settings.packingMultiple)
    // By pack.
    let parts = Mutex<[Int: GradientCodes]>([:])
    let refused = Refusals()
    let (coder, workers, projections) = (coder, workers, projections)
    try forEachPack(
      packRanges.count, workers: workers.count, productThreads: settings.productThreads
    ) { number, index in
      let range = packRanges[index]
      let pack = TokenPack(Array(passages[range]))
      let projection = projections[number]
      let worker = workers[number]
      worker.forward(pack)
      projection.prepare(pack)
      _ = worker.backward(.given(pack.nextTokens), projection)
      let own = coder.encode(projection.sketches)
      parts.withLock { $0[index] = own }
      for row in 0..<range.count where !projection.sketches.rows(row..<row + 1).isFinite {
        let passage = range.lowerBound + row
        let fault = worker.fault(of: passages[passage]) { .given($0.nextTokens) }
        refused.note(passage, fault ?? "its gradient overflows float32")
      }
    }
    guard refused.isEmpty else { throw InfluenceError(refusing: refused.all) }
    var all = GradientCodes(bits: coder.bits)
    let done = parts.withLock { $0 }
    for index in packRanges.indices { done[index].map { all.append($0) } }
    return all
  }
}
