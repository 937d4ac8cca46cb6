import Findings
import Formatting
import RunModel

extension ReportDocument {
  /// The document as one HTML file that fetches nothing.
  package var html: String {
    let sections = Self.sections(blocks)
    let contents = sections.enumerated().compactMap { number, section in
      section.name.map { "<li><a href=\"#s\(number)\">\(Markup.escaped($0))</a></li>" }
    }
    let body = sections.enumerated().map { number, section in
      section.name == nil
        ? Self.html(section.blocks)
        : "<section id=\"s\(number)\">\n\(Self.html(section.blocks))</section>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="color-scheme" content="light dark">
      <title>\(Markup.escaped(title))</title><style>\(Self.style)</style></head>
      <body><nav aria-label="Findings"><ol>\(contents.joined())</ol></nav>
      <main><header><h1>\(Markup.escaped(title))</h1><p class="subtitle">\(Markup.escaped(subtitle))</p></header>
      \(body.joined())</main></body></html>

      """
  }

  /// Blocks from one heading to the next; those before the first have no name.
  private static func sections(_ blocks: [Block]) -> [(name: String?, blocks: [Block])] {
    var sections: [(name: String?, blocks: [Block])] = [(nil, [])]
    for block in blocks {
      if case .heading(_, let name) = block { sections.append((name, [])) }
      sections[sections.count - 1].blocks.append(block)
    }
    return sections
  }

  private static func html(_ blocks: [Block]) -> String {
    blocks.map { block in
      switch block {
      case .heading(let text, _): "<h2>\(Markup.escaped(text))</h2>\n"
      case .lead(let text): "<p class=\"lead\">\(Markup.escaped(text))</p>\n"
      case .text(let text): "<p>\(Markup.escaped(text))</p>\n"
      case .aside(let method, let published):
        "<aside>"
          + (published.isEmpty ? "" : "<h3>In the study</h3><p>\(Markup.escaped(published))</p>")
          + "<h3>How it is measured</h3><p>\(Markup.escaped(method))</p></aside>\n"
      case .note(let text): "<p class=\"note\">\(Markup.escaped(text))</p>\n"
      case .table(let table): html(table)
      case .figures(let figures):
        "<div class=\"figures\">"
          + figures.map {
            "<figure><figcaption>\(Markup.escaped($0.title))</figcaption>\($0.svg)</figure>"
          }.joined() + "</div>\n"
      case .details(let title, let inner):
        "<details><summary>\(Markup.escaped(title))</summary>\n\(html(inner))</details>\n"
      case .quotation(let text): "<pre>\(Markup.escaped(text))</pre>\n"
      case .command(let text): "<pre class=\"command\">\(Markup.escaped(text))</pre>\n"
      }
    }.joined()
  }

  private static func html(_ table: Table) -> String {
    func classes(_ column: Int, _ isFaint: Bool) -> String {
      let names =
        (column >= table.numbersFrom ? ["n"] : []) + (isFaint ? ["faint"] : [])
        + (table.spare.contains(column) ? ["spare"] : [])
      return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
    }
    let header = table.header.enumerated().map {
      "<th scope=\"col\"\(classes($0, false))>\(Markup.escaped($1))</th>"
    }
    let rows = table.rows.map { row in
      "<tr>"
        + row.enumerated().map { column, cell in
          let tag = column == 0 ? "th scope=\"row\"" : "td"
          let detail = cell.detail.isEmpty ? "" : " <small>\(Markup.escaped(cell.detail))</small>"
          return "<\(tag)\(classes(column, cell.isFaint))>\(Markup.escaped(cell.text))\(detail)"
            + "</\(column == 0 ? "th" : "td")>"
        }.joined() + "</tr>"
    }
    return "<div class=\"table\" tabindex=\"0\"><table><thead><tr>\(header.joined())</tr></thead>"
      + "<tbody>\(rows.joined(separator: "\n"))</tbody></table></div>\n"
  }
}
