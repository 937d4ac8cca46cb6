import Foundation
import LinearAlgebra
import RunModel
import Safetensors
import Transformer

/// Where a fit's results come to lie: in memory, or in the factor files themselves, which are mapped.
final class FactorArena: @unchecked Sendable {
  // Unchecked: nothing but the elements changes after `init`, and workers fill in different modules' elements.
  private let layout: GradientLayout
  private let files: [FactorFile: SafetensorsCanvas]
  private let matrices: [FactorFile: [Matrix]]
  private var values: [FactorFile: [UnsafeMutableBufferPointer<Double>]] = [:]
  private let own: [DoubleStorage]

  /// - Parameters:
  ///   - directory: where the files are made or gone on with; nil for memory alone.
  /// - Throws: `SafetensorsError` naming the file when the disk refuses.
  init(
    _ layout: GradientLayout, _ strategy: Strategy, tokens: Int, sequences: Int, directory: String?
  )
    throws
  {
    self.layout = layout
    var files: [FactorFile: SafetensorsCanvas] = [:]
    var matrices: [FactorFile: [Matrix]] = [:]
    var own: [DoubleStorage] = []
    for file in FactorFile.allCases where file.isPart(of: strategy) {
      let canvas = try directory.map { directory in
        try SafetensorsCanvas(
          path: file.path(in: directory),
          tensors: layout.modules.map { .init($0.name, file.type, file.shape($0)) },
          metadata: ["format": "pt"])
      }
      files[file] = canvas
      switch file.type {
      case .f32:
        matrices[file] = Self.matrices(file, layout, canvas)
      case .f64:
        values[file] = layout.modules.map { module in
          let count = file.shape(module).reduce(1, *)
          if let canvas {
            return UnsafeMutableBufferPointer(
              start: canvas.pointer(module.name).assumingMemoryBound(to: Double.self), count: count)
          }
          own.append(DoubleStorage(count: count))
          return own[own.count - 1].elements
        }
      default:
        guard let canvas else { continue }
        let count = file == .lambdaCount ? sequences : tokens
        for module in layout.modules {
          canvas.pointer(module.name).storeBytes(of: Int64(count), as: Int64.self)
        }
      }
    }
    self.files = files
    self.matrices = matrices
    self.own = own
  }

  private static func matrices(
    _ file: FactorFile, _ layout: GradientLayout, _ canvas: SafetensorsCanvas?
  ) -> [Matrix] {
    var result: [Matrix] = []
    for (index, module) in layout.modules.enumerated() {
      let shape = file.shape(module)
      if let canvas {
        let pointer = canvas.pointer(module.name).assumingMemoryBound(to: Float.self)
        let storage = FloatStorage(pointer: pointer, count: shape[0] * shape[1]) {
          withExtendedLifetime(canvas) {}
        }
        result.append(
          Matrix(storage: storage, offset: 0, rows: shape[0], columns: shape[1], stride: shape[1]))
      } else if file.isShared, index > 0, layout.modules[index - 1].group == module.group {
        // One copy serves all modules that read the same input.
        result.append(result[index - 1])
      } else {
        result.append(Matrix(rows: shape[0], columns: shape[1]))
      }
    }
    return result
  }

  /// A module's matrix in a file; of the first module of its group for what all of them share.
  func matrix(_ file: FactorFile, _ module: Int) -> Matrix {
    guard let all = matrices[file] else { preconditionFailure("no \(file.rawValue)") }
    return all[file.isShared ? layout.firstModule[layout.groupOfModule[module]] : module]
  }

  /// A module's numbers in a file.
  func numbers(_ file: FactorFile, _ module: Int) -> UnsafeMutableBufferPointer<Double> {
    guard let all = values[file] else { preconditionFailure("no \(file.rawValue)") }
    return all[module]
  }

  /// Gives every module of a group its own copy of what they share, as the files have it.
  func spread(_ kinds: [FactorFile]) {
    for groupIndex in layout.groups.indices {
      let modules = layout.modules(of: groupIndex..<groupIndex + 1)
      for file in kinds {
        for module in modules.dropFirst() {
          if let all = matrices[file], all[module].storage !== all[modules.lowerBound].storage {
            all[module].copy(from: all[modules.lowerBound])
          } else if values[file] != nil {
            _ = numbers(file, module).update(fromContentsOf: numbers(file, modules.lowerBound))
          }
        }
      }
    }
  }

  /// Brings files onto the disk; nothing to do in memory.
  func flush(_ kinds: [FactorFile]) throws { for kind in kinds { try files[kind]?.flush() } }

  /// Lets what was filled in go from memory where it lies in a file.
  func releasePages(_ kinds: [FactorFile]) { for kind in kinds { files[kind]?.releasePages() } }
}

extension FactorFile {
  func isPart(of strategy: Strategy) -> Bool {
    strategy.correctsEigenvalues || (self != .lambda && self != .lambdaCount)
  }

  /// Whether modules that read the same input have the same.
  var isShared: Bool {
    [.activationCovariance, .activationVectors, .activationValues].contains(self)
  }

  var type: ElementType {
    switch self {
    case .activationCount, .gradientCount, .lambdaCount: .i64
    case .activationValues, .gradientValues: .f64
    default: .f32
    }
  }

  func shape(_ module: TrackedModule) -> [Int] {
    let (input, output) = (module.augmentedWidth, module.outputWidth)
    return switch self {
    case .activationCovariance, .activationVectors: [input, input]
    case .gradientCovariance, .gradientVectors: [output, output]
    case .activationValues: [input]
    case .gradientValues: [output]
    case .lambda: [output, input]
    case .activationCount, .gradientCount, .lambdaCount: [1]
    }
  }
}
