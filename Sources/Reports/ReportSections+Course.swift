import Findings
import Formatting

extension ReportDocument {
  /// How influence came about along the training.
  static func course(_ report: StudyReport) -> [Block] {
    guard let course = report.training else { return [] }
    let title = "Do procedures arrive before facts?"
    var blocks: [Block] = [.heading(title, name: "Across the training")]
    blocks += course.arrivals.map { .lead(sentence($0, course)) }
    blocks.append(
      .aside(
        method: """
          Every checkpoint of the training scores the same completions, the last one's, with factors of its own. A \
          kind of document arrives where the mean of its measure, less what a random ranking would give, passes \
          half of the most that it reaches, between two checkpoints on a straight line; intervals are over \
          questions (bootstrap, 95 %).
          """,
        published: "Nothing: the study looked at the end of the training."))
    let note = "that carries the question's own procedure or fact, by the corpus's notes"
    blocks += [
      table(course, "nats a completion", course.rows.map(\.nats)),
      table(course, "likeness: r with the last checkpoint", course.rows.map(\.likeness)),
      table(
        course, "share of the top \(course.shareDepth) \(note)", course.rows.map(\.share),
        chance: course.rows.map(\.chanceOfShare)),
      table(
        course, "mean reciprocal rank of the first \(note)", course.rows.map(\.reciprocalRank),
        chance: course.rows.map(\.chanceOfReciprocalRank)),
    ].compactMap { $0 }.flatMap { $0 }
    return blocks
  }

  private static func sentence(_ arrival: Arrival, _ course: CourseFinding) -> String {
    let measure =
      arrival.measure == .share ? "share of the top \(course.shareDepth)" : "reciprocal rank"
    func moment(_ moment: Arrival.Moment) -> String {
      let unit = course.hasSteps ? "step" : "checkpoint"
      func text(_ value: Double) -> String {
        course.hasSteps ? grouped(Int(value.rounded())) : shown(value)
      }
      let interval = moment.interval.map { " [\(text($0.lowerBound)), \(text($0.upperBound))]" }
      return "\(unit) \(text(moment.position))\(interval ?? "")"
    }
    let answer =
      switch arrival.first {
      case .procedure?: "Procedures arrive before facts"
      case .fact?: "Facts arrive before procedures"
      case nil: "Which arrives first cannot be told"
      }
    return "\(answer) by the \(measure): documents of the procedure at "
      + "\(moment(arrival.procedures)), documents of the fact at \(moment(arrival.facts)); "
      + "procedures come first in \(percentage(arrival.procedureFirst)) of the draws."
  }

  /// One measure of every group, a column for each checkpoint; nil where nobody has it.
  private static func table(
    _ course: CourseFinding, _ measure: String, _ values: [[Spread?]], chance: [Double?]? = nil
  ) -> [Block]? {
    var rows: [[Cell]] = []
    for (number, row) in course.rows.enumerated()
    where values[number].contains(where: { $0 != nil }) {
      var cells: [Cell] = [Cell(row.group), "\(row.questions)"]
      cells += values[number].map { spread in
        Cell(
          shown(spread?.mean),
          spread?.interval.map { "\(shown($0.lowerBound)) to \(shown($0.upperBound))" })
      }
      if let chance { cells.append(Cell(shown(chance[number]))) }
      rows.append(cells)
    }
    guard !rows.isEmpty else { return nil }
    return [
      .note(measure.prefix(1).uppercased() + measure.dropFirst() + ", by checkpoint:"),
      .table(
        Table(
          header: ["group", "questions"] + course.checkpoints
            + (chance == nil ? [] : ["by chance"]), rows: rows)),
    ]
  }
}
