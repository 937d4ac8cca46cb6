internal import Findings

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

  /// Score of every passage `[passages]` in the view that was asked for; NaN where not yet scored.
  package let values: [Float]
  /// Scored passages, most positive first.
  package let order: [UInt32]
  /// Places in `order` that the filter lets pass; nil if it is all of them.
  package let shown: [UInt32]?
  /// Whether the most negative come first.
  package let isReversed: Bool
  /// Passages that the filter leaves out, among the scored ones.
  package var hidden: Int { order.count - count }
  /// Scored passages of each type before the filter.
  package let scored: Int

  package static let empty = DocumentList(values: [], order: [], shown: nil, isReversed: false)

  init(values: [Float], order: [UInt32], shown: [UInt32]?, isReversed: Bool) {
    self.values = values
    self.order = order
    self.shown = shown
    self.isReversed = isReversed
    scored = order.count
  }

  package var count: Int { shown?.count ?? order.count }

  package subscript(row: Int) -> Row {
    let place = placeOf(row)
    let passage = Int(order[place])
    return Row(
      rank: isReversed ? place - order.count : place + 1, passage: passage, value: values[passage])
  }

  /// Rows of the ranking from this one on that have exactly its score, as copies of a text do.
  package func copies(_ row: Int) -> Int {
    let (place, value) = (placeOf(row), self[row].value)
    let step = isReversed ? -1 : 1
    var count = 1
    // More than a screen can say need not be counted.
    while count < 1000, order.indices.contains(place + step * count),
      values[Int(order[place + step * count])] == value
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
    let (first, last) = (self[0].value, self[count - 1].value)
    let strongest = value < 0 ? min(first, last) : max(first, last)
    return strongest == 0 ? 0 : Double(value / strongest)
  }

  /// The row that shows a passage.
  package func row(of passage: Int) -> Int? {
    guard passage < values.count else { return nil }
    guard let place = order.firstIndex(of: UInt32(passage)) else { return nil }
    guard let shown else { return isReversed ? order.count - 1 - place : place }
    return shown.firstIndex(of: UInt32(place))
  }

  /// The first row at or below a rank; nil where the list ends before it.
  package func row(rank: Int) -> Int? {
    guard let shown else { return rank >= 1 && rank <= count ? rank - 1 : nil }
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
    scores: [Float], view: ScoreView, nats: Double, norms: [Float], types: [UInt8], filter: Filter,
    allowed: PassageSet? = nil
  ) -> DocumentList {
    let values = viewed(scores, view: view, nats: nats, norms: norms)
    return DocumentList(values: values, order: ordered(values), shown: nil, isReversed: false)
      .filtered(by: filter, types: types, allowed: allowed)
  }

  /// The same ranking under another filter.
  package func filtered(
    by filter: Filter, types: [UInt8], allowed: PassageSet? = nil
  ) -> DocumentList {
    let reversed = filter.sign == .minus
    let nothing =
      filter.types == 0 && filter.sign == .both && filter.top == nil && allowed == nil
      && !filter.foldsCopies
    if nothing { return DocumentList(values: values, order: order, shown: nil, isReversed: false) }
    var shown: [UInt32] = []
    shown.reserveCapacity(filter.types == 0 && allowed == nil ? order.count : order.count / 4)
    var last = Float.nan
    let limit = min(filter.top ?? order.count, order.count)
    for offset in 0..<limit {
      let place = reversed ? order.count - 1 - offset : offset
      let passage = Int(order[place])
      let value = values[passage]
      // The ranking is by value, so the other sign begins here.
      if filter.sign == .plus && !(value > 0) { break }
      if reversed && !(value < 0) { break }
      if filter.types != 0 && !filter.passes(type: types[passage]) { continue }
      if let allowed, !allowed.contains(passage) { continue }
      if filter.foldsCopies {
        if value == last { continue }
        last = value
      }
      shown.append(UInt32(place))
    }
    return DocumentList(values: values, order: order, shown: shown, isReversed: reversed)
  }

  private static func viewed(
    _ scores: [Float], view: ScoreView, nats: Double, norms: [Float]
  ) -> [Float] {
    switch view {
    case .raw: return scores
    case .perNat:
      guard nats > 0 else { return scores }
      let factor = Float(1 / nats)
      return scores.map { $0 * factor }
    case .norm:
      guard norms.count == scores.count else { return scores }
      return zip(scores, norms).map { $1 > 0 ? $0 / $1 : 0 }
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
    let values = viewed(scores, view: view, nats: nats, norms: norms)
    // The highest sixteen bits of a float that is not negative order it coarsely.
    var counts = [Int](repeating: 0, count: 1 << 16)
    for value in values where value > 0 { counts[Int(value.bitPattern >> 16)] += 1 }
    var (bucket, above) = (counts.count, 0)
    while bucket > 0, above < least {
      bucket -= 1
      above += counts[bucket]
    }
    var chosen: [UInt32] = []
    chosen.reserveCapacity(above)
    for (index, value) in values.enumerated()
    where value > 0 && Int(value.bitPattern >> 16) >= bucket { chosen.append(UInt32(index)) }
    chosen.sort { (values[Int($1)], $0) < (values[Int($0)], $1) }
    return DocumentList(values: values, order: chosen, shown: nil, isReversed: false)
  }
}
