import Foundation
import LinearAlgebra
package import Transformer

extension GradientBasis {
  private struct Header: Codable {
    let kind: Kind
    let captured: Double
    let fingerprint: String
    /// Elements of each group.
    let groups: [Int]
    /// Directions of each group.
    let counts: [Int]
    /// Rank of a sketch, 0 for a learned basis.
    let rank: Int
  }

  /// What a basis says of itself.
  struct Facts {
    let kind: Kind
    let components: Int
    let fingerprint: String
    let bytes: Int

    init(directory: String) throws {
      let path = GradientBasis.path(directory)
      let (text, payload) = try IndexFile.read(path)
      guard let header = try? JSONDecoder().decode(Header.self, from: text),
        header.counts.allSatisfy({ (0...payload.count).contains($0) })
      else {
        throw InfluenceError(
          .badIndex, "\(path) has a header that is not understood; \(IndexFile.remedy)")
      }
      kind = header.kind
      components = header.counts.reduce(0, +)
      fingerprint = header.fingerprint
      bytes = payload.count + text.count + 32
    }
  }

  private static func path(_ directory: String) -> String { directory + "/basis.stemma" }

  /// Whether a basis has been written into an index's folder.
  package static func exists(in directory: String) -> Bool {
    FileManager.default.fileExists(atPath: path(directory))
  }

  /// Writes the basis into an index's folder.
  /// - Parameter fingerprint: names what the basis depends on; readers ask for the same.
  package func write(to directory: String, fingerprint: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw InfluenceError(.badIndex, "\(directory): cannot be made (\(error))")
    }
    var payload = [sizes.withUnsafeBytes { Data($0) }]
    var rank = 0
    for case .learned(let codes, let scales) in directions {
      payload.append(scales.withUnsafeBytes { Data($0) })
      payload.append(codes.withUnsafeBytes { Data($0) })
    }
    for case .sketch(let sketches) in directions {
      rank = max(rank, sketches.map { max($0.left.columns, $0.right.columns) }.max() ?? 0)
    }
    let header = Header(
      kind: kind, captured: captured, fingerprint: fingerprint,
      groups: layout.groups.map(\.count), counts: ranges.map(\.count), rank: rank)
    try IndexFile.write(JSONEncoder().encode(header), payload, to: Self.path(directory))
  }

  /// Reads a basis that belongs to a model, some settings and a fingerprint.
  /// - Parameter factors: what a sketch takes its directions from; nil for strategy identity only.
  /// - Throws: `InfluenceError` that says what does not match.
  package static func read(
    directory: String, model: LanguageModel, factors: Factors?, settings: InfluenceSettings,
    fingerprint: String
  ) throws -> GradientBasis {
    let path = Self.path(directory)
    let (text, payload) = try IndexFile.read(path)
    func refuse(_ problem: String) -> InfluenceError {
      InfluenceError(.badIndex, "\(path) \(problem); \(IndexFile.remedy)")
    }
    guard let header = try? JSONDecoder().decode(Header.self, from: text) else {
      throw refuse("has a header that is not understood")
    }
    guard header.fingerprint == fingerprint else {
      throw refuse("is outdated: checkpoint, corpus or method have changed since it was built")
    }
    let layout = GradientLayout(model, settings.modules)
    guard header.groups == layout.groups.map(\.count), header.counts.count == layout.groups.count
    else { throw refuse("is of another model or another choice of modules") }
    // Counts that the file's own length bears out are small enough to compute with.
    guard header.counts.allSatisfy({ (0...payload.count).contains($0) }),
      (0...1.001).contains(header.captured), (0...payload.count).contains(header.rank),
      case let components = header.counts.reduce(0, +), components > 0,
      components <= payload.count / 4
    else { throw refuse("has counts that it cannot hold") }
    var reader = PayloadReader(payload)
    let needed =
      4 * components
      + (header.kind == .sketch
        ? 0
        : zip(header.counts, header.groups).reduce(0) { $0 + $1.0 * ($1.1 + 4 * runs($1.1)) })
    guard payload.count == needed else {
      throw refuse("has \(payload.count) bytes, not what its header needs")
    }
    let sizes = reader.take(components, Float.self)
    guard sizes.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw refuse("holds a size that is no number")
    }
    if header.kind == .sketch {
      let basis = try sketch(
        model: model, factors: factors, rank: header.rank, settings: settings)
      guard basis.ranges.map(\.count) == header.counts else {
        throw refuse("is of another model or another choice of modules")
      }
      return basis
    }
    var directions: [Directions] = []
    for (count, elements) in zip(header.counts, header.groups) {
      let scales = reader.take(count * runs(elements), Float.self)
      guard scales.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
        throw refuse("holds a scale that is no number")
      }
      directions.append(
        .learned(codes: reader.take(count * elements, Int8.self), scales: scales))
    }
    return GradientBasis(
      kind: .learned, captured: header.captured, settings: settings, layout: layout,
      directions: directions, counts: header.counts, sizes: sizes)
  }
}

/// Takes arrays off a payload, one after the other.
private struct PayloadReader {
  private let data: Data
  private var start: Int

  init(_ data: Data) {
    self.data = data
    start = data.startIndex
  }

  /// - Precondition: the payload holds as many.
  mutating func take<Element>(_ count: Int, _ type: Element.Type) -> [Element] {
    let end = start + count * MemoryLayout<Element>.stride
    precondition(count >= 0 && end <= data.endIndex)
    defer { start = end }
    return [Element](unsafeUninitializedCapacity: count) { target, filled in
      _ = data[start..<end].copyBytes(to: target)
      filled = count
    }
  }
}
