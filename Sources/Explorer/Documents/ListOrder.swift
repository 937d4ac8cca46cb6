internal import Formatting
internal import RunModel

/// Another order of a list than that of its ranking: by one of its columns.
package struct ListOrder: Sendable, Hashable {
  package var column: ColumnKind
  package var isDescending: Bool

  package init(column: ColumnKind, isDescending: Bool) {
    self.column = column
    self.isDescending = isDescending
  }
}

/// What a column is ordered by.
enum ColumnKey: Sendable, Hashable {
  case number(Condition.Field)
  case text(Condition.TextField)
  case type
  case mark(Condition.Mark)
}

extension Answering {
  /// Rows that are put in order by something that must be looked up in each document.
  static let orderLimit = 400_000

  /// The rows of a list in the order of one of its columns; equal ones stay in the order of the ranking.
  ///
  /// - Throws: `ConditionError` where there are too many rows to look into.
  mutating func ordered(_ list: DocumentList, _ request: ListRequest) throws -> DocumentList {
    guard let order = request.order, let key = Column.of(order.column).key else { return list }
    guard list.count <= Self.orderLimit else {
      throw ConditionError(
        column: 1,
        reason: "\(grouped(list.count)) rows are too many to put in another order; filter first")
    }
    var reader = try rowReader(request, list)
    // Rows are looked into in the order of the ranking, which is that of the batches.
    let places = list.places.sorted()
    switch key {
    case .number(let field):
      let values = try places.map { try reader.number(field, Int($0)) }
      return list.reordered(Self.sorted(places, values, order.isDescending) { $0.isNaN })
    case .mark(let mark):
      let values = try places.map { try reader.isMarked(mark, Int($0)) ? 1 : 0 }
      return list.reordered(Self.sorted(places, values, order.isDescending) { _ in false })
    case .text(let field):
      let values = try places.map { index in
        // Nobody tells apart what begins with this many letters alike.
        (try reader.text(field, Int(index)))?.prefix(200).lowercased() ?? ""
      }
      if values.allSatisfy({ $0.isEmpty || Double($0) != nil }) {
        let numbers = values.map { Double($0) ?? .nan }
        return list.reordered(Self.sorted(places, numbers, order.isDescending) { $0.isNaN })
      }
      return list.reordered(Self.sorted(places, values, order.isDescending) { $0.isEmpty })
    case .type:
      let values = places.map { reader.typeName(Int($0)) }
      return list.reordered(Self.sorted(places, values, order.isDescending) { $0.isEmpty })
    }
  }

  /// Places by their values, those without one at the end.
  private static func sorted<Value: Comparable>(
    _ places: [UInt32], _ values: [Value], _ isDescending: Bool, isMissing: (Value) -> Bool
  ) -> [UInt32] {
    let missing = values.map(isMissing)
    return places.indices.sorted { one, other in
      if missing[one] != missing[other] { return missing[other] }
      if missing[one] || values[one] == values[other] { return one < other }
      return isDescending ? values[one] > values[other] : values[one] < values[other]
    }.map { places[$0] }
  }
}
