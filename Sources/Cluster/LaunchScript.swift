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
    // A stage of the factors that is not needed ends at once.
    let stages: [(name: String, needs: String)] = [
      ("covariances", "afterok"), ("eigenbases", "afterany"), ("eigenvalues", "afterany"),
    ]
    var lines = [
      "# Submits dependent jobs: a plan, \(parts) parts of each stage, and what puts the parts together.",
      "# Options for sbatch, such as a partition, an account or -c16, come from the arguments or from SBATCH_ variables.",
      "# A part that is stopped goes on where it was: the same job may be requeued or submitted again.",
      "set -eu",
      "job() { name=$1 after=$2; shift 2; sbatch --parsable --job-name=\"stemma-$name\" ${after:+--dependency=\"$after\"} \"$@\" | cut -d';' -f1; }",
      "array='--array=0-\(parts - 1) --requeue --signal=B:USR1@120'",
      "last=$(job plan '' \"$@\" --wrap \(Self.quoted("exec " + compute("--plan", planning: true))))",
      "echo \"plan $last\"",
    ]
    for (name, needs) in stages { lines += array(name, needs) }
    // What comes next needs the factors in one piece, and how the steps are to be kept; exit 3 is no fault of it.
    lines += [
      "last=$(job join \"afterany:$last\" \"$@\" --wrap \(Self.quoted(compute("--merge") + " || [ $? -eq 3 ]")))",
      "echo \"join $last\"",
    ]
    for name in ["steps", "scores"] { lines += array(name, "afterany") }
    lines += [
      "last=$(job merge \"afterany:$last\" \"$@\" --wrap \(Self.quoted("exec " + compute("--merge"))))",
      "echo \"merge $last\"",
    ]
    return lines
  }

  /// The parts of one stage.
  private func array(_ stage: String, _ needs: String) -> [String] {
    let part = "exec " + compute("--part", "auto", "--no-wait", "--stage", stage)
    return [
      "last=$(job \(stage) \"\(needs):$last\" $array \"$@\" --wrap \(Self.quoted(part)))",
      "echo \"\(stage) $last\"",
    ]
  }

  private func mpirun(_ parts: Int) -> [String] {
    [
      "# Plans, starts \(parts) parts by mpirun, and puts them together. Options for mpirun come from the arguments.",
      "set -eu",
      compute("--plan", planning: true),
      "\(compute("--merge", "--wait")) & merge=$!",
      "mpirun -n \(parts) \"$@\" \(compute("--part", "auto")) || {",
      "  echo 'a part has ended early; what is done is kept, this script goes on with it' >&2; kill $merge; wait $merge || true; exit 3; }",
      "wait $merge",
    ]
  }

  private func ssh(_ hosts: [String]) -> [String] {
    var lines = [
      "# Plans here, starts a part on each machine, and puts the parts together here.",
      "# The machines must see the workspace, and what its stemma.yaml names, under the same paths.",
      "set -eu",
      compute("--plan", planning: true),
      "\(compute("--merge", "--wait")) & merge=$!",
      "parts=",
    ]
    for (index, host) in hosts.enumerated() {
      let part = compute("--part", "\(index)/\(hosts.count)")
      lines.append(
        "ssh -o BatchMode=yes \(Self.quoted(host)) \(Self.quoted(part)) </dev/null & parts=\"$parts $!\""
      )
    }
    lines += [
      "failed=",
      "for part in $parts; do wait $part || failed=yes; done",
      "if [ -n \"$failed\" ]; then",
      "  echo 'a part has ended early; what is done is kept, this script goes on with it' >&2; kill $merge; wait $merge || true; exit 3; fi",
      "wait $merge",
    ]
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
