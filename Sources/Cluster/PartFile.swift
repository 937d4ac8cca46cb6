import Foundation
import Influence
import LinearAlgebra
import SafeFiles
import Workspace

/// A file that one process writes in one piece and another reads: what a part of a run has computed.
///
/// Layout, little-endian: 8 bytes of magic, 8 of the header's length, 8 of its checksum, the header (JSON), zeroes up
/// to a multiple of 64, the sections, each from a multiple of 64 on. The file is exactly as long as that says, and every
/// section has a checksum of its own, so that whoever needs one reads no other.
final class PartFile: Sendable {
  struct Header: Codable, Equatable {
    /// Name of the plan that it belongs to.
    var plan: String
    /// Which piece of work this is: the stage and the file's name.
    var piece: String
    /// Who made it.
    var part = ""
    var host = ""
    /// Kind of processor, since products round otherwise on another.
    var processor = ""
    /// Bytes and checksum of each section.
    var lengths: [Int] = []
    var checksums: [UInt64] = []
    /// Passages that are not finite, and why.
    var skipped: [Int: String] = [:]
    /// How conjugate gradients came along, step by step.
    var traces: [ConjugateGradientTrace] = []
  }

  let path: String
  let header: Header
  private let data: Data
  private let starts: [Int]

  private static let magic = Data("STEMMAP1".utf8)
  private static let headerLimit = 16 << 20

  private static func aligned(_ count: Int) -> Int { (count + 63) / 64 * 64 }

  // MARK: Writing

  /// Writes a file: beside its place first, on the disk, then renamed.
  static func write(
    _ path: String, _ header: Header, _ sections: [UnsafeRawBufferPointer]
  ) throws {
    var header = header
    header.lengths = sections.map(\.count)
    header.checksums = sections.map { checksum($0) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = try encoder.encode(header)
    var start = magic
    withUnsafeBytes(of: UInt64(text.count).littleEndian) { start.append(contentsOf: $0) }
    withUnsafeBytes(of: text.withUnsafeBytes { checksum($0) }.littleEndian) {
      start.append(contentsOf: $0)
    }
    start.append(text)
    start.append(Data(count: aligned(start.count) - start.count))
    var pieces = [start]
    for section in sections {
      if let base = section.baseAddress, !section.isEmpty {
        pieces.append(
          Data(
            bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: section.count,
            deallocator: .none))
      }
      pieces.append(Data(count: aligned(section.count) - section.count))
    }
    try EngineError.naming {
      try SafeFile.replace(path, with: pieces, suffix: temporarySuffix, syncing: true)
    }
  }

  /// What ends the names of files that this process has begun: nobody else writes or removes them.
  static let temporarySuffix = ".\(temporaryHost)-\(ProcessInfo.processInfo.processIdentifier).new"
  static let temporaryHost = ContentHash.text(ProcessInfo.processInfo.hostName).prefix(8)

  // MARK: Reading

  /// Opens a file and checks its length and header.
  /// - Throws: `EngineError` naming it and what to do; what is damaged is set aside, so that its part makes it again.
  init(_ path: String, plan: String, piece: String, owners: FileOwners) throws {
    self.path = path
    do {
      data = try SafeFile.mapped(path, owners: owners)
    } catch {
      throw EngineError("\(path): \(error.problem)")
    }
    let found = data
    guard found.count >= 24, found.prefix(8) == Self.magic else {
      throw Self.setAside(path, found.count < 24 ? "is cut off" : "is no file of a part")
    }
    let (length, sum) = found.withUnsafeBytes {
      (
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
      )
    }
    guard length <= UInt64(Self.headerLimit), 24 + Int(length) <= found.count else {
      throw Self.setAside(path, "is cut off")
    }
    let text = found.subdata(in: 24..<24 + Int(length))
    guard text.withUnsafeBytes({ checksum($0) }) == sum,
      let header = try? JSONDecoder().decode(Header.self, from: text),
      header.lengths.count == header.checksums.count,
      header.lengths.allSatisfy({ $0 >= 0 && $0 <= found.count })
    else { throw Self.setAside(path, "has a wrong checksum") }
    self.header = header
    var end = Self.aligned(24 + Int(length))
    var starts: [Int] = []
    // Sections that do not fit are not counted on: their sum could be more than there are numbers.
    for length in header.lengths where end <= found.count {
      starts.append(end)
      end += Self.aligned(length)
    }
    self.starts = starts
    guard end == found.count, starts.count == header.lengths.count else {
      throw Self.setAside(path, "is cut off: it has \(found.count) bytes of \(end)")
    }
    guard header.plan == plan else {
      throw EngineError(
        "\(path): belongs to another plan; remove it and run its part again")
    }
    guard header.piece == piece else {
      throw Self.setAside(path, "holds \(header.piece), which belongs elsewhere")
    }
  }

  /// Takes a damaged file out of the way.
  private static func setAside(_ path: String, _ problem: String) -> EngineError {
    let isAside = rename(path, path + ".damaged") == 0
    return EngineError(
      "\(path): \(problem); "
        + (isAside ? "it is set aside; " : "remove it; ")
        + "run the parts again, which make it anew, then the same command")
  }

  /// A section, checked; valid while this object lives.
  func section(_ index: Int) throws -> UnsafeRawBufferPointer {
    guard header.lengths.indices.contains(index) else {
      throw Self.setAside(path, "lacks a section")
    }
    let bytes = data.withUnsafeBytes {
      UnsafeRawBufferPointer(
        rebasing: $0[starts[index]..<starts[index] + header.lengths[index]])
    }
    guard checksum(bytes) == header.checksums[index] else {
      throw Self.setAside(path, "has a wrong checksum")
    }
    return bytes
  }

  /// A section's numbers.
  func numbers<Number>(_ index: Int, of type: Number.Type) throws -> [Number]
  where Number: BitwiseCopyable {
    let bytes = try section(index)
    guard bytes.count % MemoryLayout<Number>.stride == 0 else {
      throw Self.setAside(path, "has a section of impossible length")
    }
    return Array(bytes.bindMemory(to: Number.self))
  }

  var sectionCount: Int { starts.count }
}
