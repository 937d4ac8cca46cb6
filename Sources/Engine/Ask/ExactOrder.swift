import Findings
import Store

/// Passages in the order in which they are scored exactly.
struct ExactOrder {
  /// Every passage once.
  let passages: [Int]
  /// After each turn of all units, how many passages have been taken.
  private let taken: [Int]

  /// Takes turns among the steps and the whole completion, so that the top of each is exact early.
  ///
  /// - Parameter coarse: approximate scores `[steps][passages]`, NaN where unknown; nil leaves the corpus's order.
  init(_ coarse: [[Float]]?, passages count: Int) throws {
    guard let coarse, !coarse.isEmpty else {
      passages = Array(0..<count)
      taken = Array(1...max(1, count))
      return
    }
    var units = coarse
    if coarse.count > 1 {
      units.append((0..<count).map { passage in coarse.reduce(0) { $0 + $1[passage] } })
    }
    let known = (0..<count).filter { !coarse[0][$0].isNaN }
    let orders = try units.map { unit in
      try Ranking(known.map { unit[$0] }).order.map { known[Int($0)] }
    }
    var isTaken = [Bool](repeating: false, count: count)
    var result: [Int] = []
    var ends: [Int] = []
    func take(_ passage: Int) {
      guard !isTaken[passage] else { return }
      isTaken[passage] = true
      result.append(passage)
    }
    for rank in known.indices {
      for order in orders { take(order[rank]) }
      ends.append(result.count)
    }
    for passage in 0..<count where !isTaken[passage] {
      take(passage)
      ends.append(result.count)
    }
    passages = result
    taken = ends
  }

  /// The beginning of the order that holds the first share of every unit's own order.
  func head(_ share: Double) -> ArraySlice<Int> {
    let wanted = (min(1, max(0, share)) * Double(passages.count)).rounded(.up)
    let depth = min(taken.count, Int(wanted))
    return depth > 0 ? passages.prefix(taken[depth - 1]) : []
  }
}

/// The best passages of a step so far, and for how long they have been the same.
struct WatchedTop {
  private var best: [Float] = []
  /// Passages that were scored since the last one entered.
  private(set) var unchanged = 0

  /// - Parameter scores: those known from before, NaN elsewhere.
  init(_ scores: [Float]) {
    for score in scores where !score.isNaN { add(score) }
  }

  mutating func add(_ score: Float) {
    unchanged += 1
    if best.count == AskProgress.watchedDepth, let least = best.last, score <= least { return }
    best.insert(score, at: best.firstIndex { score > $0 } ?? best.count)
    if best.count > AskProgress.watchedDepth { best.removeLast() }
    unchanged = 0
  }
}
