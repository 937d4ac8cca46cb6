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

/// `config.json`: what is accepted must describe a model whose sizes can be computed with.
func readConfiguration(_ input: [UInt8]) throws {
  let configuration = try ModelConfiguration(json: Data(input), path: "config.json")
  let parameters = ParameterLayout(configuration)
  precondition(parameters.size > 0 && parameters.size < 1 << 48)
}
