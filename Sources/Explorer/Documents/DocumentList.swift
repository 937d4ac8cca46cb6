internal import Findings
package import RunModel

/// A step's passages in order, and which of them a filter shows.
///
/// Everything is dense and in memory: a list of 5,000,000 passages is one array of scores and one of
/// places. Ranks are those before any filter.
package struct DocumentList: Sendable {
  /// One row as a list shows it.
  package struct Row: Sendable, Hashable {
    /// Place in the whole ranking from 1; counted from the end, below 0, where negatives come first.
    package var rank: Int
    package var passage: Int
    package var value: Float

    package init(rank: Int, passage: Int, value: Float) {
      self.rank = rank
      self.passage = passage
      self.value = value
    }
  }

  /// Score of every passage `[passages]` up to `factor`; NaN where not yet scored.
  private let scores: [Float]
  /// What makes a score the value of the view; larger than 0, so that it changes no order.
  private let factor: Float
  /// Scored passages, most positive first; the top of them where the rest is not ordered yet.
  package let order: [UInt32]
  /// Places in `order` that the filter lets pass; nil if it is all of them.
  package let shown: [UInt32]?
  /// Whether the most negative come first.
  package let isReversed: Bool
  /// Passages that the filter leaves out, among the scored ones.
  package var hidden: Int { order.count - count }
  /// Scored passages before the filter.
  package let scored: Int
  /// How the scores of all scored passages lie.
  package let spread: ScoreSpread
  /// Whether the rows stand in another order than that of the ranking.
  package let isReordered: Bool

  package static let empty = DocumentList(viewed: ([], 1), order: [], scored: 0, spread: .none)

  private init(
    viewed: (scores: [Float], factor: Float), order: [UInt32], scored: Int, spread: ScoreSpread,
    shown: [UInt32]? = nil, isReversed: Bool = false, isReordered: Bool = false
  ) {
    (scores, factor) = viewed
    self.order = order
    self.scored = scored
    self.spread = spread
    self.shown = shown
    self.isReversed = isReversed
    self.isReordered = isReordered
  }

  /// The same rows in another order.
  ///
  /// - Parameter places: the places of all rows in the ranking, each once.
  func reordered(_ places: [UInt32]) -> DocumentList {
    DocumentList(
      viewed: (scores, factor), order: order, scored: scored, spread: spread, shown: places,
      isReversed: isReversed, isReordered: true)
  }

  /// The places of all rows in the ranking, in the order in which they are shown.
  var places: [UInt32] { (0..<count).map { UInt32(placeOf($0)) } }

  /// The value of a passage in the list's view; NaN where it is not yet scored.
  package func value(of passage: Int) -> Float { scores[passage] * factor }

  package var count: Int { shown?.count ?? order.count }

  package subscript(row: Int) -> Row {
    let place = placeOf(row)
    let passage = Int(order[place])
    return Row(
      rank: isReversed ? place - order.count : place + 1, passage: passage,
      value: value(of: passage))
  }

  /// Rows of the ranking from this one on that have exactly its score, as copies of a text do.
  package func copies(_ row: Int) -> Int {
    let place = placeOf(row)
    let score = scores[Int(order[place])]
    let step = isReversed ? -1 : 1
    var count = 1
    // More than a screen can say need not be counted.
    while count < 1000, order.indices.contains(place + step * count),
      scores[Int(order[place + step * count])] == score
    {
      count += 1
    }
    return count
  }

  private func placeOf(_ row: Int) -> Int {
    shown.map { Int($0[row]) } ?? (isReversed ? order.count - 1 - row : row)
  }

  /// How much of a bar a value fills: the strongest of its own sign fills it.
  package func share(of value: Float) -> Double {
    guard count > 0 else { return 0 }
    let strongest: Float
    if isReordered, let ends = order.isEmpty ? nil : (order[0], order[order.count - 1]) {
      strongest = self.value(of: Int(value < 0 ? ends.1 : ends.0))
    } else {
      let (first, last) = (self[0].value, self[count - 1].value)
      strongest = value < 0 ? min(first, last) : max(first, last)
    }
    return strongest == 0 ? 0 : Double(value / strongest)
  }

  /// The row that shows a passage.
  package func row(of passage: Int) -> Int? {
    guard passage < scores.count else { return nil }
    guard let place = order.firstIndex(of: UInt32(passage)) else { return nil }
    guard let shown else { return isReversed ? order.count - 1 - place : place }
    return shown.firstIndex(of: UInt32(place))
  }

  /// The first row at or below a rank; nil where the list ends before it.
  package func row(rank: Int) -> Int? {
    guard let shown else { return rank >= 1 && rank <= count ? rank - 1 : nil }
    if isReordered {
      func own(_ place: UInt32) -> Int { isReversed ? order.count - Int(place) : Int(place) + 1 }
      return shown.indices.filter { own(shown[$0]) >= rank }.min { own(shown[$0]) < own(shown[$1]) }
    }
    return isReversed
      ? shown.firstIndex { order.count - Int($0) >= rank }
      : shown.firstIndex { Int($0) + 1 >= rank }
  }
}

