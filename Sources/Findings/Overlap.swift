/// Passages that two questions have in common among their top k, as Jaccard's index.
package struct TopOverlap: Sendable, Codable, Equatable {
  package let k: Int
  package let order: Int
  /// Number of shared passages [Q, Q] row-major.
  package let shared: [Int]

  /// Jaccard's index: shared ÷ (k + k − shared); `topk_overlap` of findings.md.
  package func jaccard(_ i: Int, _ j: Int) -> Double {
    let common = shared[i * order + j]
    let union = shared[i * order + i] + shared[j * order + j] - common
    return union == 0 ? .nan : Double(common) / Double(union)
  }

  /// All indices [Q, Q] row-major.
  package var values: [Double] {
    (0..<order).flatMap { i in (0..<order).map { jaccard(i, $0) } }
  }

  /// Shared passages expected of two unrelated rankings: k² ÷ D; a k beyond the corpus counts all of it.
  package func expectedShared(documentCount: Int) -> Double {
    let depth = Double(min(k, documentCount))
    return documentCount == 0 ? 0 : depth * depth / Double(documentCount)
  }

  /// Counts shared passages; a k beyond the corpus counts all of it.
  /// - Parameters:
  ///   - k: how many of each question's passages count.
  ///   - tops: the top k passages of each question, in any order.
  package init(k: Int, tops: [[UInt32]]) {
    self.k = k
    order = tops.count
    let sorted = tops.map { $0.prefix(k).sorted() }
    var shared = [Int](repeating: 0, count: order * order)
    for i in 0..<order {
      for j in i..<order {
        let common = Self.countShared(sorted[i], sorted[j])
        shared[i * order + j] = common
        shared[j * order + i] = common
      }
    }
    self.shared = shared
  }

  private static func countShared(_ left: [UInt32], _ right: [UInt32]) -> Int {
    var (i, j, count) = (0, 0, 0)
    while i < left.count && j < right.count {
      if left[i] == right[j] {
        count += 1
        i += 1
        j += 1
      } else if left[i] < right[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return count
  }
}
