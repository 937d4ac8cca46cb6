import Foundation

/// The tensors of a checkpoint folder: one `model.safetensors` or the shards that its index names.
package final class Checkpoint: Sendable {
  package let directory: String
  /// File of each tensor.
  private let fileOf: [String: SafetensorsFile]
  package let files: [SafetensorsFile]

  /// Opens the folder's weights.
  /// - Throws: `SafetensorsError` when there are none, or a shard is missing or leaves the folder.
  package init(directory: String) throws {
    self.directory = directory
    let index = directory + "/model.safetensors.index.json"
    let single = directory + "/model.safetensors"
    var names: [String: String]?
    if FileManager.default.fileExists(atPath: index) {
      let data = try MappedFile.contents(of: index, atMost: SafetensorsFile.longestHeader)
      guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
        let map = object["weight_map"] as? [String: String]
      else {
        throw SafetensorsError(path: index, problem: "is not JSON with a weight_map of file names")
      }
      names = map
    }
    guard let names else {
      guard FileManager.default.fileExists(atPath: single) else {
        throw SafetensorsError(
          path: directory,
          problem: "holds neither model.safetensors nor model.safetensors.index.json; "
            + "other weight formats must be converted to safetensors first")
      }
      let file = try SafetensorsFile(path: single)
      files = [file]
      fileOf = file.tensors.mapValues { _ in file }
      return
    }
    var opened: [String: SafetensorsFile] = [:]
    var fileOf: [String: SafetensorsFile] = [:]
    for (tensor, name) in names.sorted(by: { $0.key < $1.key }) {
      guard !name.isEmpty, !name.contains("/"), name != "..", !name.utf8.contains(0) else {
        throw SafetensorsError(
          path: index, problem: "places tensor \(tensor) in \(name), outside the folder")
      }
      let file = try opened[name] ?? SafetensorsFile(path: directory + "/" + name)
      opened[name] = file
      guard file.tensors[tensor] != nil else {
        throw SafetensorsError(
          path: file.path, problem: "lacks tensor \(tensor) that the index places in it")
      }
      fileOf[tensor] = file
    }
    self.fileOf = fileOf
    files = opened.keys.sorted().compactMap { opened[$0] }
  }

  package var names: [String] { fileOf.keys.sorted() }

  package func contains(_ name: String) -> Bool { fileOf[name] != nil }

  /// Shape of a tensor, or nil when it is missing.
  package func shape(_ name: String) -> [Int]? { fileOf[name]?.tensors[name]?.shape }

  /// Converts a tensor of the expected shape to float32.
  /// - Throws: `SafetensorsError` when it is missing or has another shape.
  package func read(
    _ name: String, shape: [Int], into target: UnsafeMutableBufferPointer<Float>
  ) throws {
    guard let file = fileOf[name], let found = file.tensors[name] else {
      throw SafetensorsError(
        path: directory,
        problem: "tensor \(name) is missing; config.json and the weights do not match")
    }
    guard found.shape == shape else {
      throw SafetensorsError(
        path: file.path,
        problem: "tensor \(name) has shape \(found.shape) where config.json asks for \(shape)")
    }
    try file.read(name, into: target)
  }
}
