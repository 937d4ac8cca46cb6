import Foundation
import LinearAlgebra
import SafeFiles
import Safetensors

/// Solutions of conjugate gradients on disk, one file a step, so that a killed engine solves none of them twice.
///
/// A file that is cut off, of another step or damaged counts as not there.
package struct SolutionFiles: Sendable {
  private let folder: String
  /// What the solutions depend on, one text a step.
  private let identities: [String]

  private static let identityKey = "stemma.solution"
  private static let traceKey = "stemma.trace"

  /// - Parameters:
  ///   - folder: made when it is first written to.
  ///   - identities: what each step's solution depends on.
  package init(folder: String, identities: [String]) {
    self.folder = folder
    self.identities = identities
  }

  private func path(_ step: Int) -> String { folder + "/" + identities[step] + ".safetensors" }

  /// Reads a step's solution into a row; nil where none is there.
  func read(_ step: Int, into rows: GradientRows, row: Int) -> ConjugateGradientTrace? {
    guard let file = try? SafetensorsFile(path: path(step)),
      file.metadata[Self.identityKey] == identities[step],
      let text = file.metadata[Self.traceKey],
      let trace = try? JSONDecoder().decode(ConjugateGradientTrace.self, from: Data(text.utf8))
    else { return nil }
    let own = GradientRows(rows.layout, count: 1)
    for groupLayout in rows.layout.groups {
      let target = own.vector(groupLayout.index, 0)
      guard (try? file.read("group \(groupLayout.index)", into: target.elements)) != nil,
        target.isFinite
      else { return nil }
    }
    rows.copy(own, 0, to: row)
    return trace
  }

  /// Keeps a step's solution.
  func write(_ step: Int, _ rows: GradientRows, row: Int, _ trace: ConjugateGradientTrace) throws {
    do {
      try SafeFile.makeFolder(folder)
    } catch {
      throw InfluenceError(.badFactors, "\(error)")
    }
    var writer = SafetensorsWriter(metadata: [
      Self.identityKey: identities[step],
      Self.traceKey: String(decoding: try JSONEncoder().encode(trace), as: UTF8.self),
    ])
    for groupLayout in rows.layout.groups {
      writer.add(
        "group \(groupLayout.index)", shape: [groupLayout.count],
        UnsafeBufferPointer(rows.vector(groupLayout.index, row).elements))
    }
    try writer.write(to: path(step), mode: SafeFile.ownMode)
  }

  /// Removes what is no longer needed, once the steps are scored.
  package func remove() {
    for step in identities.indices { try? FileManager.default.removeItem(atPath: path(step)) }
    if let left = try? FileManager.default.contentsOfDirectory(atPath: folder), left.isEmpty {
      try? FileManager.default.removeItem(atPath: folder)
    }
  }
}
