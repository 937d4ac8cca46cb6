import Foundation
import Influence
import RunModel
import Store
import Synchronization
import Transformer

/// The pieces of a plan's stages: their files, and what reads them.
final class ClusterWork: Sendable {
  let folder: ClusterFolder
  let plan: ClusterPlan
  let name: String
  let model: LanguageModel
  let settings: InfluenceSettings
  let fit: SharedFit?
  private let opened = Mutex<[String: PartFile]>([:])

  /// - Parameter directory: where factors are put together; nil for whoever only makes pieces.
  init(
    _ folder: ClusterFolder, _ plan: ClusterPlan, name: String, model: LanguageModel,
    settings: InfluenceSettings, needsFit: Bool, directory: FitCheckpoint? = nil
  ) throws {
    (self.folder, self.plan, self.name) = (folder, plan, name)
    (self.model, self.settings) = (model, settings)
    guard needsFit else {
      fit = nil
      return
    }
    let tokens = try PassageFile.read(folder, block: nil, plan: name)
    guard tokens.count == plan.factorPassages.count, !tokens.isEmpty else {
      throw EngineError("\(folder.planPath): has no factor passages; remove it and plan again")
    }
    fit = try SharedFit(
      model: model,
      passages: zip(plan.factorPassages, tokens).map {
        FactorPassage(tokens: $1, key: UInt64($0))
      }, settings: settings, directory: directory)
  }

  // MARK: Names of files, in the order in which parts take them

  static func name(_ piece: SharedFit.SumPiece) -> String {
    "\(padded(piece.share, 3))-\(padded(piece.batch, 4)).part"
  }

  static func name(eigen number: Int) -> String { "\(padded(number)).part" }

  static func name(pass: Int, _ number: Int) -> String {
    "\(padded(pass, 4))-\(padded(number)).part"
  }

  /// Files of a stage of the factors.
  func names(_ stage: ClusterStage) -> [String] {
    guard let fit else { return [] }
    return switch stage {
    case .covariances: fit.covariancePieces.map(Self.name)
    case .eigenbases: fit.eigenPieces.map { Self.name(eigen: $0) }
    case .eigenvalues: fit.lambdaPieces.map(Self.name)
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

  /// Lets files go that are not needed any more.
  func forget() { opened.withLock { $0 = [:] } }

  /// A section of a piece of a summing stage.
  func sums(_ stage: ClusterStage)
    -> @Sendable (SharedFit.SumPiece, Int) throws ->
    UnsafeRawBufferPointer
  {
    { piece, section in try self.open(stage, Self.name(piece)).section(section) }
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
