import Foundation
package import Transformer

extension GradientBasis {
  private struct Header: Codable {
    let fingerprint: String
    /// Of the sketch.
    let rank: Int
    /// Numbers of the sketch.
    let sketch: Int
    /// Learned directions; nil for a sketch alone.
    let components: Int?
    let captured: Double
    /// Numbers that hold what the directions leave, and their usual size.
    let buckets: Int?
    let bucketSize: Float?
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
      guard let header = try? JSONDecoder().decode(Header.self, from: text) else {
        throw InfluenceError(
          .badIndex, "\(path) has a header that is not understood; \(IndexFile.remedy)")
      }
      kind = header.components == nil ? .sketch : .learned
      components = (header.components ?? header.sketch) + (header.buckets ?? 0)
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
    let header = Header(
      fingerprint: fingerprint, rank: sketch.rank, sketch: sketch.count,
      components: directions?.sizes.count, captured: directions?.captured ?? 0,
      buckets: residual?.count ?? 0, bucketSize: residual?.size ?? 1)
    let payload = directions.map { directions in
      [
        directions.sizes.withUnsafeBytes { Data($0) },
        directions.scales.withUnsafeBytes { Data($0) },
        directions.codes.withUnsafeBytes { Data($0) },
      ]
    }
    try IndexFile.write(header, payload ?? [], to: Self.path(directory))
  }

  /// Reads a basis that belongs to a model, some settings and a fingerprint.
  /// - Parameter factors: what the sketch takes its eigenvectors from; nil for strategy identity only.
  /// - Throws: `InfluenceError` that says what does not match.
  package convenience init(
    directory: String, model: LanguageModel, factors: Factors?, settings: InfluenceSettings,
    fingerprint: String
  ) throws {
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
    // Counts are compared before anything is computed with them.
    guard (1...65_536).contains(header.rank),
      header.sketch == GradientSketch.count(layout, rank: header.rank)
    else { throw refuse("is of another model or another choice of modules") }
    guard (0...payload.count).contains(header.components ?? 0), header.components != 0,
      (0...1.001).contains(header.captured),
      (0...IndexPlan.mostComponents).contains(header.buckets ?? 0),
      (header.bucketSize ?? 1).isFinite, (header.bucketSize ?? 1) > 0,
      payload.count
        == (header.components ?? 0) * (header.sketch + 4 * Self.runs(header.sketch) + 4)
    else { throw refuse("has \(payload.count) bytes, not what its header needs") }
    var directions: Directions?
    if let components = header.components {
      var reader = PayloadReader(payload)
      let sizes = reader.take(components, Float.self)
      let scales = reader.take(components * Self.runs(header.sketch), Float.self)
      guard (sizes + scales).allSatisfy({ $0.isFinite && $0 >= 0 }) else {
        throw refuse("holds a scale that is no number")
      }
      directions = Directions(
        codes: reader.take(components * header.sketch, Int8.self), scales: scales, sizes: sizes,
        captured: header.captured)
    }
    try self.init(
      settings: settings, layout: layout,
      sketch: try GradientSketch(layout, factors, rank: header.rank, settings),
      directions: directions, buckets: header.buckets ?? 0, bucketSize: header.bucketSize ?? 1)
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
