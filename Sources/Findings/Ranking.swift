/// Passages of one question from most positive to most negative score.
///
/// Equal scores keep the corpus order, as numpy's stable `argsort(-S)` does. Ranks count from 0
/// here and from 1 wherever a person reads them.
package struct Ranking: Sendable {
  /// Passage indices [D], most positive first.
  package let order: [UInt32]

  /// Sorts scores [D]; linear in D (radix sort on the bit patterns, three passes of eleven bits).
  /// - Parameters:
  ///   - scores: [D].
  ///   - question: the row's number, from 0, for the message when a score is no number.
  package init(_ scores: [Float], question: Int = 0) throws {
    guard scores.count <= Int(UInt32.max) else {
      throw FindingsError("\(scores.count) passages are more than one ranking can hold.")
    }
    try requireFinite(scores, question: question)
    order = descendingOrder(scores)
  }

  /// Number of passages, D.
  package var count: Int { order.count }

  /// Rank of every passage [D], 0 = most positive: the inverse of `order`.
  package func ranks() -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: order.count)
    for (rank, document) in order.enumerated() { ranks[Int(document)] = UInt32(rank) }
    return ranks
  }

  /// The k most positive passages, or the k most negative ones, most extreme first.
  package func top(_ k: Int, _ side: Side = .positive) -> [UInt32] {
    side == .positive ? Array(order.prefix(k)) : order.suffix(k).reversed()
  }
}

/// Which end of a ranking is meant.
package enum Side: String, Sendable, Codable, CaseIterable {
  case positive, negative
}

/// Key whose ascending order is the descending order of the float; both zeros share one key.
private func descendingKey(_ value: Float) -> UInt32 {
  let bits = (value + 0).bitPattern
  return bits & 0x8000_0000 == 0 ? ~(bits | 0x8000_0000) : bits
}

/// Stable order of indices by descending value.
private func descendingOrder(_ values: [Float]) -> [UInt32] {
  let count = values.count
  let buckets = 1 << 11
  var keys = values.map(descendingKey)
  var order = [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
    for index in 0..<count { buffer[index] = UInt32(truncatingIfNeeded: index) }
    initialized = count
  }
  var nextKeys = [UInt32](repeating: 0, count: count)
  var nextOrder = [UInt32](repeating: 0, count: count)
  for shift in [UInt32(0), 11, 22] {
    var starts = [Int](repeating: 0, count: buckets + 1)
    for key in keys { starts[Int((key >> shift) & 0x7FF) + 1] += 1 }
    for bucket in 0..<buckets { starts[bucket + 1] += starts[bucket] }
    keys.withUnsafeBufferPointer { keys in
      order.withUnsafeBufferPointer { order in
        nextKeys.withUnsafeMutableBufferPointer { nextKeys in
          nextOrder.withUnsafeMutableBufferPointer { nextOrder in
            starts.withUnsafeMutableBufferPointer { starts in
              for index in 0..<count {
                let bucket = Int((keys[index] >> shift) & 0x7FF)
                let target = starts[bucket]
                starts[bucket] = target + 1
                nextKeys[target] = keys[index]
                nextOrder[target] = order[index]
              }
            }
          }
        }
      }
    }
    swap(&keys, &nextKeys)
    swap(&order, &nextOrder)
  }
  return order
}
