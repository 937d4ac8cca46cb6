import Foundation
import TestSupport
import Testing

/// Every path that a command writes to, with something else in its place: beside `.stemma` and, of what works on a
/// computed workspace or shares a run among processes, in it.
///
/// The paths are those that `strace` sees, so that a new file cannot be forgotten here.
@Suite(.serialized, .enabled(if: !Sanitizer.isWatching), .tags(.program)) struct PlantedOutputsTests
{
  /// How far a workspace is, each from the one before.
  enum State: String, CaseIterable {
    case computed, planned, fitted, joined, scored

    /// What leads to it.
    var line: String {
      switch self {
      case .computed: "\"$0\" compute . --threads 2"
      case .planned: "\"$0\" \(Case.plan)"
      case .fitted: "\"$0\" \(Case.part) --stage eigenbases"
      case .joined: "\"$0\" compute . --merge"
      case .scored: "\"$0\" \(Case.part)"
      }
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    static let plan = "compute . --plan --threads 2 --strategy kfac"
    static let part = "compute . --part 0/1 --no-wait --threads 2"

    let command: String
    let state: State
    /// Whether what it writes in `.stemma` is meant, and not what it writes elsewhere.
    let isInside: Bool

    init(_ command: String, on state: State = .computed, isInside: Bool = false) {
      (self.command, self.state, self.isInside) = (command, state, isInside)
    }

    var testDescription: String { command }
  }

  /// What writes into the workspace's folder, where a person names a file, and into their own folders.
  static let cases =
    [
      "init made --checkpoint \"$checkpoint\" --corpus ../corpus.jsonl --questions \"$questions\"",
      "report . --html page.html --markdown page.md --json page.json --figures figures",
      "export . --scores s.safetensors", "export . --scores s.safetensors --per-module",
      "export . --pair pair.jsonl",
      "explore . -c findings -c 'write list.txt'", "explore . -c findings -c 'write list.csv'",
      "explore . -c 'step 1' -c 'write rows.csv'",
      "explore . -c 'session save mine'", "explore . -c 'session save mine.json'", "trust .",
      "sample --out world",
      "inspect \"$checkpoint\" --text-file ../text.txt --logits l.safetensors",
      """
      train --corpus ../corpus.jsonl --out trained --tokenizer-vocabulary 300 --width 16 --layers 1 \
        --heads 2 --context 64 --batch 256 --tokens 300
      """,
      """
      evaluate . --lds --patch 0 --documents 10 --questions 2 --models 1 --parts 3 --epochs 1 --width 16 \
        --layers 1 --heads 2 --cg-iterations 0 --results results.json
      """,
    ].map { Case($0) } + [
      Case("ask . 'the slope of the line'", isInside: true),
      Case(Case.plan, isInside: true),
      Case(Case.part, on: .planned, isInside: true),
      Case("compute . --merge", on: .fitted, isInside: true),
      Case(Case.part, on: .joined, isInside: true),
      Case("compute . --merge", on: .scored, isInside: true),
    ]

  private struct World {
    let folder: TemporaryFolder
    let golden: Golden

    init() throws {
      folder = try TemporaryFolder()
      golden = try Golden("llama")
      let workspace = try ResumeTests.workspace(folder.path, documents: 30)
      try Data("The slope is 3.".utf8).write(to: URL(filePath: folder.path + "/text.txt"))
      try FileManager.default.moveItem(atPath: workspace, toPath: folder.path + "/start")
      var from = "start"
      for state in State.allCases {
        let done = try run("\(state.line); status=$?; cp -r . ../\(state); exit $status", from)
        try #require([0, 3].contains(done.status), "\(state): \(done.errors)")
        from = state.rawValue
      }
    }

    /// Runs a line in a copy of a workspace, whose folder has the same name each time.
    func run(_ line: String, _ state: String) throws -> Program.Output {
      try Program.shell(
        """
        cd "$1"; rm -rf work victim nowhere trace; cp -r \(state) work; mkdir -p work/home; cd work
        export HOME="$PWD/home" checkpoint='\(golden.checkpoint)' questions='\(golden.questions)'
        unset XDG_STATE_HOME XDG_CONFIG_HOME
        \(line)
        """, folder.path)
    }

    /// Paths that a command makes or opens for writing, from the workspace's folder; of those that differ by their
    /// stem alone the first stands for all.
    func written(_ test: Case) throws -> [String] {
      let done = try run(
        """
        strace -f -qq -A -o ../trace -s 4000 -e signal=none \
          -e trace=open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2 "$0" \(test.command)
        """, test.state.rawValue)
      try #require([0, 3].contains(done.status), "\(test.command): \(done.text)\(done.errors)")
      let base = folder.path + "/work/"
      var kinds: Set<String> = []
      var paths: [String] = []
      for call in try String(contentsOfFile: folder.path + "/trace", encoding: .utf8).split(
        separator: "\n")
      where !call.contains("open") || call.contains("O_WRONLY") || call.contains("O_RDWR") {
        for part in call.split(separator: "\"", omittingEmptySubsequences: false) {
          guard !part.contains("\n"), part.count > 1, !part.contains(" ") else { continue }
          let path = part.hasPrefix(base) ? String(part.dropFirst(base.count)) : String(part)
          guard !path.hasPrefix("/"), path.hasPrefix(".stemma") == test.isInside,
            !path.contains(".dat.nosync"), !path.hasPrefix("|"), path != "home"
          else { continue }
          let name = (path as NSString).lastPathComponent
          // Nobody knows a process's number before.
          let isNumbered = name.contains(/\.[0-9a-f]{8}-\d+\.new$/)
          let kind =
            (path as NSString).deletingLastPathComponent + "/" + name.drop { $0 != "." }
            + (name.contains(".") ? "" : name)
          if !isNumbered, kinds.insert(kind).inserted { paths.append(path) }
        }
      }
      return paths
    }
  }

  @Test func nothingIsFollowedFromWhatIsWritten() throws {
    let world = try World()
    for test in Self.cases {
      let paths = try world.written(test)
      #expect(!paths.isEmpty, "\(test.command)")
      for path in paths {
        for plant in Plant.possible { try tryOut(plant, at: path, test, world) }
      }
    }
  }

  private func tryOut(_ plant: Plant, at path: String, _ test: Case, _ world: World) throws {
    let folder = world.folder.path
    let done = try world.run(
      """
      victim="$PWD/../victim" nowhere="$PWD/../nowhere" place="$PWD/\(path)"
      rm -rf "$place"; mkdir -p "$(dirname "$place")"; printf 'my only copy' > "$victim"
      \(plant.line)
      timeout -k 1 60 "$0" \(test.command)
      """, test.state.rawValue)
    let what = "\(plant) at \(path) of \(test.command): \(done.errors)"
    #expect(done.status <= 3, "\(what)")
    if done.status != 0 { #expect(!done.errors.isEmpty, "\(what)") }
    let victim = try String(contentsOfFile: folder + "/victim", encoding: .utf8)
    #expect(victim == "my only copy", "\(what)")
    #expect(!FileManager.default.fileExists(atPath: folder + "/nowhere"), "\(what)")
  }
}
