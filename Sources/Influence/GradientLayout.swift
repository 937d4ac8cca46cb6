import LinearAlgebra
import RunModel
import Transformer

/// Where one group's gradients lie in a row: weights `[ΣdOut × dIn]`, then biases `[ΣdOut]`.
struct GroupLayout: Sendable {
  let group: ModuleGroup
  /// The group's modules.
  let modules: [TrackedModule]
  /// Among the selected groups.
  let index: Int

  var weights: Int { group.outputWidth * group.inputWidth }
  /// Elements of a row.
  var count: Int { weights + (group.hasBias ? group.outputWidth : 0) }

  /// Floats between the starts of rows.
  ///
  /// A cache line more than whole ones, since rows a power of two apart would all fall into one set of
  /// the cache when a product reads them side by side.
  var stride: Int { (count + 15) / 16 * 16 + 16 }

  /// A zeroed matrix of rows.
  func matrix(rows: Int) -> Matrix {
    Matrix(
      storage: FloatStorage(count: rows * stride), offset: 0, rows: rows, columns: count,
      stride: stride)
  }

  /// Elements of one module's weights in the row.
  func weights(of module: TrackedModule) -> Range<Int> {
    module.outputs.lowerBound * group.inputWidth..<module.outputs.upperBound * group.inputWidth
  }

  /// Elements of one module's biases in the row, empty without any.
  func biases(of module: TrackedModule) -> Range<Int> {
    guard group.hasBias else { return 0..<0 }
    return weights + module.outputs.lowerBound..<weights + module.outputs.upperBound
  }

  /// Copies one module's part of a row into a matrix `[dOut × dIn(+1)]`, the bias's column last.
  /// - Parameter row: `[1 × count]`.
  func gather(_ module: TrackedModule, _ row: Matrix, into gradient: Matrix) {
    let width = module.inputWidth
    gradient.columns(0..<width).copy(from: weights(of: module, in: row))
    guard module.hasBias else { return }
    let biases = row.columns(biases(of: module)).elements
    for (output, bias) in biases.enumerated() { gradient[output, width] = bias }
  }

  /// One module's weights in a row, `[dOut × dIn]`.
  private func weights(of module: TrackedModule, in row: Matrix) -> Matrix {
    row.columns(weights(of: module)).reshaped(rows: module.outputWidth, columns: module.inputWidth)
  }

  /// Copies a matrix `[dOut × dIn(+1)]` into one module's part of a row.
  func scatter(_ module: TrackedModule, _ gradient: Matrix, into row: Matrix) {
    let width = module.inputWidth
    weights(of: module, in: row).copy(from: gradient.columns(0..<width))
    guard module.hasBias else { return }
    let biases = row.columns(biases(of: module)).elements
    for output in biases.indices { biases[output] = gradient[output, width] }
  }
}

/// The modules that take part and how a gradient of all of them is laid out.
struct GradientLayout: Sendable {
  let groups: [GroupLayout]
  let modules: [TrackedModule]
  /// Selected group of each group of the model, nil where it takes no part.
  let selectedIndexOfGroup: [Int?]
  /// First module of each selected group among `modules`.
  let firstModule: [Int]
  /// Selected group of each module.
  let groupOfModule: [Int]
  /// The lowest group that takes part, where a backward pass may end.
  let lowestGroup: Int

  init(_ model: LanguageModel, _ selection: ModuleSelection) {
    var groups: [GroupLayout] = []
    var modules: [TrackedModule] = []
    var groupIndices: [Int?] = []
    var first: [Int] = []
    for group in model.groups {
      let own = Array(model.trackedModules[group.modules])
      let part = own[0].part
      let isSelected =
        switch selection {
        case .all: true
        case .mlp: part == .mlp
        case .attention: part == .attention
        }
      groupIndices.append(isSelected ? groups.count : nil)
      guard isSelected else { continue }
      groups.append(GroupLayout(group: group, modules: own, index: groups.count))
      first.append(modules.count)
      modules += own
    }
    self.groups = groups
    self.modules = modules
    selectedIndexOfGroup = groupIndices
    firstModule = first
    groupOfModule = groups.flatMap { group in group.modules.map { _ in group.index } }
    lowestGroup = groups.first?.group.index ?? 0
  }

  /// Modules of some selected groups.
  func modules(of groupIndices: Range<Int>) -> Range<Int> {
    let end = { (groupIndex: Int) in
      groupIndex < groups.count ? firstModule[groupIndex] : modules.count
    }
    return end(groupIndices.lowerBound)..<end(groupIndices.upperBound)
  }

  /// Elements of a whole gradient.
  var parameterCount: Int { groups.reduce(0) { $0 + $1.count } }
  /// Floats a row takes over all groups.
  var rowSize: Int { groups.reduce(0) { $0 + $1.stride } }
  /// Floats a row of the largest group takes.
  var largestRow: Int { groups.map(\.stride).max() ?? 0 }
}

extension TrackedModule {
  /// Width of the input with the ones column that stands for a bias.
  var augmentedWidth: Int { inputWidth + (hasBias ? 1 : 0) }
}
