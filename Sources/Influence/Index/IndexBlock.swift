import Foundation

/// The files of a gradient index's blocks and what they say of themselves.
enum IndexBlock {
  struct Header: Codable {
    let first: Int
    let count: Int
    let bits: Int
    let fingerprint: String
  }

  /// What headers of all versions have in common.
  private struct Owner: Decodable {
    let fingerprint: String
  }

  static func path(_ directory: String, first: Int) -> String {
    let digits = String(first)
    return directory + "/block-" + String(repeating: "0", count: max(0, 10 - digits.count)) + digits
      + ".stemma"
  }

  /// Files in the order of their passages.
  static func paths(_ directory: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasPrefix("block-") && $0.hasSuffix(".stemma") }.sorted()
      .map { directory + "/" + $0 }
  }

  /// The fingerprint that a file was written with; nil where it cannot be read.
  static func owner(_ path: String) -> String? {
    guard let (text, _) = try? IndexFile.read(path) else { return nil }
    return (try? JSONDecoder().decode(Owner.self, from: text))?.fingerprint
  }

  /// Reads a block: its header, its signs followed by its scales, and the bytes of the file.
  /// - Parameter fingerprint: what the block must have been written with.
  /// - Throws: `InfluenceError` when it is damaged or outdated, or its sizes contradict each other.
  static func read(_ path: String, fingerprint: String) throws -> (
    header: Header, payload: Data, bytes: Int
  ) {
    let (text, payload) = try IndexFile.read(path)
    guard let owner = try? JSONDecoder().decode(Owner.self, from: text) else {
      throw IndexFile.refusal(path, "has a header that is not understood")
    }
    guard owner.fingerprint == fingerprint else {
      throw IndexFile.refusal(
        path, "is outdated: checkpoint, corpus or method have changed since it was built")
    }
    guard let header = try? JSONDecoder().decode(Header.self, from: text) else {
      throw IndexFile.refusal(path, "has a header that is not understood")
    }
    // Counts are compared before anything is computed with them.
    guard header.first >= 0, header.count > 0, header.count <= payload.count,
      header.bits > 0, header.bits % 64 == 0, header.bits / 8 <= payload.count,
      payload.count == header.count * GradientIndex.bytesPerPassage(bits: header.bits)
    else { throw IndexFile.refusal(path, "covers passages it cannot hold") }
    return (header, payload, payload.count + text.count + 32)
  }
}

/// What an index's folder holds, told without the model that it belongs to.
package struct IndexSummary: Sendable, Equatable {
  /// Signs of a passage.
  package let bits: Int
  /// Passages in the blocks.
  package let indexed: Int
  /// Bytes of all files.
  package let bytes: Int

  /// Reads and checks every file.
  /// - Returns: nil where there is no index.
  /// - Throws: `InfluenceError` that names the file that cannot be used.
  package init?(directory: String, fingerprint: String) throws {
    var (bits, indexed, bytes) = (Int?.none, 0, 0)
    // One mapped file after another: together they may be half a gigabyte.
    for path in IndexBlock.paths(directory) {
      let block = try IndexBlock.read(path, fingerprint: fingerprint)
      bits = bits ?? block.header.bits
      indexed += block.header.count
      bytes += block.bytes
    }
    guard let bits else { return nil }
    (self.bits, self.indexed, self.bytes) = (bits, indexed, bytes)
  }
}
