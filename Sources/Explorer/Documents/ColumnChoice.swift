/// Which columns a person wants beside or instead of those that the width decides on, and how wide.
package struct ColumnChoice: Sendable, Hashable {
  /// Shown whatever the width.
  package var added: Set<ColumnKind> = []
  package var hidden: Set<ColumnKind> = []
  /// How much wider than usual; below 0 narrower.
  package var widened: [ColumnKind: Int] = [:]

  package init() {}

  /// Shows a column from now on, or hides it.
  package mutating func toggle(_ kind: ColumnKind, isShown: Bool) {
    if isShown {
      added.remove(kind)
      hidden.insert(kind)
    } else {
      hidden.remove(kind)
      added.insert(kind)
    }
  }

  /// How wide a column is at least, and at most beyond its own width.
  private static let (least, most) = (1, 60)

  func width(of column: Column) -> Int {
    max(Self.least, min(column.width + (widened[column.kind] ?? 0), column.width + Self.most))
  }
}
