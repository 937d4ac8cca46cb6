import RunModel
import Terminal

let questionBindings: [Binding] = [
  Binding(
    .questions, "Enter", .open, "steps", "go to the question's steps", run: { $0.openInExplore() }),
  Binding(
    .questions, "\\ | &", .narrow, "narrow", "keep only questions that hold a text",
    run: act { $0.ask(for: .narrow) }),
]

let stepBindings: [Binding] = [
  Binding(
    .steps, "Enter", .open, "documents", "go to the step's documents", run: { $0.openInExplore() })
]

let documentBindings: [Binding] = [
  Binding(.documents, "Enter", .open, "read", "read the document", run: { $0.openInExplore() }),
  Binding(
    .documents, "s", .star, "star", "put a star on the document, or take it off", run: { $0.star() }
  ),
  Binding(
    .documents, "\\ | &", .narrow, "narrow", "keep only documents that hold a text",
    run: act { $0.ask(for: .narrow) }),
  Binding(
    .documents, "H", .hold, "", "take in new scores, or hold the list still", run: act { $0.hold() }
  ),
  Binding(.documents, "g r", .goRank, "", "go to a rank", run: act { $0.ask(for: .rank) }),
]

/// What changes the arrangement of the panes, which only Explore has.
let paneBindings: [Binding] = [Context.questions, .steps, .documents].flatMap { pane in
  [
    Binding(
      pane, "z", .zoom, "", "this pane alone, or all panes",
      run: act { $0.preferences.isZoomed.toggle() }),
    Binding(
      pane, "<", .moveBorderLeft, "", "more room for what is at the right",
      run: act { $0.moveBorder(by: -4) }),
    Binding(
      pane, ">", .moveBorderRight, "", "more room for what is at the left",
      run: act { $0.moveBorder(by: 4) }),
    Binding(
      pane, "t p", .preview, "", "preview on or off",
      run: act { $0.preferences.preview = $0.layout.preview.isEmpty }),
  ]
}
