import Foundation
import SafeFiles
package import Tokenization
package import Transformer

/// One of several checkpoints of one training.
package struct TrainingCheckpoint: Sendable, Equatable {
  /// Its folder, absolute.
  package let folder: String
  /// What it is called: its folder's name.
  package let name: String
  /// Steps of the training until then; nil where nothing says so.
  package let step: Int?
  /// Sum of the learning rates of these steps; nil where nothing was recorded.
  package let rateSum: Double?

  init(folder: String, name: String) {
    let mark = TrainingTrace(folder: folder)
    (self.folder, self.name) = (folder, name)
    step = mark.step ?? Self.step(inName: name)
    rateSum = mark.rateSum
  }

  /// The first whole number of a name such as `step-700`, `checkpoint-1000` or `step1000-tokens4B`.
  static func step(inName name: String) -> Int? {
    guard let match = name.firstMatch(of: /(?:step|checkpoint|iter|global_step)[-_]?([0-9]{1,15})/)
    else { return nil }
    return Int(match.1).flatMap { TrainingTrace.steps.contains($0) ? $0 : nil }
  }
}

extension Workspace {
  /// Folders of earlier checkpoints of the training that `checkpoint` ends, the earliest first.
  package var earlierCheckpoints: [String] {
    let folders = configuration.checkpoints.map(resolve)
    // The list may end with the checkpoint itself.
    return folders.last.map(Self.plain) == Self.plain(checkpoint)
      ? Array(folders.dropLast()) : folders
  }

  /// All checkpoints of the training in its order, `checkpoint` last; empty where there is only that one.
  ///
  /// - Throws: `EngineError` for a folder that is not there, one that is named twice, and a wrong order.
  package func trainingCheckpoints() throws -> [TrainingCheckpoint] {
    let earlier = earlierCheckpoints
    guard !earlier.isEmpty else { return [] }
    let folders = earlier + [checkpoint]
    var seen: Set<String> = []
    for folder in folders {
      guard FileFacts(following: folder)?.kind == .folder else {
        let key = folder == checkpoint ? "checkpoint" : "checkpoints"
        throw EngineError("\(folder): is no folder; check `\(key)` in stemma.yaml")
      }
      guard seen.insert(Self.plain(folder)).inserted else {
        throw EngineError(
          Self.plain(folder) == Self.plain(checkpoint)
            ? "\(folder): is `checkpoint`, the last of the training, and stands before others in `checkpoints`; leave it out there"
            : "\(folder): stands in `checkpoints` twice; keep one")
      }
    }
    let names = folders.map { URL(filePath: $0).lastPathComponent }
    // Folders of one name lie in others that tell them apart.
    let given = configuration.checkpoints.prefix(earlier.count) + [configuration.checkpoint]
    let all = zip(folders, zip(names, given)).map { folder, own in
      TrainingCheckpoint(
        folder: folder, name: names.count { $0 == own.0 } > 1 ? own.1 : own.0)
    }
    for (before, after) in zip(all, all.dropFirst()) {
      guard let first = before.step, let second = after.step, first >= second else { continue }
      throw EngineError(
        "\(after.folder): is of step \(second) and stands after step \(first) in `checkpoints`; list them as the training went, `checkpoint` being its end"
      )
    }
    return all
  }

  /// Checks that an earlier checkpoint has the shape and the tokens of the last.
  ///
  /// - Parameters:
  ///   - last: the last one's configuration.
  ///   - tokenizer: of the workspace.
  /// - Throws: a sentence on the first thing that differs.
  package func check(
    _ earlier: TrainingCheckpoint, against last: ModelConfiguration, _ tokenizer: Tokenizer
  ) throws {
    let own = try LanguageModel.check(directory: earlier.folder)
    func shapes(_ model: ModelConfiguration) -> [String: [Int]] {
      Dictionary(
        ParameterLayout(model).slots.map { ($0.name, $0.shape) },
        uniquingKeysWith: { first, _ in first })
    }
    let (found, expected) = (shapes(own), shapes(last))
    guard own.family == last.family, found == expected else {
      let odd = expected.keys.sorted().first { found[$0] != expected[$0] }
      let what = odd.map { ", beginning with \($0)" } ?? ""
      throw EngineError(
        "\(earlier.folder): has another shape than \(checkpoint)\(what); `checkpoints` are of one training"
      )
    }
    let path = earlier.folder + "/tokenizer.json"
    guard FileFacts(following: path) != nil else { return }
    let other = try Tokenizer(path: path)
    guard tokenizer.hasSameTokens(as: other, upTo: last.vocabularySize) else {
      throw EngineError(
        "\(path): has other tokens than \(self.tokenizer); `checkpoints` are of one training")
    }
  }

  private static func plain(_ folder: String) -> String {
    URL(filePath: folder).resolvingSymlinksInPath().standardizedFileURL.path
  }
}

extension Tokenizer {
  /// Whether every id stands for the same text in both.
  fileprivate func hasSameTokens(as other: Tokenizer, upTo count: Int) -> Bool {
    guard vocabularySize == other.vocabularySize else { return false }
    return (0..<min(count, vocabularySize)).allSatisfy { id in
      decode([Int32(id)], skipSpecialTokens: false)
        == other.decode([Int32(id)], skipSpecialTokens: false)
    }
  }
}
