import Foundation
import TestSupport
import Testing

/// `compute --layers` and `top --layer`: what each layer has of every score, kept along with the scores.
@Suite(.tags(.program)) struct LayersTests {
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
}
