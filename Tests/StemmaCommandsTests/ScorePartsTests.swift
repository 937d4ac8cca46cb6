import Foundation
import TestSupport
import Testing

/// `compute --layers`, `--each-module`, `top --layer` and `--module`: what parts of the model have of every score, kept
/// along with the scores.
@Suite(.tags(.program)) struct ScorePartsTests {
  private let world: GoldenWorkspace
  private var workspace: String { world.path }

  init() throws { world = try GoldenWorkspace() }

  private func scores(_ arguments: String...) throws -> [String: Double] {
    let output = try Program.run(
      arguments: ["top", workspace] + arguments + ["--json", "--limit", "1000"])
    let rows = try #require(output.json as? [[String: Any]], "\(output.errors)")
    return Dictionary(
      uniqueKeysWithValues: rows.map {
        ($0["passage"] as? String ?? "", $0["score"] as? Double ?? .nan)
      })
  }

  @Test func layersAddUpAndAreRankedByThemselves() throws {
    // What was scored without them is scored again.
    let plain = try Program.run("compute", workspace, "--labels", "data")
    try #require(plain.status == 0, "\(plain.errors)")
    let none = try Program.run("top", workspace, "q-00", "--layer", "0")
    #expect(none.status == 1 && none.errors.contains("compute --layers"), "\(none.errors)")
    let before = try scores("q-00", "--step", "2")
    let kept = try Program.run("compute", workspace, "--labels", "data", "--layers")
    try #require(kept.status == 0, "\(kept.errors)")
    let after = try scores("q-00", "--step", "2")
    let passages = before.keys.sorted()
    func values(_ scores: [String: Double]) -> [Double] { passages.map { scores[$0] ?? .nan } }
    #expect(relativeDifference(values(after), values(before)) <= 1e-5)
    let profile = try Program.run(
      "top", workspace, "q-00", "--step", "2", "--layer", "all", "--json")
    let shares = try #require(profile.json as? [[String: Any]], "\(profile.errors)")
    let names = shares.compactMap { $0["layer"] as? String }
    #expect(names.count > 1)
    #expect(abs(shares.reduce(0) { $0 + ($1["share"] as? Double ?? .nan) } - 1) <= 1e-6)
    var sums = passages.map { _ in 0.0 }
    for name in names {
      let own = values(try scores("q-00", "--step", "2", "--layer", name))
      for index in sums.indices { sums[index] += own[index] }
    }
    #expect(relativeDifference(sums, values(after)) <= 1e-5)
    // One passage's modules, computed anew, add up to the same.
    let tokens = try Program.run(
      "tokens", workspace, "q-00", "--step", "2", "--passage", passages[0], "--json")
    let modules = try #require((tokens.json as? [String: Any])?["modules"] as? [[String: Any]])
    let first = modules.filter { module in
      (module["module"] as? String)?.split(separator: ".").contains("0") ?? false
    }.reduce(0) { $0 + ($1["share"] as? Double ?? .nan) }
    let stored = try scores("q-00", "--step", "2", "--layer", "0")
    let size = stored.values.map(abs).max() ?? 0
    #expect(abs(first - (stored[passages[0]] ?? .nan)) <= 1e-3 * size)
    let wrong = try Program.run("top", workspace, "q-00", "--layer", "77")
    #expect(wrong.status == 1 && wrong.errors.contains("there is no layer 77"), "\(wrong.errors)")
    #expect(try Program.run("compute", workspace, "--layers", "--exact", "5%").status == 2)
  }

  @Test func modulesAddUpAndAreRankedByThemselves() throws {
    // What was kept by layer is kept anew.
    let layers = try Program.run("compute", workspace, "--labels", "data", "--layers")
    try #require(layers.status == 0, "\(layers.errors)")
    let none = try Program.run("top", workspace, "q-00", "--module", "all")
    #expect(none.status == 1 && none.errors.contains("compute --each-module"), "\(none.errors)")
    let early = try scores("q-00", "--step", "2", "--layer", "0")
    let kept = try Program.run("compute", workspace, "--labels", "data", "--each-module")
    try #require(kept.status == 0, "\(kept.errors)")
    let whole = try scores("q-00", "--step", "2")
    let passages = whole.keys.sorted()
    func values(_ scores: [String: Double]) -> [Double] { passages.map { scores[$0] ?? .nan } }
    // Layers come from the modules now, and are what they were.
    let late = try scores("q-00", "--step", "2", "--layer", "0")
    #expect(relativeDifference(values(late), values(early)) <= 1e-5)
    let profile = try Program.run(
      "top", workspace, "q-00", "--step", "2", "--module", "all", "--json")
    let shares = try #require(profile.json as? [[String: Any]], "\(profile.errors)")
    let names = shares.compactMap { $0["module"] as? String }
    #expect(Set(names).count == shares.count && names.count > 4)
    #expect(abs(shares.reduce(0) { $0 + ($1["share"] as? Double ?? .nan) } - 1) <= 1e-6)
    var sums = passages.map { _ in 0.0 }
    var ofLayer = sums
    for name in names {
      let own = values(try scores("q-00", "--step", "2", "--module", name))
      for index in sums.indices {
        sums[index] += own[index]
        if name.split(separator: ".").contains("0") { ofLayer[index] += own[index] }
      }
    }
    #expect(relativeDifference(sums, values(whole)) <= 1e-5)
    #expect(relativeDifference(ofLayer, values(late)) <= 1e-5)
    // Part of a name stands for every module that holds it.
    let number = try scores("q-00", "--step", "2", "--module", "0")
    #expect(relativeDifference(values(number), values(late)) <= 1e-5)
    // One passage's modules, computed anew, are the same.
    let tokens = try Program.run(
      "tokens", workspace, "q-00", "--step", "2", "--passage", passages[0], "--json")
    let modules = try #require((tokens.json as? [String: Any])?["modules"] as? [[String: Any]])
    let first = try #require(modules.first { $0["module"] as? String == names[0] })
    let stored = try scores("q-00", "--step", "2", "--module", names[0])
    let size = stored.values.map(abs).max() ?? 0
    #expect(
      abs((first["share"] as? Double ?? .nan) - (stored[passages[0]] ?? .nan)) <= 1e-3 * size)
    let wrong = try Program.run("top", workspace, "q-00", "--module", "no.such")
    #expect(wrong.status == 1 && wrong.errors.contains("--module all"), "\(wrong.errors)")
    #expect(try Program.run("top", workspace, "q-00", "--module", "0", "--layer", "0").status == 2)
    #expect(try Program.run("compute", workspace, "--each-module", "--exact", "5%").status == 2)
  }
}
