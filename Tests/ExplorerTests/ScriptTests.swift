import Explorer
import Foundation
import RunModel
import Terminal
import Testing

/// The explorer without a terminal.
@Suite struct ScriptTests {
  private func script(_ commands: String...) throws -> Script {
    var script = try Script(FixtureSource(), width: 80, height: 24)
    for command in commands { try script.run(command) }
    return script
  }

  @Test func commandsLeadWhereKeysLead() throws {
    let script = try script(":q q061", ":step 2", "type code", "press Enter j")
    var bench = try Bench(width: 80, height: 24)
    try bench.press("j j Enter j j f c Enter j")
    #expect(script.state.unit == bench.state.unit)
    #expect(script.state.document == bench.state.document)
    #expect(script.screen.contains("type=code"))
  }

  @Test(arguments: [
    "step 99", "nonsense", "q gone", "rank 7000", "filter rank <", "press Nokey", "doc d999",
  ])
  func whatCannotBeDoneStopsAScript(command: String) throws {
    var script = try script()
    #expect(throws: ScriptError.self) { try script.run(command) }
  }

  @Test func everyScreenIsWrittenInEveryForm() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "stemma-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var script = try script("q q061")
    for screen in ["explore", "press Enter Enter", "read", "compare", "findings", "jobs"] {
      try script.run(screen)
      for ending in ["csv", "jsonl", "md", "txt", "svg"] {
        let path = folder.appending(path: "screen.\(ending)").path
        try script.run("write \(path)")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.count > 40, "\(screen) \(ending)")
        let lines = text.split(separator: "\n")
        switch ending {
        case "jsonl":
          for line in lines {
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            #expect(value is [String: Any])
          }
        case "md": #expect(lines[0].hasPrefix("# ") && text.contains("---|"))
        case "svg":
          let parser = XMLCheck(text)
          #expect(parser.isWellFormed && (8...24).contains(parser.rows), "\(screen)")
        case "txt": #expect(text == script.screen)
        default: #expect(lines[0].contains(","))
        }
      }
    }
  }

  @Test func aPictureHasTheFramesColoursAndText() {
    var grid = CellGrid(width: 12, height: 1)
    grid.write("a<b&", x: 0, y: 0, style: Style(.rgb(1, 2, 255), on: .palette(1), .bold))
    grid.write("日本", x: 5, y: 0, style: Style(.standard, on: .standard, .reverse))
    let text = Picture(grid).text
    #expect(text.contains("fill=\"#0102ff\"") && text.contains("fill=\"#e06c75\""))
    #expect(text.contains("font-weight=\"bold\">a&lt;b&amp;</text>"))
    #expect(text.contains(">日本</text>"))
    #expect(XMLCheck(text).isWellFormed)
  }

  @Test func linesAndBlocksOfAPictureLeaveNoGaps() {
    var grid = CellGrid(width: 9, height: 2)
    grid.write("╔══ a b  ", x: 0, y: 0)
    grid.write("│██▌  end", x: 0, y: 1)
    let text = Picture(grid).text
    // The two lines of a corner go on in its neighbours, blocks are one, spaces never collapse.
    for width in ["23.0", "20.0"] {
      #expect(text.contains("width=\"\(width)\" height=\"1.0\""))
    }
    #expect(text.contains("width=\"21.0\" height=\"17.0\""))
    #expect(text.contains(">a\u{A0}b</text>") && text.contains(">end</text>"))
    #expect(!text.contains("█") && !text.contains("═"))
    #expect(XMLCheck(text).isWellFormed)
  }

  @Test func plainLinesLeadFromQuestionToDocument() throws {
    var explorer = PlainExplorer(try script())
    #expect(explorer.place.contains { $0.hasPrefix("3. q061, reasoning slopes, answered right:") })
    let steps = explorer.take("3")
    #expect(steps.contains { $0.hasPrefix("1. whole completion, 11.4 nats") })
    #expect(steps.contains { $0.contains("states a false equality") })
    let documents = explorer.take("3")
    #expect(documents.contains { $0.hasPrefix("1. rank 1, infl/nat .") })
    #expect(documents.contains("rows 1 to 20 of 60"))
    #expect(explorer.take("n").contains { $0.hasPrefix("21. rank 21,") })
    let filtered = explorer.take("filter rank < 3")
    #expect(filtered.count { $0.contains(". rank ") } == 2)
    let document = explorer.take("2")
    #expect(document.contains { $0.hasPrefix("Document d") && $0.contains("rank 2") })
    #expect(document.contains { $0.hasPrefix("line 1") })
    #expect(explorer.take("b").contains { $0.hasPrefix("Documents for q061 step 2") })
    #expect(explorer.take("99") == ["! there is no row 99 here"])
    #expect(explorer.take("nonsense").first?.hasPrefix("! ") ?? false)
    #expect(explorer.take("h").contains { $0.hasPrefix("filter CONDITION:") })
    for screen in ["compare", "findings", "ask", "jobs"] {
      #expect(explorer.take(screen).count > 1, "\(screen)")
    }
    _ = explorer.take("q")
    _ = explorer.take("q")
    #expect(explorer.hasEnded)
  }

  @Test func plainLinesHoldNothingThatCommandsATerminal() throws {
    let hostile = "\u{1B}]52;c;AAAA\u{07}\u{202E}x\u{9B}2J\r\u{8}"
    let source = FixtureSource(texts: Array(repeating: hostile, count: 60))
    var explorer = PlainExplorer(try Script(source, width: 80, height: 24))
    for line in ["1", "1", "1", "b", "h"] {
      for text in explorer.take(line) {
        #expect(
          text.unicodeScalars.allSatisfy { columns(of: $0) != nil }, "\(text.debugDescription)")
      }
    }
  }
}

/// Whether a text is XML, and how many rows of text a picture has.
private struct XMLCheck {
  private(set) var isWellFormed = true
  private(set) var rows = 0

  init(_ text: String) {
    var open: [Substring] = []
    var lines: Set<Substring> = []
    for part in text.split(separator: "<").dropFirst(text.hasPrefix("<") ? 0 : 1) {
      guard let end = part.firstIndex(of: ">") else {
        isWellFormed = false
        return
      }
      let tag = part[..<end]
      if tag.hasPrefix("/") {
        if open.popLast() != tag.dropFirst() { isWellFormed = false }
      } else if !tag.hasSuffix("/") {
        open.append(tag.prefix { $0 != " " })
        if let y = tag.range(of: " y=\"") {
          lines.insert(tag[y.upperBound...].prefix { $0 != "\"" })
        }
      }
    }
    if !open.isEmpty { isWellFormed = false }
    rows = lines.count
  }
}
