internal import Findings
internal import Foundation
internal import RunModel
internal import Terminal

/// A line of a finding's page.
package struct FindingLine: Sendable, Hashable {
  /// What it is, which decides its look.
  package enum Role: Sendable, Hashable {
    case heading, columns, text, faint
    case type(String)
  }

  /// What Enter leads to.
  package enum Target: Sendable, Hashable {
    /// Two questions of the study.
    case pair(first: Int, second: Int)
    case unit(Unit)
    /// A document, read for a unit.
    case passage(Int, of: Unit)
    /// A combination of questions, to be kept.
    case combination(String)
    /// Documents that fulfil a condition.
    case condition(String)
  }

  package var text: String
  package var role: Role = .text
  package var target: Target?
  /// A passage whose first words follow the text.
  package var passage: Int?

  init(_ text: String, _ role: Role = .text, target: Target? = nil, passage: Int? = nil) {
    self.text = text
    self.role = role
    self.target = target
    self.passage = passage
  }
}

extension ExplorerState {
  /// Where the lines of a finding's page stand.
  var findingsList: Rect {
    let inner = layout.inside(layout.body)
    guard findings.page == .magnitude, inner.height >= 16 else { return inner }
    // The curves stand over the table as far as they leave it the lines it needs.
    let table = min(inner.height / 2, findingLines.count)
    return Rect(
      x: inner.x, y: inner.maxY - table, width: inner.width, height: table)
  }

  /// The chosen finding's page as lines; empty for the map, which is none.
  package var findingLines: [FindingLine] {
    guard let study = findings.study else { return [] }
    switch findings.page {
    case .correlation: return []
    case .magnitude: return magnitudeLines(study)
    case .types: return sentence(study) + typeLines(study)
    case .answers: return sentence(study) + answerLines(study)
    case .pairs: return pairLines(study)
    case .documents: return sentence(study) + documentLines(study)
    case .failures: return sentence(study) + failureLines(study)
    case .control: return sentence(study) + controlLines(study)
    case .fields: return fieldLines(study)
    case .removal: return removalLines()
    }
  }

  /// What came out, folded to the width of the page.
  private func sentence(_ study: Study) -> [FindingLine] {
    let definition = findings.page.definition(isRelative: findings.isRelative)
    guard let text = study.sentence(of: definition) else { return [] }
    let width = max(20, layout.inside(layout.body).width - 3)
    return Reader.fold(text, width: width).map { FindingLine($0.text) } + [FindingLine("")]
  }

  /// Columns that a line of a finding may take.
  var findingRoom: Int { layout.inside(layout.body).width - 2 }

  /// Cells of a table's row, as many as there is room for, the wanted ones first; each whole or not at all.
  private func row(_ cells: [(text: String, width: Int)]) -> String {
    var (line, used) = ("", 0)
    for cell in cells where used + cell.width <= findingRoom {
      let isFirst = line.isEmpty
      line += isFirst ? pad(cell.text, cell.width) : pad(cell.text, cell.width, right: true)
      used += cell.width
    }
    return line
  }

  /// Findings 2 and 2b as a table: the curves' values where people ask for them.
  private func magnitudeLines(_ study: Study) -> [FindingLine] {
    let wanted: [Double] = [0.1, 1, 10, 100]
    let name = findingRoom < 50 ? 15 : 18
    let widths = [name] + wanted.map { _ in 9 } + [9, 8, 8, 7, 5]
    let heads =
      ["group"] + wanted.map { "\(tick($0))%" } + ["± sd", "slope", "Pareto", "Gini", "n"]
    var lines = [FindingLine(row(Array(zip(heads, widths).map { ($0, $1) })), .columns)]
    for group in study.groups {
      guard let one = study.magnitudes.group(group.name, findings.side) else { continue }
      let band = findings.isRelative ? one.share : one.perNat
      let values = wanted.map { percentage in
        one.percentages.firstIndex(of: percentage).flatMap { band?.means[$0] }
          .map { number(Float($0)) } ?? "-"
      }
      let deviation = band?.deviations.last.map { number(Float($0)) } ?? "-"
      let texts =
        [fit(group.name, columns: name - 1)] + values
        + [
          findings.isRelative ? "" : deviation, one.slope.map { signed($0.mean) } ?? "-",
          one.exponent.map { signed($0.mean) } ?? "-", one.gini.map { signed($0.mean) } ?? "-",
          "\(band?.count ?? 0)",
        ]
      lines.append(FindingLine(row(Array(zip(texts, widths).map { ($0, $1) }))))
    }
    return lines
  }

