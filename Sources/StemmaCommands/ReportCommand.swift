import ArgumentParser
import Engine
import Findings
import Foundation
import Reports

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
  @Option(help: "raw or norm (per gradient norm): what passages are ranked by.") var view = "raw"
  @Option(help: "all, correct or wrong: which completions go in.") var only = "all"
  @Option(help: "Only these groups, such as factual or slope, separated by commas.")
  var group: String?
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Flag(help: "Say what it will cost and do nothing.") var dryRun = false

  func validate() throws {
    guard ["raw", "norm"].contains(view) else {
      throw ValidationError("--view is raw or norm, not \(view)")
    }
    guard StudyOptions.Correctness(rawValue: only) != nil else {
      throw ValidationError("--only is all, correct or wrong, not \(only)")
    }
  }

  func run() throws {
    let workspace = try workspace.open()
    let results = try Results(workspace, run: runID)
    let forecast = try ReportForecast(results)
    if dryRun { return print(forecast.text) }
    if forecast.seconds > 20 { FileHandle.standardError.write(Data("\(forecast.text)\n".utf8)) }
    var options = StudyOptions()
    options.view = view == "norm" ? .gradientNorm : .raw
    options.correctness = StudyOptions.Correctness(rawValue: only) ?? .all
    options.groups = group.map { list in
      Set(list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
    }
    let isWatched = isatty(STDERR_FILENO) == 1
    let report = try StudyReport(results, workspace: workspace, options: options) {
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
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw EngineError("\(path): cannot be written; choose a folder that is writable")
    }
    Output.note("stemma: wrote \(path)")
  }
}
