import Foundation
import SafeFiles

/// The corpus in a few bits a passage: what puts passages in order before any is scored exactly.
///
/// One file per block of passages, written once and never changed, so that building resumes at the first
/// block that is missing. Blocks are mapped, not read.
package final class GradientIndex: Sendable {
  package let coder: GradientCoder
  /// Passages of the corpus, indexed or not.
  package let passageCount: Int
  let blocks: [Block]

  struct Block: Sendable {
    /// First passage.
    let first: Int
    let scales: [Float]
    /// Signs, `[passages × bits / 8]`, part of a mapped file.
    let signs: Data
  }

  /// Passages that are in the index.
  package var indexedCount: Int { blocks.reduce(0) { $0 + $1.scales.count } }

  /// Bytes of a passage: its signs and its scale.
  package static func bytesPerPassage(bits: Int) -> Int { bits / 8 + 4 }

  /// Opens the blocks of a folder and checks each.
  /// - Parameters:
  ///   - directory: the folder.
  ///   - coder: what the codes must have been made by.
  ///   - passageCount: passages of the corpus.
  ///   - fingerprint: of the settings that the blocks must have been made with.
  /// - Throws: `InfluenceError` when a block is damaged, outdated or overlaps another.
  package init(
    directory: String, coder: GradientCoder, passageCount: Int, fingerprint: String
  ) throws {
    var blocks: [Block] = []
    var end = 0
    for path in IndexBlock.paths(directory) {
      let (header, payload, _) = try IndexBlock.read(path, fingerprint: fingerprint)
      guard header.bits == coder.bits, header.first >= end,
        header.first <= passageCount - header.count
      else { throw IndexFile.refusal(path, "covers passages it cannot hold") }
      let signs = header.count * header.bits / 8
      let scales = [Float](unsafeUninitializedCapacity: header.count) { target, filled in
        _ = payload.dropFirst(signs).copyBytes(to: target)
        filled = header.count
      }
      guard scales.allSatisfy(\.isFinite) else {
        throw IndexFile.refusal(path, "holds a scale that is no number")
      }
      end = header.first + header.count
      blocks.append(Block(first: header.first, scales: scales, signs: payload.prefix(signs)))
    }
    self.coder = coder
    self.passageCount = passageCount
    self.blocks = blocks
  }

  /// Whether the block that begins at a passage has been written.
  package static func hasBlock(directory: String, first: Int) -> Bool {
    FileManager.default.fileExists(atPath: IndexBlock.path(directory, first: first))
  }

  /// Writes one block.
  /// - Parameters:
  ///   - directory: the folder.
  ///   - first: number of the block's first passage in the corpus.
  ///   - codes: of the block's passages.
  ///   - fingerprint: of the settings that they were made with.
  package static func writeBlock(
    directory: String, first: Int, codes: GradientCodes, fingerprint: String
  ) throws {
    do {
      try SafeFile.makeFolder(directory)
    } catch {
      throw InfluenceError(.badIndex, "\(directory): cannot be made (\(error))")
    }
    let header = IndexBlock.Header(
      first: first, count: codes.count, bits: codes.bits, fingerprint: fingerprint)
    try IndexFile.write(
      header,
      [codes.words.withUnsafeBytes { Data($0) }, codes.scales.withUnsafeBytes { Data($0) }],
      to: IndexBlock.path(directory, first: first))
  }

  /// Whether a folder holds the index of another checkpoint, corpus or method; damage does not tell.
  package static func isOutdated(directory: String, fingerprint: String) -> Bool {
    IndexBlock.paths(directory).first.flatMap(IndexBlock.owner).map { $0 != fingerprint } ?? false
  }
}
