internal import Terminal

extension ExplorerState {
  /// Writes rows or the screen to a file in the form that its ending names.
  mutating func write(_ text: String) -> [Effect] {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    let contents = ["documents", "steps", "questions", "screen"]
    let what = words.count == 2 && contents.contains(words[0]) ? words[0] : ""
    let path = what.isEmpty ? text : words[1].trimmed
    guard !contents.contains(path), !path.contains(" ") else {
      return refused("write takes \(contents.joined(separator: ", ")) or nothing, and one file")
    }
    guard let format = ExportFormat(path: path) else {
      return refused("\(path): its name must end in .csv, .jsonl, .md, .txt or .svg")
    }
    func rows(_ content: TableRequest.Content?) -> [Effect] {
      guard let content else { return refused("no question is selected") }
      return [
        .writeTable(
          TableRequest(
            content: content, format: format, destination: .path(path),
            added: columnChoice.addedInOrder))
      ]
    }
    let listsRows = ["documents", "steps", "questions"].contains(what)
    guard !listsRows || !format.isPicture else {
      return refused("\(what) are rows; they are written to .csv, .jsonl or .md")
    }
    switch what {
    case "documents": return rows(wantedList.map { .documents($0) })
    case "steps": return rows(listQuestion.map { .steps(question: $0) })
    case "questions": return [.save(path: path, contents: questionTable.text(as: format))]
    case "" where !format.isPicture && tab == .explore:
      return rows(wantedList.map { .documents($0) })
    default: break
    }
    if !format.isPicture, let content = storedTable { return rows(content) }
    guard let contents = written(as: format) else {
      return refused("this screen has no rows to write as \(format.rawValue)")
    }
    return [.save(path: path, contents: contents)]
  }

  /// Writes the cells of the screen with their styles, or a picture of it.
  mutating func saveDisplay(to path: String) -> [Effect] {
    let name = path.split(separator: "/").last ?? ""
    let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    guard ["", "txt", "svg"].contains(ending) else {
      return refused("\(path): its name must end in .txt or .svg, or have no ending")
    }
    let isPicture = ending == "svg"
    let contents = isPicture ? written(as: .svg) : Snapshot(draw(self)).text
    return contents.map { [.save(path: path, contents: $0)] } ?? []
  }
}
