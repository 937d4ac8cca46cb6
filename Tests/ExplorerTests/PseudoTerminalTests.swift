import Foundation
import Glibc
import Store
import Testing

/// The program itself on a small database, in a pseudo-terminal.
@Suite(.serialized) struct PseudoTerminalTests {
  /// A workspace whose database is there, with texts that attack the terminal.
  final class Workspace {
    let folder: URL
    static let hostile =
      "\u{1B}]0;owned\u{07}\u{1B}]52;c;b3duZWQ=\u{07}\u{1B}P$q q\u{1B}\\\u{9B}2J\u{202E}evil\u{8}\u{0}"

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(
        path: "stemma-pty-\(UUID().uuidString)")
      let derived = folder.appending(path: ".stemma")
      try FileManager.default.createDirectory(at: derived, withIntermediateDirectories: true)
      for (name, text) in [
        (
          "stemma.yaml",
          "checkpoint: checkpoint\ncorpus: [corpus.jsonl]\nquestions: questions.jsonl\n"
        ),
        ("corpus.jsonl", ""), ("questions.jsonl", ""),
      ] {
        try Data(text.utf8).write(to: folder.appending(path: name))
      }
      try FileManager.default.createDirectory(
        at: folder.appending(path: "checkpoint"), withIntermediateDirectories: true)
      let store = try Store(path: derived.appending(path: "stemma.sqlite").path, access: .create)
      let corpus = try store.beginCorpus(fingerprint: "c")
      _ = try store.append(
        (0..<40).map { index in
          NewDocument(
            id: "d\(index)\(index == 0 ? Self.hostile : "")",
            type: index % 2 == 0 ? "code" : "forum",
            isTypeGuessed: false, source: Self.hostile, subtype: nil, meta: nil,
            passages: [
              .init(id: "d\(index)", text: "text \(index) \(Self.hostile)\nmore", tokens: [1])
            ])
        }, to: corpus.id)
      try store.finishCorpus(corpus.id)
      let set = try store.questionSet(
        fingerprint: "q",
        questions: [
          NewQuestion(
            name: "q1", kind: "reasoning", task: "slopes", prompt: "Slope? \(Self.hostile)",
            answer: Self.hostile, aliases: []),
          NewQuestion(
            name: "q2", kind: "factual", task: "larvae", prompt: "Larva?", answer: nil, aliases: []),
        ])
      let run = try store.beginRun(
        fingerprint: "r", corpus: corpus.id, questionSet: set, settings: "{}", blockSize: 40,
        modules: [])
      for question in try store.questions(set: set) {
        try store.save(
          NewCompletion(
            promptTokens: [1], text: "x", isGenerated: true, isCorrect: true, firstFalseStep: nil,
            steps: [.init(text: "first \(Self.hostile)", tokens: [1])]), question: question.row)
      }
      let steps = try store.steps(set: set).map(\.row)
      try store.save(nats: steps.map { (step: $0, nats: 2) })
      try store.commit(
        NewBlock(
          number: 0, scores: (0..<80).map { Float($0 % 40) - 10 },
          gradientNorms: Array(repeating: 1, count: 40)), steps: steps, run: run.id)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func open(
      width: UInt16 = 80, height: UInt16 = 24, _ more: [String: String] = [:]
    ) throws -> PseudoTerminal {
      var environment = [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": folder.path, "PATH": "/usr/bin:/bin",
        "SWIFT_BACKTRACE": "interactive=no,enable=no",
      ]
      environment.merge(more) { $1 }
      return try PseudoTerminal(
        ["explore", folder.path, "--no-engine"], width: width, height: height,
        environment: environment)
    }
  }

  /// Escape sequences that may be sent beside those of terminfo: none that a document could hold.
  private func expectHarmless(_ output: [UInt8]) {
    let text = String(decoding: output, as: UTF8.self)
    for attack in [
      "\u{1B}]0;", "\u{1B}]52;", "\u{1B}P", "\u{202E}", "\u{9B}", "\u{0}", "owned\u{07}",
    ] {
      #expect(!text.unicodeScalars.contains(attack.unicodeScalars), "\(attack.debugDescription)")
    }
  }