extension DocumentList {
  /// Ranks scores and applies a filter.
  ///
  /// - Parameters:
  ///   - scores: raw scores `[passages]`, NaN where there is none yet.
  ///   - nats: of the step, for the view per nat.
  ///   - norms: gradient lengths `[passages]`, for the view by norm; empty leaves scores as they are.
  ///   - allowed: passages that the store found for the filter's other parts; nil asks nothing.
  package static func ranked(
    scores: [Float], view: ScoreView, nats: Double, norms: [Float], types: [UInt16], filter: Filter,
    allowed: PassageSet? = nil
  ) -> DocumentList {
    let viewed = viewed(scores, view: view, nats: nats, norms: norms)
    let order = ordered(viewed.scores)
    return DocumentList(
      viewed: viewed, order: order, scored: order.count,
      spread: ScoreSpread(of: viewed.scores, factor: viewed.factor)
    ).filtered(by: filter, types: types, allowed: allowed)
  }

  /// The same ranking under another filter.
  package func filtered(
    by filter: Filter, types: [UInt16], allowed: PassageSet? = nil
  ) -> DocumentList {
    let nothing =
      filter.types.isEmpty && filter.sign == .both && filter.top == nil && allowed == nil
      && !filter.foldsCopies
    let isReversed = filter.sign == .minus
    let shown = nothing ? nil : places(passing: filter, types: types, allowed: allowed)
    return DocumentList(
      viewed: (scores, factor), order: order, scored: scored, spread: spread, shown: shown,
      isReversed: isReversed)
  }

  /// Places of the ranking that a filter lets pass, in the order in which they are shown.
  ///
  /// One pass. The ranking comes to the passages in no order of theirs, so what is asked of each is one bit:
  /// five million of them stay in a core's cache, where their types do not.
  private func places(
    passing filter: Filter, types: [UInt16], allowed: PassageSet?
  ) -> [UInt32] {
    let isReversed = filter.sign == .minus
    // The ranking is by value, so a sign is one end of it.
    let reach =
      switch filter.sign {
      case .both: order.count
      case .plus: firstPlace { !(scores[Int($0)] > 0) }
      case .minus: order.count - firstPlace { scores[Int($0)] < 0 }
      }
    let limit = min(filter.top ?? reach, reach)
    var passing = allowed
    if !filter.types.isEmpty {
      let passes = (0...Int(UInt16.max)).map { filter.types.contains($0) }
      let typed = PassageSet(of: types) { passes[Int($0)] }
      passing = allowed.map { $0.intersection(typed) } ?? typed
    }
    let last = order.count - 1
    return order.withUnsafeBufferPointer { order in
      [UInt32](unsafeUninitializedCapacity: limit) { shown, found in
        var score = Float.nan
        for offset in 0..<limit {
          let place = isReversed ? last - offset : offset
          let passage = Int(order[place])
          // Added, not branched on: a wrong guess at a row costs more than the row.
          shown[found] = UInt32(place)
          var isPassing = passing?.contains(passage) ?? true
          if filter.foldsCopies, isPassing {
            isPassing = scores[passage] != score
            score = scores[passage]
          }
          found += isPassing ? 1 : 0
        }
      }
    }
  }

  /// The first place of the ranking where something holds that holds from there on, by bisection.
  private func firstPlace(where holds: (UInt32) -> Bool) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(order[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private static func viewed(
    _ scores: [Float], view: ScoreView, nats: Double, norms: [Float]
  ) -> (scores: [Float], factor: Float) {
    switch view {
    case .raw: return (scores, 1)
    case .perNat: return (scores, nats > 0 ? Float(1 / nats) : 1)
    case .norm:
      guard norms.count == scores.count else { return (scores, 1) }
      return (zip(scores, norms).map(ScoreView.perLength), 1)
    }
  }

  private static func ordered(_ values: [Float]) -> [UInt32] {
    guard values.contains(where: { !$0.isFinite }) else {
      return (try? Ranking(values))?.order ?? []
    }
    var scored: [UInt32] = []
    var present: [Float] = []
    for (index, value) in values.enumerated() where value.isFinite {
      scored.append(UInt32(index))
      present.append(value)
    }
    return ((try? Ranking(present))?.order ?? []).map { scored[Int($0)] }
  }

  /// The top of a ranking alone, found by selection in two passes over the scores.
  ///
  /// For corpora so large that ordering all of it would be waited for; ranks are those of the whole.
  package static func top(
    _ least: Int, scores: [Float], view: ScoreView, nats: Double, norms: [Float]
  ) -> DocumentList {
    let viewed = viewed(scores, view: view, nats: nats, norms: norms)
    let spread = ScoreSpread(of: viewed.scores, factor: viewed.factor)
    return viewed.scores.withUnsafeBufferPointer { values in
      // The highest sixteen bits of a float that is not negative order it coarsely; all others have one place behind,
      // since no processor would guess which of the two a score is.
      let others = 1 << 16
      var counts = [Int](repeating: 0, count: others + 1)
      counts.withUnsafeMutableBufferPointer { counts in
        for value in values { counts[value > 0 ? Int(value.bitPattern >> 16) : others] += 1 }
      }
      var (bucket, above) = (others, 0)
      while bucket > 0, above < least {
        bucket -= 1
        above += counts[bucket]
      }
      let threshold = max(Float(bitPattern: UInt32(bucket) << 16), .leastNonzeroMagnitude)
      var chosen: [UInt32] = []
      chosen.reserveCapacity(above)
      for index in values.indices where values[index] >= threshold {
        chosen.append(UInt32(index))
      }
      chosen.sort { (values[Int($1)], $0) < (values[Int($0)], $1) }
      return DocumentList(viewed: viewed, order: chosen, scored: spread.count, spread: spread)
    }
  }
}
