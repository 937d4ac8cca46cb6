import Foundation
import LinearAlgebra
import Safetensors
import TestSupport
import Testing
import Transformer

/// Checkpoints as people hold them: each read rightly, or named with the way out.
@Suite struct CheckpointKindTests {
  /// A folder with the configuration of a golden model and whatever weights a test puts there.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    let golden: Golden
    private let file: SafetensorsFile

    init(_ family: String = "llama", _ change: [String: Any] = [:]) throws {
      golden = try Golden(family)
      file = try SafetensorsFile(path: golden.checkpoint + "/model.safetensors")
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let data = try Data(contentsOf: URL(fileURLWithPath: golden.checkpoint + "/config.json"))
      var values = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      values.merge(change) { $1 }
      try write("config.json", JSONSerialization.data(withJSONObject: values))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ data: Data) throws {
      try data.write(to: URL(fileURLWithPath: path + "/" + name))
    }

    var names: [String] { file.tensors.keys.sorted() }

    /// Writes the golden's tensors, some under other names, and further ones.
    func weights(
      _ name: String = "model.safetensors", only: (String) -> Bool = { _ in true },
      named rename: (String) -> String = { $0 }, plus: [String: ([Int], [Float])] = [:]
    ) throws {
      var writer = SafetensorsWriter()
      for tensor in names where only(tensor) {
        writer.add(
          rename(tensor), shape: try file.information(tensor).shape, try file.floats(tensor))
      }
      for (tensor, (shape, values)) in plus { writer.add(tensor, shape: shape, values) }
      try writer.write(to: path + "/" + name)
    }

    func floats(_ name: String) throws -> ([Int], [Float]) {
      (try file.information(name).shape, try file.floats(name))
    }

    func logits(_ other: String? = nil) throws -> [Float] {
      let model = try LanguageModel(directory: other ?? path)
      let buffers = ActivationBuffers(model)
      let tokens = golden.documentTokens[0]
      model.forward(TokenPack([tokens]), buffers)
      return model.logits(buffers, rows: 0..<tokens.count).values()
    }

    func problem() throws -> String {
      let error = try #require(throws: (any Error).self) { try LanguageModel(directory: path) }
      return "\(error)"
    }

