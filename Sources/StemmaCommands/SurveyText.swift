import Corpus
import Workspace

/// What was understood of a workspace's inputs, for a person.
enum SurveyText {
  static func lines(_ survey: InputSurvey) -> [String] {
    var lines = ["model      \(survey.family), \(survey.vocabulary) tokens in its tokenizer"]
    lines.append("template   " + (survey.template.map { "chat template in \($0)" } ?? "none"))
    let formats = survey.formats.map { "\($0.files) × \($0.format)" }.joined(separator: ", ")
    lines.append(
      "documents  \(survey.isWhole ? "" : "the first ")\(survey.documents), of \(formats)")
    for kind in survey.kinds.sorted(by: { ($1.count, $0.type) < ($0.count, $1.type) }) {
      let guessed = kind.guessed > 0 ? " (\(kind.guessed) by a guess)" : ""
      lines.append("  \(kind.type): \(kind.count)\(guessed)")
      lines += kind.examples.map { "    \($0.id): \(start($0.text))" }
    }
    lines.append("questions  " + questions(survey.questions))
    for question in survey.questions.questions.prefix(3) {
      let answer = question.answer.map { " → \(start($0))" } ?? ""
      lines.append("    \(question.id): \(start(question.prompt))\(answer)")
      lines += (question.steps ?? []).prefix(3).map { "      · \(start($0))" }
    }
    let notes = survey.notes + (survey.questions.note.map { [$0] } ?? [])
    lines += notes.map { "note       \($0)" }
    let left = survey.leftOut.map { "\($0.path): \($0.reason)" } + survey.skipped.map(\.description)
    lines += left.prefix(20).map { "left out   \($0)" }
    if left.count > 20 { lines.append("left out   and \(left.count - 20) more") }
    return lines
  }

  private static func questions(_ set: QuestionSet) -> String {
    let given = set.questions.count { $0.steps != nil }
    let steps = set.questions.reduce(0) { $0 + ($1.steps?.count ?? 0) }
    let forms = set.presets.map { $0.preset?.rawValue ?? "by the fields named" }
    let form = Set(forms).sorted().joined(separator: ", ")
    return
      "\(set.questions.count) (\(form)), \(given) with \(steps) given steps, the others answered by the model"
  }

  /// The beginning of a text on one line.
  private static func start(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 70 ? line.prefix(69) + "…" : line
  }
}
