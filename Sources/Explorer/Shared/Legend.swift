internal import Terminal

/// What signs, columns and colours mean; the help lists all, `i` those of the screen.
package struct Legend: Sendable {
  package let sign: String
  package let meaning: String
  /// Screens that show it.
  package let places: Set<Context>

  init(_ sign: String, _ meaning: String, _ places: Set<Context>) {
    self.sign = sign
    self.meaning = meaning
    self.places = places
  }

  private static let lists: Set<Context> = [.documents, .compare, .ask]
  private static let texts: Set<Context> = [.documents, .reader]

  package static let all: [Legend] =
    [
      Legend(
        "nats", "-log p of a step's tokens given all before; less means that the model is surer",
        [.questions, .steps, .compare, .ask, .reader]),
      Legend("ok", "✓ answered right, ✗ answered wrong, - nobody can say", [.questions, .compare]),
      Legend(
        "ok", "✓ the equalities that the step states hold, ✗ one does not",
        [.steps, .compare, .ask]),
      Legend("Σ", "the whole completion: the sum of its steps", [.steps, .ask, .reader]),
      Legend(
        "pin", "a combination of questions that is kept: its terms stand where steps do",
        [.questions, .steps]),
      Legend("top1", "the highest score of the step, per nat", [.steps]),
      Legend(
        "a", "✓ the top holds the answer (Σ) or what the step results in, · it does not", [.steps]),
      Legend(
        "by chance", "what a random choice of as many documents would give on average",
        [.steps, .compare, .reader]),
      Legend(
        "influence by step", "each step's share of the sum of the absolute scores of all steps",
        [.steps]),
      Legend(
        "r with its group", "mean of Pearson's r with every other question of the group", [.steps]),
      Legend(
        "~", "approximate: from the gradient index or a part of the corpus; its rank may change",
        lists),
      Legend("=", "exact, in a list that is not exact throughout", lists),
      Legend("▲ ▼ +", "moved up, moved down or came in since the last order", [.ask]),
      Legend(
        "×3", "copies: neighbours of exactly the same score, folded into one row", [.documents]),
      Legend(
        "+9 -9", "heat of the row: its tokens' shares of the score, in ninths of the strongest row",
        texts),
      Legend(
        "heat",
        "share of the score that comes from each token, on the token before the predicted one or, where that is chosen, on the predicted one",
        texts),
      Legend(
        "Also influential for",
        "questions in whose top 10 the document is, and in whose top k: a hundredth of the corpus",
        [.reader]),
      Legend(
        "Where in the model", "shares of the score by layer and by kind of module; - against it",
        [.reader]),
      Legend("Pearson r", "correlation of the scores of all passages scored for both", [.compare]),
      Legend(
        "in common", "documents in both tops; by chance: depth² ÷ documents", [.compare]),
      Legend(
        "power law", "slope of log score on log rank over the top; steeper means more concentrated",
        [.compare]),
      Legend("top hold", "share of all positive influence that the top documents hold", [.compare]),
      Legend(
        "alike", "shared share of the completions' form, words and numbers, step by step",
        [.compare]),
      Legend(
        "types", "share of a type in the top over its share in the corpus, on a logarithmic scale",
        [.compare]),
      Legend("prio", "larger goes first", [.jobs]),
      Legend("state", "waiting, running, paused, done, failed, cancelled", [.jobs]),
      Legend(
        "● ○ !", "an engine works or waits for requests; none does; it failed or was stopped",
        Set(Context.allCases)),
      Legend("◆", "marked, for stars and exports of several documents at once", lists),
      Legend(
        "▁ floor", "noise floor: of random documents, which is all of the corpus, 95 % score less",
        lists),
    ]
    + Column.fixed.map {
      Legend($0.title.flatMap { $0.isEmpty ? nil : $0 } ?? $0.name, $0.meaning, lists)
    }
}

extension ExplorerState {
  /// The legend of the place where one is, as lines of text.
  func legendLines() -> [String] {
    let place = contexts.first ?? .global
    let here = legends.filter { $0.places.contains(place) && $0.places.count < 9 }
    return here.isEmpty
      ? [] : ["", "Signs and columns"] + here.map { "  \($0.sign): \($0.meaning)" }
  }

  /// Lines of a box folded to a width; what goes on is indented as its line is.
  func wrapped(_ lines: [String]) -> [String] {
    let room = max(20, min(96, width - 9))
    return lines.flatMap { line -> [String] in
      let text = Sanitizer.visible(line)
      guard columns(of: text) > room else { return [text] }
      let indent = String(text.prefix { $0 == " " }) + "  "
      let parts = Reader.fold(text, width: room - indent.count).map(\.text)
      return parts.enumerated().map { $0 == 0 ? $1 : indent + $1 }
    }
  }
}
