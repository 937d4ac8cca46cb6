import Foundation
import Glibc
import SafeFiles

/// A safetensors file whose tensors are known and whose elements are filled in through memory, bit by bit.
///
/// The file has its whole size from the start, so that a full disk is met before the work and not in the middle,
/// and its elements need no memory of the process's own.
package final class SafetensorsCanvas: @unchecked Sendable {
  // Unchecked: the addresses never change; who fills in elements sees to it that no two threads do the same ones.

  /// A tensor to be: its name, its type and its shape.
  package struct Tensor {
    let name: String
    let type: ElementType
    let shape: [Int]

    package init(_ name: String, _ type: ElementType, _ shape: [Int]) {
      self.name = name
      self.type = type
      self.shape = shape
    }

    var bytes: Int { shape.reduce(type.size, *) }
  }

  package let path: String
  private let descriptor: Int32
  private let address: UnsafeMutableRawPointer
  private let count: Int
  private let offsets: [String: Int]

  /// Makes a file, or opens the one that an earlier call with the same arguments made.
  /// - Parameter tensors: in the order of the file, of different names.
  /// - Throws: `SafetensorsError` naming the path when the disk refuses.
  package init(path: String, tensors: [Tensor], metadata: [String: String]) throws {
    self.path = path
    var header: [String: Any] = ["__metadata__": metadata]
    var offset = 0
    var offsets: [String: Int] = [:]
    for tensor in tensors {
      precondition(offsets[tensor.name] == nil, "tensor \(tensor.name) added twice")
      header[tensor.name] = [
        "dtype": tensor.type.rawValue, "shape": tensor.shape,
        "data_offsets": [offset, offset + tensor.bytes],
      ]
      offsets[tensor.name] = offset
      offset += tensor.bytes
    }
    var text = try JSONSerialization.data(
      withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    while text.count % 8 != 0 { text.append(0x20) }
    let start = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text
    self.offsets = offsets.mapValues { $0 + start.count }
    count = start.count + offset
    do {
      descriptor = try SafeFile.open(path, for: .updating)
    } catch {
      throw SafetensorsError(path: error.path, problem: error.problem)
    }
    do {
      try Self.reserve(descriptor, count, path)
      guard let raw = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
        raw != MAP_FAILED
      else { throw Self.failure(path, errno) }
      address = raw
    } catch {
      close(descriptor)
      throw error
    }
    // Written first: whoever finds this file finds out what it is.
    start.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, memcmp(base, address, bytes.count) != 0 else { return }
      memcpy(address, base, bytes.count)
    }
  }

  deinit {
    munmap(address, count)
    close(descriptor)
  }

  private static func reserve(_ descriptor: Int32, _ count: Int, _ path: String) throws {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
    if Int(status.st_size) != count {
      guard ftruncate(descriptor, 0) == 0 else { throw failure(path, errno) }
    }
    // Holes would end the program once they are written to and the disk is full.
    let refused = posix_fallocate(descriptor, 0, count)
    guard refused == 0 else {
      unlink(path)
      throw failure(path, refused)
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> SafetensorsError {
    let remedy = code == ENOSPC ? "; free some space and run again" : ""
    return SafetensorsError(
      path: path, problem: "writing failed (\(String(cString: strerror(code))))\(remedy)")
  }

  /// First byte of a tensor's elements, at a multiple of its elements' size; valid while this object lives.
  package func pointer(_ name: String) -> UnsafeMutableRawPointer {
    guard let offset = offsets[name] else { preconditionFailure("no tensor \(name)") }
    return address + offset
  }

  /// Brings everything that was filled in onto the disk.
  /// - Throws: `SafetensorsError` naming the path when the disk refuses.
  package func flush() throws {
    guard msync(address, count, MS_SYNC) == 0, fsync(descriptor) == 0 else {
      throw Self.failure(path, errno)
    }
  }

  /// Lets the pages that were filled in go; they come back from the file when they are touched.
  package func releasePages() { madvise(address, count, MADV_DONTNEED) }
}
