internal import Terminal

/// The previewed document, folded to the width of its pane, with what is known of where its score comes from.
///
/// Whole, although only its beginning is drawn: what a row's heat is measured by must not depend on how many
/// rows the screen has.
struct PreviewText: Sendable {
  let request: HeatRequest
  let width: Int
  let lines: [Reader.Line]
  let layer: HeatLayer?
  /// Bytes in which the question's answer stands.
  let answers: [Range<Int>]
  /// Largest absolute sum of heat over a row of the whole text.
  private(set) var lineScale: Float = 0

  /// Columns before the text.
  var gutter: Int { layer == nil ? 1 : 4 }

  init(
    _ request: HeatRequest, text: String, heat: Heat?, answers: [Range<Int>], width: Int
  ) {
    self.request = request
    self.width = width
    self.answers = answers
    layer = heat.flatMap { $0.hasPlaces ? HeatLayer($0, text: text) : nil }
    lines = Reader.fold(text, width: width - (layer == nil ? 1 : 4) - 1)
    lineScale = lines.indices.reduce(0) { max($0, abs(sum(ofRow: $1))) }
  }

  /// Sum of the heat of the tokens in a row; 0 where there is no heat.
  func sum(ofRow row: Int) -> Float {
    let end = row + 1 < lines.count ? lines[row + 1].start : Int.max
    return layer?.sum(bytes: lines[row].start..<max(lines[row].start, end)) ?? 0
  }
}

extension ExplorerState {
  /// Folds the previewed document when it, what is known of it, or the width has changed.
  mutating func clampPreview() {
    guard let request = previewed, let text = texts[request.passage]?.text else {
      preview = nil
      return
    }
    let width = layout.inside(layout.preview).width
    let (heat, answers) = (
      heat(of: request),
      hits[AnswerLocation(question: request.unit.question, passage: request.passage)] ?? []
    )
    if let known = preview, known.request == request, known.width == width,
      (known.layer != nil) == (heat?.hasPlaces ?? false), known.answers == answers
    {
      return
    }
    preview = PreviewText(request, text: text, heat: heat, answers: answers, width: width)
  }
}
