import Foundation
import PlainYAML
import SafeFiles
import Workspace
import Yams

/// Whether the scores of a bergson store help where they are positive: 1, or −1 where they have to be turned round.
///
/// `config.yaml` of bergson lists the steps of a run; that of a scoring step has `score_cfg: {higher_is_better: …}`.
/// What MAGIC writes has none: it lies in the folder `scores` of the run, and lower scores help.
struct BergsonSign {
  let value: Float

  /// - Parameter given: what a person says; what the folder says if nil.
  /// - Throws: `EngineError` where neither says anything.
  init(_ folder: String, given: Bool?) throws {
    let found =
      try given ?? Self.own(folder + "/config.yaml") ?? Self.magic(folder + "/../config.yaml")
    guard let found else {
      throw EngineError(
        "\(folder): has no config.yaml that says whether higher scores help (score_cfg: higher_is_better); say it by --higher-is-better or --lower-is-better"
      )
    }
    value = found ? 1 : -1
  }

  private static let longest = 1 << 20

  /// The settings of each step, by the command's name; nil where there is no such file.
  private static func steps(_ path: String) throws -> [(name: String, settings: Node)]? {
    guard FileFacts(following: path) != nil else { return nil }
    let data = try EngineError.naming { try SafeFile.input(path, atMost: longest) }
    let root: Node?
    do {
      guard let text = String(data: data, encoding: .utf8) else { return nil }
      root = try PlainYAML.compose(text)
    } catch {
      throw EngineError(
        "\(path): \(error.problem); say by --higher-is-better or --lower-is-better which scores help"
      )
    }
    let steps = root?.mapping?["steps"]?.sequence
    return steps.map { list in
      list.flatMap { step in
        (step.mapping.map(Array.init) ?? []).map { ($0.key.scalar?.string ?? "", $0.value) }
      }
    }
  }

  private static func own(_ path: String) throws -> Bool? {
    for step in try steps(path) ?? [] {
      guard let settings = step.settings.mapping?["score_cfg"]?.mapping,
        let word = settings["higher_is_better"]?.scalar?.string.lowercased()
      else { continue }
      if word == "true" { return true }
      if word == "false" { return false }
    }
    return nil
  }

  private static func magic(_ path: String) throws -> Bool? {
    (try steps(path) ?? []).contains { $0.name.hasPrefix("magic") } ? false : nil
  }
}
