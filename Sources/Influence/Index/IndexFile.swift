import Foundation
import LinearAlgebra
import SafeFiles

/// A binary file of the gradient index: a header that is checked before anything is believed.
///
/// Layout, little-endian: 8 bytes of magic, 8 of the text's length, a JSON text, zeroes up to a multiple
/// of 64, the payload, 8 bytes of checksum over all before. The file is exactly as long as that says.
enum IndexFile {
  private static let magic = Data("STEMMAI1".utf8)
  private static let maximumTextLength = 1 << 20

  /// Why a file cannot be used, and what a person can do about it.
  static func refusal(_ path: String, _ problem: String) -> InfluenceError {
    InfluenceError(
      .badIndex, "\(path) \(problem); `stemma compute --rebuild-index` builds the index anew")
  }

  /// Writes a file in one piece: beside its place first, then renamed over it.
  /// - Parameter header: becomes the text, its keys sorted, so that equal contents are equal bytes.
  static func write(_ header: some Encodable, _ payload: [Data], to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = try encoder.encode(header)
    var data = magic
    withUnsafeBytes(of: UInt64(text.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(text)
    data.append(Data(count: (64 - data.count % 64) % 64))
    for part in payload { data.append(part) }
    withUnsafeBytes(of: checksum(data).littleEndian) { data.append(contentsOf: $0) }
    // A name of its own, always the same: what a kill leaves is written over by whoever goes on.
    do {
      try SafeFile.replace(path, with: [data], suffix: ".new")
    } catch {
      throw InfluenceError(.badIndex, "\(error)")
    }
  }

  /// Maps a file and checks length, checksum and header.
  /// - Returns: the text and the payload.
  static func read(_ path: String) throws -> (text: Data, payload: Data) {
    func refuse(_ problem: String) -> InfluenceError { refusal(path, problem) }
    let data: Data
    do {
      data = try SafeFile.mapped(path, owners: .anybody)
    } catch {
      throw refuse(error.problem)
    }
    guard data.count >= 24, data.prefix(8) == magic else {
      throw refuse("is not a file of a gradient index, or too short")
    }
    let length = data.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
    guard length <= UInt64(maximumTextLength), 16 + Int(length) + 8 <= data.count else {
      throw refuse("has a header of impossible length")
    }
    let end = data.count - 8
    let sum = data.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: end, as: UInt64.self))
    }
    guard checksum(data.prefix(end)) == sum else {
      throw refuse("is damaged: its checksum does not match")
    }
    let start = (16 + Int(length) + 63) / 64 * 64
    guard start <= end else { throw refuse("is truncated") }
    return (data.subdata(in: 16..<16 + Int(length)), data[start..<end])
  }

  private static func checksum(_ data: Data) -> UInt64 {
    data.withUnsafeBytes { LinearAlgebra.checksum($0) }
  }
}
