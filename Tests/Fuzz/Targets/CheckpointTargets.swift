import Foundation
import Safetensors
import Transformer

/// One file of weights: everything it declares is read.
func readSafetensors(_ input: [UInt8]) throws {
  let file = try SafetensorsFile(path: Scratch.write("model.safetensors", input))
  for name in file.tensors.keys {
    _ = try? file.floats(name)
    _ = try? file.doubles(name)
    _ = try? file.integers(name)
  }
}

/// The index of two shards, which are there and fine, beside files that are not for reading.
func readShards(_ input: [UInt8]) throws {
  let folder = preparedShards
  Scratch.write("shards/model.safetensors.index.json", input)
  let checkpoint = try Checkpoint(directory: folder)
  for file in checkpoint.files { precondition(file.path.hasPrefix(folder + "/")) }
  for name in checkpoint.names { precondition(checkpoint.shape(name) != nil) }
}

private let preparedShards: String = {
  let folder = Scratch.folder("shards")
  for (file, tensor) in [("one", "a"), ("two", "b")] {
    var writer = SafetensorsWriter()
    writer.add(tensor, shape: [2], [1, 2] as [Double])
    do {
      try writer.write(to: "\(folder)/\(file).safetensors")
    } catch {
      fatalError("\(error)")
    }
  }
  return folder
}()

/// The weights of a mixture of experts, each a tensor of its own or all of a layer in two.
func readExperts(_ input: [UInt8]) throws {
  let folder = preparedExperts
  Scratch.write("experts/model.safetensors", input)
  let model = try LanguageModel(directory: folder)
  precondition(model.configuration.experts?.count == 2)
}

private let preparedExperts: String = {
  let folder = Scratch.folder("experts")
  let text = """
    {"model_type": "qwen3_moe", "hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 1, \
    "num_key_value_heads": 1, "head_dim": 4, "intermediate_size": 4, "moe_intermediate_size": 2, "num_experts": 2, \
    "num_experts_per_tok": 1, "vocab_size": 3, "max_position_embeddings": 8, "tie_word_embeddings": true}
    """
  Scratch.write("experts/config.json", Array(text.utf8))
  return folder
}()

/// `config.json`: what is accepted must describe a model whose sizes can be computed with.
func readConfiguration(_ input: [UInt8]) throws {
  let configuration = try ModelConfiguration(json: Data(input), path: "config.json")
  let parameters = ParameterLayout(configuration)
  precondition(parameters.size > 0 && parameters.size < 1 << 48)
}
