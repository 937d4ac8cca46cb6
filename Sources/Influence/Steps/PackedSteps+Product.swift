import LinearAlgebra
import Transformer

extension PackedSteps {
  /// Floats that are rebuilt at once: what stays in the cache until it has met the pack's gradients.
  static let tileSize = 4 << 20
  /// Steps that are rebuilt at once, at most.
  static let tileSteps = 512

  /// Rows that are rebuilt at once from two thin factors, at least: for each few rows the whole other factor is read
  /// and packed again, which for a dozen rows takes longer than the product.
  private static let thinRows = 128

  /// Steps of a module that are rebuilt at once.
  static func steps(of module: TrackedModule, isThin: Bool, among count: Int) -> Int {
    guard isThin else { return min(count, tileSteps) }
    let element = module.inputWidth * min(module.outputWidth, thinRows)
    return max(1, min(count, tileSteps, tileSize / element))
  }

  /// Rows of a module that are rebuilt at once for some steps.
  static func rows(of module: TrackedModule, steps: Int) -> Int {
    max(1, min(module.outputWidth, tileSize / (steps * module.inputWidth)))
  }

  /// Adds the inner products of a pack's gradients of one group with every step, some modules only.
  /// - Parameters:
  ///   - chunk: gradients `[passages × elements]` of the group.
  ///   - modules: places in the group.
  ///   - result: `[passages × steps]`.
  func addProducts(
    _ chunk: Matrix, _ groupLayout: GroupLayout, modules: Range<Int>, first: Int,
    into result: Matrix,
    _ scratch: RebuildScratch
  ) {
    for index in modules {
      let (module, number) = (groupLayout.modules[index], first + index)
      let together = Self.steps(
        of: module, isThin: plan.modules[number].isThin, among: count)
      for start in stride(from: 0, to: count, by: together) {
        let steps = start..<min(start + together, count)
        addProducts(
          chunk, groupLayout, module, number: number, steps, into: result.columns(steps), scratch)
      }
    }
  }

  private func addProducts(
    _ chunk: Matrix, _ groupLayout: GroupLayout, _ module: TrackedModule, number: Int,
    _ steps: Range<Int>, into result: Matrix, _ scratch: RebuildScratch
  ) {
    let (width, output) = (module.inputWidth, module.outputWidth)
    let weights = groupLayout.weights(of: module).lowerBound
    let biases = groupLayout.biases(of: module).lowerBound
    let perTile = Self.rows(of: module, steps: steps.count)
    for start in stride(from: 0, to: output, by: perTile) {
      let rows = start..<min(start + perTile, output)
      let elements = rows.count * width
      // The biases of these rows lie behind their weights.
      let tile = scratch.tile(
        rows: steps.count, columns: elements + (module.hasBias ? rows.count : 0))
      for (position, step) in steps.enumerated() {
        let own = Matrix(
          storage: tile.storage, offset: position * tile.stride, rows: rows.count, columns: width,
          stride: width)
        rebuild(
          step: step, module: number, rows: rows, weights: own,
          biases: module.hasBias
            ? tile.vector(row: position).columns(elements..<tile.columns) : nil, scratch)
      }
      multiply(
        chunk.columns(weights + start * width..<weights + start * width + elements), .no,
        tile.columns(0..<elements), .yes, into: result, beta: 1)
      guard module.hasBias else { continue }
      multiply(
        chunk.columns(biases + start..<biases + rows.upperBound), .no,
        tile.columns(elements..<elements + rows.count), .yes, into: result, beta: 1)
    }
  }

  /// A step's gradient as every group lays it out, `[1 × elements]` each.
  func whole(_ step: Int, _ layout: GradientLayout) -> [Matrix] {
    let scratch = RebuildScratch()
    return layout.groups.map { groupLayout in
      let row = groupLayout.matrix(rows: 1)
      for (index, module) in groupLayout.modules.enumerated() {
        let weights = Matrix(
          storage: row.storage, offset: groupLayout.weights(of: module).lowerBound,
          rows: module.outputWidth, columns: module.inputWidth, stride: module.inputWidth)
        rebuild(
          step: step, module: layout.firstModule[groupLayout.index] + index,
          rows: 0..<module.outputWidth,
          weights: weights,
          biases: module.hasBias ? row.columns(groupLayout.biases(of: module)) : nil, scratch)
      }
      return row
    }
  }
}
