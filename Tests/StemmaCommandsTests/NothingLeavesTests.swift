import Foundation
import Testing

/// Every system call of a whole run is watched: no network, nothing executed, nothing written elsewhere.
@Suite struct NothingLeavesTests {
  @Test func runTalksToNobodyAndWritesWhereItMay() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 30)
    let trace = folder.path + "/trace"
    let commands = [
      "compute \"$1\" --threads 2", "status \"$1\"", "top \"$1\" --question q-00",
      "doctor \"$1\"", "report \"$1\" --output \"$1/report.html\"",
    ]
    for command in commands {
      let done = try Program.shell(
        """
        umask 027; export HOME="$1/home" TMPDIR="$1/tmp"; mkdir -p "$HOME" "$TMPDIR"
        exec strace -f -qq -A -o '\(trace)' -e signal=none -s 400 \
          -e trace=network,execve,execveat,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat \
          "$0" \(command)
        """, workspace)
      // 127: there is no strace here, and the CI installs one.
      #expect(done.status != 127, "\(done.errors)")
    }
    let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
    #expect(calls.count > 500)
    for call in calls {
      let name = call.drop { $0.isNumber || $0 == " " }.prefix { $0 != "(" }
      switch name {
      case "execve":
        #expect(call.contains("\"\(Program.path)\""), "\(call)")
      case "open", "openat", "creat":
        guard call.contains("O_WRONLY") || call.contains("O_RDWR") || call.contains("O_CREAT")
        else { continue }
        #expect(isInside(call, folder.path), "\(call)")
      case "mkdir", "mkdirat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "link",
        "linkat", "symlink", "symlinkat":
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
    // 027 takes writing from the group and everything from others.
    let files = FileManager.default.enumerator(atPath: workspace + "/.stemma")
    var count = 0
    while let file = files?.nextObject() as? String {
      let path = workspace + "/.stemma/" + file
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect((mode ?? 0o777) & 0o027 == 0, "\(file) has mode \(String(mode ?? 0, radix: 8))")
      count += 1
    }
    #expect(count > 5)
  }

  private func isInside(_ call: Substring, _ folder: String) -> Bool {
    let parts = call.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return false }
    return parts[1].hasPrefix(folder) || parts[1].hasPrefix("/dev/")
  }
}
