import Foundation
import TestSupport
import Testing

/// Any field of a document as filter and facet: `top --where`, `top --facet`, `report --facet`.
@Suite(.tags(.program)) struct FacetTests {
  private let folder: TemporaryFolder
  private let workspace: String

  /// The recorded corpus with fields of its own beside the texts.
  init() throws {
    let golden = try Golden("llama")
    folder = try TemporaryFolder()
    workspace = folder.path + "/work"
    let lines = try golden.objects(golden.corpus).enumerated().map { number, object in
      var object = object
      object["url"] = number % 2 == 0 ? "https://www.math.org/a?b=1" : "http://code.dev:80/x"
      object["info"] = ["year": 2020 + number % 3, "kept": number % 2 == 0] as [String: Any]
      object["source"] = number < 4 ? "early" : "late"
      return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
    let corpus = folder.path + "/corpus.jsonl"
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: corpus))
    _ = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus", corpus, "--questions",
      golden.questions)
    let computed = try Program.run("compute", workspace, "--labels", "data")
    try #require(computed.status == 0, "\(computed.errors)")
  }

  private func rows(_ arguments: String...) throws -> [[String: Any]] {
    let output = try Program.run(arguments: ["top", workspace, "q-00", "--json"] + arguments)
    return try #require(output.json as? [[String: Any]], "\(output.errors)")
  }

  /// What the explorer writes is `top --csv` row by row: every column, under every filter and from either end.
  @Test func filesOfTheExplorerAreTheRowsOfTop() throws {
    let cases: [(commands: [String], options: [String])] = [
      ([], []), (["positive"], ["--sign", "+"]), (["negative"], ["--sign", "-"]),
      (["filter source = early"], ["--where", "source=early"]),
      (["filter domain = math.org"], ["--where", "domain=math.org"]),
      (["filter info.year = \"2021\""], ["--where", "info.year=2021"]),
    ]
    for (step, place) in [([String](), "0"), (["--step", "1"], "1")] {
      for (number, one) in cases.enumerated() {
        let file = folder.path + "/rows-\(place)-\(number).csv"
        let commands = ["q q-00", "step \(place)"] + one.commands + ["write documents \(file)"]
        let written = try Program.run(
          arguments: ["explore", workspace] + commands.flatMap { ["-c", $0] })
        #expect(written.status == 0, "\(one.commands): \(written.errors)")
        let top = try Program.run(
          arguments: ["top", workspace, "q-00", "--view", "nat", "--csv", "--limit", "100000"]
            + step + one.options)
        #expect(top.status == 0, "\(top.errors)")
        let rows = try String(contentsOfFile: file, encoding: .utf8)
        #expect(
          rows.replacing("\r\n", with: "\n") == top.text.replacing("\r\n", with: "\n"),
          "\(one.commands)")
      }
    }
  }

  @Test func conditionsOnFieldsKeepRanks() throws {
    let all = try rows("--limit", "1000")
    let early = try rows("--limit", "1000", "--where", "source=early")
    #expect(early.count == 4)
    let ranks = Dictionary(
      uniqueKeysWithValues: all.map { ($0["passage"] as? String ?? "", $0["rank"] as? Int ?? 0) })
    for row in early {
      #expect(row["source"] as? String == "early")
      let passage = row["passage"] as? String ?? ""
      #expect(row["rank"] as? Int == ranks[passage])
    }
    let both = try rows(
      "--limit", "1000", "--where", "domain=math.org", "--where", "info.year=2020")
    for row in both {
      let fields = try #require(row["fields"] as? [String: Any])
      #expect((fields["info"] as? [String: Any])?["year"] as? Int == 2020)
      #expect(fields["url"] as? String == "https://www.math.org/a?b=1")
    }
    let not = try rows("--limit", "1000", "--where", "info.kept!=true")
    #expect(!not.isEmpty)
    let bad = try Program.run("top", workspace, "q-00", "--where", "source")
    #expect(bad.status == 1)
    #expect(bad.errors.contains("FIELD=VALUE"))
  }

  /// The multiplier by hand from the ranking itself.
  @Test func binsCountTheTopAgainstTheCorpus() throws {
    let all = try rows("--limit", "1000")
    let bins = try rows("--facet", "domain", "--depth", "6")
    func domain(_ row: [String: Any]) -> String {
      let url = (row["fields"] as? [String: Any])?["url"] as? String ?? ""
      return url.contains("math.org") ? "math.org" : "code.dev"
    }
    for bin in bins {
      let value = try #require(bin["value"] as? String)
      let top = all.prefix(6).count { domain($0) == value }
      let whole = Double(all.count { domain($0) == value }) / Double(all.count)
      #expect(bin["occurrences"] as? Int == top)
      let multiplier = try #require(bin["multiplier"] as? Double)
      let expected: Double = Double(top) / 6 / whole
      #expect(abs(multiplier - expected) < 1e-9)
    }
    let pairs = try rows("--facet", "source,info.year", "--depth", "6")
    #expect(pairs.contains { $0["value"] as? String == "early × 2020" })
    let counts: [Int] = pairs.map { $0["occurrences"] as? Int ?? 0 }
    #expect(counts.reduce(0, +) == 6)
    let none = try Program.run("top", workspace, "q-00", "--facet", "colour")
    #expect(none.status == 1)
    #expect(none.errors.contains("no document has a field colour"), "\(none.errors)")
  }

  @Test func theReportHasTheFieldsSection() throws {
    let output = try Program.run("report", workspace, "--facet", "domain")
    #expect(output.status == 0, "\(output.errors)")
    #expect(output.text.contains("Which documents matter, by domain?"))
    #expect(output.text.contains("math.org"))
    let three = try Program.run("report", workspace, "--facet", "a,b,c")
    #expect(three.status == 1)
  }
}
