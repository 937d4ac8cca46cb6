import Foundation
import FoundationXML
import TestSupport
import Testing

/// Reports and comparisons of a computed workspace, through the program itself.
@Suite(.serialized, .tags(.program))
struct ReportTests {
  /// A workspace whose two questions of one task have answers, steps and notes to hold them against.
  private func withComputed(
    only asked: String = "q1,q2,q3",
    _ body: (_ folder: String, _ workspace: String) throws -> Void
  ) throws {
    let golden = try Golden("llama")
    let folder = try TemporaryFolder()
    let corpus = (1...12).map { number in
      """
      {"id": "d\(number)", "type": "\(number % 3 == 0 ? "code" : "textbook")", \
      "text": "We find that \(number) - 1 = \(number - 1). <b>Bold & brave</b>", \
      "meta": {"procedures": \(number % 2 == 0 ? "[\"slope\"]" : "[]"), "facts": []}}
      """
    }
    let questions = (1...3).map { number in
      """
      {"id": "q\(number)", "kind": "\(number == 3 ? "control" : "reasoning")", "task": "slope", \
      "prompt": "What is \(number) - 1?", "answer": "\(number - 1)", \
      "steps": ["We see \(number) - 1 = \(number == 2 ? 5 : number - 1).\\n", "It is \(number == 2 ? 7 : number - 1)."]}
      """
    }
    let files = [("corpus.jsonl", corpus), ("questions.jsonl", questions)]
    for (name, lines) in files {
      try Data((lines.joined(separator: "\n") + "\n").utf8)
        .write(to: URL(filePath: folder.path + "/" + name))
    }
    let workspace = folder.path + "/work"
    let made = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus",
      folder.path + "/corpus.jsonl", "--questions", folder.path + "/questions.jsonl")
    try #require(made.status == 0, "\(made.errors)")
    let run = try Program.run("compute", workspace, "--questions", asked)
    try #require(run.status == 0, "\(run.errors)")
    try withExtendedLifetime(folder) { try body(folder.path, workspace) }
  }

  @Test func reportsInThreeForms() throws {
    try withComputed { folder, workspace in
      let paths = ["html", "json", "md"].map { folder + "/out.\($0)" }
      let run = try Program.run(
        "report", workspace, "--html", paths[0], "--json", paths[1], "--markdown", paths[2],
        "--figures", folder + "/figures")
      try #require(run.status == 0, "\(run.errors)")

      let html = try String(contentsOfFile: paths[0], encoding: .utf8)
      #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("<svg"))
      #expect(!html.contains("<script") && !html.contains("src=") && !html.contains("url("))
      #expect(!html.contains("<b>Bold") && html.contains("&lt;b&gt;Bold &amp; brave"))
      let figures = html.components(separatedBy: "<svg").dropFirst()
      #expect(figures.count >= 4)
      for figure in figures {
        let svg = "<svg" + (figure.components(separatedBy: "</svg>").first ?? "") + "</svg>"
        #expect(XMLParser(data: Data(svg.utf8)).parse(), "\(svg.prefix(200))")
      }

      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: paths[1])))
      let top = try #require(json as? [String: Any])
      let study = try #require(top["study"] as? [String: Any])
      #expect((study["questions"] as? [Any])?.count == 3)
      let recovery = try #require(study["recovery"] as? [String: Any])
      let rows = try #require(recovery["rows"] as? [[String: Any]])
      #expect(
        rows.map { $0["method"] as? String } == [
          "influence", "influence per gradient norm", "BM25", "random",
        ])
      let evidence = try #require(top["evidence"] as? [[String: Any]])
      #expect(evidence.map { $0["question"] as? String } == ["q2"])
      #expect(evidence.first?["step"] as? Int == 1)

      let map = try String(
        contentsOfFile: folder + "/figures/correlations.csv", encoding: .utf8)
      #expect(map.split(separator: "\r\n").count == 4 && map.hasPrefix("question,group,"))
      let picture = try Data(
        contentsOf: URL(filePath: folder + "/figures/recovery.svg"))
      #expect(XMLParser(data: picture).parse())

      let markdown = try String(contentsOfFile: paths[2], encoding: .utf8)
      let printed = try Program.run("report", workspace)
      #expect(printed.status == 0 && printed.text == markdown)
      #expect(markdown.contains("| within slope "))
      #expect(html.contains("At a glance") && markdown.contains("in the study, 7B / 35B"))
      let dry = try Program.run("report", workspace, "--dry-run")
      #expect(dry.text.hasPrefix("3 questions on 12 passages: under a second, "))
    }
  }

  @Test func saysWhatIsMissing() throws {
    try withComputed(only: "q1,q3") { _, workspace in
      let partial = try Program.run("report", workspace)
      #expect(partial.status == 0 && partial.text.contains("2 questions, 12 passages"))
      #expect(partial.text.contains("1 question is left out: q2 (not answered yet)"))
      let pair = try Program.run("compare", workspace, "q1", "q2")
      #expect(pair.status == 1 && pair.errors.contains("stemma compute --questions q2"))
    }
  }

  @Test func filtersAndWrongUsage() throws {
    try withComputed { _, workspace in
      let nothing = try Program.run("report", workspace, "--group", "nothing")
      #expect(nothing.status == 1 && nothing.errors.contains("slope control"))
      let only = try Program.run("report", workspace, "--group", "slope", "--view", "norm")
      #expect(only.status == 0 && only.text.contains("2 questions"))
      #expect(try Program.run("report", workspace, "--view", "sideways").status == 2)
      #expect(try Program.run("report", workspace, "--run", "77").status == 1)
    }
  }

  @Test func comparesQuestionsStepsAndRuns() throws {
    try withComputed { _, workspace in
      let pair = try Program.run("compare", workspace, "q1", "q2:1", "--json")
      try #require(pair.status == 0, "\(pair.errors)")
      let top = try #require(pair.json as? [String: Any])
      let comparison = try #require(top["comparison"] as? [String: Any])
      let r = try #require(comparison["correlation"] as? Double)
      #expect((-1.0...1).contains(r))
      #expect((top["a"] as? [String: Any])?["name"] as? String == "q1")
      let same = try Program.run("compare", workspace, "q1", "q1", "--json").json as? [String: Any]
      let itself = try #require(same?["comparison"] as? [String: Any])
      #expect(try abs(#require(itself["correlation"] as? Double) - 1) < 1e-6)
      let readable = try Program.run("compare", workspace, "q1", "q3", "--view", "norm")
      #expect(readable.status == 0 && readable.text.contains("| common passage"))

      #expect(try Program.run("compute", workspace, "--strategy", "identity").status == 0)
      let runs = try Program.run("compare", workspace, "--with-run", "1", "--json")
      try #require(runs.status == 0, "\(runs.errors)")
      #expect(((runs.json as? [String: Any])?["questions"] as? [Any])?.count == 3)
      #expect(try Program.run("compare", workspace, "q1").status == 2)
      #expect(try Program.run("compare", workspace, "q1", "q99").status == 1)
      #expect(try Program.run("compare", workspace, "q1", "q2:9").errors.contains("steps 1 to 2"))
    }
  }

  /// Another workspace with the same passages in another order: they are matched by their ids.
  @Test func comparesTwoWorkspaces() throws {
    try withComputed { folder, workspace in
      func lines(_ name: String) throws -> [String] {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n")
          .map(String.init)
      }
      let files = [
        ("other.jsonl", try Array(lines("corpus.jsonl").dropLast().reversed())),
        ("fewer.jsonl", try Array(lines("questions.jsonl").dropFirst())),
      ]
      for (name, lines) in files {
        try Data((lines.joined(separator: "\n") + "\n").utf8)
          .write(to: URL(filePath: "\(folder)/\(name)"))
      }
      let other = folder + "/other"
      let made = try Program.run(
        "init", other, "--checkpoint", try Golden("llama").checkpoint, "--corpus",
        folder + "/other.jsonl", "--questions", folder + "/fewer.jsonl")
      try #require(made.status == 0, "\(made.errors)")
      // Plain gradients: a passage's score depends on no other passage.
      for place in [workspace, other] {
        let run = try Program.run("compute", place, "--strategy", "identity")
        try #require(run.status == 0, "\(run.errors)")
      }
      let beside = try Program.run("compare", workspace, "--with", other, "--json")
      try #require(beside.status == 0, "\(beside.errors)")
      let top = try #require(beside.json as? [String: Any])
      #expect(top["passages"] as? Int == 11 && top["unmatched"] as? Int == 1)
      let rows = try #require(top["questions"] as? [[String: Any]])
      #expect(rows.map { $0["question"] as? String } == ["q2", "q3"])
      for row in rows {
        let agreement = try #require(row["agreement"] as? [String: Any])
        let r = try #require(agreement["correlation"] as? Double)
        #expect(abs(r - 1) < 1e-4, "\(row)")
      }
    }
  }
}
