import Engine
import Foundation
import Influence
import RunModel
import SafeFiles
import Store
import Transformer
import Workspace

/// What the parts of a run share: everything that decides a bit, written once.
struct ClusterPlan: Codable, Equatable, Sendable {
  /// Raised whenever a change of the code changes how work is divided.
  static let version = 2

  var version = Self.version
  var numerics = RunSettings.numericsVersion
  /// Row of the run, and what its inputs are.
  var run: Int64
  var fingerprint: String
  var checkpoint: String
  var factors: String
  var index: String
  /// Settings of the run, and those of `stemma.yaml` as they were: a change of the file is noticed.
  var settings: String
  var method: String
  var questions: [String]?
  var passages: Int
  var blockSize: Int
  /// Numbers of the factor passages.
  var factorPassages: [Int]
  /// How packs are made; see `InfluenceSettings`.
  var packMultiple: Int
  var productThreads: Int
  var packTokens: Int
  var sumBytes: Int
  /// Options of the plan that its end needs.
  var memory: Int
  var threads: Int
  var skipsBad: Bool
  /// Passages that have no scores.
  var skipped: [Int]
  /// Whether factors are fitted here.
  var needsFactors: Bool

  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    return try encoder.encode(self)
  }

  /// Names the plan: equal plans have equal names.
  func name() throws -> String {
    ContentHash.text(String(decoding: try json(), as: UTF8.self))
  }

  /// The settings as the influence code takes them, with this machine's cores.
  func influence(_ model: LanguageModel, threads: Int) throws -> InfluenceSettings {
    var result = try RunSettings(json: settings).influence(model, threads: threads)
    result.productThreads = productThreads
    result.packTokens = packTokens
    result.packMultiple = packMultiple
    result.sumBytes = sumBytes
    result.rightHandSides = StepSolving.atOnce(model, result, memory: memory)
    return result
  }
}

/// The steps of a run: what stands fast once the factors are there.
struct ClusterSteps: Codable, Equatable, Sendable {
  struct Query: Codable, Equatable, Sendable {
    var tokens: [Int32]
    /// First token and the one after the last of each step.
    var steps: [[Int]]
  }

  struct Pass: Codable, Equatable, Sendable {
    /// Rows of the steps.
    var steps: [Int64]
    var queries: [Query]
    /// Blocks that are in the database already.
    var committed: [Int]
  }

  /// Name of the plan.
  var plan: String
  var form: StepStorageFact
  var passes: [Pass]
  /// Passages that have no scores.
  var skipped: [Int]
}

/// A stage that parts divide among themselves.
package enum ClusterStage: String, Sendable, CaseIterable, Codable {
  case covariances, eigenbases, eigenvalues, steps, scores

  /// For a person.
  package var title: String { self == .steps ? "step gradients" : rawValue }

  /// What a person sees of it beside one process's stages.
  var shown: Stage {
    switch self {
    case .covariances: .covariances
    case .eigenbases: .eigenbases
    case .eigenvalues: .eigenvalues
    case .steps: .stepGradients
    case .scores: .scores
    }
  }

  /// Whether it makes pieces of the factors.
  var isOfFactors: Bool { self == .covariances || self == .eigenbases || self == .eigenvalues }
}

/// The folder in which parts meet: `.stemma/parts`.
struct ClusterFolder: Sendable {
  let path: String
  let owners: FileOwners

  init(_ workspace: Workspace) {
    path = workspace.derived + "/parts"
    owners = workspace.owners
  }

  /// Makes the folders.
  func make() throws {
    try EngineError.naming {
      for path in [path, statesPath, passagesPath] + ClusterStage.allCases.map(folder) {
        try SafeFile.makeFolder(path)
      }
    }
  }

  private static let planLimit = 1 << 30

  var planPath: String { path + "/plan.json" }
  var stepsPath: String { path + "/steps.json" }
  var statesPath: String { path + "/state" }
  var passagesPath: String { path + "/passages" }

  func folder(_ stage: ClusterStage) -> String { path + "/" + stage.rawValue }
  func file(_ stage: ClusterStage, _ name: String) -> String { folder(stage) + "/" + name }

  /// Names of the files of a stage that are there.
  func names(_ stage: ClusterStage) -> Set<String> {
    Set((try? FileManager.default.contentsOfDirectory(atPath: folder(stage))) ?? [])
  }

  /// What the pieces of some stages say of themselves.
  func headers(of stages: [ClusterStage], plan: String) throws -> [PartFile.Header] {
    try stages.flatMap { stage in
      try names(stage).sorted().filter { $0.hasSuffix(".part") }.map { name in
        try PartFile(
          file(stage, name), plan: plan, piece: stage.rawValue + "/" + name, owners: owners
        ).header
      }
    }
  }

  /// The plan; nil where none is there.
  func plan() throws -> ClusterPlan? {
    guard let data = try read(planPath) else { return nil }
    guard let plan = try? JSONDecoder().decode(ClusterPlan.self, from: data) else {
      throw EngineError(
        "\(planPath): is no plan of this version; remove \(path) and plan again")
    }
    guard plan.version == ClusterPlan.version, plan.numerics == RunSettings.numericsVersion else {
      throw EngineError(
        "\(planPath): was made by another version of the numerics (\(plan.numerics), here \(RunSettings.numericsVersion)); use that program, or remove \(path) and plan again"
      )
    }
    let files = try? FileManager.default.contentsOfDirectory(atPath: passagesPath)
    guard plan.makesSense(files: files?.count ?? 0) else {
      throw EngineError("\(planPath): a value in it makes no sense; remove \(path) and plan again")
    }
    return plan
  }

  /// The plan that must be there.
  func existingPlan() throws -> ClusterPlan {
    guard let plan = try plan() else {
      throw EngineError(
        "\(planPath): there is no plan; `stemma compute --plan` makes one, and a run that is whole has none any more"
      )
    }
    return plan
  }

  /// The steps; nil until the factors are there.
  func steps(of plan: String) throws -> ClusterSteps? {
    guard let data = try read(stepsPath) else { return nil }
    guard let steps = try? JSONDecoder().decode(ClusterSteps.self, from: data), steps.plan == plan
    else {
      throw EngineError("\(stepsPath): belongs to another plan; remove \(path) and plan again")
    }
    return steps
  }

  private func read(_ path: String) throws -> Data? {
    try EngineError.naming {
      try SafeFile.contents(of: path, atMost: Self.planLimit, owners: owners)
    }
  }

  func write(_ data: Data, to path: String) throws {
    try EngineError.naming {
      try SafeFile.makeFolder(self.path)
      try SafeFile.replace(path, with: [data], suffix: PartFile.temporarySuffix, syncing: true)
    }
  }

  /// Removes files that processes of this machine have begun and cannot finish any more.
  func removeLeftovers() {
    let manager = FileManager.default
    for folder in ClusterStage.allCases.map(folder) + [path, statesPath, passagesPath] {
      for name in (try? manager.contentsOfDirectory(atPath: folder)) ?? []
      where name.hasSuffix(".new") {
        let mark = name.dropLast(4).split(separator: ".").last?.split(separator: "-") ?? []
        guard mark.count == 2, mark[0] == PartFile.temporaryHost, let pid = Int32(mark[1]),
          kill(pid, 0) != 0, errno == ESRCH
        else { continue }
        unlink(folder + "/" + name)
      }
    }
  }
}
