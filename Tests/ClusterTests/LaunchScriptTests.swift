import Cluster
import Foundation
import TestSupport
import Testing

/// Scripts for launchers are shell that runs as it stands, whatever the workspace is called.
@Suite(.tags(.program)) struct LaunchScriptTests {
  private let folder: TemporaryFolder
  private let script: LaunchScript
  private let name = "a b'; touch PWNED; '$(touch PWNED) \"ü"

  init() throws {
    folder = try TemporaryFolder()
    script = LaunchScript(
      program: folder.path + "/stem ma", workspace: folder.path + "/" + name,
      options: ["--damping", "0.1mean"])
    // Launchers and a program that write down what they are asked to do.
    let programs = [
      "stem ma": "echo \"stemma|$*\" >>\"$LOG\"",
      "sbatch": """
      echo "sbatch|$*" >>"$LOG"
      for word in "$@"; do case $word in *compute*) sh -c "$word" ;; esac; done
      echo "$(grep -c ^sbatch "$LOG");cluster"
      """,
      "mpirun": "echo \"mpirun|$1 $2\" >>\"$LOG\"; shift 2; \"$@\"",
      "ssh": "echo \"ssh|$3\" >>\"$LOG\"; sh -c \"$4\"",
    ]
    for (program, body) in programs {
      let path = folder.path + "/" + program
      try Data("#!/bin/sh\n\(body)\n".utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
  }

  /// Runs a script and returns what was called, in order.
  private func run(_ launcher: LaunchScript.Launcher, _ arguments: String = "") throws -> [String] {
    let path = folder.path + "/script.sh"
    try Data(script.text(for: launcher).utf8).write(to: URL(filePath: path))
    let log = folder.path + "/log"
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "cd \"$0\" && sh script.sh \(arguments) >/dev/null", folder.path]
    process.environment = ["PATH": folder.path + ":/usr/bin:/bin", "LOG": log]
    try process.runUnblocked()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/PWNED"))
    defer { try? FileManager.default.removeItem(atPath: log) }
    return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private var workspace: String { script.workspace }

  @Test func slurmSubmitsPlanPartsAndMergeInOrder() throws {
    let calls = try run(.slurm(parts: 4), "--partition=short")
    let jobs = calls.filter { $0.hasPrefix("sbatch") }
    try #require(jobs.count == 8)
    #expect(jobs.allSatisfy { $0.contains("--partition=short") })
    #expect(jobs[1].contains("--array=0-3") && jobs[1].contains("--dependency=afterok:1"))
    #expect(jobs[2].contains("--dependency=afterany:2") && !jobs[4].contains("--array"))
    func part(_ stage: String) -> String {
      "stemma|compute \(workspace) --part auto --no-wait --stage \(stage)"
    }
    #expect(
      calls.filter { $0.hasPrefix("stemma") } == [
        "stemma|compute \(workspace) --plan --damping 0.1mean", part("covariances"),
        part("eigenbases"), part("eigenvalues"), "stemma|compute \(workspace) --merge",
        part("steps"), part("scores"), "stemma|compute \(workspace) --merge",
      ])
  }

  @Test func mpirunAndSshStartEveryPart() throws {
    let merge = "stemma|compute \(workspace) --merge --wait"
    // The merge begins beside the parts.
    let several = try run(.mpirun(parts: 3))
    #expect(several.first == "stemma|compute \(workspace) --plan --damping 0.1mean")
    #expect(
      Set(several.dropFirst()) == [
        "mpirun|-n 3", "stemma|compute \(workspace) --part auto", merge,
      ])
    let calls = try run(.ssh(hosts: ["n1", "me@n2"]))
    #expect(calls.first == "stemma|compute \(workspace) --plan --damping 0.1mean")
    #expect(
      Set(calls.dropFirst()) == [
        "ssh|n1", "ssh|me@n2", "stemma|compute \(workspace) --part 0/2",
        "stemma|compute \(workspace) --part 1/2", merge,
      ])
  }
}
