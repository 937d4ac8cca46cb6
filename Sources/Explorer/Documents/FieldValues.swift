internal import Formatting
internal import RunModel
internal import Store
internal import Terminal

/// A field whose values are to be counted among the rows of a list.
package struct ValuesRequest: Sendable, Hashable {
  package var list: ListRequest
  package var field: String
}

/// A value of a field, and how many rows of a list have it.
package struct FieldValue: Sendable, Equatable {
  package let value: String
  package let count: Int
  /// Its share among the rows ÷ its share in the corpus.
  package let times: Double
}

/// What came of it.
package struct ValuesAnswer: Sendable {
  package let request: ValuesRequest
  /// Falling counts.
  package let values: [FieldValue]
  /// Why nothing is counted.
  package let trouble: String?
}

extension Answering {
  /// Counts the values of a field among the rows of a list, which its own condition on the field has narrowed.
  mutating func values(_ request: ValuesRequest) throws -> ValuesAnswer {
    guard catalog.passageCount <= Self.textLimit else {
      return ValuesAnswer(
        request: request, values: [],
        trouble: "\(grouped(catalog.passageCount)) passages are too many to look into here")
    }
    let column: FacetColumn
    do {
      column = try source.facet([request.field])
    } catch let error as StoreError where !error.isBusy {
      return ValuesAnswer(request: request, values: [], trouble: "\(error)")
    }
    let list = try list(request.list).list
    var (counts, whole) = (
      [Int](repeating: 0, count: column.names.count), [Int](repeating: 0, count: column.names.count)
    )
    for code in column.codes { whole[Int(code)] += 1 }
    for row in 0..<list.count { counts[Int(column.codes[list[row].passage])] += 1 }
    let values = column.names.indices.filter { counts[$0] > 0 }.map { code in
      FieldValue(
        value: column.names[code], count: counts[code],
        times: Double(counts[code]) / Double(list.count) * Double(column.codes.count)
          / Double(whole[code]))
    }
    return ValuesAnswer(
      request: request, values: values.sorted { ($1.count, $0.value) < ($0.count, $1.value) },
      trouble: nil)
  }
}

extension ExplorerState {
  /// Counts the values of the column under the cursor of columns; asks for a field where that is none.
  mutating func showValues() -> [Effect] {
    switch columnCursor {
    case .field(let name)?: return countValues(of: name)
    case .type?: return countValues(of: "type")
    case .source?: return countValues(of: "source")
    default:
      chooseField(.valuesOf)
      return []
    }
  }

  /// Opens the fields as a list to choose from.
  ///
  /// - Parameter purpose: what happens with the one that is chosen.
  mutating func chooseField(_ purpose: Chooser.Purpose, selected: Int = 0) {
    overlay = .chooser(
      Chooser(
        purpose, title: "Count the values of",
        entries: fieldNames.enumerated().map {
          Chooser.Entry(key: "", label: $1, note: "", value: $0)
        }, selected: selected))
  }

  /// Asks for the values of a field in the list on the screen.
  mutating func countValues(of name: String) -> [Effect] {
    guard let list = wantedList else { return refused("no question is selected") }
    guard let field = fieldNames.first(where: { $0.lowercased() == name.lowercased() }) else {
      return refused(
        "no field \(name); there are \(fieldNames.prefix(30).joined(separator: ", "))")
    }
    awaitedValues = ValuesRequest(list: list, field: field)
    return [.countValues(ValuesRequest(list: list, field: field))]
  }

  /// Shows the values; choosing one keeps only its documents.
  mutating func receive(_ answer: ValuesAnswer) {
    guard awaitedValues == answer.request else { return }
    awaitedValues = nil
    if let trouble = answer.trouble { return refuse(trouble) }
    guard !answer.values.isEmpty else { return refuse("the list is empty: nothing to count") }
    shownValues = answer
    let total = answer.values.reduce(0) { $0 + $1.count }
    overlay = .chooser(
      Chooser(
        .values, title: "\(answer.request.field) in \(counted(total, "document"))",
        entries: answer.values.enumerated().map { place, value in
          Chooser.Entry(
            key: grouped(value.count), label: value.value,
            note: "x\(multiple(value.times)) its share", value: place)
        }))
  }

  /// Keeps only documents whose field has the value at a place of the list of values.
  mutating func keepValue(_ place: Int) {
    guard let shown = shownValues, shown.values.indices.contains(place) else { return }
    let value = shown.values[place].value
    guard value != FacetColumn.missing, value != FacetColumn.others, !value.contains("\"") else {
      return refuse("\(value): a condition cannot ask for this; \(keyName(for: .filterCondition))")
    }
    let own = "\(Condition.name(shown.request.field)) = \"\(value)\""
    keep(where: filter.condition.map { "(\($0)) and \(own)" } ?? own)
  }
}
