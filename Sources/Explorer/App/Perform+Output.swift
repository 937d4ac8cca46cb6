import RunModel
package import Terminal
internal import Themes

extension ExplorerState {
  /// The row that copying and starring act on.
  var focusedPassage: Int? { tab.part.focusedPassage(self) }

  mutating func copy(_ action: Action) -> [Effect] {
    let isDocument = tab != .explore || pane == .documents
    let text: String?
    switch action {
    case .copyQuestion: text = selectedQuestion?.prompt
    case .copyId:
      text = isDocument ? focusedPassage.flatMap { texts[$0]?.id } : selectedQuestion?.id
    case .copyText where isDocument: text = focusedPassage.flatMap { texts[$0]?.text }
    case .copyText: text = tab.part.selectedLine(self)
    case .copyLine:
      let passage = isDocument ? focusedPassage.flatMap { texts[$0] } : nil
      text = passage.map { "\($0.id)\t\($0.headline)" } ?? tab.part.selectedLine(self)
    default: text = nil
    }
    guard let text else {
      refuse("nothing to copy here")
      return []
    }
    return [.copy(text)]
  }

  /// Writes what is listed, or the screen, to a new file.
  mutating func export(_ format: ExportFormat) -> [Effect] {
    let name = format.isPicture ? "screen" : exportName
    if !format.isPicture, let content = markedTable ?? storedTable {
      message = markedTable == nil ? "writing …" : "writing the \(marks.count) marked …"
      return [
        .writeTable(
          TableRequest(
            content: content, format: format, destination: .new(name: name),
            added: columnChoice.addedInOrder))
      ]
    }
    guard let contents = written(as: format) else {
      refuse(
        "this screen has no rows to write; \(keyName(for: .exportScreen)) writes it as it stands")
      return []
    }
    return [.export(Export(name: name, ending: format.rawValue, contents: contents))]
  }

  /// The current screen in a form, as far as all of it is here; nil where it has no rows to write.
  func written(as format: ExportFormat) -> String? {
    switch format {
    case .csv, .jsonLines, .markdown: table?.text(as: format)
    case .text: draw(self).plainText
    case .svg: Picture(draw(self), isLight: theme.kind == .light).text
    }
  }

  func typeName(_ passage: Int) -> String {
    let type = passage < catalog.types.count ? Int(catalog.types[passage]) : 0
    return type < catalog.typeNames.count ? catalog.typeNames[type] : ""
  }
}

extension CellGrid {
  /// The rows without spaces at their ends.
  package var plainText: String {
    rows.map { row in
      var line = row[...]
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
