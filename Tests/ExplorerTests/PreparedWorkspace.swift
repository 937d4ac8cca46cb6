import Foundation
import RunModel
import Store
import TerminalHarness

/// A workspace whose database is there, with texts that attack the terminal.
final class PreparedWorkspace {
  let folder: URL
  let store: Store
  /// Text that would set titles, write the clipboard, ask the terminal, clear it, and turn letters around.
  static let hostile =
    "\u{1B}]0;owned\u{07}\u{1B}]52;c;b3duZWQ=\u{07}\u{1B}P$q q\u{1B}\\\u{9B}2J\u{202E}evil\u{8}\u{0}"

  /// The corpus that attacks: what each document holds beside its number.
  static let attacks: [String] = {
    let controls = String(
      String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar(UInt32($0)) }))
    let more = String(
      String.UnicodeScalarView((0x7F..<0xA0).compactMap { Unicode.Scalar(UInt32($0)) }))
    return [
      hostile, controls, more, "\u{1B}[31m\u{1B}[?1049l\u{1B}c\u{1B}[2J\u{1B}(0lqqk",
      "\u{1B}X sos \u{1B}\\ \u{1B}^pm\u{1B}\\ \u{1B}_apc\u{1B}\\", "\u{90}q\u{9C}\u{9D}0;t\u{9C}",
      "e" + String(repeating: "\u{301}", count: 4096), String(repeating: "long ", count: 200_000),
      "\u{202A}\u{202B}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}\u{200E}\u{200F}\u{61C}",
      "\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{AD}\u{180E}", "日本語の文章 한국어 中文",
      "שלום עולם مرحبا بالعالم", "👩‍👩‍👧‍👦 🇩🇪 ✊🏽", "\u{E000}\u{F8FF}\u{10FFFD}\u{E0041}\u{FFFE}\u{FFFF}",
      "\u{FFF9}\u{FFFA}\u{FFFB}\u{2028}\u{2029}\u{85}", "tab\there\r\nreturn\rback\u{8}\u{8}\u{7F}",
    ]
  }()

  var databasePath: String { folder.appending(path: ".stemma/stemma.sqlite").path }

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
    store = try Store(path: derived.appending(path: "stemma.sqlite").path, access: .create)
    let corpus = try store.beginCorpus(fingerprint: "c")
    _ = try store.append(
      (0..<40).map { index in
        NewDocument(
          id: "d\(index)\(index == 0 ? Self.hostile : "")",
          type: index % 2 == 0 ? "code" : "forum",
          isTypeGuessed: false, source: Self.hostile, subtype: nil, meta: nil,
          passages: [
            .init(
              id: "d\(index)",
              text: "text \(index) \(Self.attacks[index % Self.attacks.count])\nmore", tokens: [1])
          ])
      }, to: corpus.id)
    try store.finishCorpus(corpus.id)
    let set = try store.questionSet(
      fingerprint: "q",
      questions: [
        NewQuestion(
          name: "q1", kind: .reasoning, task: "slopes", prompt: "Slope? \(Self.hostile)",
          answer: Self.hostile, aliases: []),
        NewQuestion(
          name: "q2", kind: .factual, task: "larvae", prompt: "Larva?", answer: nil, aliases: []),
      ])
    let run = try store.beginRun(
      fingerprint: "r", corpus: corpus.id, questionSet: set, settings: "{}", blockSize: 40,
      modules: [], installation: Self.installation)
    // Whoever looks at it has computed it.
    let state = folder.appending(path: ".local/state/stemma")
    try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
    try Data(Self.installation.utf8).write(to: state.appending(path: "installation"))
    for question in try store.questions(set: set) {
      try store.save(
        NewCompletion(
          promptTokens: [1], text: "x", isGenerated: true, isCorrect: true, firstFalseStep: nil,
          steps: [.init(text: "first \(Self.hostile)", tokens: [1], nats: 2)]),
        question: question.row)
    }
    let steps = try store.steps(set: set).map(\.row)
    try store.commit(
      NewBlock(
        number: 0, scores: (0..<80).map { Float($0 % 40) - 10 },
        gradientNorms: Array(repeating: 1, count: 40)), steps: steps, run: run.id)
  }

  private static let installation = String(repeating: "5", count: 32)

  deinit { try? FileManager.default.removeItem(at: folder) }

  func open(
    width: UInt16 = 80, height: UInt16 = 24, _ more: [String: String] = [:],
    unset: [String] = [], arguments: [String] = ["--no-engine"]
  ) throws -> PseudoTerminal {
    var environment = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": folder.path, "PATH": "/usr/bin:/bin",
      "SWIFT_BACKTRACE": "interactive=no,enable=no",
    ]
    environment.merge(more) { $1 }
    for name in unset { environment[name] = nil }
    return try PseudoTerminal(
      ["explore", folder.path] + arguments, width: width, height: height,
      environment: environment)
  }
}
