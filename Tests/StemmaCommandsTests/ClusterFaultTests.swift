import Foundation
import TerminalHarness
import TestSupport
import Testing

/// What befalls parts is one sentence each, and nothing is lost or mixed.
@Suite(.serialized, .tags(.program))
struct ClusterFaultTests {
  static let faults: [(name: String, sees: String, lost: String)] = [
    ("two mergers at once", "`another engine is already working here`, exit 1", "nothing"),
    (
      "a second plan with other settings while one is there", "`another plan is there`, exit 1",
      "nothing"
    ),
    (
      "settings changed between plan and part",
      "`its settings have changed since the plan`, exit 1",
      "nothing"
    ),
    (
      "checkpoint replaced between plan and part",
      "`is another checkpoint than the plan's`, exit 1", "nothing"
    ),
    (
      "launchers that disagree which part this is", "both, `name the part by --part I/N`, exit 1",
      "nothing"
    ),
    ("a part that is missing", "`files of scores are missing`, exit 3", "nothing"),
    (
      "a part's file cut off", "`is cut off`, `it is set aside`, exit 1",
      "the file, which its part makes again"
    ),
    (
      "a part's file with a wrong checksum", "`has a wrong checksum`, `it is set aside`, exit 1",
      "the file, which its part makes again"
    ),
    ("a full disk in one part", "`free some space and run again`, exit 1", "the piece in flight"),
  ]

  @Test func twoMergersAndTwoPlansAreRefused() throws {
    let world = try ClusterWorld(documents: 40)
    let first = try Program.start(["compute", world.workspace, "--merge", "--wait"])
    defer { first.terminate() }
    // The second must not be the first to take the lock.
    let lock = world.workspace + "/.stemma/engine.lock"
    #expect(
      comesTrue {
        (try? String(contentsOfFile: lock, encoding: .utf8)) == "\(first.processIdentifier)\n"
      })
    let second = try world.merge()
    #expect(second.status == 1 && second.errors.contains("another engine is already working here"))
    #expect(second.errors.contains("process \(first.processIdentifier)"))
    first.terminate()
    first.waitUntilExit()
    let other = try Program.run("compute", world.workspace, "--plan", "--damping", "0.5mean")
    #expect(other.status == 1 && other.errors.contains("another plan is there"), "\(other.errors)")
    let same = try Program.run("compute", world.workspace, "--plan", "--threads", "2")
    #expect(same.status == 0 && same.errors.contains("the plan is there already"))
    try world.factors(1)
    try world.scores(1)
    #expect(try world.merge().status == 0)
    try world.isAsIfOneProcess()
  }

  @Test func otherInputsAreRefused() throws {
    let world = try ClusterWorld(documents: 40, ownCheckpoint: true)
    let yaml = URL(filePath: world.workspace + "/stemma.yaml")
    let text = try Data(contentsOf: yaml)
    try (text + Data("\nmethod:\n  damping: 0.3mean\n".utf8)).write(to: yaml)
    let settings = try world.part("0/1")
    #expect(settings.status == 1, "\(settings.errors)")
    #expect(settings.errors.contains("its settings have changed since the plan"))
    try text.write(to: yaml)
    let weights = URL(filePath: world.folder.path + "/checkpoint/model.safetensors")
    let right = try Data(contentsOf: weights)
    var wrong = right
    wrong[wrong.count - 3] ^= 1
    try wrong.write(to: weights)
    let checkpoint = try world.part("0/1")
    #expect(checkpoint.status == 1)
    #expect(checkpoint.errors.contains("is another checkpoint than the plan's"))
    #expect(try world.merge().errors.contains("have changed since the plan"))
    try right.write(to: weights)
    let torn = try Program.shell(
      "SLURM_PROCID=0 SLURM_NTASKS=4 PMI_RANK=1 PMI_SIZE=2 \"$0\" compute \"$1\" --part auto",
      world.workspace)
    #expect(torn.status == 1)
    #expect(torn.errors.contains("SLURM_PROCID") && torn.errors.contains("PMI_RANK"))
    let mixed = try Program.run(
      "compute", world.workspace, "--part", "0/1", "--damping", "0.2mean")
    #expect(mixed.status == 2)
    try world.factors(1)
    try world.scores(1)
    #expect(try world.merge().status == 0)
    try world.isAsIfOneProcess()
  }

  /// Damage in each stage, met by a part or by the merge.
  @Test func damagedFilesAreSetAsideAndMadeAgain() throws {
    let world = try ClusterWorld(documents: 600)
    func damage(_ stage: String, cuts: Bool) throws -> String {
      let folder = world.parts + "/" + stage
      let name = try #require(
        FileManager.default.contentsOfDirectory(atPath: folder).sorted().first {
          $0.hasSuffix(".part")
        })
      let file = URL(filePath: folder + "/" + name)
      var data = try Data(contentsOf: file)
      if cuts { data = data.prefix(data.count - 100) } else { data[data.count / 2] ^= 16 }
      try data.write(to: file)
      return name
    }
    func run(_ stage: String) throws -> Program.Output {
      try world.part("0/1", "--no-wait", "--stage", stage)
    }
    let order = ["covariances", "eigenbases", "eigenvalues", "steps", "scores"]
    for (index, stage) in order.enumerated() {
      if stage == "steps" { #expect(try world.merge().status == 3) }
      #expect(try run(stage).status == 0)
      for cuts in [true, false] {
        let name = try damage(stage, cuts: cuts)
        let met =
          ["eigenvalues", "scores"].contains(stage) ? try world.merge() : try run(order[index + 1])
        #expect(met.status == 1, "\(stage): \(met.errors)")
        #expect(met.errors.contains(cuts ? "is cut off" : "has a wrong checksum"), "\(met.errors)")
        #expect(met.errors.contains(name) && met.errors.contains("set aside"))
        #expect(try run(stage).status == 0)
      }
    }
    #expect(try world.merge().status == 0)
    try world.isAsIfOneProcess()
  }

  @Test(.enabled(if: FileSystemFaultTests.canMount)) func aFullDiskInOnePartIsNamed() throws {
    let world = try ClusterWorld(documents: 600)
    // The folder of one stage is a disk of its own that is too small at first.
    let line = """
      unshare -rm bash -c '
        mount -t tmpfs -o size=8k none "$2/.stemma/parts/covariances" || exit 99
        "$1" compute "$2" --part 0/1 --no-wait --stage covariances
        test $? -eq 1 || exit 98
        mount -o remount,size=100m "$2/.stemma/parts/covariances"
        for stage in covariances eigenbases eigenvalues; do
          "$1" compute "$2" --part 0/1 --no-wait --stage $stage || exit 97
        done
        "$1" compute "$2" --merge
        for stage in steps scores; do
          "$1" compute "$2" --part 0/1 --no-wait --stage $stage || exit 96
        done
        umount "$2/.stemma/parts/covariances"
        "$1" compute "$2" --merge
      ' bash "$0" "$1"
      """
    let ran = try Program.shell(line, world.workspace)
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(ran.errors.contains("free some space and run again"))
    try world.isAsIfOneProcess()
  }
}
