import Foundation

/// Packing of number columns into blobs, little-endian as on every machine Stemma runs on.
enum BlobCoding {
  static func data<Element: BitwiseCopyable>(_ values: some Sequence<Element>) -> Data {
    Array(values).withUnsafeBytes { Data($0) }
  }

  /// The numbers of a blob.
  ///
  /// - Throws: `StoreError` when the blob's length is no multiple of the element's size.
  static func array<Element: BitwiseCopyable>(_ data: Data, of type: Element.Type) throws
    -> [Element]
  {
    let stride = MemoryLayout<Element>.stride
    guard data.count.isMultiple(of: stride) else {
      throw StoreError(
        "a stored column has \(data.count) bytes, no multiple of \(stride); the database is damaged"
      )
    }
    return [Element](unsafeUninitializedCapacity: data.count / stride) { buffer, count in
      count = data.copyBytes(to: buffer) / stride
    }
  }

  /// Sixty-four bits that change when any byte does.
  ///
  /// FNV-1a over eight-byte words (Fowler, Noll, Vo; public domain), the tail byte by byte, then a finishing mix,
  /// because a block must be checked as fast as it is read.
  static func checksum(_ data: Data) -> Int64 {
    let hash = data.withUnsafeBytes { bytes -> UInt64 in
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      let words = bytes.count / 8
      for index in 0..<words {
        hash =
          (hash ^ bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
          &* 0x100_0000_01b3
        hash ^= hash >> 29
      }
      for index in words * 8..<bytes.count {
        hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
      }
      return hash ^ (hash >> 32)
    }
    return Int64(bitPattern: hash)
  }
}

/// A row's key: its set in the upper half, its number in the lower.
func key(_ set: Int64, _ number: Int) -> Int64 { set << 32 | Int64(number) }

/// The number in a row's key.
func number(_ key: Int64) -> Int { Int(key & 0xffff_ffff) }
