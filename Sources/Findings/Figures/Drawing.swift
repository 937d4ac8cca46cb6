import Formatting
import RunModel

/// An SVG picture under construction, 360 units wide so that its text reads on a narrow page.
struct Drawing {
  static let width = 360.0
  private(set) var elements: [String] = []
  var height: Double

  init(height: Double) { self.height = height }

  /// Colours of series, told apart in light and dark and by most who see few colours.
  ///
  /// Okabe and Ito's set, lightened where the page is dark.
  static let seriesCount = 7

  /// Where a text stands to its point.
  enum Anchor: String { case start, middle, end }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, style: String = "label"
  ) {
    elements.append(
      "<text class=\"\(style)\" x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" text-anchor=\"\(anchor.rawValue)\">"
        + Markup.escaped(text) + "</text>")
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String
  ) {
    elements.append(
      "<path class=\"\(style)\" d=\"M\(coordinate(x1)) \(coordinate(y1))L\(coordinate(x2)) \(coordinate(y2))\"/>"
    )
  }

  mutating func path(_ data: String, style: String, opacity: Double? = nil, isCrisp: Bool = false) {
    let opacity = opacity.map { " fill-opacity=\"\(fixed($0, 2))\"" } ?? ""
    let edges = isCrisp ? " shape-rendering=\"crispEdges\"" : ""
    elements.append("<path class=\"\(style)\"\(opacity)\(edges) d=\"\(data)\"/>")
  }

  mutating func dot(_ x: Double, _ y: Double, radius: Double, style: String, title: String = "") {
    let hint = title.isEmpty ? "/>" : "><title>\(Markup.escaped(title))</title></circle>"
    elements.append(
      "<circle class=\"\(style)\" cx=\"\(coordinate(x))\" cy=\"\(coordinate(y))\" r=\"\(coordinate(radius))\"\(hint)"
    )
  }

  /// A polygon or open line through points.
  static func path(_ points: [(x: Double, y: Double)], closed: Bool = false) -> String {
    points.enumerated().map { ($0 == 0 ? "M" : "L") + "\(coordinate($1.x)) \(coordinate($1.y))" }
      .joined()
      + (closed ? "Z" : "")
  }

  /// The whole picture.
  func svg(title: String) -> String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(coordinate(Self.width)) \(coordinate(height))\""
      + " role=\"img\" class=\"figure\"><title>\(Markup.escaped(title))</title><style>\(Self.style)</style>"
      + elements.joined(separator: "\n") + "</svg>\n"
  }

  /// The same picture with every colour in its place and nothing that depends on the reader.
  static func withLiteralColours(_ svg: String) -> String {
    var text = svg.replacing(variables + darkVariables, with: "")
    let inner = variables.drop { $0 != "{" }.dropFirst().dropLast()
    for entry in inner.split(separator: ";") {
      let parts = entry.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { text = text.replacing("var(\(parts[0]))", with: parts[1]) }
    }
    return text
  }

  private static let variables = """
    .figure{--ink:#1e1d1b;--faint:#68645d;--rule:#e0dcd3;--plus:#b83c06;--minus:#1d4ed8;\
    --s0:#0072b2;--s1:#d55e00;--s2:#007a5a;--s3:#b0578f;--s4:#8a6d00;--s5:#2b8cbe;--s6:#555}
    """

  private static let darkVariables = """
    @media(prefers-color-scheme:dark){.figure{--ink:#e9e6e0;--faint:#a39f97;--rule:#35383d;\
    --plus:#fb9a5c;--minus:#7aa2ff;--s0:#4cb2f0;--s1:#ff8a4c;--s2:#3ecf9f;--s3:#e39ac8;--s4:#e6c14c;\
    --s5:#9ad4f5;--s6:#bbb}}
    """

  private static let style =
    variables + darkVariables + """
      .figure text{font:11px -apple-system,Segoe UI,Roboto,Helvetica Neue,Liberation Sans,system-ui,sans-serif;fill:var(--ink)}.figure .faint{fill:var(--faint)}\
      .figure .rule{stroke:var(--rule);fill:none}.figure .mark{stroke:var(--faint);fill:none;\
      stroke-dasharray:3 3}.figure .plus{fill:var(--plus)}.figure .minus{fill:var(--minus)}
      """
    + (0..<seriesCount).map {
      ".figure .line\($0){stroke:var(--s\($0));fill:none;stroke-width:1.8}"
        + ".figure .fill\($0){fill:var(--s\($0))}"
        + ".figure .ring\($0){stroke:var(--s\($0));fill:none;stroke-width:1.3}"
    }.joined() + ".figure .dashed{stroke-dasharray:5 3}"
}

/// A coordinate, to a hundredth.
func coordinate(_ value: Double) -> String {
  guard value.isFinite else { return "0" }
  let text = fixed(abs(value), 2)
  let isWhole = text.hasSuffix(".00")
  return (value < 0 ? "-" : "") + (isWhole ? String(text.dropLast(3)) : text)
}
