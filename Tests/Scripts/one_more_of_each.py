"""Adds a throw-away screen, column, score view, document type, influence strategy, corpus format, model family and
command, counts the files that each takes, builds and tries them, and takes them away again.

    python3 Tests/Scripts/one_more_of_each.py WORKSPACE

WORKSPACE holds a computed run and is small: a run with the new strategy is computed in a copy. The checkout must have no changes. The counts are those of the table
"To add" in ARCHITECTURE.md; a number that is larger than there ends with status 1.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCREEN = '''internal import RunModel
internal import Terminal

extension Tab {
  package static let scrap = Tab(name: "scrap")
}

extension Context {
  package static let scrap = Context("scrap", title: "Scrap")
}

extension Action {
  package static var more: Action { Action(name: "more") }
}

struct ScrapState: ScreenState {
  var count = 0
}

struct ScrapPart: ScreenPart {
  let tab = Tab.scrap
  let title = "Scrap"
  let shortTitle = "Scr"
  let help = "Scrap: a screen that shows how little one costs"
  let bindings = [
    Binding(.scrap, "+", .more, "more", "count one more", run: act { $0.screens[ScrapState.self].count += 1 })
  ]

  func context(_ state: ExplorerState) -> Context { .scrap }

  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
    canvas.pane(layout.body, title: title, isFocused: true, isBordered: layout.isBordered)
    canvas.line("counted \\(state.screens[ScrapState.self].count)", in: layout.inside(layout.body), row: 0, at: 1)
  }

  func breadcrumb(_ state: ExplorerState) -> Breadcrumb { Breadcrumb(lefts: ["Scrap"]) }

  func table(_ state: ExplorerState) -> ViewTable? {
    var table = ViewTable(title: "Scrap", columns: ["count"])
    table.rows = [[.init(state.screens[ScrapState.self].count)]]
    return table
  }
}
'''
COLUMN = '''      Column(
        .parity, "parity", "par", width: 4, survival: 4, key: .number(.tokens),
        file: InFile("parity") { .init($0.passage.map { $0.tokens % 2 == 0 ? "even" : "odd" }) },
        "whether the passage has an even number of tokens"
      ) { row in row.passage.map { Cell(text: $0.tokens % 2 == 0 ? "even" : "odd") } },
'''
FORMAT = '''internal import Tokenization

extension DocumentFormat {
  /// Verses: blank lines divide the documents.
  static let verses = DocumentFormat(
    name: "verses", endings: [".verses"], recognises: { $0.ends(in: [".verses"]) },
    open: { file, stream, _ in VerseSource(file, stream) })
}

/// The stanzas of a file of verses.
final class VerseSource: DocumentSource {
  private let file: CorpusFile
  private let stream: DecompressedStream
  private var stanzas: [Substring]?
  private(set) var line = 0

  init(_ file: CorpusFile, _ stream: DecompressedStream) {
    self.file = file
    self.stream = stream
  }

  var position: Int { stream.position }

  func next() throws(CorpusError) -> JSONValue? {
    if stanzas == nil {
      var bytes: [UInt8] = []
      while try stream.read(into: &bytes) {}
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw CorpusError(path: stream.path, problem: "is not UTF-8 text")
      }
      stanzas = text.split(separator: "\\n\\n")
    }
    guard let all = stanzas, line < all.count else { return nil }
    line += 1
    return .object([
      JSONMember(key: Array("id".utf8), value: .string(Array("stanza-\\(line)".utf8))),
      JSONMember(key: Array("text".utf8), value: .string(Array(all[line - 1].utf8))),
    ])
  }
}
'''
FAMILY = '''extension ModelConfiguration {
  /// Llama under a name of its own.
  static let scrap = Family { llama.defaults() } read: { model, reader in try llama.read(&model, reader) }
}
'''
COMMAND = '''import ArgumentParser

struct ScrapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "scrap", abstract: "Says that it is there.")

  func run() throws { Output.plain("a command more") }
}
'''


def edit(path, *changes):
    file = ROOT / path
    text = file.read_text()
    for old, new in changes:
        if old not in text:
            sys.exit(f"{path} has no line {old!r} any more")
        text = text.replace(old, new, 1)
    file.write_text(text)


def screen():
    folder = ROOT / "Sources/Explorer/Screens/Scrap"
    folder.mkdir()
    (folder / "ScrapPart.swift").write_text(SCREEN)
    edit("Sources/Explorer/Screens/Screens.swift", ("  JobsPart(),\n", "  JobsPart(),\n  ScrapPart(),\n"))


def column():
    edit(
        "Sources/Explorer/Documents/Column.swift",
        ("case rank, score,", "case parity, rank, score,"),
        ("      Column(\n        .tokens,", COLUMN + "      Column(\n        .tokens,"),
    )


def view():
    edit(
        "Sources/RunModel/ScoreView.swift",
        ("  case norm\n", "  case norm\n  /// Its size alone.\n  case size\n"),
        ('case .norm: "infl/norm"', 'case .norm: "infl/norm"\n    case .size: "|infl|"'),
        ('case .norm: "per length"', 'case .norm: "per length"\n    case .size: "size"'),
        ('case .norm: "influence_per_norm"', 'case .norm: "influence_per_norm"\n    case .size: "influence_size"'),
        ('case .norm: "norm"', 'case .norm: "norm"\n    case .size: "size"'),
        ('case .norm: "influence divided', 'case .size: "the size of the influence"\n    case .norm: "influence divided'),
        ('case .norm: ["influence', 'case .size: ["the size of the influence"]\n    case .norm: ["influence'),
        ("    case .norm: .raw\n", "    case .norm: .size\n    case .size: .raw\n"),
        ("ordersAsRaw: Bool { self != .norm }", "ordersAsRaw: Bool { self != .norm && self != .size }"),
        ("case .norm: Self.perLength(score, gradientNorm)", "case .norm: Self.perLength(score, gradientNorm)\n    case .size: abs(score)"),
        ("case .norm: gradientNorm.map { value * $0 }", "case .norm: gradientNorm.map { value * $0 }\n    case .size: nil"),
        ("case .norm: perLength ?? 0", "case .norm: perLength ?? 0\n    case .size: abs(influence)"),
    )
    edit(
        "Sources/Explorer/Documents/DocumentList.swift",
        ("    case .norm:\n      guard norms", "    case .size: return (scores.map(abs), 1)\n    case .norm:\n      guard norms"),
    )


def kind():
    edit(
        "Sources/RunModel/DocumentType.swift",
        ("  case code, textbook, forum, encyclopedia\n", "  case code, textbook, forum, encyclopedia, poem\n"),
        ('    case .other: (nil,', '    case .poem: ("p", "poems", "poem")\n    case .other: (nil,'),
    )


def strategy():
    edit(
        "Sources/RunModel/Strategy.swift",
        ("  case shampoo\n", "  case shampoo\n  /// One eigenvalue for all of a module: their mean.\n  case isotropic\n"),
        ('    case .shampoo: "eigenvalue-corrected Shampoo"\n', '    case .shampoo: "eigenvalue-corrected Shampoo"\n    case .isotropic: "isotropic K-FAC"\n'),
        ("  case ekfac, kfac, shampoo, identity\n", "  case ekfac, kfac, shampoo, isotropic, identity\n"),
        ("    case .shampoo: self = .shampoo\n", "    case .shampoo: self = .shampoo\n    case .isotropic: self = .isotropic\n"),
        ("    case .shampoo: .shampoo\n", "    case .shampoo: .shampoo\n    case .isotropic: .isotropic\n"),
    )
    edit(
        "Sources/Influence/Factors.swift",
        (
            "    switch settings.damping {\n    case .absolute(let value): return (values, value)",
            "    if settings.strategy == .isotropic {\n"
            "      let mean = values.reduce(0, +) / Double(max(1, values.count))\n"
            "      values = values.map { _ in mean }\n    }\n"
            "    switch settings.damping {\n    case .absolute(let value): return (values, value)",
        ),
    )


def corpus():
    (ROOT / "Sources/Corpus/Sources/ScrapSource.swift").write_text(FORMAT)
    edit("Sources/Corpus/Sources/DocumentSource.swift", (".parquet, .arrow, .tokens,", ".verses, .parquet, .arrow, .tokens,"))


def family():
    (ROOT / "Sources/Transformer/Families/Scrap.swift").write_text(FAMILY)
    edit("Sources/Transformer/Families/Families.swift", ('"llama": llama,', '"llama": llama, "scrap": scrap,'))


def command():
    (ROOT / "Sources/StemmaCommands/ScrapCommand.swift").write_text(COMMAND)
    edit("Sources/StemmaCommands/StemmaCommand.swift", ("      ExploreCommand.self, TourCommand.self,", "      ExploreCommand.self, ScrapCommand.self, TourCommand.self,"))


# What is added, in how many files at most, and what shows that it is there: commands of the explorer, or of the program.
STEPS = [
    ("a screen with a state, a key and a table", screen, 2, [(["scrap", "press + +"], "counted 2"), (["jobs", "scrap"], "[7 Scrap]")]),
    ("a column, with its order and in files", column, 1, [(["pane documents", "sort parity"], "par"), (["pane documents"], "par")]),
    ("a score view", view, 2, [(["pane documents", "view", "view"], "|infl|")]),
    ("a document type with a key", kind, 1, [(["help", "press p o e m s"], "show poems, or no longer")]),
    ("an influence strategy", strategy, 2, [("compute {scratch} --strategy isotropic", "scored"), ("status {scratch}", "isotropic")]),
    ("a corpus format", corpus, 2, [("init {scratch}/new --check --checkpoint {scratch}/checkpoint --corpus {scratch}/poems --questions {scratch}/questions.jsonl", "verses")]),
    ("a model family", family, 2, [("inspect {scratch}/family --text-file {scratch}/family/text", "")]),
    ("a command", command, 2, [("scrap", "a command more")]),
]


def changed():
    out = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all", "Sources"], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(out.stdout.split("\n")) - {""}


def prepare(workspace, scratch):
    """A copy of the workspace, and beside it some verses and a checkpoint of the new family."""
    shutil.copytree(workspace, scratch)
    (scratch / "poems").mkdir()
    (scratch / "poems/two.verses").write_text("a line\n\nanother line\n")
    configuration = json.loads((scratch / "checkpoint/config.json").read_text())
    shutil.copytree(scratch / "checkpoint", scratch / "family")
    configuration["model_type"] = "scrap"
    (scratch / "family/config.json").write_text(json.dumps(configuration))
    (scratch / "family/text").write_text("1 + 1 = 2")


def tried(trial, scratch):
    """A list is what is typed into the explorer, a text what the program is called with."""
    if isinstance(trial, str):
        arguments = trial.format(scratch=scratch).split()
    else:
        arguments = ["explore", scratch, "--no-engine", "--fresh", "--trust", "--size", "160x45"]
        arguments += [argument for command in trial for argument in ("-c", command)]
    return subprocess.run([ROOT / ".build/debug/stemma"] + arguments, capture_output=True, text=True)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if changed():
        sys.exit("there are changes in Sources; commit them first")
    status = 0
    try:
        seen = set()
        for what, add, most, _ in STEPS:
            add()
            files = changed() - seen
            seen |= files
            print(f"{what}: {len(files)} files (at most {most})")
            status |= len(files) > most
        subprocess.run(["swift", "build", "--product", "stemma"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with tempfile.TemporaryDirectory() as folder:
            scratch = pathlib.Path(folder) / "workspace"
            prepare(pathlib.Path(sys.argv[1]), scratch)
            for what, _, _, trials in STEPS:
                for trial, wanted in trials:
                    out = tried(trial, scratch)
                    is_there = out.returncode == 0 and wanted in out.stdout + out.stderr
                    print(f"{what}: {'shows' if is_there else 'does not show'} {wanted}{'' if is_there else out.stdout + out.stderr}")
                    status |= not is_there
    finally:
        subprocess.run(["git", "checkout", "--", "Sources"], cwd=ROOT, check=True)
        subprocess.run(["git", "clean", "-fdq", "Sources"], cwd=ROOT, check=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