    func notes() throws -> [String] { try LanguageModel.check(directory: path).notes }
  }

  private let table = "model.embed_tokens.weight"

  @Test func aHeadThatDiffersFromItsTableIsUntied() throws {
    let folder = try Folder()
    let (shape, values) = try folder.floats(table)
    let other = values.map { -0.5 * $0 + 0.01 }
    try folder.weights(plus: ["lm_head.weight": (shape, other)])
    let untied = try Folder("llama", ["tie_word_embeddings": false])
    try untied.weights(plus: ["lm_head.weight": (shape, other)])
    #expect(try folder.logits() == untied.logits())
    #expect(try folder.notes().contains { $0.contains("both are used") })
    #expect(try untied.notes().isEmpty)
  }

  @Test func aTiedHeadOfAnotherShapeIsRefused() throws {
    let folder = try Folder()
    let (shape, values) = try folder.floats(table)
    try folder.weights(plus: ["lm_head.weight": ([2 * shape[0], shape[1]], values + values)])
    #expect(try folder.problem().contains("ties the unembedding to the embedding, but"))
  }

  @Test func aHeadThatIsItsTableStaysTied() throws {
    let folder = try Folder()
    let (shape, values) = try folder.floats(table)
    try folder.weights(plus: ["lm_head.weight": (shape, values)])
    #expect(try folder.logits() == folder.logits(folder.golden.checkpoint))
    #expect(try folder.notes().isEmpty)
    #expect(try LanguageModel(directory: folder.path).configuration.tied)
  }

  @Test func aTiedHeadAloneIsTheTable() throws {
    let folder = try Folder()
    try folder.weights(named: { $0 == table ? "lm_head.weight" : $0 })
    #expect(try folder.logits() == folder.logits(folder.golden.checkpoint))
  }

  @Test func anUntiedModelWithoutAHeadSaysWhatToWrite() throws {
    let folder = try Folder("llama", ["tie_word_embeddings": false])
    try folder.weights()
    #expect(try folder.problem().contains("\"tie_word_embeddings\": true"))
  }

  @Test(arguments: [
    ("llama", "model.", ""), ("llama", "", "_orig_mod."), ("llama", "", "module."),
    ("llama", "", "module._orig_mod."), ("llama", "model.", "_orig_mod."),
    ("gpt2", "transformer.", ""),
    ("gpt_neo", "transformer.", "module."), ("gpt_neox", "gpt_neox.", ""), ("phi3", "model.", ""),
  ])
  func prefixesComeAndGo(family: String, without: String, with: String) throws {
    let folder = try Folder(family)
    try folder.weights(named: {
      with + (!without.isEmpty && $0.hasPrefix(without) ? String($0.dropFirst(without.count)) : $0)
    })
    #expect(try folder.logits() == folder.logits(folder.golden.checkpoint))
  }

  @Test func theSameTensorTwiceIsRefused() throws {
    let folder = try Folder()
    try folder.weights(plus: ["norm.weight": try folder.floats("model.norm.weight")])
    #expect(try folder.problem().contains("keep one of them"))
  }

  @Test func theSingleFileCountsBesideAStaleIndex() throws {
    let folder = try Folder()
    try folder.weights()
    // The old shards are there too, with other weights.
    let (shape, values) = try folder.floats(table)
    try folder.weights(
      "model-00001-of-00001.safetensors", only: { $0 != table },
      plus: [table: (shape, values.map { $0 * 2 })])
    let map = Dictionary(
      uniqueKeysWithValues: folder.names.map { ($0, "model-00001-of-00001.safetensors") })
    try folder.write(
      "model.safetensors.index.json",
      JSONSerialization.data(withJSONObject: ["metadata": [String: Int](), "weight_map": map]))
    #expect(try folder.logits() == folder.logits(folder.golden.checkpoint))
    #expect(try folder.notes().contains { $0.contains("index.json is not used") })
  }

  @Test func shardsWithoutAnIndexAreRead() throws {
    let folder = try Folder()
    let half = folder.names.count / 2
    let first = Set(folder.names.prefix(half))
    try folder.weights("model-00001-of-00002.safetensors", only: first.contains)
    #expect(try folder.problem().contains("lacks shard 2 of 2"))
    try folder.weights("model-00002-of-00002.safetensors", only: { !first.contains($0) })
    #expect(try folder.logits() == folder.logits(folder.golden.checkpoint))
    try folder.weights("other.safetensors")
    #expect(try folder.problem().contains("nothing says which"))
  }

  @Test func everyMissingShardIsNamed() throws {
    let folder = try Folder()
    let map = Dictionary(
      uniqueKeysWithValues: folder.names.enumerated().map {
        ($1, "model-0000\($0 % 2).safetensors")
      })
    try folder.write(
      "model.safetensors.index.json", JSONSerialization.data(withJSONObject: ["weight_map": map]))
    let problem = try folder.problem()
    #expect(problem.contains("model-00000.safetensors and model-00001.safetensors"))
  }

  @Test func bytesThatNoTensorClaimsAreRefused() throws {
    let folder = try Folder()
    try folder.weights()
    let path = folder.path + "/model.safetensors"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try folder.write("model.safetensors", whole + Data([0]))
    #expect(try folder.problem().contains("1 bytes after its last tensor"))
    try folder.write("model.safetensors", whole + Data(count: 4096))
    #expect(try folder.problem().contains("4096 bytes after its last tensor"))
  }

  @Test(arguments: ["model.safetensors", "config.json"])
  func aPointerOfGitIsNamed(file: String) throws {
    let folder = try Folder()
    try folder.weights()
    let text = "version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 538090408\n"
    try folder.write(file, Data(text.utf8))
    let problem = try folder.problem()
    #expect(problem.contains(file) && problem.contains("git lfs pull"), "\(problem)")
  }

  @Test(arguments: ["pytorch_model.bin", "consolidated.00.pth", "model.Q8_0.gguf", "tf_model.h5"])
  func otherFormatsAreNamedWithTheWay(file: String) throws {
    let folder = try Folder()
    try folder.write(file, Data([1]))
    let problem = try folder.problem()
    #expect(problem.contains(file) && problem.contains("save_pretrained"), "\(problem)")
  }

  @Test func anAdapterIsNamedWithItsBase() throws {
    let folder = try Folder()
    try FileManager.default.removeItem(atPath: folder.path + "/config.json")
    try folder.write(
      "adapter_config.json", Data(#"{"base_model_name_or_path": "org/base", "r": 8}"#.utf8))
    let problem = try folder.problem()
    #expect(problem.contains("lacks adapter_model.safetensors"))
  }

  @Test func everyMissingKeyIsNamedAtOnce() throws {
    let error = try #require(throws: ModelError.self) {
      try ModelConfiguration(json: Data(#"{"model_type":"llama"}"#.utf8), path: "config.json")
    }
    for key in ["hidden_size", "num_hidden_layers", "intermediate_size", "vocab_size"] {
      #expect(error.problem.contains(key))
    }
  }

  @Test func endTokensComeFromTheGenerationFile() throws {
    let folder = try Folder("llama", ["eos_token_id": 7])
    #expect(try ModelConfiguration(directory: folder.path).endOfSequence == [7])
    let text =
      #"{"eos_token_id":[0,126],"max_new_tokens":33,"do_sample":true,"temperature":0.6,"top_p":0.9}"#
    try folder.write("generation_config.json", Data(text.utf8))
    let model = try ModelConfiguration(directory: folder.path)
    #expect(model.endOfSequence == [0, 126])
    #expect(model.generation.maximumTokens == 33 && model.generation.topP == Double(Float(0.9)))
    // A file without them leaves those of the configuration; one that does not sample has no temperature.
    try folder.write(
      "generation_config.json", Data(#"{"temperature":0.6,"eos_token_id":null}"#.utf8))
    let other = try ModelConfiguration(directory: folder.path)
    #expect(other.endOfSequence == [7] && other.generation.temperature == 0)
    try folder.write("generation_config.json", Data("[]".utf8))
    #expect(throws: ModelError.self) { try ModelConfiguration(directory: folder.path) }
  }

  /// A model whose end is not understood would never stop.
  @Test(arguments: [#""2""#, "2.5", "[1, null]", #"["<|im_end|>"]"#, "{}", "-2", "4294967296"])
  func endTokensThatAreNoneAreRefused(value: String) throws {
    let folder = try Folder()
    try folder.write("generation_config.json", Data("{\"eos_token_id\": \(value)}".utf8))
    let error = try #require(throws: ModelError.self) {
      try ModelConfiguration(directory: folder.path)
    }
    #expect(
      error.path.hasSuffix("generation_config.json") && error.problem.contains("eos_token_id"))
  }

  @Test func whatElseChoosesTokensIsSaid() throws {
    let folder = try Folder()
    let text =
      #"{"repetition_penalty": 1.1, "num_beams": 1, "no_repeat_ngram_size": 3, "suppress_tokens": [], "top_k": 20}"#
    try folder.write("generation_config.json", Data(text.utf8))
    #expect(
      try ModelConfiguration(directory: folder.path).notes.contains {
        $0.contains("sets no_repeat_ngram_size, repetition_penalty, which")
      })
  }

  @Test func aTensorWithoutNumbersIsFound() throws {
    let folder = try Folder()
    let (shape, original) = try folder.floats("model.norm.weight")
    var values = original
    values[3] = .nan
    try folder.weights(
      only: { $0 != "model.norm.weight" }, plus: ["model.norm.weight": (shape, values)])
    #expect(try LanguageModel(directory: folder.path).tensorWithoutNumbers == "model.norm.weight")
    let sound = try LanguageModel(directory: folder.golden.checkpoint)
    #expect(sound.tensorWithoutNumbers == nil)
  }

  /// Experts in two tensors a layer, as `transformers` 5 holds them.
  @Test(arguments: ["mixtral", "olmoe", "qwen3_moe"], [true, false])
  func expertsInOneTensorAreTakenApart(family: String, ownNames: Bool) throws {
    let folder = try Folder(family)
    let model = try ModelConfiguration(directory: folder.path)
    let experts = try #require(model.experts)
    var fused: [String: ([Int], [Float])] = [:]
    var gone: Set<String> = []
    func renamed(_ name: String) -> String {
      ownNames ? name : name.replacing("block_sparse_moe", with: "mlp")
    }
    for layer in 0..<model.layers where experts.layers[layer] {
      var (up, down): ([Float], [Float]) = ([], [])
      for expert in 0..<experts.count {
        func values(_ part: String) throws -> [Float] {
          let name = model.names.inLayer(layer, model.names.ofExpert(expert, part)) + ".weight"
          gone.insert(name)
          return try folder.floats(name).1
        }
        up += try values(model.names.expertGate) + values(model.names.expertUp)
        down += try values(model.names.expertDown)
      }
      let name = renamed(model.names.inLayer(layer, model.names.expert.replacing(".@", with: "")))
      fused[name + ".gate_up_proj"] = ([experts.count, 2 * experts.width, model.width], up)
      fused[name + ".down_proj"] = ([experts.count, model.width, experts.width], down)
    }
    #expect(fused.count == 2 * experts.layers.count { $0 })
    try folder.weights(only: { !gone.contains($0) }, named: renamed, plus: fused)
    #expect(try folder.logits() == folder.logits(folder.golden.checkpoint))
    // Twice, or of another shape, they are refused.
    try folder.weights(plus: fused)
    #expect(try folder.problem().contains("keep one of them"))
    let first = try #require(fused.keys.sorted().first)
    fused[first] = fused[first].map { ([$0.0[0], $0.0[2], $0.0[1]], $0.1) }
    try folder.weights(only: { !gone.contains($0) }, named: renamed, plus: fused)
    #expect(try folder.problem().contains("tensor \(first) has shape"))
  }

  /// What shards hold counts, wherever the index looks for it.
  @Test func anIndexThatLooksInTheWrongShardIsSaid() throws {
    let folder = try Folder()
    let names = folder.names
    let first = Set(names.prefix(names.count / 2))
    let (one, two) = ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
    try folder.weights(one, only: first.contains)
    try folder.weights(two, only: { !first.contains($0) })
    func index(_ file: (String) -> String) throws {
      let map = Dictionary(uniqueKeysWithValues: names.map { ($0, file($0)) })
      try folder.write(
        "model.safetensors.index.json", JSONSerialization.data(withJSONObject: ["weight_map": map]))
    }
    try index { first.contains($0) ? one : two }
    #expect(try folder.notes().isEmpty)
    try index { first.contains($0) ? two : one }
    #expect(try folder.logits() == folder.logits(folder.golden.checkpoint))
    #expect(try folder.notes().contains { $0.contains("places \(names.count) tensors in other") })
    // A tensor that no shard holds, and one that two hold.
    try folder.weights(two, only: { !first.contains($0) && $0 != "model.norm.weight" })
    #expect(try folder.problem().contains("lacks tensor model.norm.weight that the index places"))
    // Where two hold one, the index chooses.
    try folder.weights(two)
    #expect(try folder.logits() == folder.logits(folder.golden.checkpoint))
    let (shape, values) = try folder.floats(names[0])
    try folder.weights(one, only: first.contains, plus: ["x": (shape, values)])
    try folder.weights(two, plus: ["x": (shape, values)])
    #expect(try folder.problem().contains("holds tensor x, which"))
    try folder.write(
      "model.safetensors.index.json",
      Data("version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 5\n".utf8))
    #expect(try folder.problem().contains("git lfs pull"))
  }
}
