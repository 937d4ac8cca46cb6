import ArgumentParser
import Engine
import Formatting
import Foundation
import Influence
import LinearAlgebra
import SafeFiles
import Store
import Terminal
import Tokenization
import Transformer
import Workspace

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks terminal, locale, workspace, database, memory and disk, and says what to do.")

  @OptionGroup var workspace: WorkspaceArgument

  /// What was found so far; a line each.
  private struct Checklist {
    private(set) var faults = 0

    mutating func report(_ name: String, _ problem: String?, _ fine: @autoclosure () -> String) {
      if problem != nil { faults += 1 }
      Output.plain(
        "\(problem == nil ? "ok " : "!! ") \(name.padding(toLength: 11, withPad: " ", startingAt: 0)) \(problem ?? fine())"
      )
    }
  }

  func run() throws {
    var list = Checklist()
    Self.checkTerminal(&list)
    Self.checkLibraries(&list)
    let workspace: Workspace
    do {
      workspace = try self.workspace.open()
    } catch {
      list.report("workspace", "\(error)", "")
      throw ExitCode(1)
    }
    Self.checkFolder(workspace, &list)
    Self.checkResults(workspace, &list)
    Self.checkRoom(workspace, &list)
    if list.faults > 0 { throw ExitCode(1) }
  }

  private static func checkTerminal(_ list: inout Checklist) {
    let environment = ProcessInfo.processInfo.environment
    list.report(
      "terminal", Screen.problemOfTerminal().map { "\($0)" }, environment["TERM"] ?? "")
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    list.report(
      "locale",
      Screen.localeIsUnicode()
        ? nil : "\(locale ?? "none"): shows ASCII only; set LANG=C.UTF-8 for lines and symbols",
      locale ?? "none, taken for UTF-8")
    // Written as it is: the colours are the program's own.
    print("ok  colours     \(DoctorTerminal.sample())")
    let widths = Screen.localeIsUnicode() ? WidthProbe.faults() : nil
    list.report("font", DoctorTerminal.problemOfFont(widths), DoctorTerminal.font(widths))
  }

  private static func checkLibraries(_ list: inout Checklist) {
    var sqlite = ""
    list.report(
      "libraries",
      problem {
        sqlite = try Store.libraryVersion()
        try checkProducts()
      }, "SQLite \(sqlite) has what is needed, OpenBLAS multiplies right")
    list.report("cores", nil, Threads.limits.text)
    let rate = try? sgemmRate(threads: 1, repeats: 10)
    list.report(
      "kernels",
      rate == nil ? "OpenBLAS cannot multiply; set OPENBLAS_CORETYPE to another kind" : nil,
      String(
        format: "OpenBLAS chose %@: %.0f Gflop/s on one core", Threads.processorKind,
        (rate ?? 0) / 1e9))
  }

  /// The folder, and what its configuration names.
  private static func checkFolder(_ workspace: Workspace, _ list: inout Checklist) {
    list.report("workspace", nil, workspace.folder)
    for link in workspace.links {
      list.report("link", nil, "\(link.path) leads to \(link.target)")
    }
    if let open = workspace.readableByOthers {
      Output.plain(
        "-- access      others may read \(open), and such files hold texts of the corpus; `chmod -R go= \(shellWord(workspace.derived))` makes them yours alone"
      )
    }
    list.report(
      "checkpoint", problem { try LanguageModel.check(directory: workspace.checkpoint) },
      workspace.checkpoint)
    if !workspace.earlierCheckpoints.isEmpty {
      list.report(
        "checkpoints",
        problem {
          let last = try LanguageModel.check(directory: workspace.checkpoint)
          let tokenizer = try Tokenizer(path: workspace.tokenizer)
          for earlier in try workspace.trainingCheckpoints().dropLast() {
            try workspace.check(earlier, against: last, tokenizer)
          }
        }, "\(workspace.earlierCheckpoints.count) earlier ones of the same training")
    }
    list.report(
      "tokenizer", problem { _ = try Tokenizer(path: workspace.tokenizer) }, workspace.tokenizer)
  }

  /// The database and what it says of the inputs.
  private static func checkResults(_ workspace: Workspace, _ list: inout Checklist) {
    let database = problem { try checkDatabase(workspace) }
    list.report("database", database, workspace.databasePath)
    list.report("journal", nil, FileSystemKind.of(workspace.derived).journal)
    do {
      let status = try Status(workspace)
      if let snapshot = status.snapshot { list.report("reads", nil, snapshot.sentence) }
      list.report(
        "inputs", status.stale.map { "\($0); `stemma compute` makes a new run" },
        status.run == nil ? "nothing is computed yet" : "as the newest run has them")
      list.report(
        "passages",
        status.skipped.isEmpty
          ? nil
          : "\(status.skipped.count) without scores, `stemma status` says why; mend the checkpoint or the passages and compute again",
        "none skipped")
      list.report(
        "index", status.indexTrouble, status.index.map { "\($0.indexed) passages" } ?? "none")
      list.report(
        "engine", nil,
        status.enginePID.map { "process \($0) works here" }
          ?? status.elsewhere.map { "\($0.words) works here" } ?? "none at work")
    } catch {
      // What is wrong with the database has been said.
      if database == nil {
        list.report("inputs", "\(error); check the path in stemma.yaml", "")
      }
    }
  }

  /// Room on the disk and in memory.
  private static func checkRoom(_ workspace: Workspace, _ list: inout Checklist) {
    let free = freeSpace(workspace.derived)
    list.report(
      "disk",
      free.map {
        $0 < 1 << 30
          ? String(
            format: "%.2f GiB free where results are kept; free some, or scores may not fit",
            $0.gibibytes)
          : nil
      } ?? "nobody knows what is free where results are kept, \(workspace.derived)",
      String(format: "%.1f GiB free", (free ?? 0).gibibytes))
    let limits = MemoryLimits()
    list.report(
      "memory",
      limits.smallest.flatMap {
        $0 < 2 << 30 ? "\(limits.text); end other programs, or work with a small model" : nil
      }, limits.text)
  }

  private static func problem(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Multiplies matrices of small whole numbers, where every rounding is exact.
  private static func checkProducts() throws {
    let size = 96
    let left = (0..<size * size).map { Float($0 % 7) - 3 }
    let right = (0..<size * size).map { Float($0 % 5) - 2 }
    let product = Matrix(rows: size, columns: size)
    multiply(
      Matrix(left, rows: size, columns: size), .no, Matrix(right, rows: size, columns: size), .no,
      into: product)
    for row in 0..<size {
      for column in 0..<size {
        let expected = (0..<size).reduce(Float(0)) {
          $0 + left[row * size + $1] * right[$1 * size + column]
        }
        guard product[row, column] == expected else {
          throw EngineError(
            "OpenBLAS multiplies wrongly on this processor; set OPENBLAS_CORETYPE to another kind")
        }
      }
    }
  }

  private static func checkDatabase(_ workspace: Workspace) throws {
    guard FileManager.default.fileExists(atPath: workspace.databasePath) else { return }
    let store = try Store(path: workspace.databasePath, access: .existing)
    let faults = try store.integrityFaults()
    guard faults.isEmpty else {
      throw EngineError(
        "\(workspace.databasePath): \(faults[0]); delete \(workspace.derived) and compute again")
    }
    // SQLite knows nothing of the blocks' own checksums.
    for run in try store.runs() {
      guard let corpus = try store.corpus(run.corpus) else { continue }
      for step in try store.steps(set: run.questionSet) {
        _ = try store.scores(step: step.row, run: run, passages: corpus.passages)
      }
      _ = try store.gradientNorms(run: run, passages: corpus.passages)
    }
  }

  /// Bytes that are free on the disk of a folder, which may not be there yet.
  private static func freeSpace(_ folder: String) -> Int? {
    var disk = statvfs()
    var path = folder
    while statvfs(path, &disk) != 0 {
      guard path.count > 1 else { return nil }
      path = (path as NSString).deletingLastPathComponent
    }
    return Int(disk.f_bavail) * Int(disk.f_frsize)
  }
}

extension Int {
  fileprivate var gibibytes: Double { Double(self) / Double(1 << 30) }
}
