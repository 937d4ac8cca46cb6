import LinearAlgebra
import Transformer

/// Gradients of all selected modules, one a row, laid out group by group.
struct GradientRows: Sendable {
  let layout: GradientLayout
  /// By selected group, `[rows × elements]`.
  let groups: [Matrix]
  let count: Int

  /// Zeroed rows.
  init(_ layout: GradientLayout, count: Int) {
    self.init(layout, layout.groups.map { $0.matrix(rows: count) }, count: count)
  }

  init(_ layout: GradientLayout, _ groups: [Matrix], count: Int) {
    self.layout = layout
    self.groups = groups
    self.count = count
  }

  /// A row in one group, `[1 × elements]`.
  func vector(_ slot: Int, _ row: Int) -> Matrix { groups[slot].vector(row: row) }

  /// Inner product of a row with one of others, float64.
  func dot(_ row: Int, _ other: GradientRows, _ otherRow: Int) -> Double {
    layout.groups.reduce(0) { sum, shape in
      sum + vector(shape.slot, row).dotInDouble(other.vector(shape.slot, otherRow))
    }
  }

  /// `row += factor · other`.
  func add(_ other: GradientRows, _ otherRow: Int, factor: Double, to row: Int) {
    for shape in layout.groups {
      vector(shape.slot, row).add(other.vector(shape.slot, otherRow), factor: Float(factor))
    }
  }

  func scale(_ row: Int, by factor: Double) {
    for shape in layout.groups {
      vector(shape.slot, row).scale(by: Float(factor))
    }
  }

  func copy(_ other: GradientRows, _ otherRow: Int, to row: Int) {
    for shape in layout.groups {
      groups[shape.slot].copyRow(row, from: other.groups[shape.slot], otherRow)
    }
  }

  /// A row as a change of the parameters, by group of the model.
  func direction(_ row: Int) -> [GroupDirection?] {
    layout.slotOfGroup.map { slot in
      guard let slot else { return nil }
      let (shape, group) = (layout.groups[slot], layout.groups[slot].group)
      let start = groups[slot].offset + row * groups[slot].stride
      func view(_ offset: Int, _ rows: Int, _ columns: Int) -> Matrix {
        Matrix(
          storage: groups[slot].storage, offset: start + offset, rows: rows, columns: columns,
          stride: columns)
      }
      return GroupDirection(
        weights: view(0, group.outputWidth, group.inputWidth),
        biases: group.hasBias ? view(shape.weights, 1, group.outputWidth) : nil)
    }
  }
}
