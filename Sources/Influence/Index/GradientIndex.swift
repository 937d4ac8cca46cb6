import CKernels
import Foundation
import LinearAlgebra

/// The corpus in a few numbers a passage: what puts passages in order before any is scored exactly.
///
/// One file per block of passages, written once and never changed, so that building resumes at the first
/// block that is missing. Coordinates are int8 with a scale for each passage.
package final class GradientIndex: Sendable {
  package let components: Int
  /// Passages of the corpus, indexed or not.
  package let passageCount: Int
  /// First passage of each block, ascending.
  private let starts: [Int]
  private let blocks: [(codes: [Int8], scales: [Float])]

  /// Passages that are in the index.
  package var indexedCount: Int { blocks.reduce(0) { $0 + $1.scales.count } }
  /// Bytes of a passage's coordinates.
  package static func bytesPerPassage(components: Int) -> Int { components + 4 }

  private struct Header: Codable {
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
    directory: String, first: Int, components: Int, coordinates: [Float], fingerprint: String
  ) throws {
    precondition(components > 0 && coordinates.count % components == 0)
    let count = coordinates.count / components
    var codes = [Int8](repeating: 0, count: coordinates.count)
    var scales = [Float](repeating: 0, count: count)
    // Runs of a passage's length: each passage gets a scale of its own.
    stemma_to_i8(coordinates, &codes, &scales, coordinates.count, components)
    let header = Header(
      first: first, count: count, components: components, fingerprint: fingerprint)
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw InfluenceError(.badIndex, "\(directory): cannot be made (\(error))")
    }
    try IndexFile.write(
      JSONEncoder().encode(header),
      [scales.withUnsafeBytes { Data($0) }, codes.withUnsafeBytes { Data($0) }],
      to: path(directory, first: first))
  }

  /// Opens the blocks of a folder and checks each.
  /// - Parameters:
  ///   - passageCount: passages of the corpus.
  /// - Throws: `InfluenceError` when a block is damaged, outdated or overlaps another.
  package init(
    directory: String, basis: GradientBasis, passageCount: Int, fingerprint: String
  ) throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory)
    } catch {
      throw InfluenceError(
        .badIndex, "\(directory): no gradient index there; build one")
    }
    var starts: [Int] = []
    var blocks: [(codes: [Int8], scales: [Float])] = []
    var end = 0
    for name in names.sorted() where name.hasPrefix("block-") && name.hasSuffix(".stemma") {
      let path = directory + "/" + name
      let (text, payload) = try IndexFile.read(path)
      func refuse(_ problem: String) -> InfluenceError {
        InfluenceError(.badIndex, "\(path) \(problem); build the index anew")
      }
      guard let header = try? JSONDecoder().decode(Header.self, from: text) else {
        throw refuse("has a header that is not understood")
      }
      guard header.fingerprint == fingerprint, header.components == basis.components else {
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
      let codes = [Int8](unsafeUninitializedCapacity: header.count * header.components) {
        target, filled in
        _ = payload.dropFirst(4 * header.count).copyBytes(to: target)
        filled = header.count * header.components
      }
      starts.append(header.first)
      blocks.append((codes, scales))
      end = header.first + header.count
    }
    components = basis.components
    self.passageCount = passageCount
    self.starts = starts
    self.blocks = blocks
  }

  /// Approximate scores of some steps on every passage, `[steps][passages]`; NaN where not indexed.
  /// - Parameter coordinates: of the steps, as `GradientBasis` computes them.
  package func scores(_ coordinates: [[Float]]) -> [[Float]] {
    precondition(coordinates.allSatisfy { $0.count == components })
    var result = coordinates.map { _ in [Float](repeating: .nan, count: passageCount) }
    guard !coordinates.isEmpty else { return result }
    let steps = Matrix(coordinates.flatMap { $0 }, rows: coordinates.count, columns: components)
    let tile = 1024
    let decoded = Matrix(rows: tile, columns: components)
    let products = Matrix(rows: tile, columns: coordinates.count)
    for (start, block) in zip(starts, blocks) {
      for first in stride(from: 0, to: block.scales.count, by: tile) {
        let count = min(tile, block.scales.count - first)
        block.codes.withUnsafeBufferPointer { codes in
          block.scales.withUnsafeBufferPointer { scales in
            guard let code = codes.baseAddress, let scale = scales.baseAddress else { return }
            stemma_from_i8(
              code + first * components, scale + first, decoded.pointer, count * components,
              components)
          }
        }
        multiply(decoded.rows(0..<count), .no, steps, .yes, into: products.rows(0..<count))
        for step in coordinates.indices {
          for row in 0..<count {
            result[step][start + first + row] =
              products.pointer[row * coordinates.count + step]
          }
        }
      }
    }
    return result
  }
}
