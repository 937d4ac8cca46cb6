import Foundation
import TestSupport
import Testing

/// Something that somebody has laid in the place of one of the program's files.
enum Plant: String, CaseIterable, Sendable {
  case link, danglingLink, hardLink, pipe, device, folder, otherOwner

  /// Only root may make devices and give files away.
  static let possible = allCases.filter {
    geteuid() == 0 || ($0 != .device && $0 != .otherOwner)
  }

  /// A line of shell that lays it at `$place`, with `$victim` beside.
  var line: String {
    switch self {
    case .link: "ln -s \"$victim\" \"$place\""
    case .danglingLink: "ln -s \"$nowhere\" \"$place\""
    case .hardLink: "ln \"$victim\" \"$place\""
    case .pipe: "mkfifo \"$place\""
    case .device: "mknod \"$place\" c 1 3"
    case .folder: "mkdir \"$place\""
    case .otherOwner: "echo 3885 > \"$place\"; chown 65534 \"$place\""
    }
  }
}

/// Every path that the program opens for writing, with something else in its place.
///
/// The paths are those that `strace` sees in a whole run, so that a new file cannot be forgotten here.
@Suite(.serialized, .tags(.program)) struct PlantedFilesTests {
  /// Paths under `.stemma`, from there, that a run from nothing, a question and a rebuilt index write to.
  private static func written(_ folder: String) throws -> [String] {
    let workspace = try ResumeTests.workspace(folder, documents: 30)
    let done = try Program.shell(
      """
      trace() {
        strace -f -qq -A -o "$1/../trace" -s 4000 -e signal=none \
          -e trace=open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir "${@:2}"
      }
      trace "$1" "$0" compute "$1" --threads 2 || exit 1
      trace "$1" "$0" compute "$1" --threads 2 --rebuild-index --strategy kfac || exit 1
      trace "$1" "$0" ask "$1" 'the slope of the line' || exit 1
      mkfifo "$1/../keys"; exec 3<>"$1/../keys"; export TERM=xterm-256color
      script -qefc "stty rows 30 cols 100; exec '$0' explore '$1' --fresh --theme Plain" "$1/../seen" <&3 &
      while kill -0 $! && [ ! -e "$1/.stemma/engine.log" ]; do sleep 0.1; done; printf Q >&3; wait $!
      [ -e "$1/.stemma/engine.log" ]
      """, workspace)
    try #require(done.status == 0, "\(done.text)\(done.errors)")
    let base = workspace + "/.stemma/"
    var paths: Set<String> = ["engine.log"]
    for call in try String(contentsOfFile: folder + "/trace", encoding: .utf8).split(
      separator: "\n")
    {
      let isChange = !call.contains("open") || call.contains("O_WRONLY") || call.contains("O_RDWR")
      guard isChange else { continue }
      for part in call.split(separator: "\"", omittingEmptySubsequences: false) {
        guard part.hasPrefix(base) else { continue }
        paths.insert(String(part.dropFirst(base.count)))
      }
    }
    return paths.sorted()
  }

  @Test(.enabled(if: !Sanitizer.isWatching)) func nothingIsFollowedOutOfAWorkspace() throws {
    let folder = try TemporaryFolder()
    let paths = try Self.written(folder.path)
    // Whatever else comes: these are known to be among them.
    for known in [
      "engine.lock", "engine.log", "stemma.sqlite", "stemma.sqlite-wal", "stemma.sqlite-shm",
      "hashes.json", "hashes.json.new", "index", "factors",
    ] { #expect(paths.contains(known), "\(known): \(paths)") }
    #expect(paths.contains { $0.hasPrefix("index/") && $0.hasSuffix(".stemma.new") })
    #expect(paths.contains { $0.hasPrefix("factors/") && $0.hasSuffix(".safetensors") })
    #expect(paths.contains { $0.hasSuffix(".part") })
    let workspace = folder.path + "/work"
    for path in paths {
      for plant in Plant.possible { try tryOut(plant, at: path, in: workspace, folder.path) }
    }
  }

  /// Lays one thing in one place of a workspace without results, and computes.
  private func tryOut(_ plant: Plant, at path: String, in workspace: String, _ folder: String)
    throws
  {
    let done = try Program.shell(
      """
      set -e; cd "$1"; rm -rf .stemma ../victim ../nowhere ../folder
      victim="$PWD/../victim" nowhere="$PWD/../nowhere" place="$PWD/.stemma/\(path)"
      mkdir -p "$(dirname "$place")"; printf 'my only copy' > "$victim"
      \(plant.line)
      exec timeout -k 1 60 "$0" compute "$1" --threads 2
      """, workspace)
    let what = "\(plant) at \(path): \(done.errors)"
    // A folder in a folder's place is as it should be.
    if done.status != 0 {
      #expect(done.status == 1, "\(what)")
      #expect(done.errors.contains(path), "\(what)")
      let lines = done.errors.split(separator: "\n").filter { $0.hasPrefix("stemma: ") }
      #expect(lines.count == 1, "\(what)")
    } else {
      #expect(plant == .folder, "\(what)")
    }
    #expect(
      try String(contentsOfFile: folder + "/victim", encoding: .utf8) == "my only copy", "\(what)")
    #expect(!FileManager.default.fileExists(atPath: folder + "/nowhere"), "\(what)")
  }

  /// Temporary files beside what a person names, where no look at the workspace helps.
  @Test(arguments: Plant.possible) func temporariesBesideExportsAreMadeExclusively(plant: Plant)
    throws
  {
    let world = try FaultWorld()
    #expect(try Program.run("compute", world.workspace, "--threads", "2").status == 0)
    let done = try Program.shell(
      """
      set -e; cd "$1"
      victim="$PWD/../victim" nowhere="$PWD/../nowhere" place="$PWD/s.safetensors.partial"
      printf 'my only copy' > "$victim"
      \(plant.line)
      exec timeout -k 1 60 "$0" export "$1" --scores s.safetensors
      """, world.workspace)
    let victim = world.folder.path + "/victim"
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "my only copy")
    #expect(!FileManager.default.fileExists(atPath: world.folder.path + "/nowhere"))
    if plant == .folder {
      #expect(done.status == 1 && done.errors.contains("s.safetensors.partial"), "\(done.errors)")
    } else {
      #expect(done.status == 0, "\(done.errors)")
      let kind = try FileManager.default.attributesOfItem(
        atPath: world.workspace + "/s.safetensors")[.type]
      #expect(kind as? FileAttributeType == .typeRegular)
    }
  }

  /// Scratch disks are fine; somebody's own folder is not.
  @Test(arguments: [".stemma", ".stemma/index", ".stemma/factors"])
  func folderLinksLeadToScratchDisksOnly(place: String) throws {
    let world = try FaultWorld()
    func compute(_ target: String) throws -> Program.Output {
      try Program.shell(
        """
        set -e; cd "$1"; rm -rf .stemma; mkdir -p ../mine ../scratch "$(dirname '\(place)')"
        echo notes > ../mine/notes.txt; ln -s "$PWD/../\(target)" '\(place)'
        exec "$0" compute "$1" --threads 2
        """, world.workspace)
    }
    let refused = try compute("mine")
    #expect(refused.status == 1, "\(refused.errors)")
    #expect(refused.errors.contains("notes.txt") && refused.errors.contains("stemma trust"))
    let mine = try FileManager.default.contentsOfDirectory(atPath: world.folder.path + "/mine")
    #expect(mine == ["notes.txt"])
    let fine = try compute("scratch")
    #expect(fine.status == 0, "\(fine.errors)")
    let doctor = try Program.run("doctor", world.workspace)
    #expect(doctor.text.contains("leads to \(world.folder.path)/scratch"), "\(doctor.text)")
  }

  /// `stemma` without an argument in a folder of another user's.
  @Test(.enabled(if: geteuid() == 0), arguments: [".", "stemma.yaml", ".stemma"])
  func workspaceOfAnotherUserIsNamedAndNotOpened(part: String) throws {
    let world = try FaultWorld()
    let done = try Program.shell(
      """
      cd "$1"; mkdir -p .stemma; chown 65534 '\(part)'
      "$0" status && exit 99
      "$0" explore -c help && exit 98
      "$0" status --trust > ../trusted && "$0" status "$PWD" > ../named
      """, world.workspace)
    #expect(done.status == 0, "\(done.errors)")
    let lines = done.errors.split(separator: "\n")
    #expect(lines.filter { $0.contains("nobody has named this workspace") }.count == 2, "\(lines)")
    #expect(lines.allSatisfy { $0.contains("--trust") || !$0.hasPrefix("stemma: ") }, "\(lines)")
  }

  /// What is written holds texts of the corpus, whatever the umask.
  @Test func resultsAreTheUsersAlone() throws {
    let world = try FaultWorld()
    let done = try Program.shell(
      "umask 000; exec \"$0\" compute \"$1\" --threads 2", world.workspace)
    #expect(done.status == 0, "\(done.errors)")
    let base = world.workspace + "/.stemma"
    let files = FileManager.default.enumerator(atPath: base)?.allObjects as? [String] ?? []
    #expect(files.count > 8)
    for file in [""] + files {
      let facts = try FileManager.default.attributesOfItem(atPath: base + "/" + file)
      let mode = try #require(facts[.posixPermissions] as? Int)
      #expect(mode & 0o077 == 0, "\(file): \(String(mode, radix: 8))")
    }
  }

  /// A lock that only a writer can hold, and whose owner the kernel tells.
  @Test func nobodyStopsAnEngineByReading() throws {
    let world = try FaultWorld()
    let done = try Program.shell(
      """
      cd "$1"; mkdir .stemma; echo 3885 > .stemma/engine.lock
      exec 7<.stemma/engine.lock; flock -x 7 || exit 97
      exec "$0" compute . --threads 2
      """, world.workspace)
    #expect(done.status == 0, "\(done.errors)")
  }
}
