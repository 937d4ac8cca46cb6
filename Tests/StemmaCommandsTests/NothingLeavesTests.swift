import Foundation
import TestSupport
import Testing

/// Every system call of a whole run is watched: no network, nothing executed, nothing written elsewhere, and nothing
/// outside written through a link.
@Suite(.tags(.program)) struct NothingLeavesTests {
  /// Everything a person does with a workspace, which is `$1`, after they have opened it.
  private static let commands = [
    "compute \"$1\" --threads 2", "status \"$1\"", "steps \"$1\" q-00", "top \"$1\" q-00",
    "doctor \"$1\"", "verify \"$1\" q-00", "self-influence \"$1\"",
    "evaluate \"$1\" --patch 1", "evaluate \"$1\" --index",
    "ask \"$1\" 'the slope of the line'",
    "report \"$1\" --html \"$1/report.html\" --figures \"$1/figures\"",
    "export \"$1\" --scores \"$1/scores.safetensors\"",
    "import \"$1\" --scores \"$1/scores.safetensors\"",
    "compute \"$1\" --factors \"$1\"/.stemma/factors/* --threads 2",
    "explore \"$1\" -c findings -c \"write $1/list.txt\"", "explore \"$1\" --plain -c help",
    """
    init "$1/second" --checkpoint "$checkpoint" --corpus "$1/../corpus.jsonl" --questions "$questions"
    """,
    """
    bench --passages 8 --threads 2 --checkpoint "$checkpoint" --corpus "$1/../corpus.jsonl" \
      --questions "$questions"
    """,
    "inspect \"$checkpoint\" --text-file \"$1/text.txt\"", "compare \"$1\" q-00 q-01",
    "paths \"$1\"", "sample --out \"$1/world\"",
    """
    train --corpus "$1/../corpus.jsonl" --out "$1/trained" --tokenizer-vocabulary 300 --width 16 \
      --layers 1 --heads 2 --context 64 --batch 256 --tokens 2000
    """,
  ].map { "exec \"$1/../traced\" \"$0\" " + $0 }

  /// The same with links that lead outside, under names that the program writes to; some are refused, which is right.
  private static let throughLinks = [
    "status", "top q-00", "explore -c \"write $1/linked.txt\"",
    "explore -c \"write $1/linked.csv\"",
    "explore -c \"session save linked\"", "explore -c \"session save $1/linked.json\"",
    "report --html \"$1/linked.html\" --markdown \"$1/linked.md\" --figures \"$1/linked\"",
    "export --scores \"$1/linked.safetensors\"", "compute --threads 2", "ask 'the slope of a line'",
    "trust",
  ].map { command in
    let parts = command.split(separator: " ", maxSplits: 1)
    let rest = parts.count > 1 ? " " + parts[1] : ""
    return """
      outside="$1/../../outside-${1//\\//-}"
      link() { mkdir -p "$(dirname "$1")"; rm -rf "$1"; ln -s "$outside" "$1"; }
      for name in txt csv json html md safetensors txt.partial html.partial md.partial safetensors.partial; do
        link "$1/linked.$name"
      done
      mkdir -p "$1/linked"
      for name in share-positive.svg share-positive.csv share-positive.svg.partial; do link "$1/linked/$name"; done
      for name in sessions/linked.json sessions/linked.json.new workspaces.json.new; do
        link "$HOME/.local/state/stemma/$name"
      done
      "$1/../traced" "$0" \(parts[0]) "$1"\(rest); status=$?
      find "$1" -type l -delete
      [ ! -e "$outside" ] || { rm -f "$outside"; exit 99; }
      [ "$status" -le 1 ]
      """
  }

  /// The explorer in a terminal with its engine, left with Q when it shows that the engine lives.
  ///
  /// What it reads from stays open until it has ended. It stands first, when all is still to be computed.
  private static let explorer = """
    "$1/../traced" "$0" trust "$1" || exit 1
    mkfifo "$1/../keys"; exec 3<>"$1/../keys"
    script -qefc "stty rows 30 cols 100; exec '$1/../traced' '$0' explore '$1' --fresh" "$1/../seen" <&3 &
    while kill -0 $! && ! grep -qs ● "$1/../seen"; do sleep 0.1; done; printf Q >&3; wait $!
    """

  private static let calls = """
    network,execve,execveat,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,\
    link,linkat,symlink,symlinkat,truncate,mknod,mknodat,chmod,fchmodat
    """

  @Test(.enabled(if: !Sanitizer.isWatching)) func runTalksToNobodyAndWritesWhereItMay() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 30)
    let golden = try Golden("llama")
    let trace = folder.path + "/trace"
    let traced = """
      #!/bin/sh
      exec strace -f -qq -A -y -o '\(trace)' -e signal=none -s 400 -e trace=\(Self.calls) "$@"
      """
    try Data(traced.utf8).write(to: URL(filePath: folder.path + "/traced"))
    chmod(folder.path + "/traced", 0o755)
    for command in [Self.explorer] + Self.commands + Self.throughLinks {
      // Where the system's temporary files lie is none of the places that the program may write to.
      let done = try Program.shell(
        """
        umask 027; export HOME="$1/home" TMPDIR="$1/tmp" TERM=xterm-256color LC_ALL=C.UTF-8
        unset XDG_CACHE_HOME XDG_STATE_HOME XDG_CONFIG_HOME; mkdir -p "$HOME" "$TMPDIR"
        echo 'The slope is 3.' > "$1/text.txt"
        checkpoint='\(golden.checkpoint)' questions='\(golden.questions)'
        \(command)
        """, workspace)
      // 127: there is no strace here, and the CI installs one.
      #expect(done.status == 0, "\(command): \(done.text)\(done.errors)")
    }
    let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
    #expect(calls.count > 500)
    #expect(calls.contains { $0.contains("execve(") && $0.contains("\"--serve\"") })
    for call in calls {
      let name = call.drop { $0.isNumber || $0 == " " }.prefix { $0 != "(" }
      switch name {
      case "execve":
        #expect(call.contains("\"\(Program.path)\""), "\(call)")
      case "open", "openat", "creat":
        guard call.contains("O_WRONLY") || call.contains("O_RDWR") || call.contains("O_CREAT")
        else { continue }
        #expect(isInside(call, folder.path), "\(call)")
        #expect(opened(call).map { isAllowed($0[...], folder.path) } ?? true, "\(call)")
      case "mkdir", "mkdirat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "link",
        "linkat", "symlink", "symlinkat", "truncate", "mknod", "mknodat", "chmod", "fchmodat":
        #expect(isInside(call, folder.path), "\(call)")
      case "socket" where call.contains("AF_UNIX"): continue
      // The C library asks the machine's own cache of users where somebody's home is.
      case "connect" where call.contains("\"/var/run/nscd/socket\""): continue
      default:
        // Whatever else is traced is of the network; signals, exits and halves of calls begin otherwise.
        let isCall = name.first?.isLetter ?? false
        #expect(!isCall, "\(call)")
      }
    }
    // 027 takes writing from the group and everything from others, in the workspace and the person's own folders.
    let made = [
      ".stemma", "home", "trained", "figures", "report.html", "scores.safetensors", "list.txt",
      "second", "world",
    ]
    var count = 0
    for name in made {
      let files = FileManager.default.enumerator(atPath: workspace + "/" + name)
      let inner = (files?.allObjects as? [String] ?? []).map { name + "/" + $0 }
      for file in inner.isEmpty ? [name] : inner {
        let path = workspace + "/" + file
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect((mode ?? 0o777) & 0o027 == 0, "\(file): \(String(mode ?? 0, radix: 8))")
        count += 1
      }
    }
    #expect(count > 20)
  }

  /// Whether every path of a call, of which renaming has two, lies in the folder.
  private func isInside(_ call: Substring, _ folder: String) -> Bool {
    let parts = call.split(separator: "\"", omittingEmptySubsequences: false)
    let paths = parts.indices.filter { !$0.isMultiple(of: 2) }.map { parts[$0] }
    return !paths.isEmpty && paths.allSatisfy { isAllowed($0, folder) }
  }

  private func isAllowed(_ path: Substring, _ folder: String) -> Bool {
    path.hasPrefix(folder) || path.hasPrefix("/dev/")
  }

  /// The file that a call has really opened, links followed, as the kernel names it; nil where it failed.
  private func opened(_ call: Substring) -> String? {
    call.firstMatch(of: /\) = \d+<([^>]*)>/).map { String($0.1) }
  }
}
