import Foundation
import LinearAlgebra

/// Where a tensor's elements lie in a file.
package struct TensorInformation: Sendable, Equatable {
  package let type: ElementType
  package let shape: [Int]
  /// Offsets in the file, header included.
  package let bytes: Range<Int>
  /// Number of elements.
  package var count: Int { bytes.count / type.size }
}

/// A memory-mapped safetensors file whose header was checked before anything was believed.
///
/// Format: eight bytes of little-endian header length, a JSON header, the elements.
/// Source: the safetensors format description (Hugging Face, Apache-2.0).
package final class SafetensorsFile: Sendable {
  /// The longest header that is read; the reference implementation's limit.
  package static let maximumHeaderLength = 100_000_000

  /// Most tensors of a file; the largest published models have some thousands.
  package static let maximumTensors = 1 << 17

  /// Objects that a JSON text opens, counted before anything is made of it.
  private static func objects(in json: Data) -> Int {
    var (count, isText, isEscaped) = (0, false, false)
    for byte in json {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\"") {
        isText.toggle()
      } else if isText {
        isEscaped = byte == UInt8(ascii: "\\")
      } else if byte == UInt8(ascii: "{") {
        count += 1
      }
    }
    return count
  }

  package let path: String
  package let tensors: [String: TensorInformation]
  /// The `__metadata__` strings.
  package let metadata: [String: String]
  private let file: MappedFile

  /// Maps a file and checks lengths, offsets, shapes and overlaps of everything it declares.
  /// - Throws: `SafetensorsError`.
  package init(path: String) throws {
    self.path = path
    file = try MappedFile(path: path)
    func fail(_ problem: String) -> SafetensorsError {
      SafetensorsError(path: path, problem: problem)
    }
    if let problem = file.pointerProblem { throw fail(problem) }
    guard file.count >= 8 else { throw fail("is too short to be a safetensors file") }
    let declared = file.withBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    guard declared <= UInt64(Self.maximumHeaderLength), declared <= UInt64(file.count - 8) else {
      throw fail(
        "says its header has \(declared) bytes, but the file has \(file.count); it is truncated or not safetensors"
      )
    }
    let start = 8 + Int(declared)
    let header = file.withBytes { Data($0[8..<start]) }
    guard Self.objects(in: header) <= Self.maximumTensors + 2 else {
      throw fail("declares more than the \(Self.maximumTensors) tensors that make sense")
    }
    guard let object = try? JSONSerialization.jsonObject(with: header) as? [String: Any] else {
      throw fail("has a header that is not a JSON object")
    }
    var tensors: [String: TensorInformation] = [:]
    var metadata: [String: String] = [:]
    for (name, value) in object {
      if name == "__metadata__" {
        guard let strings = value as? [String: String] else {
          throw fail("has metadata that are not strings")
        }
        metadata = strings
        continue
      }
      tensors[name] = try Self.information(name, value, start: start, end: file.count, fail: fail)
    }
    var end = start
    for (name, tensor) in tensors.sorted(by: {
      ($0.value.bytes.lowerBound, $0.value.bytes.upperBound)
        < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound)
    }) where !tensor.bytes.isEmpty {
      guard tensor.bytes.lowerBound >= end else {
        throw fail("tensor \(name) overlaps the tensor before it")
      }
      guard tensor.bytes.lowerBound == end else {
        throw fail(
          "has \(tensor.bytes.lowerBound - end) bytes before tensor \(name) that no tensor claims; it is damaged"
        )
      }
      end = tensor.bytes.upperBound
    }
    guard end == file.count else {
      throw fail(
        "has \(file.count - end) bytes after its last tensor; it is damaged or was written over a longer file: download or save it again"
      )
    }
    self.tensors = tensors
    self.metadata = metadata
  }

  private static func information(
    _ name: String, _ value: Any, start: Int, end: Int, fail: (String) -> SafetensorsError
  ) throws -> TensorInformation {
    guard let entry = value as? [String: Any], let typeName = entry["dtype"] as? String,
      let shape = entry["shape"] as? [Int], let offsets = entry["data_offsets"] as? [Int],
      offsets.count == 2
    else { throw fail("tensor \(name) lacks dtype, shape or data_offsets") }
    guard let type = ElementType(rawValue: typeName) else {
      throw fail(
        "tensor \(name) has type \(typeName), which Stemma does not read (F32, F16, BF16, F64)")
    }
    var size = type.size
    for dimension in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflow else { throw fail("tensor \(name) has an impossible shape") }
      size = product
    }
    guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= end - start else {
      throw fail("tensor \(name) lies outside the file, which is truncated or damaged")
    }
    guard offsets[1] - offsets[0] == size else {
      throw fail(
        "tensor \(name) has \(offsets[1] - offsets[0]) bytes where its shape \(shape) needs \(size)"
      )
    }
    return TensorInformation(
      type: type, shape: shape, bytes: start + offsets[0]..<start + offsets[1])
  }

  /// What the file says of a tensor.
  /// - Throws: `SafetensorsError` when there is no such tensor.
  package func information(_ name: String) throws -> TensorInformation {
    guard let tensor = tensors[name] else {
      throw SafetensorsError(path: path, problem: "tensor \(name) is missing")
    }
    return tensor
  }

  /// Converts a tensor to float32 into memory of the caller's.
  /// - Parameter target: room for exactly the tensor's elements.
  /// - Throws: `SafetensorsError` when it is missing, has another count or no float type.
  package func read(_ name: String, into target: UnsafeMutableBufferPointer<Float>) throws {
    let tensor = try information(name)
    guard tensor.count == target.count else {
      throw SafetensorsError(
        path: path, problem: "tensor \(name) has \(tensor.count) elements, not \(target.count)")
    }
    try read(name, from: 0, into: target)
  }

  /// Converts some of a tensor's elements to float32.
  /// - Parameters:
  ///   - first: the first of them, in the tensor's order.
  ///   - target: room for as many as are wanted.
  /// - Throws: `SafetensorsError` when it is missing, has fewer or no float type.
  package func read(
    _ name: String, from first: Int, into target: UnsafeMutableBufferPointer<Float>
  ) throws {
    let tensor = try information(name)
    let count = target.count
    guard first >= 0, count <= tensor.count, first <= tensor.count - count else {
      throw SafetensorsError(
        path: path,
        problem: "tensor \(name) has \(tensor.count) elements, not \(count) from \(first) on")
    }
    guard count > 0, let out = target.baseAddress else { return }
    try file.withBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      let source = base + tensor.bytes.lowerBound + first * tensor.type.size
      // Elements may lie at any byte; the kernels want aligned ones.
      let aligned = Int(bitPattern: source) % tensor.type.size == 0
      if aligned {
        try convert(source, tensor.type, count, out, name)
      } else {
        let size = count * tensor.type.size
        let copy = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        defer { copy.deallocate() }
        copy.copyMemory(from: source, byteCount: size)
        try convert(UnsafeRawPointer(copy), tensor.type, count, out, name)
      }
    }
  }

  /// Whether a tensor has the same bytes as another; nil when their types or shapes differ.
  func hasEqualBytes(_ name: String, as other: String, in file: SafetensorsFile) -> Bool? {
    guard let own = tensors[name], let its = file.tensors[other], own.type == its.type,
      own.shape == its.shape
    else { return nil }
    return self.file.withBytes { mine in
      file.file.withBytes { theirs in
        guard let left = mine.baseAddress, let right = theirs.baseAddress else { return false }
        return memcmp(left + own.bytes.lowerBound, right + its.bytes.lowerBound, own.bytes.count)
          == 0
      }
    }
  }

  private func convert(
    _ source: UnsafeRawPointer, _ type: ElementType, _ count: Int,
    _ target: UnsafeMutablePointer<Float>, _ name: String
  ) throws {
    switch type {
    case .f32:
      target.update(from: source.assumingMemoryBound(to: Float.self), count: count)
    case .f64:
      NumberFormats.round(
        doubles: .init(start: source.assumingMemoryBound(to: Double.self), count: count),
        into: .init(start: target, count: count))
    case .bf16:
      NumberFormats.widen(
        bfloats: .init(start: source.assumingMemoryBound(to: UInt16.self), count: count),
        into: .init(start: target, count: count))
    case .f16:
      NumberFormats.widen(
        halves: .init(start: source.assumingMemoryBound(to: UInt16.self), count: count),
        into: .init(start: target, count: count))
    default:
      throw SafetensorsError(
        path: path, problem: "tensor \(name) has type \(type.rawValue), not a floating-point one")
    }
  }

  /// A tensor's elements as float32.
  package func floats(_ name: String) throws -> [Float] {
    var values = [Float](repeating: 0, count: try information(name).count)
    try values.withUnsafeMutableBufferPointer { try read(name, into: $0) }
    return values
  }

  /// A tensor's elements as float64, exact for every float type.
  package func doubles(_ name: String) throws -> [Double] {
    let tensor = try information(name)
    guard tensor.type == .f64 else { return try floats(name).map(Double.init) }
    return file.withBytes { bytes in
      (0..<tensor.count).map {
        bytes.loadUnaligned(fromByteOffset: tensor.bytes.lowerBound + 8 * $0, as: Double.self)
      }
    }
  }

  /// Copies an F64 tensor into memory of the caller's.
  /// - Parameter target: room for exactly the tensor's elements.
  /// - Throws: `SafetensorsError` when it is missing, has another count or another type.
  package func readDoubles(_ name: String, into target: UnsafeMutableBufferPointer<Double>) throws {
    let tensor = try information(name)
    guard tensor.type == .f64, tensor.count == target.count else {
      throw SafetensorsError(
        path: path, problem: "tensor \(name) is not \(target.count) elements of type F64")
    }
    file.withBytes { bytes in
      UnsafeMutableRawBufferPointer(target).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[tensor.bytes]))
    }
  }

  /// A BF16 tensor where it lies in the file, nil where it has another type or its elements lie askew.
  /// - Returns: its elements, which stay valid as long as this object lives.
  func bfloats(_ name: String) -> UnsafePointer<UInt16>? {
    guard let tensor = tensors[name], tensor.type == .bf16, tensor.count > 0 else { return nil }
    return file.withBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      let start = base + tensor.bytes.lowerBound
      guard Int(bitPattern: start) % MemoryLayout<UInt16>.alignment == 0 else { return nil }
      return start.assumingMemoryBound(to: UInt16.self)
    }
  }

  /// An F32 tensor where it lies in the file, nil where it has another type or its elements lie askew.
  /// - Returns: its elements, which stay valid as long as this object lives.
  /// - Throws: `SafetensorsError` when it is missing.
  package func mapped(_ name: String) throws -> UnsafeBufferPointer<Float>? {
    let tensor = try information(name)
    return file.withBytes { bytes in
      guard tensor.type == .f32, tensor.count > 0, let base = bytes.baseAddress else { return nil }
      let start = base + tensor.bytes.lowerBound
      guard Int(bitPattern: start) % MemoryLayout<Float>.alignment == 0 else { return nil }
      return UnsafeBufferPointer(
        start: start.assumingMemoryBound(to: Float.self), count: tensor.count)
    }
  }

  /// Lets the pages that were read go from memory; they come back from the file when they are touched.
  package func releasePages() { file.releasePages() }

  /// A tensor's elements as integers.
  /// - Throws: `SafetensorsError` unless it is I64 or I32.
  package func integers(_ name: String) throws -> [Int] {
    let tensor = try information(name)
    return try file.withBytes { bytes in
      switch tensor.type {
      case .i64:
        (0..<tensor.count).map {
          Int(bytes.loadUnaligned(fromByteOffset: tensor.bytes.lowerBound + 8 * $0, as: Int64.self))
        }
      case .i32:
        (0..<tensor.count).map {
          Int(bytes.loadUnaligned(fromByteOffset: tensor.bytes.lowerBound + 4 * $0, as: Int32.self))
        }
      default:
        throw SafetensorsError(path: path, problem: "tensor \(name) is not an integer tensor")
      }
    }
  }
}
