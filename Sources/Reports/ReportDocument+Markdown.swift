import Formatting
import Foundation
import RunModel

extension ReportDocument {
  /// The document as Markdown; figures are left out.
  package var markdown: String {
    "# \(Self.plain(title))\n\n" + (subtitle.isEmpty ? "" : "\(Self.plain(subtitle))\n\n")
      + Self.markdown(blocks, level: 2)
  }

  private static func markdown(_ blocks: [Block], level: Int) -> String {
    blocks.map { block in
      switch block {
      case .heading(let text, _): "\(String(repeating: "#", count: level)) \(plain(text))\n\n"
      case .lead(let text): "**\(plain(text))**\n\n"
      case .text(let text): "\(plain(text))\n\n"
      case .aside(let method, let published):
        "*\(plain(method))*\n\n"
          + (published.isEmpty ? "" : "*In the study: \(plain(published))*\n\n")
      case .note(let text): "*\(plain(text))*\n\n"
      case .table(let table): markdown(table)
      case .figures: ""
      case .details(let title, let inner):
        "\(String(repeating: "#", count: level + 1)) \(plain(title))\n\n"
          + markdown(inner, level: level + 1)
      case .quotation(let text):
        text.split(whereSeparator: \.isNewline).map { "> " + plain(String($0)) }
          .joined(separator: "\n") + "\n\n"
      case .command(let text): "    \(HiddenCharacters.line(text))\n\n"
      }
    }.joined()
  }

  /// Columns are padded, so that the text reads in a terminal too.
  private static func markdown(_ table: Table) -> String {
    let cells =
      [table.header.map(plain)]
      + table.rows.map { row in
        row.map { plain($0.text + ($0.detail.isEmpty ? "" : " [\($0.detail)]")) }
      }
    let widths = table.header.indices.map { column in
      cells.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    func line(_ row: [String]) -> String {
      let padded = row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return column >= table.numbersFrom ? blanks + cell : cell + blanks
      }
      return "| " + padded.joined(separator: " | ") + " |\n"
    }
    let rule = widths.enumerated().map { column, width in
      String(repeating: "-", count: max(2, width) + 1) + (column >= table.numbersFrom ? ":" : "-")
    }
    return line(cells[0]) + "|" + rule.joined(separator: "|") + "|\n"
      + cells.dropFirst().map(line).joined() + "\n"
  }

  private static func plain(_ text: String) -> String {
    Markdown.escaped(text.split(whereSeparator: \.isNewline).joined(separator: " "))
  }
}
