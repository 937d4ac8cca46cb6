internal import Findings
internal import Formatting
internal import RunModel
internal import Terminal
internal import Themes

extension ExplorerState {
  /// The keys that work here, from the keymap.
  mutating func showHelp() {
    let keys = keymap.bindings(in: contexts).map { binding in
      Chooser.Entry(
        key: binding.keyNames, label: binding.help, note: ":\(binding.action.rawValue)",
        value: Action.allCases.firstIndex(of: binding.action) ?? 0)
    }
    let here = contexts.first ?? .global
    // What is on the screen first; the rest is there for whoever looks for a word.
    let legend =
      legends.filter { $0.places.contains(here) } + legends.filter { !$0.places.contains(here) }
    let entries =
      keys
      + legend.map {
        Chooser.Entry(key: $0.sign, label: $0.meaning, note: "signs and columns", value: -1)
      }
    let place = here.title
    overlay = .chooser(Chooser(.help, title: "Help: \(place)", entries: entries))
  }

  /// Every action by its name, wherever it works.
  mutating func showPalette() {
    var seen: Set<Action> = []
    var entries: [Chooser.Entry] = []
    let here = keymap.bindings(in: contexts)
    for binding in here + keymap.bindings where seen.insert(binding.action).inserted {
      let isHere = here.contains { $0.action == binding.action }
      entries.append(
        Chooser.Entry(
          key: isHere ? binding.keyName : "", label: binding.help,
          note: "\(binding.context.title)  :\(binding.action.rawValue)",
          value: Action.allCases.firstIndex(of: binding.action) ?? 0))
    }
    overlay = .chooser(Chooser(.palette, title: "Actions", entries: entries))
  }

  mutating func showThemes() {
    themeBefore = theme
    overlay = .chooser(
      Chooser(
        .theme, title: "Theme",
        entries: themes.enumerated().map {
          Chooser.Entry(key: "", label: $1.name, note: $1.kind.rawValue, value: $0)
        }, selected: themes.firstIndex { $0.name == theme.name } ?? 0))
  }

  /// What is known about the selected thing, with the meaning of every number.
  mutating func showFacts() {
    var lines = columnFacts() + questionFacts()
    if let unit {
      let question = catalog.questions[unit.question]
      let step = unit.step == 0 ? "the \(question.wholeName)" : "\(question.partName) \(unit.step)"
      if question.combination != nil, unit.step == 0 {
        lines += ["", "Selected: \(step)"]
      } else {
        lines += ["", "Selected: \(step), \(number(Float(nats(unit)))) nats"]
        lines += ["  nats: -log p of the step's tokens given all before; less is surer"]
      }
      lines += question.combination.map(combinationFacts) ?? summaryFacts(unit)
    }
    if tab == .read, let reader {
      lines += factLines(self, reader)
    }
    lines += documentFacts()
    if !catalog.model.isEmpty { lines += ["", "Model \(catalog.model)"] }
    if !catalog.method.isEmpty { lines += ["Method \(catalog.method)"] }
    lines += legendLines()
    overlay = .text(title: "Facts", lines: lines, top: 0)
  }

  private func columnFacts() -> [String] {
    guard let head else { return [] }
    var lines = ["Column \(head.name)", "  \(head.meaning)"]
    if let document, columnPlace == .documents, let column = columnCursor {
      let row = columnRow(
        document, list: list, answer: answer, unit: answered?.unit, view: listView, theme)
      if let cell = Column.of(column).cell(row)?.text.trimmed, !cell.isEmpty {
        lines += ["  here: \(cell)"]
      }
    }
    return lines + [""]
  }

  /// What a combination is, and what it has not.
  private func combinationFacts(_ combination: Combination) -> [String] {
    if let trouble = combination.trouble { return ["  cannot be read here: \(trouble)"] }
    let isLinear = combination.plan?.isLinear ?? true
    return [
      "  influence is linear in the query: the sum of scores, each times its weight, is the",
      "  score of the same sum of gradients; the terms stand where a question has steps",
      isLinear
        ? "  the terms add up to it"
        : "  a max is taken passage by passage: its terms do not add up",
      "  per nat: \(Combination.perNatMeaning)",
      "  z, share and noise floor are of these numbers over all passages",
      "  it has no words, answer, nats or token heat of its own, so none is shown",
      "  `stemma top --query` gives the same rows",
    ]
  }

