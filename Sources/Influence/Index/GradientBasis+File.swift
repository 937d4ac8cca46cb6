import CKernels
import Foundation
package import Transformer

extension GradientBasis {
  private struct Header: Codable {
    let components: Int
    let captured: Double
    let fingerprint: String
    /// Elements of each group.
    let groups: [Int]
  }

  private static func path(_ directory: String) -> String { directory + "/basis.stemma" }

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
      components: components, captured: captured, fingerprint: fingerprint,
      groups: layout.groups.map(\.count))
    let payload = layout.groups.flatMap { shape in
      [
        scales[shape.slot].withUnsafeBytes { Data($0) },
        codes[shape.slot].withUnsafeBytes { Data($0) },
      ]
    }
    try IndexFile.write(JSONEncoder().encode(header), payload, to: Self.path(directory))
  }

  /// Reads a basis that belongs to a model, some settings and a fingerprint.
  /// - Throws: `InfluenceError` that says what does not match.
  package convenience init(
    directory: String, model: LanguageModel, settings: InfluenceSettings, fingerprint: String
  ) throws {
    let path = Self.path(directory)
    let (text, payload) = try IndexFile.read(path)
    func refuse(_ problem: String) -> InfluenceError {
      InfluenceError(.badIndex, "\(path) \(problem); build the index anew")
    }
    guard let header = try? JSONDecoder().decode(Header.self, from: text) else {
      throw refuse("has a header that is not understood")
    }
    guard header.fingerprint == fingerprint else {
      throw refuse("is outdated: checkpoint, corpus or method have changed since it was built")
    }
    let layout = GradientLayout(model, settings.modules)
    guard header.groups == layout.groups.map(\.count) else {
      throw refuse("is of another model or another choice of modules")
    }
    // A count that the file's own length bears out is small enough to compute with.
    guard header.components > 0, header.components <= payload.count,
      header.captured >= 0 && header.captured <= 1.001,
      payload.count
        == layout.groups.reduce(
          0, { $0 + header.components * ($1.count + 4 * Self.runs($1.count)) })
    else { throw refuse("has \(payload.count) bytes, not what its header needs") }
    var codes: [[Int8]] = []
    var scales: [[Float]] = []
    var start = payload.startIndex
    func take<Element>(_ count: Int, _ type: Element.Type) -> [Element] {
      let bytes = count * MemoryLayout<Element>.stride
      defer { start += bytes }
      return [Element](unsafeUninitializedCapacity: count) { target, filled in
        _ = payload.subdata(in: start..<start + bytes).copyBytes(to: target)
        filled = count
      }
    }
    for shape in layout.groups {
      let scale = take(header.components * Self.runs(shape.count), Float.self)
      guard scale.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
        throw refuse("holds a scale that is no number")
      }
      scales.append(scale)
      codes.append(take(header.components * shape.count, Int8.self))
    }
    self.init(
      components: header.components, captured: header.captured, settings: settings, layout: layout,
      codes: codes, scales: scales)
  }
}
