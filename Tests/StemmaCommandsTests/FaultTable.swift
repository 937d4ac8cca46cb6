import Foundation
import TestSupport
import Testing

/// `Tests/FAULTS.md`: every fault with what a person sees and what is lost, as the tests have it.
@Suite(.tags(.program)) struct FaultTableTests {
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
      "link, pipe, device, hard link, folder or another user's file in the place of any file of `.stemma`",
      "the file and what it is, exit 1", "nothing; what a link leads to stays as it is",
      "PlantedFilesTests"
    ),
    (
      "link, pipe, device in the place of a temporary file beside an export",
      "nothing", "nothing; it is removed and not opened", "PlantedFilesTests"
    ),
    (
      "`.stemma`, `index` or `factors` a link to somebody's own folder",
      "what the folder holds, exit 1; to an empty one it is followed and `doctor` names it",
      "nothing", "PlantedFilesTests"
    ),
    (
      "workspace of another user in the current folder",
      "`nobody has named this workspace`, exit 1; `--trust` opens it", "nothing",
      "PlantedFilesTests"
    ),
    (
      "lock held by somebody who may only read",
      "nothing; the engine works", "nothing", "PlantedFilesTests"
    ),
    (
      "results of another installation",
      "one line that says so; `stemma trust` accepts them", "nothing", "ForeignWorkspaceTests"
    ),
    (
      "line ends and escape sequences in names, paths and options",
      "one line, `␊` and `·` in their places", "nothing", "ForeignWorkspaceTests"
    ),
    (
      "formulae and escape sequences in ids, types and texts of a corpus",
      "a `'` before them in CSV, `\\uXXXX` in JSON", "nothing", "ForeignWorkspaceTests"
    ),
    (
      "pattern for the corpus that leads through the whole machine",
      "`more than 200000 files and folders`, exit 1", "nothing", "ForeignWorkspaceTests"
    ),
    (
      "view, trigger, or table of another program in the database",
      "`was not made by Stemma`, exit 1", "nothing; the file stays as it is", "ForeignDatabaseTests"
    ),
    (
      "request that ended two engines",
      "failed, with the reason", "the request", "ForeignDatabaseTests"
    ),
    (
      "tokenizer whose steps make a text 1,000 times as long",
      "`such a tokenizer is not used`, exit 1", "nothing", "BoundedTokenizerTests"
    ),
    (
      "weights with a million empty tensors",
      "`more than the 131072 tensors that make sense`, exit 1", "nothing", "ManyTensorsTests"
    ),
    (
      "a call that never returns, in any stage, and SIGINT or SIGTERM",
      "nothing; exit 130 or 143 within a second, at once after a second signal",
      "the block in flight",
      "InterruptionTests"
    ),
    (
      "explorer left or killed while its engine hangs or is stopped",
      "nothing; the engine is gone within three seconds", "the block in flight",
      "InterruptionTests"
    ),
    (
      "link, pipe, device, hard link, folder or another user's file in the place of whatever a command writes",
      "the file and what it is, exit 1, or nothing", "nothing; what a link leads to stays as it is",
      "PlantedOutputsTests"
    ),
    (
      "pipe, device without an end, folder or link to nothing in the place of any file that is read",
      "one sentence, exit 1, or nothing where the file may be missing", "nothing",
      "PlantedInputsTests"
    ),
    (
      "links in folders that a workspace names",
      "`stemma trust` and the question before an engine starts name them", "nothing",
      "ForeignWorkspaceTests"
    ),
    (
      "plan or steps of parts that no version has written",
      "`a value in it makes no sense`, exit 1", "nothing",
      "ForeignPartsTests"
    ),
    (
      "imported scores of other sizes than the workspace's, or beyond 1e30",
      "the file and both sizes, exit 1", "nothing",
      "ForeignNumbersTests"
    ),
    (
      "expression for the steps that has too many ways",
      "`takes too many steps`, exit 1", "nothing",
      "DroppedPatternTests"
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
    for fault in ClusterFaultTests.faults {
      lines.append("| \(fault.name) | \(fault.sees) | \(fault.lost) | `ClusterFaultTests` |")
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
