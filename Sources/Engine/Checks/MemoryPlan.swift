import Foundation
package import Influence
import LinearAlgebra
package import RunModel
package import Transformer
import Workspace

/// How the memory that a job was promised is divided, decided before it starts.
///
/// Depends on model, settings, threads and the promise alone, so that a job gone on with has the same packs and
/// the same bits.
package struct MemoryPlan: Sendable {
  /// Bytes that the whole process may hold.
  package let promised: Int
  /// The settings with packs, and threads for each, that fit.
  package let influence: InfluenceSettings
  /// Bytes that the steps' gradients of a pass may take together.
  package let steps: Int
  /// Bytes of model and program.
  private let fixed: Int
  /// Bytes that the factors take while steps' gradients are formed and passages scored.
  private let factors: Int
  /// Bytes of the weights while they are read: as they lie in the file, and as they are used.
  private let loading: Int
  /// Tokens of the longest passage.
  private let longest: Int

  /// The program itself: code, SQLite's cache, OpenBLAS's buffers as far as they are touched.
  static let program = 56 << 20
  /// The packs get one part in so many of what model, factors and one step leave.
  private static let packShare = 4
  /// Where that is too little for a pack of one passage on each core, they get twice as much: cores that share
  /// each product wait for one another an eighth of the time (measured on SmolLM2-135M's shape).
  private static let sharedPacks = 2
  /// The most that a pack gets: more passages together no longer make products faster.
  private static let largestPack = 2 << 30
  /// Packs are of whole multiples of this, where there is so much, so that a little more or less memory leaves them,
  /// and with them every bit of the scores, as they are.
  private static let packUnit = 256 << 20

  /// - Parameters:
  ///   - settings: of the run.
  ///   - asked: the same as the influence code takes them; packs and threads a product are decided here.
  ///   - memory: bytes that the whole process may hold.
  ///   - beside: bytes that the model of another checkpoint holds meanwhile.
  /// - Throws: `EngineError` with the least that works.
  package init(
    model: LanguageModel, settings: RunSettings, influence asked: InfluenceSettings, memory: Int,
    beside: Int = 0
  ) throws {
    promised = memory
    longest = settings.passageLength
    let sizes = FactorSizes(model.trackedModules.filter { asked.modules.includes($0) })
    let float = MemoryLayout<Float>.stride
    let weights = float * model.parameterCount
    fixed = Self.program + beside + weights
    loading = Self.program + beside + weights * 3 / 2
    let needsFactors = asked.strategy.needsFactors
    // Eigenvectors, which lie in mapped files, corrected eigenvalues and the damped inverses.
    let all = needsFactors ? float * (sizes.covarianceEntries + 2 * sizes.parameters) : 0
    // Where they do not fit, eigenvectors are read module by module.
    let fewest =
      needsFactors ? float * (2 * sizes.parameters + sizes.largestModuleEntries * asked.threads) : 0
    let oneStep = settings.smallestForm.bytes(model, asked.modules)
    let smallest = Self.settings(asked, model, longest, bytes: 0)
    let packs = smallest.workingBytes(model, longest: longest, meanLength: longest)
    let fit =
      needsFactors && settings.factors == nil
      ? smallest.fitting(model, longest: longest, meanLength: longest, within: 0)
        .fitBytes(model, longest: longest, meanLength: longest) : 0
    let least = max(loading, fixed + max(fit, fewest + oneStep + packs))
    guard memory >= least else {
      throw EngineError(
        "\(Self.number(memory)) GiB of memory is too little for this model: \(Self.number(least)) GiB is the least that works (--memory, or what the machine leaves: `stemma doctor`)"
      )
    }
    let holdsAll = memory - fixed - all - oneStep >= 2 * packs
    factors = holdsAll ? all : fewest
    let left = memory - fixed - factors - oneStep
    var chosen = Self.settings(asked, model, longest, bytes: left / Self.packShare)
    chosen.releasesFactors = needsFactors && !holdsAll
    influence = chosen
    steps =
      oneStep
      + max(0, left - chosen.workingBytes(model, longest: longest, meanLength: longest))
  }

  /// Bytes that the model and its factors hold all the while.
  package var resident: Int { fixed - Self.program + factors }

  /// Bytes that packs and sums of a fit may take together.
  package var fitting: Int { promised - fixed }

  /// Packs as large as some memory allows, side by side on as many cores as it has room for.
  private static func settings(
    _ settings: InfluenceSettings, _ model: LanguageModel, _ longest: Int, bytes: Int
  ) -> InfluenceSettings {
    var result = settings
    result.productThreads = 1
    var each = min(largestPack, bytes / max(1, settings.threads))
    if each > packUnit { each = each / packUnit * packUnit }
    result.packTokens = InfluenceSettings.packTokens(
      model.configuration, longest: longest, bytes: each)
    return result.sharing(model, longest: longest, bytes: max(1, sharedPacks * bytes))
  }

  /// GiB as `--memory` takes them, rounded up so that what is named is enough.
  static func number(_ bytes: Int) -> String {
    String(format: "%.3f", (Double(bytes) / Double(1 << 30) * 1000).rounded(.up) / 1000)
  }

  /// Bytes that a job will hold at most.
  ///
  /// - Parameters:
  ///   - meanLength: tokens of a passage.
  ///   - blockTokens: tokens that are at work at a time, packs of a block or of the factors' passages.
  ///   - steps: bytes of the steps' gradients of one pass.
  ///   - fits: whether factors are fitted.
  package func held(
    model: LanguageModel, meanLength: Int, blockTokens: Int, steps: Int, fits: Bool
  ) -> Int {
    var own = influence
    own.packTokens = max(1, min(own.packTokens, blockTokens / own.packsAtOnce))
    let widest = min(longest, max(meanLength, own.packTokens))
    let packs = own.workingBytes(model, longest: widest, meanLength: meanLength)
    let fit =
      fits
      ? own.fitting(model, longest: widest, meanLength: meanLength, within: fitting)
        .fitBytes(model, longest: widest, meanLength: meanLength) : 0
    return max(loading, fixed + max(fit, packs + factors + steps))
  }
}

extension RunSettings {
  /// The form that a run falls back on where there is little memory.
  fileprivate var smallestForm: StepForm {
    switch stepStorage {
    case .full: .whole
    case .bytes, .automatic: .bytes
    case .rank(let rank): .factors(rank: rank, isHalved: true)
    }
  }
}
