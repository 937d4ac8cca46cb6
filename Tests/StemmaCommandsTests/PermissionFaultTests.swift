import Foundation
import TestSupport
import Testing

/// Something that a person may not read or write, and what they are told.
struct PermissionFault: Sendable, CustomTestStringConvertible {
  let name: String
  let sees: String
  /// A line of shell in the workspace's folder that takes the right away, and one that gives it back.
  let take: String
  let giveBack: String
  /// Whether what was computed before is removed.
  var forgets: Bool { take.hasPrefix("rm ") }

  var testDescription: String { name }

  static let all = [
    PermissionFault(
      name: "weights that may not be read", sees: "model.safetensors: cannot be opened",
      take: "rm -r .stemma; chmod 000 ../checkpoint/model.safetensors",
      giveBack: "chmod 644 ../checkpoint/model.safetensors"),
    PermissionFault(
      name: "corpus that may not be read", sees: "corpus.jsonl: cannot be opened",
      take: "rm -r .stemma; chmod 000 ../corpus.jsonl", giveBack: "chmod 644 ../corpus.jsonl"),
    PermissionFault(
      name: "workspace and cache that may not be written",
      sees: "make the workspace writable or set XDG_CACHE_HOME", take: "rm -r .stemma; chmod 555 .",
      giveBack: "chmod 755 ."),
    PermissionFault(
      name: "results that may not be written",
      sees: "make the workspace writable, or copy them", take: "chmod 555 .stemma",
      giveBack: "chmod 755 .stemma"),
    PermissionFault(
      name: "database that may not be written",
      sees: "stemma.sqlite: the database cannot be written",
      take: "chmod 444 .stemma/stemma.sqlite", giveBack: "chmod 644 .stemma/stemma.sqlite*"),
  ]
}

/// Rights bind nobody who is root, so root's tests run the program as somebody without any.
@Suite(.serialized, .tags(.program)) struct PermissionFaultTests {
  /// Words before a command that make it somebody's whom rights bind.
  private static let somebody =
    geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""

  /// Whether the program can be run so: it may lie where others may not look.
  static let canBeSomebody =
    (try? Program.shell("\(somebody) \"$0\" --version", "").status) == 0

  @Test(.enabled(if: canBeSomebody), arguments: PermissionFault.all)
  func saysWhatMayNotBeDone(fault: PermissionFault) throws {
    let world = try FaultWorld(ownCheckpoint: true)
    // Results of one question, so that there is work left.
    let reference = try world.reference(first: fault.forgets ? nil : "q-00")
    let line = """
      [ $(id -u) != 0 ] || chown -R 65534:65534 "$1/.."
      cd "$1"; export HOME=/proc/nowhere; unset XDG_CACHE_HOME
      engine="\(Self.somebody) $0 compute . --threads 2"
      $engine --questions q-00 || exit 99
      \(fault.take)
      $engine && exit 98
      \(fault.giveBack)
      exec $engine
      """
    let done = try Program.shell(line, world.workspace)
    #expect(done.status == 0, "\(done.errors)")
    let said = done.errors.split(separator: "\n").filter { $0.hasPrefix("stemma: ") }
    #expect(said.count == 1 && said[0].contains(fault.sees), "\(said)")
    #expect(try ResumeTests.exported(world.workspace) == reference)
  }
}