  @Test func opensReadsAndQuits() throws {
    let workspace = try Workspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "[1 Explore]"))
    #expect(terminal.wait(for: "text 39"))
    terminal.send("\r\r\r")
    #expect(terminal.wait(for: "[2 Read]"))
    #expect(terminal.wait(for: "heat: needs"))
    terminal.send("q3")
    #expect(terminal.wait(for: "[3 Compare]"))
    terminal.send("1q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored && terminal.leftAlternateScreen)
    expectHarmless(terminal.output)
  }

  @Test func followsResizes() throws {
    let workspace = try Workspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "text 39"))
    terminal.clear()
    terminal.resize(width: 120, height: 36)
    #expect(terminal.wait(for: "Findings"))
    terminal.clear()
    terminal.resize(width: 30, height: 5)
    #expect(terminal.wait(for: "40 x 10 needed"))
    for size in 1...60 { terminal.resize(width: UInt16(size * 3), height: UInt16(61 - size)) }
    terminal.resize(width: 100, height: 30)
    terminal.clear()
    terminal.send("6")
    #expect(terminal.wait(for: "[6 Jobs]"))
    terminal.send("Q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored && terminal.leftAlternateScreen)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT])
  func signalsLeaveTheTerminalAsItWas(signal: Int32) throws {
    let workspace = try Workspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "text 39"))
    kill(terminal.pid, signal)
    #expect(terminal.end() != nil)
    #expect(terminal.modesAreRestored, "signal \(signal)")
    #expect(terminal.leftAlternateScreen, "signal \(signal)")
  }

  @Test func lostTerminalEndsTheProgram() throws {
    let workspace = try Workspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "text 39"))
    terminal.hangUp()
    #expect(terminal.end() != nil)
  }

  @Test func bytesAtRandomDoNoHarm() throws {
    let workspace = try Workspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "text 39"))
    var state: UInt64 = 42
    for _ in 0..<300 {
      var text = ""
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: state >> 33)
        // Ctrl-C, Ctrl-Z, Q and q end or stop the program, as they should.
        if [0x03, 0x1A, 0x1C, 0x51, 0x71, 0x79, 0x45].contains(byte) { continue }
        text.unicodeScalars.append(Unicode.Scalar(byte & 0x7F))
      }
      text.unicodeScalars.removeAll { "Qq\u{3}\u{1A}\u{1C}yE".unicodeScalars.contains($0) }
      terminal.send(text)
      terminal.pump()
    }
    terminal.send("\u{1B}")
    usleep(100_000)
    terminal.send("\u{1B}")
    usleep(100_000)
    terminal.send("\u{1B}")
    usleep(100_000)
    terminal.clear()
    terminal.send("6")
    #expect(terminal.wait(for: "[6 Jobs]"))
    expectHarmless(terminal.output)
    terminal.send("Q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored && terminal.leftAlternateScreen)
  }

  @Test(arguments: ["xterm", "vt100", "linux", "tmux-256color"])
  func otherTerminalsWork(type: String) throws {
    let workspace = try Workspace()
    let terminal = try workspace.open(["TERM": type])
    #expect(terminal.wait(for: "Explore"))
    terminal.send("\r\r")
    #expect(terminal.wait(for: "Documents"))
    terminal.send("Q")
    #expect(terminal.end() == 0)
    #expect(terminal.modesAreRestored)
    expectHarmless(terminal.output)
  }

  @Test func withoutColourNoColourIsSent() throws {
    let workspace = try Workspace()
    let terminal = try workspace.open(["NO_COLOR": "1"])
    #expect(terminal.wait(for: "text 39"))
    terminal.send("Q")
    #expect(terminal.end() == 0)
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(!text.contains("[38;5;") && !text.contains("\u{1B}[31m") && !text.contains("[3m1"))
  }

  @Test func copyingAsksTheTerminalOnlyWhenAsked() throws {
    let workspace = try Workspace()
    let terminal = try workspace.open()
    #expect(terminal.wait(for: "text 39"))
    terminal.clear()
    terminal.send("yi")
    #expect(terminal.wait(for: "\u{1B}]52;c;cTE=\u{07}"))
    terminal.send("Q")
    #expect(terminal.end() == 0)
  }
}
