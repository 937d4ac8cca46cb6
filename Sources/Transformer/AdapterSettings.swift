import Foundation
import Patterns

/// What `adapter_config.json` says.
struct AdapterSettings {
  /// What to do where Stemma does not merge an adapter itself.
  static let merge =
    "merge it into its base first (peft: AutoPeftModelForCausalLM.from_pretrained(FOLDER)"
    + ".merge_and_unload().save_pretrained(NEW)) and give Stemma the new folder"

  private let reader: ConfigurationReader
  private let alpha: Double
  private let usesRoot: Bool
  private let alphas: [(text: String, pattern: SearchPattern, value: Double)]

  /// Most patterns that make sense: one a module of a large model.
  private static let maximumPatterns = 4_096

  /// - Throws: `ModelError` that names what is not supported.
  init(directory: String) throws {
    reader = try Self.read(directory).with(defaults: [
      "lora_alpha": 8, "use_rslora": false, "fan_in_fan_out": false,
    ])
    try Self.refuse(reader)
    alpha = Double(try reader.float("lora_alpha"))
    usesRoot = try reader.flag("use_rslora", null: false)
    let patterns = try reader.object("alpha_pattern")
    let own = reader
    let keys = patterns?.values.keys.sorted() ?? []
    guard keys.count <= Self.maximumPatterns else {
      throw own.fail("alpha_pattern has more than the \(Self.maximumPatterns) that make sense")
    }
    alphas = try keys.map { key in
      guard let pattern = SearchPattern("\\A(.*\\.)?(\(key))$") else {
        throw own.fail("alpha_pattern has \(key), which is no pattern")
      }
      return (key, pattern, Double(try patterns?.float(key) ?? 0))
    }
  }

  private static func read(_ directory: String) throws -> ConfigurationReader {
    try ConfigurationReader(file: directory + "/" + Adapter.configurationFile)
  }

  /// Names what would change the base in another way than by `B A`.
  private static func refuse(_ reader: ConfigurationReader) throws {
    let type = reader.string("peft_type") ?? "LORA"
    guard type == "LORA" else {
      throw reader.fail("is an adapter of the kind \(type), and Stemma merges LORA; \(merge)")
    }
    let others = [
      "use_dora": "DoRA", "use_qalora": "QALoRA", "lora_bias": "LoRA with biases (lora_bias)",
    ]
    for (key, name) in others.sorted(by: { $0.key < $1.key })
    where try reader.isGiven(key) && reader.flag(key, null: false) {
      throw reader.fail("\(name) is not merged by Stemma; \(merge)")
    }
    for key in [
      "layer_replication", "target_parameters", "trainable_token_indices",
      "alora_invocation_tokens", "arrow_config", "corda_config", "loftq_config",
      "monteclora_config",
    ] {
      let value = reader.values[key]
      let isEmpty =
        value == nil || value is NSNull || (value as? [Any])?.isEmpty ?? false
        || (value as? [String: Any])?.isEmpty ?? false
      guard isEmpty else { throw reader.fail("\(key) is not supported; \(merge)") }
    }
    if let start = reader.string("init_lora_weights"),
      !["gaussian", "eva", "orthogonal"].contains(start)
    {
      throw reader.fail(
        "init_lora_weights is \(start), which changes the base itself and is not supported; \(merge)"
      )
    }
  }

  /// The factor of a module's `B A`.
  ///
  /// Patterns are `peft`'s: the first that matches the module's name, or its end after a dot.
  /// - Parameters:
  ///   - module: its name in the base.
  ///   - rank: rows of A, which is what `rank_pattern` says too.
  func scale(_ module: String, rank: Int) throws -> Float {
    for (text, pattern, own) in alphas {
      switch pattern.search(module) {
      case .match: return factor(own, rank)
      case .none: continue
      case .tooMuch:
        throw reader.fail("alpha_pattern has \(text), which takes too many steps")
      }
    }
    return factor(alpha, rank)
  }

  private func factor(_ value: Double, _ rank: Int) -> Float {
    let rank = Double(max(1, rank))
    return Float(value / (usesRoot ? rank.squareRoot() : rank))
  }

  // MARK: The base

  /// The folder of a checkpoint's base: its own, or that which its adapter names.
  ///
  /// A path is looked for as it is, then from the adapter's folder and those above it, then by its last part
  /// beside and inside the adapter's folder.
  /// - Throws: `ModelError` that names the base and what to do.
  static func base(of directory: String) throws -> String {
    let files = FileManager.default
    guard files.fileExists(atPath: directory + "/" + Adapter.configurationFile) else {
      return directory
    }
    let reader = try read(directory)
    guard let name = reader.string("base_model_name_or_path"), !name.isEmpty else {
      throw reader.fail(
        "does not say which model it is an adapter of; write the base's folder as "
          + "base_model_name_or_path into it")
    }
    let own = URL(filePath: directory).standardizedFileURL
    guard let base = candidates(name, own).first(where: isCheckpoint) else {
      throw reader.fail(
        "is an adapter of \(name), which is not here; download it and write its folder as "
          + "base_model_name_or_path into \(Adapter.configurationFile), or \(merge)")
    }
    guard
      base == own.path
        || !files.fileExists(atPath: base + "/" + Adapter.configurationFile)
    else {
      throw reader.fail("is an adapter of \(base), which is an adapter itself; \(merge)")
    }
    return base
  }

  private static func isCheckpoint(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/config.json")
  }

  private static func candidates(_ name: String, _ own: URL) -> [String] {
    if name.hasPrefix("/") || name.hasPrefix("~") {
      let path = URL(filePath: (name as NSString).expandingTildeInPath).standardizedFileURL
      let last = path.lastPathComponent
      let beside = own.deletingLastPathComponent()
      return [path.path, own.appending(path: last).path, beside.appending(path: last).path]
    }
    var result: [String] = []
    var folder = own
    for _ in 0..<8 {
      result.append(folder.appending(path: name).standardizedFileURL.path)
      folder = folder.deletingLastPathComponent()
    }
    let last = URL(filePath: name).lastPathComponent
    for folder in [own, own.deletingLastPathComponent()] {
      result.append(folder.appending(path: last).standardizedFileURL.path)
    }
    return result
  }
}

/// Where the parts of a checkpoint lie: its own folder, or an adapter's and its base's.
package enum CheckpointFiles {
  /// The folder whose weights and `config.json` are read.
  /// - Throws: `ModelError` that names an adapter's base that is not there.
  package static func base(of checkpoint: String) throws -> String {
    try AdapterSettings.base(of: checkpoint)
  }

  /// The folder that holds a file beside the weights: the checkpoint's own, else its base's.
  package static func folder(of checkpoint: String, holding name: String) -> String {
    if FileManager.default.fileExists(atPath: checkpoint + "/" + name) { return checkpoint }
    return (try? base(of: checkpoint)) ?? checkpoint
  }
}
