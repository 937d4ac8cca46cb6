import ArgumentParser
import Engine
import Foundation
import LinearAlgebra
import Store
import Tokenization
import Transformer

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks terminal, locale, workspace, database, memory and disk, and says what to do.")

  @OptionGroup var workspace: WorkspaceArgument

  func run() throws {
    var faults = 0
    func report(_ name: String, _ problem: String?, _ fine: @autoclosure () -> String) {
      if problem != nil { faults += 1 }
      Output.plain(
        "\(problem == nil ? "ok " : "!! ") \(name.padding(toLength: 11, withPad: " ", startingAt: 0)) \(problem ?? fine())"
      )
    }
    let environment = ProcessInfo.processInfo.environment
    let terminal = environment["TERM"] ?? ""
    report(
      "terminal",
      terminal.isEmpty || terminal == "dumb"
        ? "TERM is \(terminal.isEmpty ? "not set" : terminal); the explorer needs one that can move its cursor"
        : nil,
      terminal)
    let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? ""
    let isUTF8 = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
    report(
      "locale",
      isUTF8 ? nil : "\(locale.isEmpty ? "none" : locale): set LANG=C.UTF-8 for lines and symbols",
      locale)
    var sqlite = ""
    report(
      "libraries",
      Self.problem {
        sqlite = try Store.libraryVersion()
        try Self.checkProducts()
      }, "SQLite \(sqlite) has what is needed, OpenBLAS multiplies right")
    report("cores", nil, "\(Threads.available)")

    let opened: Engine.Workspace
    do {
      opened = try workspace.open()
      report("workspace", nil, opened.folder)
    } catch {
      report("workspace", "\(error)", "")
      throw ExitCode(1)
    }
    report(
      "checkpoint", Self.problem { try LanguageModel.check(directory: opened.checkpoint) },
      opened.checkpoint)
    report(
      "tokenizer", Self.problem { _ = try Tokenizer(path: opened.tokenizer) }, opened.tokenizer)
    report("database", Self.problem { try Self.checkDatabase(opened) }, opened.databasePath)
    if let status = try? Status(opened) {
      report(
        "inputs", status.stale.map { "\($0); `stemma compute` makes a new run" },
        "as the newest run has them")
      report(
        "passages",
        status.skipped.isEmpty
          ? nil
          : "\(status.skipped.count) without scores, `stemma status` says why; mend the checkpoint or the passages and compute again",
        "none skipped")
      report("engine", nil, status.enginePID.map { "process \($0) works here" } ?? "none at work")
    }
    let space =
      try? FileManager.default.attributesOfFileSystem(forPath: opened.folder)[.systemFreeSize]
      as? Int
    let free = space ?? nil
    report(
      "disk",
      free.map { $0 < 1 << 30 ? "less than 1 GiB free; scores may not fit" : nil } ?? "unknown",
      String(format: "%.1f GiB free", Double(free ?? 0) / Double(1 << 30)))
    if let memory = Self.availableMemory() {
      report(
        "memory", memory < 2 << 30 ? "less than 2 GiB free; use --memory 1" : nil,
        String(format: "%.1f GiB free", Double(memory) / Double(1 << 30)))
    }
    if faults > 0 { throw ExitCode(1) }
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

  private static func checkDatabase(_ workspace: Engine.Workspace) throws {
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

  /// Bytes the kernel says a new program may take, from /proc/meminfo.
  private static func availableMemory() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }
}
