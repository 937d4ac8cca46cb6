import Foundation

/// The names of weight files that checkpoint folders hold.
struct CheckpointFolder {
  static let single = "model.safetensors"
  static let index = "model.safetensors.index.json"

  let path: String
  private let names: Set<String>

  init(path: String) {
    self.path = path
    names = Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
  }

  func file(_ name: String) -> String { path + "/" + name }

  func has(_ name: String) -> Bool { names.contains(name) }

  /// A few names as a person reads them.
  static func list(_ names: [String]) -> String {
    guard names.count > 3 else {
      return names.count < 2
        ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    }
    return names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) more"
  }

  /// The file of each tensor by the index, none of them outside the folder.
  func weightMap() throws -> [String: String] {
    let path = file(Self.index)
    let data = try MappedFile.contents(of: path, atMost: SafetensorsFile.maximumHeaderLength)
    guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let map = object["weight_map"] as? [String: String]
    else {
      throw SafetensorsError(path: path, problem: "is not JSON with a weight_map of file names")
    }
    for (tensor, name) in map.sorted(by: { $0.key < $1.key }) {
      guard !name.isEmpty, !name.contains("/"), name != "..", !name.utf8.contains(0) else {
        throw SafetensorsError(
          path: path, problem: "places tensor \(tensor) in \(name), outside the folder")
      }
    }
    return map
  }

  /// Safetensors files of a folder that has no index, in order.
  /// - Throws: `SafetensorsError` saying what there is instead.
  func shardsWithoutIndex() throws -> [String] {
    let found = names.filter { $0.hasSuffix(".safetensors") && !$0.hasPrefix("adapter_") }.sorted()
    var byTotal: [Int: Set<Int>] = [:]
    for name in found {
      guard let match = name.firstMatch(of: /-(\d{1,5})-of-(\d{1,5})\.safetensors$/),
        let number = Int(match.1), let total = Int(match.2)
      else { continue }
      byTotal[total, default: []].insert(number)
    }
    if let (total, numbers) = byTotal.first, byTotal.count == 1, found.count == numbers.count {
      let missing = Set(1...max(total, 1)).subtracting(numbers).sorted()
      guard missing.isEmpty else {
        throw SafetensorsError(
          path: path,
          problem:
            "lacks shard \(Self.list(missing.map(String.init))) of \(total); download it again")
      }
      return found
    }
    if found.count == 1 { return found }
    guard found.isEmpty else {
      throw SafetensorsError(
        path: path,
        problem: "holds \(Self.list(found)), and nothing says which of them is the model; "
          + "leave only the model's, or add \(Self.index)")
    }
    throw SafetensorsError(path: path, problem: otherWeights)
  }

  /// What to do with what is there instead of safetensors.
  private var otherWeights: String {
    if has("adapter_config.json") {
      return "is an adapter, not a model; merge it into its base first (peft: "
        + "AutoPeftModelForCausalLM.from_pretrained(FOLDER).merge_and_unload().save_pretrained(NEW)) "
        + "and give Stemma the new folder"
    }
    let endings = [
      ".bin", ".pt", ".pth", ".ckpt", ".gguf", ".ggml", ".h5", ".msgpack", ".npz", ".onnx",
    ]
    let others = names.filter { name in endings.contains { name.hasSuffix($0) } }
      .filter { $0 != "training_args.bin" }.sorted()
    guard let first = others.first else {
      return "holds neither \(Self.single) nor \(Self.index)"
    }
    let gguf = first.hasSuffix(".gguf") ? ", gguf_file=\"\(first)\"" : ""
    return "holds \(Self.list(others)), which Stemma does not read; convert to safetensors with "
      + "transformers: AutoModelForCausalLM.from_pretrained(FOLDER\(gguf)).save_pretrained(NEW)"
  }
}
