import Foundation
import SafeFiles
import Workspace

/// Whole numbers of 64 bits in one dimension, as `numpy.save` writes them.
enum NumPyIntegers {
  /// Bytes of the longest list that is read: 64 million numbers.
  private static let longest = 1 << 29

  /// - Throws: `EngineError` naming the file.
  static func read(_ path: String) throws -> [Int] {
    let bytes = Array(try EngineError.naming { try SafeFile.input(path, atMost: longest) })
    let start = bytes.count > 12 && bytes[6] == 1 ? 10 : 12
    guard bytes.count > 12, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw EngineError("\(path): is no file of NumPy")
    }
    let length =
      start == 10
      ? Int(bytes[8]) | Int(bytes[9]) << 8
      : (0..<4).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    let body = start + length
    guard body <= bytes.count, (bytes.count - body).isMultiple(of: 8) else {
      throw EngineError("\(path): is cut off")
    }
    let header = String(decoding: bytes[start..<body], as: UTF8.self)
    let count = (bytes.count - body) / 8
    guard header.contains("'descr': '<i8'"), header.contains("'shape': (\(count),)") else {
      throw EngineError("\(path): is no list of whole numbers of 64 bits")
    }
    return bytes.withUnsafeBytes { raw in
      (0..<count).map {
        Int(Int64(littleEndian: raw.loadUnaligned(fromByteOffset: body + 8 * $0, as: Int64.self)))
      }
    }
  }
}
