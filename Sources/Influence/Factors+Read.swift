import Foundation
import LinearAlgebra
import RunModel
import Safetensors
package import Transformer

extension Factors {
  /// The factor files that a folder holds, by the names that kronfluence gives them.
  package static func files(in directory: String) -> [String] {
    FactorFile.allCases.map { $0.path(in: directory) }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }

  /// Reads factors that Stemma or kronfluence wrote, checking shapes, counts and every value.
  /// - Parameters:
  ///   - directory: folder of `*.safetensors` as kronfluence names them.
  ///   - settings: select the modules and the strategy the factors must serve.
  /// - Throws: `InfluenceError` or `SafetensorsError`, naming file and module.
  package convenience init(
    directory: String, model: LanguageModel, settings: InfluenceSettings
  ) throws {
    let reader = try FactorReader(directory: directory, settings: settings)
    let layout = GradientLayout(model, settings.modules)
    var modules: [ModuleFactors] = []
    var activations: [Matrix] = []
    var gradients: [Matrix] = []
    for groupLayout in layout.groups {
      // Modules of one group have equal inputs: equal eigenvectors are kept once and used once.
      let shared = try reader.matrix(
        .activationVectors, groupLayout.modules[0], rows: groupLayout.modules[0].augmentedWidth,
        columns: groupLayout.modules[0].augmentedWidth)
      for module in groupLayout.modules {
        let input = module.augmentedWidth
        let output = module.outputWidth
        let read = try reader.matrix(.activationVectors, module, rows: input, columns: input)
        let own = read.hasSameBytes(as: shared) ? shared : read
        modules.append(
          ModuleFactors(
            module: module, activationVectors: own,
            gradientVectors: try reader.matrix(
              .gradientVectors, module, rows: output, columns: output),
            activationValues: try reader.values(.activationValues, module, count: input),
            gradientValues: try reader.values(.gradientValues, module, count: output),
            lambdaSums: settings.strategy.correctsEigenvalues
              ? try reader.matrix(.lambda, module, rows: output, columns: input) : nil))
        activations.append(
          try reader.matrix(.activationCovariance, module, rows: input, columns: input))
        gradients.append(
          try reader.matrix(.gradientCovariance, module, rows: output, columns: output))
      }
      // What was looked at goes before the next is looked at: factors may be larger than the memory.
      reader.releasePages()
    }
    let first = layout.modules[0]
    self.init(
      settings: settings, modules: modules, activationCovariances: activations,
      gradientCovariances: gradients, tokenCount: try reader.count(.activationCount, first),
      sequenceCount: settings.strategy.correctsEigenvalues
        ? try reader.count(.lambdaCount, first) : 0)
  }
}

/// The open factor files of one folder.
private struct FactorReader {
  private var files: [FactorFile: SafetensorsFile] = [:]
  private let directory: String

  init(directory: String, settings: InfluenceSettings) throws {
    self.directory = directory
    guard FileManager.default.fileExists(atPath: directory) else {
      throw InfluenceError(.badFactors, "\(directory): no such folder of factors; fit them first")
    }
    for file in FactorFile.allCases {
      let isNeeded =
        settings.strategy.correctsEigenvalues || (file != .lambda && file != .lambdaCount)
      guard isNeeded else { continue }
      let path = file.path(in: directory)
      guard FileManager.default.fileExists(atPath: path) else {
        throw InfluenceError(
          .badFactors,
          "\(path) is missing, which strategy \(settings.strategy.rawValue) needs; fit the factors anew"
        )
      }
      files[file] = try SafetensorsFile(path: path)
    }
  }

  private func open(
    _ file: FactorFile, _ module: TrackedModule, shape: [Int]
  ) throws -> SafetensorsFile {
    guard let opened = files[file], let found = opened.tensors[module.name] else {
      throw InfluenceError(
        .badFactors,
        "\(file.path(in: directory)) lacks module \(module.name); the factors are of another model or "
          + "another choice of modules")
    }
    guard found.shape == shape else {
      throw InfluenceError(
        .badFactors,
        "\(file.path(in: directory)) has shape \(found.shape) for \(module.name) where the model asks "
          + "for \(shape); the factors are of another model")
    }
    return opened
  }

  private func refuse(_ file: FactorFile, _ module: TrackedModule, _ problem: String)
    -> InfluenceError
  {
    InfluenceError(
      .badFactors,
      "\(file.path(in: directory)) \(problem) for \(module.name); the file is damaged, fit the factors "
        + "anew")
  }

  func matrix(
    _ file: FactorFile, _ module: TrackedModule, rows: Int, columns: Int
  ) throws -> Matrix {
    let opened = try open(file, module, shape: [rows, columns])
    let result = try Self.elements(opened, module.name, rows: rows, columns: columns)
    guard result.isFinite else {
      throw refuse(file, module, "holds a value that is not finite")
    }
    if file == .lambda {
      guard !result.elements.contains(where: { $0 < 0 }) else {
        throw refuse(file, module, "holds a negative sum of squares")
      }
    }
    return result
  }

  /// A matrix where it lies in its file, or a copy where it is of another type.
  private static func elements(
    _ file: SafetensorsFile, _ name: String, rows: Int, columns: Int
  ) throws -> Matrix {
    if let mapped = try file.mapped(name), let base = mapped.baseAddress {
      // Factors are never written to.
      let storage = FloatStorage(
        pointer: UnsafeMutablePointer(mutating: base), count: rows * columns
      ) { withExtendedLifetime(file) {} }
      return Matrix(storage: storage, offset: 0, rows: rows, columns: columns, stride: columns)
    }
    let result = Matrix(rows: rows, columns: columns)
    try file.read(name, into: result.elements)
    return result
  }

  /// Lets what was looked at go from memory; it comes back, module by module, as it is used.
  func releasePages() { for file in files.values { file.releasePages() } }

  func values(_ file: FactorFile, _ module: TrackedModule, count: Int) throws -> [Double] {
    let values = try open(file, module, shape: [count]).doubles(module.name)
    guard values.allSatisfy(\.isFinite) else {
      throw refuse(file, module, "holds a value that is not finite")
    }
    return values
  }

  func count(_ file: FactorFile, _ module: TrackedModule) throws -> Int {
    let opened = try open(file, module, shape: [1])
    let value = try opened.integers(module.name)[0]
    guard value > 0 else { throw refuse(file, module, "counts \(value)") }
    return value
  }
}
