import ArgumentParser
import Cluster
import Foundation
import Workspace

struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Prints a shell script that computes a workspace in parts on many machines.",
    discussion:
      "The script goes to standard output; everything after -- goes to `compute --plan`, such as -- --strategy kfac."
  )

  @OptionGroup var workspace: WorkspaceArgument
  @Option(help: "Jobs for Slurm, in this many parts.") var slurm: Int?
  @Option(help: "This many processes by mpirun.") var mpirun: Int?
  @Option(help: "A process on each of these hosts by ssh, separated by commas.") var ssh: String?
  @Argument(parsing: .postTerminator, help: "Options of compute.") var options: [String] = []

  private var hosts: [String]? {
    ssh?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  func validate() throws {
    guard [slurm != nil, mpirun != nil, ssh != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("give one of --slurm N, --mpirun N and --ssh HOSTS")
    }
    guard (slurm ?? mpirun).map({ $0 > 0 && $0 <= 100_000 }) ?? true else {
      throw ValidationError("the number of parts is from 1")
    }
    guard hosts.map({ !$0.isEmpty && $0.allSatisfy(Self.isHost) }) ?? true else {
      throw ValidationError("--ssh takes hosts separated by commas, such as n1,me@n2")
    }
  }

  /// Whether ssh would take a word as a host and not as an option.
  private static func isHost(_ word: String) -> Bool {
    !word.isEmpty && !word.hasPrefix("-")
      && word.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
  }

  func run() throws {
    let opened = try workspace.open()
    // Wrong options are better found now than in a job that waited for hours.
    _ = try ComputeCommand.parse([opened.folder, "--plan"] + options)
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
    let script = LaunchScript(program: program, workspace: opened.folder, options: options)
    let launcher: LaunchScript.Launcher =
      slurm.map { .slurm(parts: $0) } ?? mpirun.map { .mpirun(parts: $0) }
      ?? .ssh(hosts: hosts ?? [])
    let text = script.text(for: launcher)
    // A folder's name may hold what commands a terminal; a file takes it as it is.
    print(isatty(STDOUT_FILENO) == 1 ? Output.clean(text) : text, terminator: "")
  }
}
