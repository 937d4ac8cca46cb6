import Foundation
import SafeFiles
import Safetensors
import Tokenization
import Training
import Transformer

/// Checkpoints along a training, each a folder beside the finished one's files.
struct KeptCheckpoints {
  /// The folder of the whole training.
  let folder: String
  let type: ElementType

  /// What `--keep-at` means; nil where that is nothing.
  static func steps(_ text: String) -> [Int]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let steps = parts.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    guard !steps.isEmpty, steps.count == parts.count, steps.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    return steps
  }

  func keeper(_ choice: KeptSteps) -> CheckpointKeeper {
    CheckpointKeeper(
      choice,
      isKept: { FileManager.default.fileExists(atPath: path($0) + "/model.safetensors") },
      keep: write)
  }

  /// Six digits at least, so that a list in the order of names is one in the order of steps.
  private func path(_ step: Int) -> String {
    let digits = String(step)
    return folder + "/step-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// Writes one beside its place, then puts it there: a folder of that name is whole.
  private func write(_ model: LanguageModel, _ mark: TrainingMark) throws {
    let files = FileManager.default
    let (place, part) = (path(mark.step), path(mark.step) + ".part")
    try? files.removeItem(atPath: part)
    try model.save(to: part, as: type)
    for name in ["tokenizer.json", "tokenizer_config.json"] {
      let own = folder + "/" + name
      guard files.fileExists(atPath: own) else { continue }
      let data = try SafeFile.input(own, atMost: Tokenizer.largestFile)
      try SafeFile.export(data, to: part + "/" + name)
    }
    try SafeFile.export(try Self.json(mark), to: part + "/training.json")
    try? files.removeItem(atPath: place)
    try files.moveItem(atPath: part, toPath: place)
  }

  /// A record as it stands in `training.json`.
  static func json(_ record: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(record)
  }
}
