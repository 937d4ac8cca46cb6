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
  func vector(_ groupIndex: Int, _ row: Int) -> Matrix { groups[groupIndex].vector(row: row) }

  /// Inner product of a row with one of others, float64.
  func dot(_ row: Int, _ other: GradientRows, _ otherRow: Int) -> Double {
    layout.groups.reduce(0) { sum, groupLayout in
      sum + vector(groupLayout.index, row).dotInDouble(other.vector(groupLayout.index, otherRow))
    }
  }

  /// `row += factor · other`.
  func add(_ other: GradientRows, _ otherRow: Int, factor: Double, to row: Int) {
    for groupLayout in layout.groups {
      vector(groupLayout.index, row).add(
        other.vector(groupLayout.index, otherRow), factor: Float(factor))
    }
  }

  func scale(_ row: Int, by factor: Double) {
    for groupLayout in layout.groups {
      vector(groupLayout.index, row).scale(by: Float(factor))
    }
  }

  func copy(_ other: GradientRows, _ otherRow: Int, to row: Int) {
    for groupLayout in layout.groups {
      groups[groupLayout.index].copyRow(row, from: other.groups[groupLayout.index], otherRow)
    }
  }

  /// A row as a change of the parameters, by group of the model.
  func direction(_ row: Int) -> [GroupDirection?] {
    layout.selectedIndexOfGroup.map { groupIndex in
      guard let groupIndex else { return nil }
      let (groupLayout, group) = (layout.groups[groupIndex], layout.groups[groupIndex].group)
      let start = groups[groupIndex].offset + row * groups[groupIndex].stride
      func view(_ offset: Int, _ rows: Int, _ columns: Int) -> Matrix {
        Matrix(
          storage: groups[groupIndex].storage, offset: start + offset, rows: rows, columns: columns,
          stride: columns)
      }
      return GroupDirection(
        weights: view(0, group.outputWidth, group.inputWidth),
        biases: group.hasBias ? view(groupLayout.weights, 1, group.outputWidth) : nil)
    }
  }
}
