import Findings

extension ReportDocument {
  /// The document as one HTML file that fetches nothing.
  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="color-scheme" content="light dark">
    <title>\(escaped(title))</title><style>\(Self.style)</style></head>
    <body><main><h1>\(escaped(title))</h1>
    \(Self.html(blocks))</main></body></html>

    """
  }

  private static func html(_ blocks: [Block]) -> String {
    blocks.map { block in
      switch block {
      case .heading(let text): "<h2>\(escaped(text))</h2>\n"
      case .text(let text): "<p>\(escaped(text))</p>\n"
      case .note(let text): "<p class=\"note\">\(escaped(text))</p>\n"
      case .table(let table): html(table)
      case .figures(let figures):
        "<div class=\"figures\">"
          + figures.map {
            "<figure>\($0.svg)<figcaption>\(escaped($0.title))</figcaption></figure>"
          }.joined() + "</div>\n"
      case .details(let title, let inner):
        "<details><summary>\(escaped(title))</summary>\n\(html(inner))</details>\n"
      case .quotation(let text): "<pre>\(escaped(text))</pre>\n"
      }
    }.joined()
  }

  private static func html(_ table: Table) -> String {
    func classes(_ column: Int, _ isFaint: Bool) -> String {
      let names = (column >= table.numbersFrom ? ["n"] : []) + (isFaint ? ["faint"] : [])
      return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
    }
    let header = table.header.enumerated().map {
      "<th scope=\"col\"\(classes($0, false))>\(escaped($1))</th>"
    }
    let rows = table.rows.map { row in
      "<tr>"
        + row.enumerated().map { column, cell in
          let tag = column == 0 ? "th scope=\"row\"" : "td"
          return "<\(tag)\(classes(column, cell.isFaint))>\(escaped(cell.text))"
            + "</\(column == 0 ? "th" : "td")>"
        }.joined() + "</tr>"
    }
    return "<div class=\"table\" tabindex=\"0\"><table><thead><tr>\(header.joined())</tr></thead>"
      + "<tbody>\(rows.joined(separator: "\n"))</tbody></table></div>\n"
  }

  private static let style = """
    :root{--page:#fff;--ink:#1b1b1b;--faint:#666;--rule:#d9d9d9;--tint:#f5f5f3}
    @media(prefers-color-scheme:dark){:root{--page:#161616;--ink:#ececec;--faint:#a3a3a3;\
    --rule:#3d3d3d;--tint:#212121}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
    main{max-width:1180px;margin:0 auto;padding:16px}
    h1{font-size:1.6rem;line-height:1.2}
    h2{font-size:1.2rem;line-height:1.3;margin:2.6rem 0 .6rem;padding-top:1rem;\
    border-top:1px solid var(--rule)}
    p{max-width:72ch;margin:.5rem 0}
    .note{color:var(--faint);font-size:.9rem}
    .figures{display:grid;gap:24px;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));\
    align-items:start;margin:1rem 0}
    figure{margin:0;max-width:560px}
    figure svg{display:block;width:100%;height:auto}
    figcaption{color:var(--faint);font-size:.9rem}
    .table{overflow-x:auto;margin:1rem 0}
    table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
    th,td{padding:.3rem .7rem .3rem 0;border-bottom:1px solid var(--rule);text-align:left;\
    vertical-align:top;font-weight:400}
    thead th{font-weight:600}
    td{white-space:nowrap}
    .n{text-align:right}
    tbody th,thead th:first-child{position:sticky;left:0;background:var(--page)}
    @media(max-width:600px){table{font-size:.8rem}th,td{padding-right:.5rem}td{white-space:normal}}
    td.faint{color:var(--faint);font-style:italic}
    details{margin:.6rem 0}
    summary{cursor:pointer;padding:.3rem 0}
    pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--tint);padding:.7rem;\
    max-width:80ch;font-size:.85rem;border-radius:4px}
    """
}
