import Foundation
import LinearAlgebra
import RunModel
import SafeFiles
import Safetensors
import Transformer

extension Factors {
  /// Writes the factors in kronfluence's layout and reads them back.
  ///
  /// Covariances and Λ are sums, beside the counts to divide by; eigenvectors are columns. The folder
  /// appears whole: it is written beside its place and renamed.
  /// - Throws: `SafetensorsError`, or `InfluenceError` when the disk returns something else.
  package func write(to directory: String) throws {
    let manager = FileManager.default
    let partial = directory + ".partial"
    let old = directory + ".old"
    do {
      for leftover in [partial, old] where FileFacts(leftover) != nil {
        try manager.removeItem(atPath: leftover)
      }
      try SafeFile.makeFolder(partial)
    } catch {
      throw InfluenceError(.badFactors, "\(partial): cannot be made (\(error))")
    }
    for file in FactorFile.allCases { try write(file, in: partial) }
    try Self.writeArguments(settings, in: partial)
    try check(partial)
    do {
      if manager.fileExists(atPath: directory) {
        try manager.moveItem(atPath: directory, toPath: old)
      }
      try manager.moveItem(atPath: partial, toPath: directory)
      if manager.fileExists(atPath: old) { try manager.removeItem(atPath: old) }
    } catch {
      throw InfluenceError(.badFactors, "\(directory): cannot be replaced (\(error))")
    }
  }

  private func write(_ file: FactorFile, in directory: String) throws {
    var writer = SafetensorsWriter(metadata: ["format": "pt"])
    for (index, factors) in modules.enumerated() {
      let name = factors.module.name
      func add(_ matrix: Matrix) {
        writer.add(
          name, shape: [matrix.rows, matrix.columns],
          UnsafeBufferPointer(matrix.elements))
      }
      switch file {
      case .activationCovariance: add(activationCovariances[index])
      case .gradientCovariance: add(gradientCovariances[index])
      case .activationCount, .gradientCount:
        writer.add(name, shape: [1], [Int64(tokenCount)])
      case .activationVectors: add(factors.activationVectors)
      case .gradientVectors: add(factors.gradientVectors)
      case .activationValues:
        writer.add(name, shape: [factors.activationValues.count], factors.activationValues)
      case .gradientValues:
        writer.add(name, shape: [factors.gradientValues.count], factors.gradientValues)
      case .lambda:
        guard let sums = factors.lambdaSums else { return }
        add(sums)
      case .lambdaCount:
        guard factors.lambdaSums != nil else { return }
        writer.add(name, shape: [1], [Int64(sequenceCount)])
      }
    }
    try writer.write(to: file.path(in: directory), mode: SafeFile.ownMode)
  }

  /// Writes what kronfluence's loader asks for beside the factor files.
  static func writeArguments(_ settings: InfluenceSettings, in directory: String) throws {
    let values: [String: Any] = [
      "strategy": settings.strategy.rawValue, "use_empirical_fisher": settings.labels == .data,
    ]
    let path = directory + "/" + FactorFile.arguments
    do {
      let text = try JSONSerialization.data(
        withJSONObject: values, options: [.prettyPrinted, .sortedKeys])
      try SafeFile.replace(path, with: [text], suffix: ".new")
    } catch {
      throw InfluenceError(.badFactors, "\(path): cannot be written (\(error))")
    }
  }

  /// Compares what a folder holds with what is in memory.
  private func check(_ directory: String) throws {
    func compare(_ file: FactorFile, _ matrix: (Int) -> Matrix?) throws {
      let path = file.path(in: directory)
      guard FileManager.default.fileExists(atPath: path) else { return }
      let opened = try SafetensorsFile(path: path)
      for (index, factors) in modules.enumerated() {
        guard let expected = matrix(index) else { continue }
        guard try opened.floats(factors.module.name) == expected.values() else {
          throw InfluenceError(
            .badFactors,
            "\(path): reading back gives other values for \(factors.module.name) than were written; "
              + "the disk is full or failing")
        }
      }
    }
    try compare(.activationCovariance) { activationCovariances[$0] }
    try compare(.gradientCovariance) { gradientCovariances[$0] }
    try compare(.activationVectors) { modules[$0].activationVectors }
    try compare(.gradientVectors) { modules[$0].gradientVectors }
    try compare(.lambda) { modules[$0].lambdaSums }
  }
}
