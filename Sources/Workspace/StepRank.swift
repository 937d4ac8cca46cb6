package import RunModel

/// What `--step-rank` and `step_rank:` say.
package enum StepRank: Sendable, Equatable {
  /// Dense while all steps fit one pass over the corpus, else what loses little.
  case automatic
  case full, bytes
  case rank(Int)

  /// What may stand there.
  package static let allowed = "auto, full, int8 or a rank from 1"
  package static let largest = 100_000

  /// - Returns: nil for a text that means nothing.
  package init?(_ text: String) {
    switch text {
    case "auto": self = .automatic
    case "full": self = .full
    case "int8": self = .bytes
    default:
      guard text.allSatisfy(\.isASCII), let rank = Int(text), (1...Self.largest).contains(rank)
      else { return nil }
      self = .rank(rank)
    }
  }

  /// As settings keep it; nil for `auto`, which leaves the settings of runs as they have always been.
  package var setting: String? {
    switch self {
    case .automatic: nil
    case .full: "full"
    case .bytes: "int8"
    case .rank(let rank): String(rank)
    }
  }
}

extension RunSettings {
  /// How steps may be kept.
  package var stepStorage: StepRank { stepRank.flatMap { StepRank($0) } ?? .automatic }
}
