import Foundation

/// Everything a score depends on beside its inputs.
package struct RunSettings: Sendable, Equatable {
  /// Raised whenever a change of the code changes scores beyond rounding.
  package static let numericsVersion = 2
  /// Raised whenever a change of the code changes what a gradient index holds.
  package static let indexVersion = 3

  package var origin = ScoreOrigin.ekfac
  package var labels = LabelSource.sampled
  /// Name of the file that the scores were read from; nil for scores computed here.
  package var importedFrom: String?
  package var seed: UInt64 = 0
  /// `0.1mean` or a number.
  package var damping = "0.1mean"
  package var modules = ModuleSelection.all
  /// Passages the factors are fitted on; nil for all.
  package var factorPassages: Int? = 1_000
  /// What the factors hold that came from elsewhere; nil if they are fitted here.
  package var factors: String?
  /// Longest passage, in tokens.
  package var passageLength = 512
  /// How the steps' gradients are kept: `full`, `int8` or a rank; nil leaves it to the memory there is.
  package var stepRank: String?
  /// Rule that split the completions, kept with the run so that whoever looks at it sees it.
  package var steps: String?

  /// Conjugate gradients beyond the strategy's own inverse; nil for none.
  package var conjugateGradients: ConjugateGradientChoice?

  package init() {}

  /// What `--factor-passages` and `factor_passages:` mean; the outer nil is a fault, the inner one all.
  package static func parse(factorPassages text: String) -> Int?? {
    if text == "all" { return .some(nil) }
    guard let count = Int(text), count > 0 else { return nil }
    return .some(count)
  }

  /// The settings as they are recorded with a run, keys sorted.
  package func json() throws -> String { try RunSettingsRecord(self).json() }

  /// Reads what is recorded with a run.
  ///
  /// - Throws: `UnknownSettings` where it is of no Stemma.
  package init(json: String) throws(UnknownSettings) {
    guard json.utf8.count <= Self.maximumLength,
      let record = try? JSONDecoder().decode(RunSettingsRecord.self, from: Data(json.utf8)),
      let settings = RunSettings(record)
    else { throw UnknownSettings() }
    self = settings
  }

  /// Most bytes of settings that are read.
  private static let maximumLength = 1 << 16
}

/// A run whose settings no version of Stemma has written.
package struct UnknownSettings: Error, CustomStringConvertible {
  package var description: String {
    "the settings of the run are of no Stemma; delete the .stemma folder and compute again"
  }
}

/// The settings in the words in which the database and the fingerprints have them.
package struct RunSettingsRecord: Codable, Sendable {
  package var strategy: String
  package var labels: String
  package var seed: UInt64
  package var damping: String
  package var modules: String
  package var factorPassages: Int?
  package var factors: String?
  package var passageLength: Int
  package var stepRank: String?
  package var steps: String?
  package var inverse: String?
  package var cgIterations: Int?
  package var cgDocuments: Int?

  package init(_ settings: RunSettings) {
    strategy = settings.origin.rawValue
    // Scores from elsewhere say where they came from instead.
    labels = settings.importedFrom ?? settings.labels.rawValue
    seed = settings.seed
    damping = settings.damping
    modules = settings.modules.rawValue
    factorPassages = settings.factorPassages
    factors = settings.factors
    passageLength = settings.passageLength
    stepRank = settings.stepRank
    steps = settings.steps
    inverse = settings.conjugateGradients.map { _ in InverseChoice.cg.rawValue }
    cgIterations = settings.conjugateGradients?.iterations
    cgDocuments = settings.conjugateGradients?.documents
  }

  /// The same without what only the steps' inverse depends on.
  package var withoutInverse: RunSettingsRecord {
    var copy = self
    (copy.inverse, copy.cgIterations, copy.cgDocuments) = (nil, nil, nil)
    return copy
  }

  /// JSON, keys sorted, so that equal settings have equal fingerprints.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

extension RunSettings {
  /// nil where a word is not known.
  fileprivate init?(_ record: RunSettingsRecord) {
    guard let origin = ScoreOrigin(rawValue: record.strategy),
      let modules = ModuleSelection(rawValue: record.modules),
      (1...1_000_000).contains(record.passageLength), (record.factorPassages ?? 1) >= 1
    else { return nil }
    self.init()
    self.origin = origin
    self.modules = modules
    if origin.isComputedHere {
      guard let labels = LabelSource(rawValue: record.labels) else { return nil }
      self.labels = labels
    } else {
      importedFrom = record.labels
    }
    seed = record.seed
    damping = record.damping
    factorPassages = record.factorPassages
    factors = record.factors
    passageLength = record.passageLength
    stepRank = record.stepRank
    steps = record.steps
    if let inverse = record.inverse {
      guard let choice = InverseChoice(rawValue: inverse) else { return nil }
      if choice == .cg {
        var conjugateGradients = ConjugateGradientChoice()
        conjugateGradients.iterations = record.cgIterations ?? conjugateGradients.iterations
        conjugateGradients.documents = record.cgDocuments ?? conjugateGradients.documents
        guard (1...10_000).contains(conjugateGradients.iterations),
          (1...10_000_000).contains(conjugateGradients.documents)
        else { return nil }
        self.conjugateGradients = conjugateGradients
      }
    }
  }
}
