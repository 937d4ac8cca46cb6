import ArgumentParser
import Engine
import Findings
import Formatting
import Foundation
import Reports
import RunModel
import SafeFiles
import Store
import Workspace

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "The findings of the procedural-knowledge study, for this workspace.",
    discussion: "Without a file to write it prints Markdown.")

  @OptionGroup var workspace: WorkspaceArgument
  @Option(help: "A self-contained page with figures.", completion: .file()) var html: String?
  @Option(help: "Every number, as JSON.", completion: .file()) var json: String?
  @Option(help: "The text with its tables.", completion: .file()) var markdown: String?
  @Option(help: "A folder for every figure as SVG, its numbers as CSV.", completion: .directory)
  var figures: String?
  @Option(help: "raw or norm (per gradient norm): what passages are ranked by.") var view =
    RankingView.raw
  @Option(help: "all, correct or wrong: which completions go in.")
  var only = StudyOptions.Correctness.all
  @Option(help: "Only these groups, such as factual or slope, separated by commas.")
  var group: String?
  @Option(
    help: ArgumentHelp(
      "Also which values of a document's field matter, such as source, subtype, domain or fields of its record (a.b); two with a comma between them make bins of both.",
      valueName: "field"))
  var facet: String?
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Flag(help: "Say what it will cost and do nothing.") var dryRun = false

  func run() throws {
    let workspace = try workspace.open()
    let results = try Results(workspace, run: runID)
    let forecast = try ReportForecast(results)
    if dryRun { return print(forecast.text) }
    if forecast.seconds > 20 { FileHandle.standardError.write(Data("\(forecast.text)\n".utf8)) }
    var options = StudyOptions()
    options.view = view.isNormed ? .gradientNorm : .raw
    options.correctness = only
    options.groups = group.map { list in
      Set(list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
    }
    let isWatched = isatty(STDERR_FILENO) == 1
    let report = try StudyReport(
      results, workspace: workspace, options: options, fields: FacetColumn.fields(facet)
    ) {
      what, done, all in
      guard isWatched else { return }
      let end = done == all ? "\u{1B}[K" : ""
      FileHandle.standardError.write(Data("\r\(what) \(done) of \(all)\(end)".utf8))
    }
    if isWatched { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    guard !report.study.questions.isEmpty else {
      throw EngineError("no scored question passes the filters; leave out --only or --group")
    }
    let document = ReportDocument(report)
    if let html { try write(document.html, to: html) }
    if let markdown { try write(document.markdown, to: markdown) }
    if let json { try write(Self.json(report), to: json) }
    if let figures {
      try? FileManager.default.createDirectory(
        atPath: figures, withIntermediateDirectories: true)
      for figure in document.figures {
        try write(figure.file, to: "\(figures)/\(figure.name).svg")
        try write(figure.csv, to: "\(figures)/\(figure.name).csv")
      }
    }
    if html == nil && markdown == nil && json == nil && figures == nil {
      print(document.markdown, terminator: "")
    }
  }

  private static func json(_ report: StudyReport) throws -> String {
    let encoder = JSONEncoder()
    encoder.userInfo[PassageName.names] = report.names
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return HiddenCharacters.escapedJSON(
      String(decoding: try encoder.encode(report), as: UTF8.self)) + "\n"
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try SafeFile.replace(path, with: [Data(text.utf8)], suffix: ".partial", mode: 0o666)
    } catch {
      throw EngineError("\(path): cannot be written: \(error.problem)")
    }
    Output.note("stemma: wrote \(path)")
  }
}