  /// Finding 5: every type with the groups and the controls beside each other.
  private func typeLines(_ study: Study) -> [FindingLine] {
    guard !study.typeDepths.isEmpty else {
      return [FindingLine("the corpus is smaller than the least depth", .faint)]
    }
    let k = study.typeDepths[min(findings.depth, study.typeDepths.count - 1)]
    // The interval and the bar go where there is no room for all.
    let (hasRange, bar) = (findingRoom >= 54, min(41, findingRoom - 58))
    var lines: [FindingLine] = []
    for type in study.corpus where type.passages > 0 {
      let share = percent(Double(type.passages) / Double(max(1, study.passageCount)))
      lines.append(FindingLine("\(type.type)   \(share) of the corpus", .heading))
      for group in study.groups {
        guard
          let entry = study.types(group: group.name, side: findings.side, k: k).first(where: {
            $0.type == type.type
          })
        else { continue }
        let range =
          entry.interval.map { "\(multiple($0.lowerBound))-\(multiple($0.upperBound))" } ?? ""
        let note =
          entry.isSmall
          ? "\(multiple(entry.expected)) expected: too few"
          : "\(entry.occurrences) of \(entry.pooled)"
        let text =
          "  " + pad(fit(group.name, columns: 17), 18)
          + pad("x" + multiple(entry.multiplier), 5, right: true) + "  "
          + (hasRange ? pad(range, 12) : "")
          + (bar >= 9 ? multiplierBar(entry.multiplier, width: bar) + "  " : "") + note
        lines.append(FindingLine(text, entry.isSmall ? .faint : .type(type.type)))
      }
    }
    return lines
  }

  /// Finding 3: shares of questions, then where the answer of each question stands.
  private func answerLines(_ study: Study) -> [FindingLine] {
    guard let finding = study.answers, !finding.depths.isEmpty else {
      return [FindingLine("the corpus is too large to look for answers here", .faint)]
    }
    let depth = finding.depths[min(findings.depth, finding.depths.count - 1)]
    var lines: [FindingLine] = []
    for (title, shares) in [
      ("the answer in the top \(depth.depth), by \(finding.view.name)", depth.answer),
      ("every step's result there, perhaps in several documents", depth.steps),
    ] where !shares.isEmpty {
      lines += folded(title, .heading)
      lines += shares.map { FindingLine(shareText($0), $0.total < 5 ? .faint : .text) }
    }
    lines += folded(
      "ranks of the passages that hold it, \(keyName(for: .open)) reads the first", .heading)
    for (index, question) in study.questions.enumerated() {
      for target in finding.questions[index].targets {
        lines.append(answerLine(target, question, unit(index)))
      }
    }
    return lines
  }

  /// A share of a group's questions beside what chance would give, which is never left out.
  private func shareText(_ share: AnswerShare) -> String {
    let isNarrow = findingRoom < 60
    let name = isNarrow ? 13 : 18
    let verdict = share.correct.map { $0 ? "right" : "wrong" } ?? (isNarrow ? "-" : "no verdict")
    let range = share.interval.map { "\(percent($0.lowerBound))-\(percent($0.upperBound))" } ?? ""
    let width = min(30, findingRoom - 72)
    return "  " + pad(fit(share.group, columns: name - 1), name) + pad(verdict, isNarrow ? 6 : 11)
      + (isNarrow ? "" : pad(percent(share.share), 5, right: true) + "  ")
      + (findingRoom >= 68 ? pad(range, 10) : "")
      + (width >= 4 ? pad(bar(share.share, width: width), width) + " " : "")
      + pad("\(share.found) of \(share.total)", isNarrow ? 9 : 10)
      + "chance \(percent(share.randomExpectation))"
  }

