import LinearAlgebra
package import RunModel
package import Transformer

/// How the preconditioned gradients of steps are kept.
package enum StepForm: Sendable, Hashable {
  /// Every element as a float32.
  case whole
  /// Every element as a byte; runs of 64 share a scale.
  case bytes
  /// Of each module two thin matrices, float32 or bfloat16, whose product comes close to the gradient.
  case factors(rank: Int, isHalved: Bool)

  /// What this is called in text.
  package var title: String {
    switch self {
    case .whole: "dense float32"
    case .bytes: "int8 in blocks of 64"
    case .factors(let rank, let isHalved):
      "rank \(rank) in " + (isHalved ? "bfloat16" : "float32")
    }
  }

  /// Bytes of one step.
  package func bytes(_ model: LanguageModel, _ modules: ModuleSelection) -> Int {
    bytes(GradientLayout(model, modules))
  }

  func bytes(_ layout: GradientLayout) -> Int {
    self == .whole
      ? layout.rowSize * MemoryLayout<Float>.stride : PackedPlan(layout, self).bytesPerStep
  }

  /// Floating-point operations that bring one step's gradient, in the eigenbasis, into two thin factors; 0 for others.
  package func packing(_ model: LanguageModel, _ modules: ModuleSelection) -> Double {
    let layout = GradientLayout(model, modules)
    return PackedPlan(layout, self).modules.reduce(0) { sum, module in
      guard case .thin(let rank) = module.kind else { return sum }
      return sum + 12 * Double(rank + 8) * Double(module.rows) * Double(module.columns)
    }
  }

  /// Floating-point operations that rebuilding one step takes, once a pack; for bytes, as many as take as long.
  package func rebuilding(_ model: LanguageModel, _ modules: ModuleSelection) -> Double {
    let layout = GradientLayout(model, modules)
    return PackedPlan(layout, self).modules.reduce(0) { sum, module in
      let elements = Double(module.rows) * Double(module.columns)
      return switch module.kind {
      case .thin(let rank): sum + 2 * Double(rank) * elements
      case .bytes: sum + Self.operationsPerByte * elements
      case .whole: sum
      }
    }
  }
}

extension StepForm {
  /// Operations that a core does in products in the time that it turns a byte into a float32.
  private static let operationsPerByte = 48.0
}

/// Where each module lies in the bytes of a packed step.
struct PackedPlan: Sendable {
  enum Kind: Sendable {
    /// Two thin factors of this many columns.
    case thin(Int)
    /// Every element, where two factors would be no smaller.
    case whole
    case bytes
  }

  struct Module: Sendable {
    let kind: Kind
    /// First byte, a multiple of 64.
    let offset: Int
    /// dOut.
    let rows: Int
    /// dIn, with a bias one more.
    let columns: Int

    var isThin: Bool {
      if case .thin = kind { true } else { false }
    }

    /// Scales of a row that is kept in bytes.
    var scalesPerRow: Int { (columns + 63) / 64 }
    /// First byte of the scales.
    var scales: Int { offset + (rows * columns + 63) / 64 * 64 }
  }

  let isHalved: Bool
  let modules: [Module]
  let bytesPerStep: Int

  init(_ layout: GradientLayout, _ form: StepForm) {
    var end = 0
    var isHalved = false
    modules = layout.modules.map { module in
      let (rows, columns) = (module.outputWidth, module.augmentedWidth)
      var kind = Kind.whole
      var size = 4 * rows * columns
      switch form {
      case .whole: break
      case .bytes:
        kind = .bytes
        size = (rows * columns + 63) / 64 * 64 + 4 * rows * ((columns + 63) / 64)
      case .factors(let rank, let halved):
        isHalved = halved
        if rank * (rows + columns) < rows * columns {
          kind = .thin(rank)
          size = (halved ? 2 : 4) * rank * (rows + columns)
        }
      }
      defer { end += (size + 63) / 64 * 64 }
      return Module(kind: kind, offset: end, rows: rows, columns: columns)
    }
    self.isHalved = isHalved
    bytesPerStep = end
  }
}
