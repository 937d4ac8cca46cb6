internal import Terminal

extension ExplorerState {
  /// The row that copying and starring act on.
  var focusedPassage: Int? {
    switch tab {
    case .read: reader?.passage
    case .compare:
      compare.count(compare.side) > 0
        ? compare.row(compare.side, compare.cursor(compare.side).selected).passage : nil
    case .explore: document?.passage
    default: nil
    }
  }

  mutating func star() -> [Effect] {
    guard let index = focusedPassage, let passage = texts[index] else {
      message = "no document is selected"
      return []
    }
    let isOn = !passage.isStarred
    texts.update(index) { $0.isStarred = isOn }
    message = isOn ? "starred \(passage.document)" : "took the star off \(passage.document)"
    return [.star(passage: index, isOn: isOn)]
  }

  mutating func copy(_ action: Action) -> [Effect] {
    let isDocument = tab != .explore || pane == .documents
    let text: String?
    switch action {
    case .copyQuestion: text = selectedQuestion?.prompt
    case .copyId:
      text = isDocument ? focusedPassage.flatMap { texts[$0]?.id } : selectedQuestion?.id
    case .copyText where isDocument: text = focusedPassage.flatMap { texts[$0]?.text }
    case .copyText, .copyLine:
      if isDocument {
        text = focusedPassage.flatMap { texts[$0] }.map { "\($0.id)\t\($0.headline)" }
      } else if pane == .steps, let unit, unit.step > 0 {
        text = selectedQuestion?.steps[unit.step - 1].text
      } else {
        text = selectedQuestion?.prompt
      }
    default: text = nil
    }
    guard let text else {
      message = "nothing to copy here"
      return []
    }
    return [.copy(text)]
  }

  mutating func export(_ action: Action) -> [Effect] {
    guard let unit else { return [] }
    let name = catalog.questions[unit.question].id + (unit.step > 0 ? "-step\(unit.step)" : "")
    switch action {
    case .exportTable: return [.export(Export(name: name, ending: "csv", contents: table()))]
    case .exportLines: return [.export(Export(name: name, ending: "jsonl", contents: lines()))]
    case .exportCard: return [.export(Export(name: name, ending: "md", contents: card(unit)))]
    default:
      let rows = draw(self).rows.map { row in
        String(row.reversed().drop { $0 == " " }.reversed())
      }
      return [
        .export(
          Export(name: "screen", ending: "txt", contents: rows.joined(separator: "\n") + "\n"))
      ]
    }
  }

  /// Rows that an export writes.
  private var exportedRows: [DocumentList.Row] { (0..<min(1000, list.count)).map { list[$0] } }

  private func table() -> String {
    var text = "rank,passage,type,\(view.rawValue)\n"
    for row in exportedRows {
      let id = texts[row.passage]?.id ?? "#\(row.passage + 1)"
      text += "\(row.rank),\(quoted(id)),\(quoted(typeName(row.passage))),\(row.value)\n"
    }
    return text
  }

  private func lines() -> String {
    exportedRows.map { row in
      let id = texts[row.passage]?.id ?? "#\(row.passage + 1)"
      return "{\"rank\":\(row.rank),\"passage\":\(jsonString(id)),"
        + "\"type\":\(jsonString(typeName(row.passage))),\"\(view.rawValue)\":\(row.value)}\n"
    }.joined()
  }

  private func card(_ unit: Unit) -> String {
    let question = catalog.questions[unit.question]
    var text = "# \(question.id): \(question.title)\n\n"
    for (index, step) in question.steps.enumerated() {
      let mark = index + 1 == unit.step ? "**" : ""
      text +=
        "\(index + 1). \(mark)\(oneLine(step.text))\(mark) (\(number(Float(step.nats))) nats)\n"
    }
    text += "\n| rank | \(view.heading) | type | document |\n|---:|---:|---|---|\n"
    for row in exportedRows.prefix(20) {
      let passage = texts[row.passage]
      let headline = (passage?.headline ?? "").prefix(80).replacing("|", with: "\\|")
      text += "| \(row.rank) | \(number(row.value)) | \(typeName(row.passage))"
      text += " | \(passage?.id ?? "") \(headline) |\n"
    }
    let filters = filter.parts(typeNames: catalog.typeNames)
    if !filters.isEmpty { text += "\nFilters: \(filters.joined(separator: ", "))\n" }
    if let answer { text += "\nScored \(answer.scored) of \(answer.total) passages.\n" }
    return text + "\n\(catalog.model)  \(catalog.method)\n"
  }

  func typeName(_ passage: Int) -> String {
    let type = passage < catalog.types.count ? Int(catalog.types[passage]) : 0
    return type < catalog.typeNames.count ? catalog.typeNames[type] : ""
  }
}

/// A field of a CSV line.
func quoted(_ text: String) -> String {
  guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
  return "\"" + text.replacing("\"", with: "\"\"") + "\""
}

/// A string as JSON writes it.
func jsonString(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
