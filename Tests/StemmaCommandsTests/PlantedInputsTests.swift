import Foundation
import TerminalHarness
import TestSupport
import Testing

/// Every file that the program reads, with something in its place that never ends or is no file.
///
/// The paths are those that `strace` sees, so that a new file cannot be forgotten here.
@Suite(.serialized, .enabled(if: !Sanitizer.isWatching), .tags(.program)) struct PlantedInputsTests
{
  private enum Stranger: String, CaseIterable {
    case pipe, endless, folder, nothing

    var line: String {
      switch self {
      case .pipe: "mkfifo \"$place\""
      case .endless: "ln -s /dev/zero \"$place\""
      case .folder: "mkdir \"$place\""
      case .nothing: "ln -s /nowhere/at/all \"$place\""
      }
    }
  }

  /// What reads files of people's and of their own.
  private static let commands = [
    "compute . --threads 2", "status .", "ask . 'the slope of the line'",
    "import . --scores ../s.safetensors --rows ../rows.json --columns ../columns.json",
    "import . --scores ../pair.jsonl", "import . --scores ../store",
    "inspect ../checkpoint --text-file ../text.txt",
    "init ../new --check --checkpoint ../checkpoint --corpus ../saved --corpus ../texts --questions ../questions.jsonl",
    "explore . -c 'session load mine'", "compute . --factors ../factors --threads 2",
    """
    train --corpus ../corpus.jsonl --tokenizer ../checkpoint --out "../trained-$RANDOM" --width 16 --layers 1 \
      --heads 2 --context 64 --batch 256 --tokens 300
    """,
  ]

  private let world: FaultWorld
  private var base: String { world.folder.path }

  init() throws {
    world = try FaultWorld(ownCheckpoint: true)
    let made = try Program.shell(
      """
      set -e; cd "$1"; export HOME="$PWD/../home"; unset XDG_STATE_HOME XDG_CONFIG_HOME
      "$0" compute . --threads 2 2>/dev/null
      "$0" export . --scores ../s.safetensors; "$0" export . --pair ../pair.jsonl
      cp -r .stemma/factors/* ../factors; cd ..
      mkdir -p saved texts store
      (cd work && "$0" explore . -c 'session save mine')
      echo '{"chat_template": "x"}' > checkpoint/tokenizer_config.json
      echo '{{ messages }}' > checkpoint/chat_template.jinja
      echo '{"max_new_tokens": 8}' > checkpoint/generation_config.json
      echo '{"_data_files": [{"filename": "a.jsonl"}]}' > saved/state.json
      cp corpus.jsonl saved/a.jsonl; echo 'A text.' > texts/a.txt; echo 'The slope is 3.' > text.txt
      echo '{}' > store/info.json; echo x > store/scores.bin; echo 'a: 1' > store/config.yaml
      echo '[]' > rows.json; echo '[]' > columns.json
      cp '\(Golden("llama").questions)' questions.jsonl
      """, world.workspace)
    try #require(made.status == 0, "\(made.errors)")
  }

  private func run(_ line: String) throws -> Program.Output {
    try Program.shell(
      """
      cd "$1"; export HOME="$PWD/../home"; unset XDG_STATE_HOME XDG_CONFIG_HOME XDG_CACHE_HOME
      \(line)
      """, world.workspace)
  }

  /// Files below the world's folder that a command opens for reading, each kind once.
  private func read(_ command: String) throws -> [String] {
    _ = try run(
      "strace -f -qq -A -y -o ../trace -s 4000 -e signal=none -e trace=open,openat \"$0\" \(command)"
    )
    defer { unlink(base + "/trace") }
    var paths: Set<String> = []
    for call in try String(contentsOfFile: base + "/trace", encoding: .utf8).split(separator: "\n")
    where call.contains("O_RDONLY") && !call.contains("O_DIRECTORY") {
      // As the kernel names it, links and dots followed.
      guard let match = call.firstMatch(of: /\) = \d+<([^>]*)>/) else { continue }
      let path = String(match.1)
      guard path.hasPrefix(base + "/"), !path.contains("/.stemma/"), !path.contains("/trained-")
      else { continue }
      paths.insert(String(path.dropFirst(base.count + 1)))
    }
    return paths.sorted()
  }

  @Test func nothingIsWaitedForAndNothingReadForEver() throws {
    var tried: Set<String> = []
    for command in Self.commands {
      for path in try read(command) {
        for stranger in Stranger.allCases { try tryOut(stranger, at: path, command) }
        tried.insert(path)
      }
    }
    for known in [
      "work/stemma.yaml", "checkpoint/config.json", "checkpoint/model.safetensors",
      "checkpoint/tokenizer.json", "checkpoint/tokenizer_config.json",
      "checkpoint/chat_template.jinja", "checkpoint/generation_config.json", "corpus.jsonl",
      "questions.jsonl", "saved/state.json", "texts/a.txt", "s.safetensors", "rows.json",
      "columns.json", "pair.jsonl", "store/info.json", "text.txt",
      "home/.local/state/stemma/sessions/mine.json",
      "home/.local/state/stemma/installation", "factors/lambda_matrix.safetensors",
    ] { #expect(tried.contains(known), "\(known): \(tried.sorted())") }
  }

  /// A person's settings, keys and themes: whatever lies there, the explorer opens, draws and goes.
  @Test func personalFilesCostOnlyThemselves() throws {
    let settings = base + "/home/.config/stemma"
    let made = try run(
      """
      mkdir -p "$HOME/.config/stemma/themes"; cd "$HOME/.config/stemma"
      echo 'theme: Ember' > config.yaml; echo 'star: ["*", "g s"]' > keys.yaml; echo 'name: Mine' > themes/mine.yaml
      """)
    try #require(made.status == 0, "\(made.errors)")
    for place in ["config.yaml", "keys.yaml", "themes/mine.yaml", "themes"] {
      for stranger in Stranger.allCases {
        let laid = try run(
          "place='\(settings)/\(place)'; mv \"$place\" '\(base)/aside' && \(stranger.line)")
        try #require(laid.status == 0, "\(laid.errors)")
        let explorer = try PseudoTerminal(
          ["explore", world.workspace, "--no-engine", "--fresh"], width: 100, height: 30,
          environment: [
            "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": base + "/home",
            "PATH": "/usr/bin:/bin",
          ])
        #expect(explorer.shows("[1 Explore]"), "\(stranger) at \(place): \(explorer.screen.rows)")
        explorer.send("Q")
        #expect(explorer.end() == 0, "\(stranger) at \(place)")
        _ = try run(
          "place='\(settings)/\(place)'; rm -rf \"$place\"; mv '\(base)/aside' \"$place\"")
      }
    }
  }

  private func tryOut(_ stranger: Stranger, at path: String, _ command: String) throws {
    let done = try run(
      """
      place="$PWD/../\(path)"; mv "$place" ../aside && \(stranger.line) || exit 99
      (ulimit -v 8000000; exec timeout -k 1 100 "$0" \(command)); status=$?
      rm -rf "$place"; mv ../aside "$place"; exit $status
      """)
    let what = "\(stranger) at \(path) for \(command): \(done.errors)"
    #expect(done.status <= 2, "\(what)")
    let lines = done.errors.split(separator: "\n").filter { $0.hasPrefix("stemma: ") }
    if done.status == 1 { #expect(lines.count == 1, "\(what)") }
  }
}
