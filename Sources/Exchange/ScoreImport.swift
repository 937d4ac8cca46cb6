package import Engine
package import Foundation
import RunModel
package import Store
package import Workspace

/// Scores that another program computed, brought into a workspace as a run of their own.
package struct ScoreImport {
  private let workspace: Workspace
  private let results: Results

  /// - Parameter results: any run of the workspace: its corpus and questions are what the rows and columns name.
  package init(_ workspace: Workspace, _ results: Results) {
    self.workspace = workspace
    self.results = results
  }

  /// Reads `all_modules`, `[steps × passages]`, as kronfluence's pairwise scores have it.
  ///
  /// - Parameters:
  ///   - rows: JSON of `[[question, step], …]`; the file's metadata if nil.
  ///   - columns: JSON of passage ids; the file's metadata if nil.
  ///   - higherIsBetter: whether a bergson store's positive scores help; what it says itself if nil.
  /// - Returns: the new run.
  /// - Throws: an error naming what does not fit; nothing is stored then.
  package func run(
    scores path: String, rows: Data?, columns: Data?, higherIsBetter: Bool? = nil
  ) throws -> RunRecord {
    let lock = try EngineLock(workspace)
    defer { withExtendedLifetime(lock) {} }
    let (file, content) = try read(path, rows, columns, higherIsBetter)
    let targets = try self.targets(file.columns, path)
    let steps = try self.steps(file.rows, path)

    var hash = ContentHash()
    try hash.add(file: content)
    // The same file may be read in other ways: turned round, or of other rows.
    file.values.withUnsafeBytes { hash.add($0) }
    let store = results.store
    let passages = results.corpus.passages
    let blockSize = results.run.blockSize
    let run = try store.beginRun(
      fingerprint: ContentHash.texts(["import", hash.text, results.run.fingerprint]),
      corpus: results.corpus.id, questionSet: results.run.questionSet, settings: try settings(path),
      blockSize: blockSize, modules: [], installation: Installation.name)
    try store.append(pass: steps, run: run.id)
    for (number, start) in stride(from: 0, to: passages, by: blockSize).enumerated() {
      let range = start..<min(start + blockSize, passages)
      var block: [Float] = []
      for row in steps.indices {
        block += range.map { file.values[row * file.columns.count + targets[$0]] }
      }
      let norms = [Float](repeating: .nan, count: range.count)
      try store.commit(
        NewBlock(number: number, scores: block, gradientNorms: norms), steps: steps, run: run.id)
    }
    try store.checkpoint()
    return run
  }

  /// The scores, and the file whose content names them: a safetensors file, a store of bergson's, a PAIR file.
  private func read(
    _ path: String, _ rows: Data?, _ columns: Data?, _ higherIsBetter: Bool?
  ) throws -> (ImportedScores, content: String) {
    let isStore = BergsonStore.isStore(path)
    guard isStore || path.hasSuffix(".jsonl") else {
      return (try ImportedScores(path: path, rows: rows, columns: columns), path)
    }
    let passages = try results.store.passageIDs(corpus: results.corpus.id)
    let steps = try results.questions().filter { $0.completion != nil && !$0.isScratch }.flatMap {
      question in
      try results.steps(of: question).map { (question: question.name, step: $0.number) }
    }
    if isStore {
      return (
        try ImportedScores(
          store: path, rows: rows, columns: columns, steps: steps, passages: passages,
          higherIsBetter: higherIsBetter),
        path + "/scores.bin"
      )
    }
    return (try ImportedScores(pair: path, steps: steps, passages: passages), path)
  }

  /// Column of the file for each passage of the corpus.
  private func targets(_ ids: [String], _ path: String) throws -> [Int] {
    let column = Dictionary(
      ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    guard column.count == ids.count else {
      throw EngineError("\(path): columns name a passage twice")
    }
    return try results.store.passageIDs(corpus: results.corpus.id).map { id in
      guard let target = column[id] else {
        throw EngineError("\(path): columns lack the passage \(id) of this corpus")
      }
      return target
    }
  }

  /// Database rows of the steps that the file's rows name.
  private func steps(_ rows: [(question: String, step: Int)], _ path: String) throws -> [Int64] {
    let questions = Dictionary(
      try results.questions().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<Int64> = []
    return try rows.map { row in
      guard let question = questions[row.question] else {
        throw EngineError(
          "\(path): rows name a question \(row.question) that is not in this workspace")
      }
      let steps = try results.steps(of: question)
      guard row.step >= 1, row.step <= steps.count else {
        throw EngineError(
          "\(path): rows name step \(row.step) of \(row.question), which has \(steps.count)")
      }
      let step = steps[row.step - 1].row
      guard seen.insert(step).inserted else {
        throw EngineError("\(path): rows name step \(row.step) of \(row.question) twice")
      }
      return step
    }
  }

  private func settings(_ path: String) throws -> String {
    var settings = try RunSettings(json: results.run.settings)
    settings.origin = .imported
    settings.importedFrom = URL(filePath: path).lastPathComponent
    return try settings.json()
  }
}
