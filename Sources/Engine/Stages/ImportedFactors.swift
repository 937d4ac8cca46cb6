import Foundation
import Influence
import SafeFiles
import Transformer
import Workspace

/// Factors that kronfluence fitted, or Stemma elsewhere, to be used instead of fitting some.
package struct ImportedFactors: Sendable {
  private let folder: String
  /// Names their content; part of what a run is named after.
  package let fingerprint: String

  /// - Parameter folder: `factors_NAME` of kronfluence's output, with its `*.safetensors`.
  /// - Throws: `EngineError` when it holds no factor file, or one that cannot be read.
  package init(folder: String) throws {
    self.folder = folder
    fingerprint = try Self.fingerprint(of: folder)
  }

  /// Copies them into a workspace, so that they are there when the run goes on.
  ///
  /// - Parameter target: the copy's folder; whole or not there.
  /// - Throws: what is wrong with them, naming the file; nothing is kept then.
  func copy(to target: String, model: LanguageModel, settings: InfluenceSettings) throws -> Factors
  {
    // Checked before anything is copied.
    try Factors(directory: folder, model: model, settings: settings)
      .checkOrthonormal(folder: folder)
    let partial = target + ".partial"
    do {
      try? FileManager.default.removeItem(atPath: partial)
      try SafeFile.makeFolder(partial)
      for file in Factors.files(in: folder) {
        let source = URL(filePath: file)
        try SafeFile.replace(
          partial + "/" + source.lastPathComponent,
          with: [try SafeFile.mappedInput(file)], suffix: ".new")
      }
      guard try Self.fingerprint(of: partial) == fingerprint else {
        throw EngineError("\(folder): was changed while it was being read; run again")
      }
      try FileManager.default.moveItem(atPath: partial, toPath: target)
    } catch let error as EngineError {
      throw error
    } catch {
      throw EngineError("\(partial): the factors cannot be copied (\(error))")
    }
    return try Factors(directory: target, model: model, settings: settings)
  }

  private static func fingerprint(of folder: String) throws -> String {
    let files = Factors.files(in: folder)
    guard !files.isEmpty else {
      throw EngineError(
        "\(folder): holds no factors; name the folder with lambda_matrix.safetensors and the others"
      )
    }
    return ContentHash.texts(
      try files.flatMap { file in
        var hash = ContentHash()
        try hash.add(file: file)
        return [URL(filePath: file).lastPathComponent, hash.text]
      })
  }
}
