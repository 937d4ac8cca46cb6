import CKernels
import Foundation
import LinearAlgebra

/// The corpus in a few numbers a passage: what puts passages in order before any is scored exactly.
///
/// One file per block of passages, written once and never changed, so that building resumes at the first
/// block that is missing. Coordinates are int8 with a scale for each passage, in units of each
/// coordinate's usual size. Blocks are mapped, not read.
package final class GradientIndex: Sendable {
  package let basis: GradientBasis
  /// Passages of the corpus, indexed or not.
  package let passageCount: Int
  private let blocks: [Block]

  private struct Block: Sendable {
    /// First passage.
    let first: Int
    let scales: [Float]
    /// `[passages × components]`, part of a mapped file.
    let codes: Data
  }

  /// Passages that are in the index.
  package var indexedCount: Int { blocks.reduce(0) { $0 + $1.scales.count } }

  /// Bytes of a passage's coordinates.
  package static func bytesPerPassage(components: Int) -> Int { components + 4 }

  struct Header: Codable {
    let first: Int
    let count: Int
    let components: Int
    let fingerprint: String
  }

  private static func path(_ directory: String, first: Int) -> String {
    let digits = String(first)
    return directory + "/block-" + String(repeating: "0", count: max(0, 10 - digits.count)) + digits
      + ".stemma"
  }

  /// Whether the block that begins at a passage has been written.
  package static func hasBlock(directory: String, first: Int) -> Bool {
    FileManager.default.fileExists(atPath: path(directory, first: first))
  }

  /// Writes one block.
  /// - Parameters:
  ///   - first: number of the block's first passage in the corpus.
  ///   - coordinates: row-major `[passages × components]`, as `PassageScores` has them.
  package static func writeBlock(
    directory: String, first: Int, basis: GradientBasis, coordinates: [Float], fingerprint: String
  ) throws {
    let components = basis.components
    precondition(components > 0 && coordinates.count % components == 0)
    let count = coordinates.count / components
    let inverses = basis.sizes.map { $0 > 0 ? 1 / $0 : 0 }
    var scaled = coordinates
    for passage in 0..<count {
      for column in 0..<components { scaled[passage * components + column] *= inverses[column] }
    }
    var codes = [Int8](repeating: 0, count: scaled.count)
    var scales = [Float](repeating: 0, count: count)
    // Runs of a passage's length: each passage gets a scale of its own.
    stemma_to_i8(scaled, &codes, &scales, scaled.count, components)
    let header = Header(
      first: first, count: count, components: components, fingerprint: fingerprint)
    try IndexFile.write(
      header,
      [scales.withUnsafeBytes { Data($0) }, codes.withUnsafeBytes { Data($0) }],
      to: path(directory, first: first))
  }

  /// Opens the blocks of a folder and checks each.
  /// - Parameter passageCount: passages of the corpus.
  /// - Throws: `InfluenceError` when a block is damaged, outdated or overlaps another.
  package init(
    directory: String, basis: GradientBasis, passageCount: Int, fingerprint: String
  ) throws {
    var blocks: [Block] = []
    var end = 0
    for path in Self.blockPaths(directory) {
      let block = try Self.block(
        path, components: basis.components, after: end, passageCount: passageCount, fingerprint)
      end = block.first + block.scales.count
      blocks.append(block)
    }
    self.basis = basis
    self.passageCount = passageCount
    self.blocks = blocks
  }

  /// Files of blocks in the order of their passages.
  static func blockPaths(_ directory: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasPrefix("block-") && $0.hasSuffix(".stemma") }.sorted()
      .map { directory + "/" + $0 }
  }

  /// A block's header, and the bytes of its file, whose checksum holds.
  static func blockHeader(_ path: String) throws -> (header: Header, bytes: Int) {
    let (text, payload) = try IndexFile.read(path)
    guard let header = try? JSONDecoder().decode(Header.self, from: text) else {
      throw InfluenceError(
        .badIndex, "\(path) has a header that is not understood; \(IndexFile.remedy)")
    }
    guard header.count > 0, header.components > 0, header.count <= payload.count,
      header.components <= payload.count,
      payload.count == header.count * bytesPerPassage(components: header.components)
    else {
      throw InfluenceError(
        .badIndex, "\(path) covers passages it cannot hold; \(IndexFile.remedy)")
    }
    return (header, payload.count + text.count + 32)
  }

  private static func block(
    _ path: String, components: Int, after end: Int, passageCount: Int, _ fingerprint: String
  ) throws -> Block {
    let (text, payload) = try IndexFile.read(path)
    func refuse(_ problem: String) -> InfluenceError {
      InfluenceError(.badIndex, "\(path) \(problem); \(IndexFile.remedy)")
    }
    guard let header = try? JSONDecoder().decode(Header.self, from: text) else {
      throw refuse("has a header that is not understood")
    }
    guard header.fingerprint == fingerprint, header.components == components else {
      throw refuse("is outdated: checkpoint, corpus or method have changed since it was built")
    }
    guard header.first >= end, header.count > 0, header.count <= payload.count,
      header.first <= passageCount - header.count,
      payload.count == header.count * Self.bytesPerPassage(components: header.components)
    else { throw refuse("covers passages it cannot hold") }
    let scales = [Float](unsafeUninitializedCapacity: header.count) { target, filled in
      _ = payload.prefix(4 * header.count).copyBytes(to: target)
      filled = header.count
    }
    guard scales.allSatisfy(\.isFinite) else { throw refuse("holds a scale that is no number") }
    return Block(
      first: header.first, scales: scales, codes: payload.dropFirst(4 * header.count))
  }

  /// Passages decoded at once: few enough to stay in the cache.
  private static let tile = 64

  /// Approximate scores of some steps on every passage, `[steps][passages]`; NaN where not indexed.
  /// - Parameters:
  ///   - coordinates: of the steps, as `GradientBasis` computes them.
  ///   - leading: how many of the coordinates count, as if the index were smaller; all if nil.
  package func scores(
    _ coordinates: [[Float]], leading: Int? = nil, threads: Int = 1
  ) throws -> [[Float]] {
    let components = basis.components
    let used = 0..<min(leading ?? components, components)
    // Fewer buckets find as much less of what the directions leave.
    let found =
      Float(max(1, used.count - basis.learned)) / Float(max(1, components - basis.learned))
    let factors = basis.sizes.enumerated().map {
      $0 < basis.learned || basis.learned == 0 ? $1 : $1 / found
    }
    precondition(coordinates.allSatisfy { $0.count == components })
    let count = coordinates.count
    let all = Matrix(rows: passageCount, columns: count)
    all.fill(.nan)
    guard count > 0 else { return [] }
    let steps = Matrix(
      coordinates.flatMap { zip($0, factors).map { $0 * $1 } }, rows: count,
      columns: components)
    let blocks = blocks
    let tiles = blocks.indices.flatMap { block in
      stride(from: 0, to: blocks[block].scales.count, by: Self.tile).map { (block, $0) }
    }
    let workers = max(1, min(threads, tiles.count))
    try runWorkers(workers) { worker in
      let decoded = Matrix(rows: Self.tile, columns: components)
      for (index, first) in tiles[
        (tiles.count * worker / workers)..<(tiles.count * (worker + 1) / workers)]
      {
        let block = blocks[index]
        let rows = min(Self.tile, block.scales.count - first)
        block.codes.withUnsafeBytes { bytes in
          block.scales.withUnsafeBufferPointer { scales in
            guard let code = bytes.bindMemory(to: Int8.self).baseAddress,
              let scale = scales.baseAddress
            else { return }
            stemma_from_i8(
              code + first * components, scale + first, decoded.pointer, rows * components,
              components)
          }
        }
        let start = block.first + first
        multiply(
          decoded.rows(0..<rows).columns(used), .no, steps.columns(used), .yes,
          into: all.rows(start..<start + rows))
      }
    }
    return (0..<count).map { step in
      (0..<passageCount).map { all.pointer[$0 * count + step] }
    }
  }
}

/// What an index's folder holds, told without the model that it belongs to.
package struct IndexSummary: Sendable, Equatable {
  package let kind: GradientBasis.Kind
  package let components: Int
  package let fingerprint: String
  /// Passages in the blocks.
  package let indexed: Int
  /// Bytes of all files.
  package let bytes: Int

  /// What a person can do about an index that cannot be used.
  package static let remedy = IndexFile.remedy

  /// Reads and checks every file.
  /// - Returns: nil where there is no index.
  /// - Throws: `InfluenceError` that names the file that cannot be used.
  package init?(directory: String) throws {
    guard GradientBasis.exists(in: directory) else { return nil }
    let basis = try GradientBasis.Facts(directory: directory)
    var indexed = 0
    var bytes = basis.bytes
    for path in GradientIndex.blockPaths(directory) {
      let (block, size) = try GradientIndex.blockHeader(path)
      guard block.fingerprint == basis.fingerprint, block.components == basis.components else {
        throw InfluenceError(
          .badIndex, "\(path) belongs to another index; \(IndexFile.remedy)")
      }
      indexed += block.count
      bytes += size
    }
    kind = basis.kind
    components = basis.components
    fingerprint = basis.fingerprint
    self.indexed = indexed
    self.bytes = bytes
  }
}