  private func questionFacts() -> [String] {
    guard let question = selectedQuestion else { return [] }
    var lines = ["Question \(question.id)  \(question.set)  \(question.task)"]
    lines += ["  \(question.title)"]
    if let answer = question.answer {
      let verdict = question.isCorrect.map {
        $0 ? ", the model is right" : ", the model is wrong"
      }
      lines += ["  expected answer: \(answer)\(verdict ?? "")"]
    }
    return lines
  }

  /// The selected document and what its place in the order means.
  private func documentFacts() -> [String] {
    let shown = tab == .read ? readerRank : listRank
    guard let row = shown?.row, let view = shown?.view, let scored = shown?.scored else {
      return []
    }
    var lines = [
      "",
      "Document \(texts[row.passage]?.id ?? "")  rank \(grouped(row.rank)) of \(grouped(scored))",
    ]
    if let passage = texts[row.passage] {
      let type = catalog.typeNames[Int(catalog.types[row.passage])]
      lines += ["  type \(type)\(passage.typeIsGuessed ? " (guessed)" : "")"]
      if let source = passage.source { lines += ["  source \(source)"] }
      if passage.tokens > 0 { lines += ["  \(counted(passage.tokens, "token"))"] }
    }
    if row.rank < 0 {
      lines += [
        "  rank \(grouped(scored + row.rank + 1)) from the top, as files and `stemma top` count"
      ]
    }
    lines += ["  \(view.heading) \(number(row.value))"]
    let spread = list.spread
    if tab != .read, spread.count > 0 {
      lines += [
        "  z \(zText(spread.z(row.value))): standard deviations above the mean of random documents",
        "  \(shareText(spread.share(row.value))) of the step's whole positive influence",
      ]
    }
    let isCombined =
      view == .perNat
      && unit.map { $0.step == 0 && catalog.questions[$0.question].combination != nil } ?? false
    lines += isCombined ? ["  " + Combination.perNatMeaning] : view.explanation.map { "  " + $0 }
    if tab == .explore { lines += courseFacts(selectedScore) }
    if let answer {
      lines += ["  scored \(grouped(answer.scored)) of \(grouped(answer.total)) passages"]
    }
    return lines
  }

  /// What is known of the request under the cursor, and of the engine.
  mutating func showJobFacts() {
    var lines = head.map { ["Column \($0.name)", "  \($0.meaning)", ""] } ?? []
    lines.append(engine.strip)
    if let stage = engine.stage {
      lines.append(
        "  \(stage.title): \(grouped(engine.done)) of \(counted(engine.total, engine.unit))")
    }
    if let failure = engine.failure { lines.append("  \(failure)") }
    if let job = selectedJob {
      lines += [
        "",
        "Request \(job.id): \(job.kind?.rawValue ?? "?"), \(job.state.rawValue), priority \(job.priority)",
      ]
      if !job.target.isEmpty { lines.append("  \(oneLine(job.target))") }
      if !job.note.isEmpty { lines.append("  \(oneLine(job.note))") }
    }
    overlay = .text(title: "Facts", lines: lines + legendLines(), top: 0)
  }

  /// The document under the cursor of a list and what the list says of it.
  private var listRank: ReaderRank? {
    document.map { ReaderRank(row: $0, view: listView, scored: list.scored) }
  }

  /// The numbers of the steps pane, where they are known.
  private func summaryFacts(_ unit: Unit) -> [String] {
    guard let known = summaries[unit.question], known.indices.contains(unit.step) else { return [] }
    var lines: [String] = []
    if let hits = known[unit.step].hits {
      let what = unit.step == 0 ? "the answer" : "its result"
      lines += [
        "  \(what) stands in \(hits.count) of its top \(hits.depth) documents, by influence;",
        "  of \(hits.depth) random ones it stands in \(countText(hits.expected)) on average",
      ]
    }
    if unit.step > 0, let hits = known[unit.step].answer {
      lines += [
        "  the answer stands in \(hits.count) of its top \(hits.depth) documents;"
          + " of \(hits.depth) random ones in \(countText(hits.expected)) on average"
      ]
    }
    if unit.step > 0 {
      lines += ["  influence by step: its share of the sum of absolute scores"]
    } else if let r = known[unit.step].likeness {
      lines += [
        "  r with its group \(signed(r)): mean of Pearson's r over all passages with",
        "  every other question of the group; \(keyName(for: .findings)) shows each pair",
      ]
    }
    return lines
  }
}
