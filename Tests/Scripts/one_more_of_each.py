"""Adds a throw-away screen, column, score view and document type, counts the files that each takes, builds
and tries them, and takes them away again.

    python3 Tests/Scripts/one_more_of_each.py WORKSPACE

WORKSPACE holds a computed run. The checkout must have no changes. The counts are those of the table
"To add" in ARCHITECTURE.md; a number that is larger than there ends with status 1.
"""

import pathlib
import subprocess
import sys

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


# What is added, in how many files at most, and what shows that it is there.
STEPS = [
    ("a screen with a state, a key and a table", screen, 2, [(["scrap", "press + +"], "counted 2"), (["jobs", "scrap"], "[7 Scrap]")]),
    ("a column, with its order and in files", column, 1, [(["pane documents", "sort parity"], "par"), (["pane documents"], "par")]),
    ("a score view", view, 2, [(["pane documents", "view", "view"], "|infl|")]),
    ("a document type with a key", kind, 1, [(["help", "press p o e m s"], "show poems, or no longer")]),
]


def changed():
    out = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all", "Sources"], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(out.stdout.split("\n")) - {""}


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
        for what, _, _, trials in STEPS:
            for commands, wanted in trials:
                arguments = [argument for command in commands for argument in ("-c", command)]
                out = subprocess.run(
                    [ROOT / ".build/debug/stemma", "explore", sys.argv[1], "--no-engine", "--fresh", "--trust", "--size", "160x45"] + arguments,
                    capture_output=True, text=True)
                is_there = out.returncode == 0 and wanted in out.stdout
                print(f"{what}: {'shows' if is_there else 'does not show'} {wanted}{'' if is_there else out.stderr}")
                status |= not is_there
    finally:
        subprocess.run(["git", "checkout", "--", "Sources"], cwd=ROOT, check=True)
        subprocess.run(["git", "clean", "-fdq", "Sources/Explorer/Screens/Scrap"], cwd=ROOT, check=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
