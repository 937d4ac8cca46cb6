import Foundation
import Testing

/// `Tests/FAULTS.md`: every fault with what a person sees and what is lost, as the tests have it.
@Suite struct FaultTableTests {
  /// Faults of a running engine, with the test that does each.
  private static let engine: [(fault: String, sees: String, lost: String, test: String)] = [
    (
      "killed at random moments, in every stage", "nothing; the next run goes on",
      "the block in flight", "ResumeTests"
    ),
    (
      "stopped (SIGSTOP) and let go on, again and again", "a status that answers", "nothing",
      "FaultMatrixTests"
    ),
    (
      "no memory (`ulimit -v`)", "`not enough memory`, exit 1", "the block in flight",
      "FaultMatrixTests"
    ),
    (
      "disk full (a small tmpfs that grows)", "`free some space and run again`, exit 1",
      "the block in flight", "FileSystemFaultTests"
    ),
    (
      "no file may grow (`ulimit -f`)", "the database's path and what to do, exit 1",
      "the block in flight", "FaultMatrixTests"
    ),
    (
      "workspace on a disk that is read-only", "nothing; results lie in the cache folder",
      "nothing", "FileSystemFaultTests"
    ),
    (
      "results on a disk that is read-only", "the command that copies them, exit 1", "nothing",
      "FileSystemFaultTests"
    ),
    (
      "database held by another program", "nothing; the engine waits", "nothing",
      "FileSystemFaultTests"
    ),
    (
      "two engines started at once", "`another engine is already working here`, exit 1", "nothing",
      "FaultMatrixTests"
    ),
    (
      "workspace on a path with spaces, quotes, emoji", "nothing", "nothing", "FaultMatrixTests"
    ),
    ("workspace moved", "the scores, not stale", "nothing", "FaultMatrixTests"),
    (
      "checkpoint replaced while running", "the run as begun; then `status` calls it stale",
      "nothing", "ChangingFilesTests"
    ),
    (
      "corpus edited while running", "the run as begun; then `status` calls it stale", "nothing",
      "ChangingFilesTests"
    ),
    (
      "corpus edited between runs", "`status` calls the run stale; the next one is new", "nothing",
      "ResumeTests"
    ),
    ("clock set an hour back and forth", "nothing", "nothing", "FaultMatrixTests"),
    (
      "file of another program in the database's place", "`move it away`, exit 1",
      "nothing; the file stays as it is", "FaultMatrixTests"
    ),
    (
      "gradient index cut off while it is searched",
      "`was cut off, or its disk failed, while it was being read`, exit 1",
      "the index, which `--rebuild-index` makes again", "ChangingFilesTests"
    ),
    (
      "numbers that are not finite", "the passage and the module, exit 1; `--skip-bad` goes on",
      "the block in flight", "BadPassageTests"
    ),
    (
      "processor that multiplies wrong now and then",
      "`passages scored twice got different scores`, exit 1", "the block in flight",
      "WrongNumbersTests"
    ),
    (
      "scores whose sign is turned, the same both times",
      "`the scores may be of little use here`, which stays with the run", "nothing",
      "WrongNumbersTests"
    ),
    (
      "factors of another model, or none, for `--factors`",
      "`the factors are of another model`, `holds no factors`, exit 1", "nothing",
      "KronfluenceFilesTests"
    ),
    (
      "8 explorers reading while an engine writes",
      "whole blocks only, and no word of the engine's writing", "nothing", "ReadersTests"
    ),
  ]

  private static var table: String {
    var lines = [
      "# Faults", "",
      "What is done to Stemma, what a person sees, what is lost. The tests make this table",
      "(`STEMMA_RECORD=1 swift test -c release --filter FaultTableTests` writes it anew), and each row is one of",
      "them. Where an engine was disturbed, the same command afterwards ends with the scores of a run that",
      "nothing befell.", "",
      "| fault | a person sees | lost | test |", "|---|---|---|---|",
    ]
    for row in engine {
      lines.append("| \(row.fault) | \(row.sees) | \(row.lost) | `\(row.test)` |")
    }
    for change in ChangingFilesTests.changes {
      lines.append("| \(change.name) | `\(change.sees)`, exit 1 | nothing | `ChangingFilesTests` |")
    }
    for fault in PermissionFault.all {
      lines.append("| \(fault.name) | `\(fault.sees)`, exit 1 | nothing | `PermissionFaultTests` |")
    }
    for fault in InputFault.all {
      let sees = fault.isTaken ? "scores as usual" : "`\(fault.sees)`, exit 1"
      lines.append("| \(fault.name) | \(sees) | nothing | `InputFaultTests` |")
    }
    for fault in DatabaseFault.all {
      lines.append(
        "| \(fault.name) | `\(fault.sees)`, exit 1; `doctor` says so too | what is in `.stemma`, which can be computed again | `InputFaultTests` |"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test func tableSaysWhatTheTestsDo() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "FAULTS.md")
    if ProcessInfo.processInfo.environment["STEMMA_RECORD"] != nil {
      try Data(Self.table.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == Self.table)
  }
}
