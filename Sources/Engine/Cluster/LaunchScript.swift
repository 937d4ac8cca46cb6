/// Scripts that start the parts of a run by the launcher that is there.
///
/// They only start, order and repeat what `stemma compute` does; the launcher limits, accounts and requeues.
package struct LaunchScript: Sendable {
  /// How parts are started.
  package enum Launcher: Sendable, Equatable {
    /// An array of Slurm jobs between a job that plans and one that merges.
    case slurm(parts: Int)
    /// `mpirun`, of any MPI: it only counts the processes.
    case mpirun(parts: Int)
    /// A shell on each machine, which sees the workspace under the same path.
    case ssh(hosts: [String])
  }

  /// The program as the machines find it.
  package let program: String
  /// The workspace, absolute.
  package let workspace: String
  /// Further options of `compute`, such as `--strategy kfac`.
  package let options: [String]

  package init(program: String, workspace: String, options: [String]) {
    self.program = program
    self.workspace = workspace
    self.options = options
  }

  /// One command of the program, quoted for a shell.
  private func compute(_ arguments: String..., planning: Bool = false) -> String {
    ([program, "compute", workspace] + arguments + (planning ? options : []))
      .map(Self.quoted).joined(separator: " ")
  }

  /// The script, for POSIX shells.
  package func text(for launcher: Launcher) -> String {
    let lines =
      switch launcher {
      case .slurm(let parts): slurm(parts)
      case .mpirun(let parts): mpirun(parts)
      case .ssh(let hosts): ssh(hosts)
      }
    return (["#!/bin/sh"] + lines).joined(separator: "\n") + "\n"
  }

  private func slurm(_ parts: Int) -> [String] {
    [
      "# Submits three dependent jobs: a plan, \(parts) parts, and what puts the parts together.",
      "# Options for sbatch, such as a partition or an account, come from the arguments or from SBATCH_ variables.",
      "# A part that is stopped goes on where it was: sbatch --array=3,7 … runs some again.",
      "set -eu",
      "plan=$(sbatch --parsable --job-name=stemma-plan \"$@\" --wrap \(Self.quoted("exec " + compute("--plan", planning: true))))",
      "parts=$(sbatch --parsable --job-name=stemma-part --array=0-\(parts - 1) --requeue --signal=B:USR1@120 \\",
      "  --dependency=afterok:\"${plan%%;*}\" \"$@\" --wrap \(Self.quoted("exec " + compute("--part", "auto"))))",
      "merge=$(sbatch --parsable --job-name=stemma-merge --dependency=afterany:\"${parts%%;*}\" \"$@\" \\",
      "  --wrap \(Self.quoted("exec " + compute("--merge"))))",
      "echo \"plan ${plan%%;*}, parts ${parts%%;*}, merge ${merge%%;*}\"",
    ]
  }

  private func mpirun(_ parts: Int) -> [String] {
    [
      "# Plans, starts \(parts) parts by mpirun, and puts them together. Options for mpirun come from the arguments.",
      "set -eu",
      compute("--plan", planning: true),
      "mpirun -n \(parts) \"$@\" \(compute("--part", "auto")) || echo 'a part has ended early; what is done is kept' >&2",
      "exec " + compute("--merge"),
    ]
  }

  private func ssh(_ hosts: [String]) -> [String] {
    var lines = [
      "# Plans here, starts a part on each machine, and puts the parts together here.",
      "# The machines must see the workspace, and what its stemma.yaml names, under the same paths.",
      "set -eu",
      compute("--plan", planning: true),
    ]
    for (index, host) in hosts.enumerated() {
      let part = compute("--part", "\(index)/\(hosts.count)")
      lines.append(
        "ssh -o BatchMode=yes \(Self.quoted(host)) \(Self.quoted(part)) </dev/null &")
    }
    lines += ["wait", "exec " + compute("--merge")]
    return lines
  }

  /// A word that a shell takes as it is.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
            || "/._-=,:@%+".unicodeScalars.contains($0))
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
