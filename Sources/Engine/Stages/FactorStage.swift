import Foundation
import Hashing
import Influence
import RunModel
import Store
import Transformer
import Workspace

/// Fits the factors of a run, or opens those that an earlier engine fitted.
package struct FactorStage {
  let store: Store
  let model: LanguageModel
  let settings: RunSettings
  let influence: InfluenceSettings
  let corpus: CorpusRecord
  let folder: String
  /// Factors of elsewhere that a person asked for; with them in the settings, none are fitted.
  let imported: ImportedFactors?
  let bad: SkippedPassages

  /// - Returns: the factors; nil for a strategy without any.
  func run(reporter: Reporter) throws -> Factors? {
    guard influence.strategy.needsFactors else { return nil }
    if FileManager.default.fileExists(atPath: folder) {
      do {
        return try Factors(directory: folder, model: model, settings: influence)
      } catch {
        try store.log("factors will be made anew: \(error)", level: .warning)
        try? FileManager.default.removeItem(atPath: folder)
      }
    }
    if settings.factors != nil {
      guard let imported else {
        throw EngineError(
          "\(folder): the factors of this run came from elsewhere and are not here any more; name their folder with --factors"
        )
      }
      try reporter.begin(.reading, total: 0)
      return try imported.copy(to: folder, model: model, settings: influence)
    }
    var chosen = Self.sample(settings.factorPassages, of: corpus.passages, seed: settings.seed)
    let checkpoint = FitCheckpoint(
      directory: folder + ".part", fingerprint: URL(filePath: folder).lastPathComponent)
    var fitted: Factors?
    while fitted == nil {
      do {
        fitted = try fit(chosen, checkpoint, reporter)
      } catch let error as InfluenceError where !error.refused.isEmpty {
        let left = Set(try bad.take(error, among: chosen).map(\.number))
        chosen.removeAll { left.contains($0) }
      }
    }
    guard let factors = fitted else { return nil }
    // Made beside its place, then renamed: the folder is whole or not there.
    try checkpoint.publish(to: folder)
    return factors
  }

  private func fit(_ chosen: [Int], _ checkpoint: FitCheckpoint, _ reporter: Reporter) throws
    -> Factors
  {
    let passages = try chosen.map { number in
      FactorPassage(
        tokens: try store.tokens(ofPassage: number, corpus: corpus.id), key: UInt64(number))
    }
    var current: FitStage?
    return try Factors.fit(
      model: model, passages: passages, settings: influence, checkpoint: checkpoint
    ) { stage, done, total in
      if stage != current {
        current = stage
        try reporter.begin(Self.stage(stage), total: total)
      }
      try reporter.advance(to: done, of: total)
    }
  }

  private static func stage(_ stage: FitStage) -> Stage {
    switch stage {
    case .covariance: .covariances
    case .eigen: .eigenbases
    case .lambda: .eigenvalues
    }
  }

  /// Passage numbers of the factor sample, ascending.
  ///
  /// - Parameters:
  ///   - count: how many; all if nil or more than there are.
  ///   - total: passages of the corpus.
  ///   - seed: the run's seed; the same numbers for the same seed.
  package static func sample(_ count: Int?, of total: Int, seed: UInt64) -> [Int] {
    guard let count, count < total else { return Array(0..<total) }
    // The passages with the smallest hashes: no order of drawing to keep.
    return (0..<total).map {
      (hash: SplitMix64.hash(SplitMix64.hash(seed) ^ UInt64($0)), number: $0)
    }
    .sorted { ($0.hash, $0.number) < ($1.hash, $1.number) }.prefix(count).map(\.number).sorted()
  }
}