  /// Where a text that answers stands in the ranking of its question.
  private func answerLine(
    _ target: QuestionAnswers.Target, _ question: StudyQuestion, _ unit: Unit?
  ) -> FindingLine {
    let isNarrow = findingRoom < 56
    let mark = target.isStep ? "step" : question.isCorrect.map { $0 ? "✓" : "✗" } ?? "-"
    var text =
      "  "
      + pad(fit(target.isStep ? "" : question.id, columns: isNarrow ? 8 : 14), isNarrow ? 9 : 15)
      + pad(mark, 5)
      + pad(oneLine(target.text, limit: isNarrow ? 8 : 18), isNarrow ? 9 : 19)
    let count = "  of \(target.hitCount)"
    var shown = ""
    for (index, rank) in target.ranks.prefix(12).enumerated() {
      let longer = shown + (index == 0 ? "" : " ") + "\(rank)"
      guard columns(of: text + longer + " …" + count) <= findingRoom || index == 0 else { break }
      shown = longer
    }
    let isAll = shown.split(separator: " ").count == target.hitCount
    text += target.ranks.isEmpty ? "in no passage" : shown + (isAll ? "" : " …") + count
    return FindingLine(
      text, target.ranks.isEmpty ? .faint : .text,
      target: unit.map { unit in
        target.passages.first.map { .passage(Int($0), of: unit) } ?? .unit(unit)
      })
  }

  /// A line that goes on in the next ones where it is too long for the page.
  func folded(_ text: String, _ role: FindingLine.Role) -> [FindingLine] {
    Reader.fold(text, width: max(20, findingRoom - 2)).enumerated().map {
      FindingLine(($0 == 0 ? "" : "  ") + $1.text, role)
    }
  }

  /// The prompt of a question of the study as one line.
  func title(_ question: Int) -> String {
    findings.rows.indices.contains(question)
      ? catalog.questions[findings.rows[question]].title : ""
  }

  /// A question of the study as a unit of the catalog.
  func unit(_ question: Int, step: Int = 0) -> Unit? {
    guard findings.rows.indices.contains(question) else { return nil }
    return Unit(question: findings.rows[question], step: step)
  }
}

/// A share as a whole percentage.
func percent(_ share: Double?) -> String {
  guard let share, share.isFinite else { return "-" }
  return "\(Int(drawn: (share * 100).rounded()))%"
}

/// A multiple in few columns: `.05`, `1.7`, `22`.
func multiple(_ value: Double) -> String {
  guard value.isFinite else { return "-" }
  if value >= 9.95 { return "\(Int(drawn: value.rounded()))" }
  if value < 0.995 { return signed(value) }
  let tenths = Int(drawn: (value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}

private func tick(_ value: Double) -> String {
  value == value.rounded() ? "\(Int(value))" : "\(value)"
}

/// A bar on a logarithmic scale from a mark at ×1: 1/64 at the left end, ×64 at the right.
func multiplierBar(_ value: Double, width: Int) -> String {
  let half = width / 2
  let share = value > 0 ? min(1, max(-1, log(value) / log(64))) : -1
  let cells = Int(drawn: (abs(share) * Double(half)).rounded())
  let left =
    share < 0
    ? String(repeating: " ", count: half - cells) + String(repeating: "▒", count: cells)
    : String(repeating: " ", count: half)
  return left + "│" + pad(share > 0 ? bar(share, width: half) : "", half)
}
