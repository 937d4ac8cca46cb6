import Foundation
package import Transformer

extension Factors {
  /// The factor files that a folder holds, by the names that kronfluence gives them.
  package static func files(in directory: String) -> [String] {
    FactorFile.allCases.map { $0.path(in: directory) }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }

  /// Copies a folder of factors that another program wrote, and reads the copy with every check.
  ///
  /// - Parameter target: the copy's folder; whole or not there.
  /// - Throws: `InfluenceError` or `SafetensorsError`, naming file and module; nothing is kept then.
  package static func copy(
    from directory: String, to target: String, model: LanguageModel, settings: InfluenceSettings
  ) throws -> Factors {
    // What is wrong is said of the files that a person knows, before any is copied.
    _ = try Factors(directory: directory, model: model, settings: settings)
    let partial = target + ".partial"
    let manager = FileManager.default
    do {
      if manager.fileExists(atPath: partial) { try manager.removeItem(atPath: partial) }
      try manager.createDirectory(atPath: partial, withIntermediateDirectories: true)
      for file in files(in: directory) {
        let source = URL(filePath: file)
        try Data(contentsOf: source, options: .mappedIfSafe)
          .write(to: URL(filePath: partial + "/" + source.lastPathComponent))
      }
    } catch {
      throw InfluenceError(.badFactors, "\(partial): the factors cannot be copied (\(error))")
    }
    let factors = try Factors(directory: partial, model: model, settings: settings)
    do {
      try manager.moveItem(atPath: partial, toPath: target)
    } catch {
      throw InfluenceError(.badFactors, "\(target): cannot be made (\(error))")
    }
    return factors
  }
}
