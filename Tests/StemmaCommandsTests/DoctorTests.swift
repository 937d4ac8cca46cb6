import Foundation
import TestSupport
import Testing

/// What `stemma doctor` checks, each with something wrong and what it then says to do.
@Suite(.tags(.program)) struct DoctorTests {
  struct Ailment: Sendable, CustomTestStringConvertible {
    /// The line that tells of it.
    let line: String
    let says: [String]
    /// A line of shell in the workspace's folder.
    var act = "true"
    /// What stands before the program.
    var environment = ""

    var testDescription: String { line + environment }

    static let all = [
      Ailment(
        line: "terminal", says: ["no-such-terminal", "set TERM=xterm-256color"],
        environment: "TERM=no-such-terminal COLORTERM="),
      Ailment(line: "terminal", says: ["cannot place the cursor"], environment: "TERM=dumb"),
      Ailment(line: "locale", says: ["set LANG=C.UTF-8"], environment: "LC_ALL=C"),
      Ailment(
        line: "checkpoint", says: ["model.safetensors", "truncated"],
        act: "truncate -s 5000 ../checkpoint/model.safetensors"),
      Ailment(
        line: "tokenizer", says: ["tokenizer.json"], act: "echo {} > ../checkpoint/tokenizer.json"),
      Ailment(
        line: "database", says: ["damaged", "compute again"],
        act: "rm -f .stemma/*-wal; truncate -s 40000 .stemma/stemma.sqlite"),
      Ailment(
        line: "inputs", says: ["the corpus", "`stemma compute` makes a new run"],
        act: "printf '\\n{\"text\":\"more\"}' >> ../corpus.jsonl"),
      Ailment(
        line: "inputs", says: ["check the path in stemma.yaml"],
        act: "sed -i 's|^questions:.*|questions: nowhere.jsonl|' stemma.yaml"),
      Ailment(
        line: "index", says: ["checksum", "--rebuild-index"],
        act: "printf x | dd of=.stemma/index/block-0000000000.stemma bs=1 seek=99 conv=notrunc"),
    ]
  }

  @Test(arguments: Ailment.all)
  func ailmentIsNamedWithItsRemedy(ailment: Ailment) throws {
    let world = try FaultWorld(ownCheckpoint: true)
    try #require(try Program.run("compute", world.workspace, "--threads", "2").status == 0)
    let healthy = "export TERM=xterm-256color LC_ALL=C.UTF-8; "
    let well = try Program.shell(healthy + "exec \"$0\" doctor \"$1\"", world.workspace)
    // The machine may be short of disk or memory, which is its own.
    let faults = well.text.split(separator: "\n").filter { $0.hasPrefix("!!") }
    #expect(faults.allSatisfy { $0.hasPrefix("!!  disk") || $0.hasPrefix("!!  memory") })
    let ill = try Program.shell(
      "\(healthy) cd \"$1\" && { \(ailment.act); } >&2; \(ailment.environment) exec \"$0\" doctor .",
      world.workspace)
    #expect(ill.status == 1)
    let line = ill.text.split(separator: "\n").first { $0.hasPrefix("!!  \(ailment.line)") }
    for part in ailment.says { #expect(line?.contains(part) == true, "\(ill.text)") }
  }

  @Test func diskAndMemoryAndLibrariesAreTold() throws {
    let world = try FaultWorld()
    let doctor = try Program.run("doctor", world.workspace)
    for name in ["libraries", "disk", "memory", "workspace", "engine"] {
      #expect(doctor.text.contains(" \(name) "), "\(doctor.text)")
    }
    #expect(doctor.text.contains("nothing is computed yet"))
  }

  /// Older versions left permissions to the umask; new results are their user's alone.
  @Test func resultsThatOthersMayReadAreNamed() throws {
    let world = try FaultWorld()
    let done = try Program.shell(
      """
      cd "$1"; "$0" compute . --threads 2 2>/dev/null || exit 97
      "$0" doctor . > ../tight; chmod 644 .stemma/stemma.sqlite; "$0" doctor . > ../open
      line=$(grep -o 'chmod -R go= [^`]*' ../open) && eval "$line" && "$0" doctor . > ../mended
      [ -s ../mended ]
      """, world.workspace)
    #expect(done.status == 0, "\(done.errors)")
    func said(_ name: String) throws -> String {
      try String(contentsOfFile: world.folder.path + "/" + name, encoding: .utf8)
    }
    let open = try said("open")
    #expect(open.contains("-- access") && open.contains("stemma.sqlite, and such"), "\(open)")
    #expect(try !said("tight").contains("-- access") && !said("mended").contains("-- access"))
  }
}
