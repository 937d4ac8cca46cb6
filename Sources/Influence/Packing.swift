import LinearAlgebra
import Transformer

/// Divides sequences into runs that are computed as one pack each.
enum Packing {
  /// Consecutive runs of about equal length, none much over `target` tokens.
  ///
  /// Where a run holds one or two sequences, equal lengths cannot be had, and two where one is meant take twice the
  /// memory and let the other workers wait: there none is over `target`.
  /// Depends on lengths, target and multiple only, so that a block computed again gives the same bits.
  /// - Parameters:
  ///   - lengths: tokens of each sequence.
  ///   - target: tokens wanted in a pack; a longer sequence is a pack of its own.
  ///   - multiple: number of packs is rounded up to a multiple, so that all workers end together.
  static func ranges(_ lengths: [Int], target: Int, multiple: Int) -> [Range<Int>] {
    guard let longest = lengths.max() else { return [] }
    if target < 2 * longest { return filled(lengths, target: target) }
    let total = lengths.reduce(0, +)
    let wanted = (total + target - 1) / target
    let packs = max(1, (wanted + multiple - 1) / multiple * multiple)
    var result: [Range<Int>] = []
    var start = 0
    var tokens = 0
    for (index, length) in lengths.enumerated() {
      tokens += length
      // A run ends where the tokens so far pass its share of the whole.
      let share = (result.count + 1) * total / packs
      if tokens >= share || index == lengths.count - 1 {
        result.append(start..<index + 1)
        start = index + 1
      }
    }
    return result
  }

  /// Consecutive runs of as many sequences as fit `target` tokens.
  private static func filled(_ lengths: [Int], target: Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var tokens = 0
    for (index, length) in lengths.enumerated() {
      if let last = result.last, tokens + length <= target {
        result[result.count - 1] = last.lowerBound..<index + 1
        tokens += length
      } else {
        result.append(index..<index + 1)
        tokens = length
      }
    }
    return result
  }

  /// Checks what the model would otherwise trap on.
  static func check(
    _ tokens: [Int32], _ model: LanguageModel, passage: Int? = nil, _ what: () -> String
  ) throws {
    let configuration = model.configuration
    guard !tokens.isEmpty else {
      throw InfluenceError(.badInput, "\(what()) has no tokens; leave it out", passage: passage)
    }
    guard tokens.count <= configuration.contextLength else {
      throw InfluenceError(
        .badInput,
        "\(what()) has \(tokens.count) tokens, more than the model's context of "
          + "\(configuration.contextLength); split it",
        passage: passage)
    }
    if let bad = tokens.first(where: { $0 < 0 || Int($0) >= configuration.vocabularySize }) {
      throw InfluenceError(
        .badInput,
        "\(what()) holds token \(bad), but the model's vocabulary has \(configuration.vocabularySize); "
          + "tokenizer and checkpoint do not belong together", passage: passage)
    }
  }
}
