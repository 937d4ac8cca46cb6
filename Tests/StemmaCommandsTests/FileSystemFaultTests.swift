import Foundation
import GRDB
import TestSupport
import Testing

/// A disk that is full, one that cannot be written, a database that another program holds.
@Suite(.serialized, .tags(.program))
struct FileSystemFaultTests {
  /// Whether this system lets anybody mount within a namespace of their own.
  static let canMount = (try? Program.shell("unshare -rm mount -t tmpfs none /mnt").status) == 0

  @Test(.enabled(if: canMount)) func fullDiskIsNamedAndNothingIsLost() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 80)
    let reference = try Self.reference(workspace)
    // A disk that grows whenever it is full; what is on it goes with the namespace.
    let line = """
      unshare -rm bash -c '
        mkdir "$2/.stemma" && mount -t tmpfs -o size=64k none "$2/.stemma" || exit 99
        for size in 200k 600k 1m 2m 100m 0; do
          "$1" compute "$2" --threads 2 && break
          mount -o remount,size=$size "$2/.stemma"
        done
        "$1" export "$2" --scores "$2/scores.safetensors"
      ' bash "$0" "$1"
      """
    let result = try Program.shell(line, workspace)
    #expect(result.status == 0, "\(result.errors)")
    let failures = result.errors.split(separator: "\n").filter { $0.hasPrefix("stemma: ") }
    #expect(failures.count >= 2)
    for failure in failures {
      #expect(failure.contains("free some space and run again"), "\(failure)")
    }
    #expect(
      try Data(contentsOf: URL(filePath: workspace + "/scores.safetensors")) == reference)
  }

  @Test(.enabled(if: canMount)) func readOnlyWorkspaceKeepsItsResultsElsewhere() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 20)
    let reference = try Self.reference(workspace)
    let line = """
      unshare -rm bash -c '
        mount --bind "$2" "$2" && mount -o remount,ro,bind "$2" || exit 99
        XDG_CACHE_HOME=/proc/nowhere "$1" compute "$2" --threads 2 && exit 98
        export XDG_CACHE_HOME="$3"
        "$1" compute "$2" --threads 2 || exit 97
        "$1" export "$2" --scores "$3/scores.safetensors"
      ' bash "$0" "$1" "$2"
      """
    let cache = folder.path + "/cache"
    let result = try Program.shell(line, workspace, cache)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("make the workspace writable or set XDG_CACHE_HOME"))
    #expect(try Data(contentsOf: URL(filePath: cache + "/scores.safetensors")) == reference)
    #expect(!FileManager.default.fileExists(atPath: workspace + "/.stemma"))
  }

  /// SQLite reads only where it can write, so the sentence says how to get at results that lie elsewhere.
  @Test(.enabled(if: canMount)) func resultsOnAReadOnlyDiskAreNotForgotten() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 20)
    #expect(try Program.run("compute", workspace, "--threads", "2").status == 0)
    let reference = try ResumeTests.exported(workspace)
    let line = """
      unshare -rm bash -c '
        mount --bind "$2" "$2" && mount -o remount,ro,bind "$2" || exit 99
        export XDG_CACHE_HOME="$3"
        said=$("$1" status "$2" 2>&1) && exit 98
        eval "${said#*or copy them: }" || exit 97
        "$1" compute "$2" --threads 2 && "$1" export "$2" --scores "$3/scores.safetensors"
      ' bash "$0" "$1" "$2"
      """
    let cache = folder.path + "/a cache"
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    let result = try Program.shell(line, workspace, cache)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try Data(contentsOf: URL(filePath: cache + "/scores.safetensors")) == reference)
  }

  @Test func engineWaitsForAProgramThatHoldsTheDatabase() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 80)
    let reference = try Self.reference(workspace)
    try FileManager.default.createDirectory(
      atPath: workspace + "/.stemma", withIntermediateDirectories: true)
    let other = try DatabaseQueue(path: workspace + "/.stemma/stemma.sqlite")
    let engine = try other.inDatabase { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE")
      let engine = try Program.start(["compute", workspace, "--threads", "2"])
      Thread.sleep(forTimeInterval: 1)
      #expect(engine.isRunning)
      try database.execute(sql: "ROLLBACK")
      return engine
    }
    engine.waitUntilExit()
    #expect(engine.terminationStatus == 0)
    #expect(try ResumeTests.exported(workspace) == reference)
  }

  /// Scores of a workspace, which is left as new.
  private static func reference(_ workspace: String) throws -> Data {
    let done = try Program.run("compute", workspace, "--threads", "2")
    try #require(done.status == 0, "\(done.errors)")
    let reference = try ResumeTests.exported(workspace)
    try FileManager.default.removeItem(atPath: workspace + "/.stemma")
    return reference
  }
}
