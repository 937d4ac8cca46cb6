import Foundation
import Influence
import RunModel
import Store
import Synchronization
import Transformer
import Workspace

/// The pieces of a plan's stages: their files, and what reads them.
final class ClusterWork: Sendable {
  let folder: ClusterFolder
  let plan: ClusterPlan
  let name: String
  let model: LanguageModel
  let settings: InfluenceSettings
  let fit: SharedFit
  /// Numbers of the passages of the fit.
  let passages: [Int]
  /// Factor passages that are left out since parts have met numbers in them that are not finite, and why.
  let skipped: [Int: String]
  /// How often that has happened: the covariances are then summed anew, in other packs.
  private let round: Int
  private let opened = Mutex<[String: PartFile]>([:])

  /// - Parameter directory: where factors are put together; nil for whoever only makes pieces.
  private init(
    _ folder: ClusterFolder, _ plan: ClusterPlan, name: String, model: LanguageModel,
    settings: InfluenceSettings, directory: FitCheckpoint?, without skipped: [Int: String],
    round: Int
  ) throws {
    (self.folder, self.plan, self.name) = (folder, plan, name)
    (self.model, self.settings) = (model, settings)
    (self.skipped, self.round) = (skipped, round)
    let tokens = try PassageFile.read(folder, .factors, plan: name)
    guard tokens.count == plan.factorPassages.count, !tokens.isEmpty else {
      throw EngineError("\(folder.planPath): has no factor passages; remove it and plan again")
    }
    let kept = zip(plan.factorPassages, tokens).filter { skipped[$0.0] == nil }
    passages = kept.map(\.0)
    guard !kept.isEmpty else {
      throw EngineError(
        "no factor passage has finite numbers (\(skipped.first?.value ?? "")); mend the checkpoint")
    }
    fit = try SharedFit(
      model: model, passages: kept.map { FactorPassage(tokens: $1, key: UInt64($0)) },
      settings: settings, directory: directory)
  }

  /// The work as far as parts have come.
  ///
  /// Where the plan skips passages that are not finite, a part that meets one among its own leaves a piece that says
  /// so in the place of sums. Once all pieces are there, everybody knows which passages to begin anew without.
  /// - Parameter directory: where factors are put together; nil for whoever only makes pieces.
  static func current(
    _ folder: ClusterFolder, _ plan: ClusterPlan, name: String, model: LanguageModel,
    settings: InfluenceSettings, directory: FitCheckpoint? = nil
  ) throws -> ClusterWork {
    var skipped: [Int: String] = [:]
    for round in 0... {
      let work = try ClusterWork(
        folder, plan, name: name, model: model, settings: settings, directory: directory,
        without: skipped, round: round)
      let there = folder.names(.covariances)
      let names = work.names(.covariances)
      guard plan.skipsBad, names.allSatisfy(there.contains) else { return work }
      var found: [Int: String] = [:]
      for name in names {
        found.merge(try work.open(.covariances, name).header.skipped) { first, _ in first }
      }
      if found.isEmpty { return work }
      skipped.merge(found) { first, _ in first }
    }
    preconditionFailure("no round is the last")
  }

  // MARK: Names of files, in the order in which parts take them

  private static func name(_ piece: SharedFit.SumPiece) -> String {
    "\(padded(piece.share, 3))-\(padded(piece.batch, 4)).part"
  }

  private func name(_ piece: SharedFit.SumPiece, _ stage: ClusterStage) -> String {
    let name = Self.name(piece)
    return stage == .covariances && round > 0 ? "again\(round)-" + name : name
  }

  static func name(eigen number: Int) -> String { "\(padded(number)).part" }

  static func name(pass: Int, _ number: Int) -> String {
    "\(padded(pass, 4))-\(padded(number)).part"
  }

  /// Files of a stage of the factors.
  func names(_ stage: ClusterStage) -> [String] {
    return switch stage {
    case .covariances: fit.covariancePieces.map { name($0, stage) }
    case .eigenbases: fit.eigenPieces.map { Self.name(eigen: $0) }
    case .eigenvalues: fit.lambdaPieces.map { name($0, stage) }
    case .steps, .scores: []
    }
  }

  // MARK: Reading

  func open(_ stage: ClusterStage, _ file: String) throws -> PartFile {
    if let known = opened.withLock({ $0[stage.rawValue + "/" + file] }) { return known }
    let made = try PartFile(
      folder.file(stage, file), plan: name, piece: stage.rawValue + "/" + file,
      owners: folder.owners)
    // Another thread may have opened it meanwhile and use what lies in it: the first one stays.
    return opened.withLock { known in
      let first = known[stage.rawValue + "/" + file] ?? made
      known[stage.rawValue + "/" + file] = first
      return first
    }
  }

  /// Kinds of the processors that made the pieces.
  func processors() throws -> Set<String> {
    Set(
      try folder.headers(of: [.covariances, .eigenbases, .eigenvalues], plan: name).map(\.processor)
    )
  }

  /// Lets files go that are not needed any more.
  func forget() { opened.withLock { $0 = [:] } }

  /// A section of a piece of a summing stage.
  func sums(_ stage: ClusterStage)
    -> @Sendable (SharedFit.SumPiece, Int) throws ->
    UnsafeRawBufferPointer
  {
    { piece, section in try self.open(stage, self.name(piece, stage)).section(section) }
  }

  func basis(_ number: Int) throws -> (
    sections: [UnsafeRawBufferPointer], owner: any AnyObject & Sendable
  ) {
    let file = try open(.eigenbases, Self.name(eigen: number))
    guard file.sectionCount == 3 else {
      throw EngineError("\(file.path): makes no sense; remove it and run its part again")
    }
    return (try (0..<3).map(file.section), file)
  }
}
