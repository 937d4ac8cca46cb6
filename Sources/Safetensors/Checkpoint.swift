import Foundation

/// The tensors of a checkpoint folder, in one file or in shards.
package final class Checkpoint: Sendable {
  package let directory: String
  /// File of each tensor.
  private let fileOf: [String: SafetensorsFile]
  package let files: [SafetensorsFile]
  /// What a person should know of the choice of files, one sentence each.
  package let notes: [String]

  /// Opens the folder's weights: `model.safetensors`, else the shards that its index names, else the
  /// shards that are there.
  /// - Throws: `SafetensorsError` when there are none, or a shard is missing or leaves the folder.
  package init(directory: String) throws {
    self.directory = directory
    let folder = CheckpointFolder(path: directory)
    let found =
      if folder.has(CheckpointFolder.single) {
        try Contents(single: folder)
      } else if folder.has(CheckpointFolder.index) {
        try Contents(indexed: folder)
      } else {
        try Contents(shards: folder)
      }
    (fileOf, notes) = (found.fileOf, found.notes)
    files = found.opened.keys.sorted().compactMap { found.opened[$0] }
  }

  /// What a folder's files hold.
  private struct Contents {
    /// File of each tensor.
    private(set) var fileOf: [String: SafetensorsFile] = [:]
    /// Files by name.
    private(set) var opened: [String: SafetensorsFile] = [:]
    private(set) var notes: [String] = []

    init(single folder: CheckpointFolder) throws {
      let file = try SafetensorsFile(path: folder.file(CheckpointFolder.single))
      opened[CheckpointFolder.single] = file
      fileOf = file.tensors.mapValues { _ in file }
      if folder.has(CheckpointFolder.index) {
        notes.append(
          "\(CheckpointFolder.index) is not used: \(CheckpointFolder.single) stands beside it")
      }
    }

    init(indexed folder: CheckpointFolder) throws {
      let map = try folder.weightMap()
      let missing = Set(map.values).filter { !folder.has($0) }.sorted()
      guard missing.isEmpty else {
        throw SafetensorsError(
          path: folder.path,
          problem: "lacks \(CheckpointFolder.list(missing)) that the index names; download it again"
        )
      }
      // What a shard holds counts, and not where the index says that it is, as in `transformers`.
      for name in Set(map.values).sorted() {
        let file = try SafetensorsFile(path: folder.file(name))
        opened[name] = file
        for tensor in file.tensors.keys.sorted() {
          guard let other = fileOf[tensor], map[tensor] != name else {
            fileOf[tensor] = file
            continue
          }
          if let wanted = map[tensor], opened[wanted] === other { continue }
          throw SafetensorsError(
            path: file.path, problem: "holds tensor \(tensor), which \(other.path) holds too")
        }
      }
      for (tensor, name) in map.sorted(by: { $0.key < $1.key }) where fileOf[tensor] == nil {
        throw SafetensorsError(
          path: folder.file(name),
          problem: "lacks tensor \(tensor) that the index places in it; download both again")
      }
      let moved = map.count { fileOf[$0.key] !== opened[$0.value] }
      if moved > 0 {
        notes.append(
          "\(CheckpointFolder.index) places \(moved) tensors in other files than those that hold them"
        )
      }
    }

    init(shards folder: CheckpointFolder) throws {
      let names = try folder.shardsWithoutIndex()
      for name in names {
        let file = try SafetensorsFile(path: folder.file(name))
        opened[name] = file
        for tensor in file.tensors.keys.sorted() {
          if let other = fileOf[tensor] {
            throw SafetensorsError(
              path: file.path, problem: "holds tensor \(tensor), which \(other.path) holds too")
          }
          fileOf[tensor] = file
        }
      }
      notes.append("read from \(CheckpointFolder.list(names)), without an index")
    }
  }

  package var names: [String] { fileOf.keys.sorted() }

  package func contains(_ name: String) -> Bool { fileOf[name] != nil }

  /// Shape of a tensor, or nil when it is missing.
  package func shape(_ name: String) -> [Int]? { fileOf[name]?.tensors[name]?.shape }

  /// Whether two tensors of one shape hold the same numbers.
  /// - Throws: `SafetensorsError` when one is missing or not of numbers.
  package func areEqual(_ first: String, _ second: String) throws -> Bool {
    guard let one = fileOf[first], let other = fileOf[second] else { return false }
    if let equal = one.hasEqualBytes(first, as: second, in: other), equal { return true }
    return try one.floats(first) == other.floats(second)
  }

  /// A bfloat16 tensor where it lies in its file, nil where it has another type or lies askew.
  /// - Returns: its elements, which stay valid as long as this object lives.
  package func bfloats(_ name: String) -> UnsafePointer<UInt16>? { fileOf[name]?.bfloats(name) }

  /// Lets the pages that were read go from memory; they come back from the files when they are touched.
  package func releasePages() { for file in files { file.releasePages() } }

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

  /// Converts some of a tensor's elements to float32.
  /// - Throws: `SafetensorsError` when it is missing or has fewer.
  package func read(
    _ name: String, from first: Int, into target: UnsafeMutableBufferPointer<Float>
  ) throws {
    guard let file = fileOf[name] else {
      throw SafetensorsError(path: directory, problem: "tensor \(name) is missing")
    }
    try file.read(name, from: first, into: target)
  }
}
