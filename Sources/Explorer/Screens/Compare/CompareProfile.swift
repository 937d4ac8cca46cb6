internal import Findings
internal import Foundation
internal import RunModel
internal import Terminal

/// What a side's ranking is like, each line in as many words as there is room for.
///
/// A count never stands without what chance would give.
func profileLines(_ profile: SideProfile, depth: Int, width: Int) -> [String] {
  var lines: [String] = []
  if let ranks = profile.answerRanks {
    let expected = profile.answerShare.map { countText($0 * Double(depth)) }
    let chance = expected.map { ", by chance \($0)" } ?? ""
    if let first = ranks.first {
      let shown = ranks.prefix(4).map(String.init).joined(separator: " ")
      let more = ranks.count > 4 ? " …" : ""
      lines.append(
        longest(
          of: [
            "✓ answer in \(ranks.count) of top \(depth)\(chance): ranks \(shown)\(more)",
            "✓ answer in \(ranks.count) of top \(depth)\(chance), first \(first)",
            "✓ in \(ranks.count) of top \(depth)\(chance), first \(first)",
            "✓ in \(ranks.count) of top \(depth)\(chance)",
            "✓ \(ranks.count) of \(depth)" + (expected.map { ", chance \($0)" } ?? ""),
          ], columns: width))
    } else {
      lines.append(
        longest(
          of: ["✗ answer nowhere in the top \(depth)\(chance)", "✗ none of top \(depth)\(chance)"],
          columns: width))
    }
  }
  var parts: [String] = []
  if let share = profile.topShare {
    parts.append("top \(depth) hold \(Int(drawn: (share * 100).rounded()))%")
  }
  if let slope = profile.slope { parts.append("power law \(signed(slope))") }
  if !parts.isEmpty {
    lines.append(longest(of: [parts.joined(separator: "  ")] + parts.prefix(1), columns: width))
  }
  return lines
}

/// How much more often each type stands in the top of a side than in the corpus.
func drawTypeProfile(
  _ state: ExplorerState, _ side: CompareState.Side, _ area: Rect, _ layout: Layout,
  _ canvas: inout Canvas
) {
  guard !area.isEmpty, let answer = state.compare.answer else { return }
  let profile = side == .left ? answer.leftProfile : answer.rightProfile
  canvas.pane(
    area, title: "Types of \(side == .left ? "A" : "B") in top \(answer.depth), times their share",
    right: "log scale",
    isFocused: false, isBordered: layout.isBordered)
  let inner = layout.inside(area)
  let types = profile.types.sorted { ($1.multiplier, $0.type) < ($0.multiplier, $1.type) }
  let columns = inner.width >= 56 ? 2 : 1
  let width = (inner.width - 2) / columns
  // Once stands in the middle; sixteen times and a sixteenth fill the halves.
  for (index, type) in types.prefix(inner.height * columns).enumerated() {
    let cell = Rect(
      x: inner.x + 1 + index / inner.height * width, y: inner.y + index % inner.height,
      width: width, height: 1)
    let name = pad(DocumentColumns.shortType(Sanitizer.visible(type.type)), 5)
    canvas.line(name, in: cell, row: 0, style: canvas.theme.types[type.type])
    canvas.line(pad(times(type.multiplier), 6, right: true), in: cell, row: 0, at: 5)
    let half = max(1, (width - 17) / 2)
    let size = type.multiplier > 0 ? max(-1, min(1, log2(type.multiplier) / 4)) : -1
    canvas.line("│", in: cell, row: 0, at: 12 + half, style: canvas.theme.dim)
    if size >= 0 {
      canvas.line(
        bar(size, width: half), in: cell, row: 0, at: 13 + half, style: canvas.theme.bar)
    } else {
      let blocks = Int(drawn: (-size * Double(half)).rounded())
      canvas.line(
        String(repeating: "█", count: blocks), in: cell, row: 0, at: 12 + half - blocks,
        style: canvas.theme.dim)
    }
    if type.isSmall {
      canvas.lineRight("few", in: cell, row: 0, inset: 1, style: canvas.theme.dim)
    }
  }
}

/// A multiple: `9.6x`, `24x`.
private func times(_ value: Double) -> String {
  if value >= 9.95 { return "\(Int(drawn: value.rounded()))x" }
  let tenths = Int(drawn: (value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)x"
}
