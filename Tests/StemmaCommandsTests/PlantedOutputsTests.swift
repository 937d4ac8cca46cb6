import Foundation
import TestSupport
import Testing

/// Every path outside `.stemma` that a command writes to, with something else in its place.
///
/// The paths are those that `strace` sees, so that a new file cannot be forgotten here.
@Suite(.serialized, .enabled(if: !Sanitizer.isWatching), .tags(.program)) struct PlantedOutputsTests
{
  /// What writes beside `.stemma`: into the workspace's folder, where a person names a file, and into their own folders.
  private static let commands = [
    "init made --checkpoint \"$checkpoint\" --corpus ../corpus.jsonl --questions \"$questions\"",
    "report . --html page.html --markdown page.md --figures figures",
    "export . --scores s.safetensors", "export . --pair pair.jsonl",
    "explore . -c findings -c 'write list.txt'", "explore . -c findings -c 'write list.csv'",
    "explore . -c 'step 1' -c 'write rows.csv'",
    "explore . -c 'session save mine'", "explore . -c 'session save mine.json'", "trust .",
    "sample --out world",
  ]

  private struct World {
    let folder: TemporaryFolder
    let golden: Golden

    init() throws {
      folder = try TemporaryFolder()
      golden = try Golden("llama")
      let workspace = try ResumeTests.workspace(folder.path, documents: 30)
      try Data("The slope is 3.".utf8).write(to: URL(filePath: folder.path + "/text.txt"))
      try #require(try Program.run("compute", workspace, "--threads", "2").status == 0)
    }

    /// Runs a line in a copy of the workspace, whose folder has the same name each time.
    func run(_ line: String) throws -> Program.Output {
      try Program.shell(
        """
        cd "$1"; rm -rf try victim nowhere trace; cp -r work try; mkdir try/home; cd try
        export HOME="$PWD/home" checkpoint='\(golden.checkpoint)' questions='\(golden.questions)'
        unset XDG_STATE_HOME XDG_CONFIG_HOME
        \(line)
        """, folder.path)
    }

    /// Paths that a command makes or opens for writing, from the workspace's folder; of those that differ by their
    /// stem alone the first stands for all.
    func written(_ command: String) throws -> [String] {
      let done = try run(
        """
        strace -f -qq -A -o ../trace -s 4000 -e signal=none \
          -e trace=open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2 "$0" \(command)
        """)
      try #require(done.status == 0, "\(command): \(done.text)\(done.errors)")
      let base = folder.path + "/try/"
      var kinds: Set<String> = []
      var paths: [String] = []
      for call in try String(contentsOfFile: folder.path + "/trace", encoding: .utf8).split(
        separator: "\n")
      where !call.contains("open") || call.contains("O_WRONLY") || call.contains("O_RDWR") {
        for part in call.split(separator: "\"", omittingEmptySubsequences: false) {
          guard !part.contains("\n"), part.count > 1, !part.contains(" ") else { continue }
          let path = part.hasPrefix(base) ? String(part.dropFirst(base.count)) : String(part)
          guard !path.hasPrefix("/"), !path.hasPrefix(".stemma"), !path.contains(".dat.nosync"),
            !path.hasPrefix("|"), path != "home"
          else { continue }
          let name = (path as NSString).lastPathComponent
          let kind =
            (path as NSString).deletingLastPathComponent + "/" + name.drop { $0 != "." }
            + (name.contains(".") ? "" : name)
          if kinds.insert(kind).inserted { paths.append(path) }
        }
      }
      return paths
    }
  }

  @Test func nothingIsFollowedFromWhatIsWritten() throws {
    let world = try World()
    var tried = 0
    for command in Self.commands {
      let paths = try world.written(command)
      for path in paths {
        for plant in Plant.possible {
          try tryOut(plant, at: path, command, world)
          tried += 1
        }
      }
    }
    #expect(tried > 150)
  }

  private func tryOut(_ plant: Plant, at path: String, _ command: String, _ world: World) throws {
    let folder = world.folder.path
    let done = try world.run(
      """
      victim="$PWD/../victim" nowhere="$PWD/../nowhere" place="$PWD/\(path)"
      mkdir -p "$(dirname "$place")"; printf 'my only copy' > "$victim"
      \(plant.line)
      timeout -k 1 60 "$0" \(command)
      """)
    let what = "\(plant) at \(path) of \(command): \(done.errors)"
    #expect(done.status <= 2, "\(what)")
    if done.status != 0 { #expect(!done.errors.isEmpty, "\(what)") }
    let victim = try String(contentsOfFile: folder + "/victim", encoding: .utf8)
    #expect(victim == "my only copy", "\(what)")
    #expect(!FileManager.default.fileExists(atPath: folder + "/nowhere"), "\(what)")
  }
}
