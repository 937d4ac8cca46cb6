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
    // What a command has no use for is not swallowed.
    "explore nonsense", "jobs 3", "clear all", "5 6", "findings 99", "findings x", "compare q001",
    "compare q001 gone", "compare q001 q002 q061", "find zzzzqq", "top-k none", "step", "write",
    "theme", "write w.xyz", "write w", "write documents", "write documents w.svg",
    "write steps w.txt", "write a b.csv", "narrow zzzzqq", "pin c", "session keep x",
    "trust me", "trust", "session load gone", "save-display w.bmp", "start", "ask why",
    "write /dev/null/w.csv", "save-display /dev/null/w.txt", "session save /dev/null/s.json",
  ])
  func whatCannotBeDoneStopsAScript(command: String) throws {
    var script = try script()
    let error = #expect(throws: ScriptError.self) { try script.run(command) }
    // Among several commands it must be seen which one it was.
    #expect(error?.description.hasPrefix(":\(command): ") ?? false, "\(error?.description ?? "")")
  }

  @Test func commandsTakeTheirArguments() throws {
    #expect(try script("compare q002 q061").state.compare.left?.question == 1)
    #expect(try script("compare q002 q061").state.compare.right?.question == 2)
    #expect(try script("compare q002 q061").state.tab == .compare)
    #expect(try script("find slope").state.selectedQuestion?.id == "q061")
    #expect(try script("top-k 7").state.list.count == 7)
    #expect(try script("top 7").state.list.count == 7)
    #expect(try script("findings 3").state.findings.page == .types)
    #expect(try script("where rank < 4").state.list.count == 3)
    #expect(try script("question q002").state.selectedQuestion?.id == "q002")
    var near = try script()
    let error = #expect(throws: ScriptError.self) { try near.run("q q06") }
    #expect(error?.description.contains("the nearest is q061") ?? false)
    // What is near nothing gets no suggestion.
    for command in ["q zzzyyyxxx", "sort zzzyyyxxx", "column zzzyyyxxx", "zzzyyyxxx"] {
      var far = try script()
      let error = #expect(throws: ScriptError.self) { try far.run(command) }
      #expect(!(error?.description.contains("nearest") ?? true), "\(error?.description ?? "")")
    }
  }

  @Test(arguments: ["csv", "jsonl", "md"])
  func filesHoldEveryRowWhole(ending: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "stemma-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let long = String(repeating: "def f(x):\n    return \"x\" | 1, 2\n", count: 40)
    let source = FixtureSource(
      passages: 1300, texts: (0..<1300).map { "\($0) is here.\n" + long })
    var script = try Script(source, width: 80, height: 24)
    try script.run("q q061")
    try script.run("step 2")
    let path = folder.appending(path: "rows.\(ending)").path
    // The pane that has the focus is Steps; rows are those of the documents all the same.
    try script.run("write \(path)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // Once into words, since searching the whole for each passage takes long.
    let separators = Set(" \n\",|<>\\".utf8)
    let words = text.utf8.split { separators.contains($0) }.map { String($0) ?? "" }
    let ids = Set(words)
    let beginnings = Set(
      words.indices.dropFirst().filter { words[$0] == "is" && words[$0 + 1].hasPrefix("here.") }
        .map { words[$0 - 1] })
    for passage in stride(from: 0, to: 1300, by: 7) {
      #expect(ids.contains("d\(passage)"), "\(passage)")
      #expect(beginnings.contains("\(passage)"), "\(passage)")
    }
    #expect(!text.contains("…") && !text.contains("#7"))
    if ending == "jsonl" {
      let rows = try text.split(separator: "\n").map {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
      }
      #expect(rows.count == 1300)
      for (index, row) in rows.enumerated() {
        let passage = Int((row["passage"] as? String ?? "").dropFirst()) ?? 0
        #expect(row["rank"] as? Int == index + 1)
        #expect(row["text"] as? String == "\(passage) is here.\n" + long)
        // Every fourth passage of the fixture shares no word.
        #expect((row["bm25"] is NSNull) == (passage % 4 == 0))
      }
    }
    if ending == "csv" { #expect(text.contains(long.replacingOccurrences(of: "\"", with: "\"\""))) }
    if ending == "md" { #expect(text.contains("    return \"x\" \\| 1, 2<br>")) }
  }

  /// One definition of a column: what the list shows is read out and written, under the column's own name.
  @Test func aColumnThatIsShownIsWrittenAndReadOut() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "stemma-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func table(_ commands: String..., ending: String = "csv") throws -> [[String]] {
      var script = try self.script("q q061", "step 2")
      for command in commands { try script.run(command) }
      let path = folder.appending(path: "\(UUID().uuidString).\(ending)").path
      try script.run("write \(path)")
      return try String(contentsOfFile: path, encoding: .utf8)
        .split(separator: "\n").filter { $0.contains(",") && !$0.hasPrefix(" ") }
        .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
    let usual = [
      "rank", "passage", "document", "type", "score", "per_nat", "gradient_norm_score", "bm25",
      "text", "exact",
    ]
    #expect(try table()[0] == usual)
    let names = ["z", "share", "tokens", "answer", "star", "flag", "source", "year"]
    let all = names.map { "column \($0)" }
    var script = try self.script("q q061", "step 2")
    for command in all { try script.run(command) }
    let path = folder.appending(path: "all.jsonl").path
    try script.run("write \(path)")
    let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try #require(
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let source = FixtureSource()
    #expect(rows.count == 60)
    for row in rows {
      let index = try #require(Int((row["passage"] as? String ?? "").dropFirst()))
      let passage = source.passages([index])[0]
      #expect(row["tokens"] as? Int == passage.tokens && row["source"] as? String == passage.source)
      #expect(row["year"] as? String == passage.fields["year"])
      #expect(row["starred"] as? Bool == false && row["answer"] as? Bool == true)
      #expect(row["flagged"] is Bool && row["z"] is Double && row["share_percent"] is Double)
    }
    // The sum of the positive shares is all of it.
    let shares = rows.compactMap { $0["share_percent"] as? Double }.filter { $0 > 0 }
    #expect(abs(shares.reduce(0, +) - 100) < 1e-3)
    // A column that files have anyway is there once.
    #expect(try table("column bm25", "column id")[0] == usual)

    var explorer = PlainExplorer(try self.script())
    for line in ["3", "3"] + all { _ = explorer.take(line) }
    let row = try #require(explorer.place.first { $0.hasPrefix("1. ") })
    for word in ["rank 1", "z ", "share ", "tokens ", "holds the answer", "year 20", "source "] {
      #expect(row.contains(word), "\(word): \(row)")
    }
    _ = explorer.take("column type hidden")
    let less = try #require(explorer.place.first { $0.hasPrefix("1. ") })
    #expect(less.count < row.count)
  }

  /// Every page has the texts of its rows, however few of them a screen would show.
  @Test(arguments: [12, 36])
  func everyPageOfPlainLinesHasItsTexts(height: Int) throws {
    var explorer = PlainExplorer(try Script(FixtureSource(), width: 80, height: height))
    var pages = explorer.take("3") + explorer.take("3")
    for _ in 0..<2 { pages += explorer.take("n") }
    let rows = pages.filter { $0.contains(". rank ") }
    #expect(rows.count == 60)
    for row in rows { #expect(row.contains(#/: d\d+ def slope_\d+/#), "\(row)") }
    // A row of a later page opens as one of the first does.
    let number = try #require(rows.last?.split(separator: ".").first)
    let id = try #require(rows.last?.firstMatch(of: #/: (d\d+) /#)?.1)
    #expect(explorer.take(String(number)).contains { $0.hasPrefix("Document \(id)") })
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
