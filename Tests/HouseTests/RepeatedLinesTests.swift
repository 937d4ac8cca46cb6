import Testing

/// What is written twice is changed once and forgotten once.
@Suite struct RepeatedLinesTests {
  struct Line: Hashable {
    let file: String
    let number: Int
    let text: Substring
  }

  /// Equal lines in a row from which on they count.
  private static let length = 6

  /// The lines of a file that count, without their indentation: no comments, imports and lone brackets.
  static func lines(of text: String, file: String) -> [Line] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      let line = $1.trimmingPrefix { $0 == " " }
      guard !line.isEmpty, !line.hasPrefix("//"), !line.hasPrefix("import "),
        !line.allSatisfy({ "{}()[],; ".contains($0) })
      else { return nil }
      return Line(file: file, number: $0 + 1, text: line)
    }
  }

  /// Runs of equal lines, each once for every place beyond its first.
  static func repetitions(_ files: [[Line]]) -> [String] {
    var first: [[Substring]: (file: Int, index: Int)] = [:]
    var found: [String] = []
    for (number, lines) in files.enumerated() {
      var index = 0
      while index + length <= lines.count {
        let window = lines[index..<index + length].map(\.text)
        guard let known = first[window] else {
          first[window] = (number, index)
          index += 1
          continue
        }
        let others = files[known.file]
        var count = length
        while index + count < lines.count, known.index + count < others.count,
          lines[index + count].text == others[known.index + count].text
        { count += 1 }
        let other = others[known.index]
        found.append(
          "\(lines[index].file):\(lines[index].number) as \(other.file):\(other.number), \(count) lines"
        )
        index += count
      }
    }
    return found
  }

  /// As few as 0.1.0 had in three fifths of the lines.
  @Test func noMoreRunsOfSixLinesStandTwiceThanBefore() throws {
    var files = try SwiftFile.all().map { Self.lines(of: $0.text, file: $0.path) }
    #expect(files.count > 600)
    files.sort { ($0.first?.file ?? "") < ($1.first?.file ?? "") }
    let found = Self.repetitions(files)
    #expect(found.count <= 3, "\(found.joined(separator: "\n"))")
  }

  @Test func repeatedLinesAreFound() {
    let text = (1...8).map { "  call(\($0))" }.joined(separator: "\n")
    let one = Self.lines(of: text, file: "a")
    let other = Self.lines(of: "// words\n\nfirst\n" + text + "\n}", file: "b")
    #expect(Self.repetitions([one, other]) == ["b:4 as a:1, 8 lines"])
    #expect(Self.repetitions([Array(one.prefix(5)), other]).isEmpty)
  }
}
