internal import PlainYAML
internal import RunModel

/// Commands about the columns of lists.
extension ExplorerState {
  mutating func sort(by text: String) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    guard let name = words.first, words.count <= 2,
      words.count == 1 || ["up", "down"].contains(words[1])
    else { return refused("sort takes a column, and up or down") }
    let names: [(String, Action)] = [
      ("influence", .viewRaw), ("raw", .viewRaw), ("pernat", .viewPerNat), ("nat", .viewPerNat),
      ("pernorm", .viewNorm), ("norm", .viewNorm),
    ]
    if words.count == 1, let action = names.first(where: { $0.0 == name.lowercased() })?.1 {
      return perform(action)
    }
    guard let column = Column.named(name, fields: catalog.fields), column.key != nil else {
      return refused(
        "no order \(name)\(suggestion(for: name, among: columnNames)); there are"
          + " \(columnNames.joined(separator: ", "))")
    }
    let isDescending = words.count == 2 ? words[1] == "down" : column.isDescendingFirst
    order =
      column.kind == .rank && !isDescending
      ? nil : ListOrder(column: column.kind, isDescending: isDescending)
    return []
  }

  /// `:sort-questions nats down`.
  mutating func orderQuestions(_ text: String) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    guard let column = words.first.flatMap(QuestionColumn.init(rawValue:)), words.count <= 2,
      words.count == 1 || ["up", "down"].contains(words[1])
    else {
      let names = QuestionColumn.allCases.map(\.rawValue).joined(separator: ", ")
      return refused("sort-questions takes one of \(names), then up or down")
    }
    order(questionsBy: QuestionOrder(column: column, isDescending: words.last == "down"))
    return []
  }

  /// `:column NAME`, `:column NAME hidden`, `:column NAME +4`.
  mutating func column(_ text: String) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    guard let name = words.first, let column = Column.named(name, fields: catalog.fields) else {
      let names = everyColumn.map(\.name)
      return refused(
        "no column \(words.first ?? "")\(suggestion(for: words.first ?? "", among: names));"
          + " there are \(names.joined(separator: ", "))"
      )
    }
    switch words.dropFirst().first {
    case nil, "shown"?: columnChoice.toggle(column.kind, isShown: false)
    case "hidden"? where column.kind != .rank: columnChoice.toggle(column.kind, isShown: true)
    case let change? where Int(change).map { (-60...60).contains($0) } ?? false:
      columnChoice.widened[column.kind] = Int(change)
    default: return refused("column takes a name, then shown, hidden, or columns such as +4")
    }
    return []
  }
}
