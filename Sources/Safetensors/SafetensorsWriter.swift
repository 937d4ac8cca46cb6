package import Foundation
import LinearAlgebra
import SafeFiles

/// Writes a safetensors file in one piece: beside its place first, then renamed over it.
///
/// A reader sees the old file or the new one, never half of one.
package struct SafetensorsWriter {
  private struct Entry {
    let name: String
    let type: ElementType
    let shape: [Int]
    let bytes: Data
  }

  private var entries: [Entry] = []
  private let metadata: [String: String]

  package init(metadata: [String: String] = [:]) { self.metadata = metadata }

  /// Adds a float32 tensor, stored as F32 or rounded to BF16.
  /// - Parameters:
  ///   - values: row-major elements.
  ///   - shape: its product is the number of values.
  package mutating func add(
    _ name: String, shape: [Int], _ values: UnsafeBufferPointer<Float>, as type: ElementType = .f32
  ) {
    precondition(shape.reduce(1, *) == values.count)
    switch type {
    case .f32:
      entries.append(Entry(name: name, type: type, shape: shape, bytes: Data(buffer: values)))
    case .bf16:
      var halves = [UInt16](repeating: 0, count: values.count)
      halves.withUnsafeMutableBufferPointer { NumberFormats.round(values, toBFloats: $0) }
      entries.append(
        Entry(name: name, type: type, shape: shape, bytes: halves.withUnsafeBytes { Data($0) }))
    default: preconditionFailure("writes F32 and BF16 from float32")
    }
  }

  /// Adds a float32 tensor from an array.
  package mutating func add(
    _ name: String, shape: [Int], _ values: [Float], as type: ElementType = .f32
  ) {
    values.withUnsafeBufferPointer { add(name, shape: shape, $0, as: type) }
  }

  /// Adds a float64 tensor.
  package mutating func add(_ name: String, shape: [Int], _ values: [Double]) {
    precondition(shape.reduce(1, *) == values.count)
    let bytes = values.withUnsafeBytes { Data($0) }
    entries.append(Entry(name: name, type: .f64, shape: shape, bytes: bytes))
  }

  /// Adds a tensor without copying it.
  /// - Parameter bytes: its elements, which stay as they are until everything is written.
  package mutating func add(
    _ name: String, type: ElementType, shape: [Int], _ bytes: UnsafeRawBufferPointer
  ) {
    precondition(shape.reduce(type.size, *) == bytes.count)
    guard let base = bytes.baseAddress, bytes.count > 0 else {
      entries.append(Entry(name: name, type: type, shape: shape, bytes: Data()))
      return
    }
    let data = Data(
      bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: bytes.count, deallocator: .none)
    entries.append(Entry(name: name, type: type, shape: shape, bytes: data))
  }

  /// Adds an integer tensor.
  package mutating func add(_ name: String, shape: [Int], _ values: [Int64]) {
    precondition(shape.reduce(1, *) == values.count)
    let bytes = values.withUnsafeBytes { Data($0) }
    entries.append(Entry(name: name, type: .i64, shape: shape, bytes: bytes))
  }

  /// Writes everything that was added.
  /// - Parameter mode: permissions, of which the umask takes away.
  /// - Throws: `SafetensorsError` naming the path when the disk refuses.
  package func write(to path: String, mode: mode_t = 0o666) throws {
    var header: [String: Any] = [:]
    if !metadata.isEmpty { header["__metadata__"] = metadata }
    var offset = 0
    for entry in entries {
      precondition(header[entry.name] == nil, "tensor \(entry.name) added twice")
      header[entry.name] = [
        "dtype": entry.type.rawValue, "shape": entry.shape,
        "data_offsets": [offset, offset + entry.bytes.count],
      ]
      offset += entry.bytes.count
    }
    var text = try JSONSerialization.data(
      withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    // Spaces bring the elements to an eight-byte boundary, as the reference writer does.
    while text.count % 8 != 0 { text.append(0x20) }
    let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    do {
      try SafeFile.replace(
        path, with: [length, text] + entries.map(\.bytes), suffix: ".partial", mode: mode,
        syncing: true)
    } catch {
      throw SafetensorsError(path: error.path, problem: error.problem)
    }
  }
}
