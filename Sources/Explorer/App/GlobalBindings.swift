import RunModel

/// The screens by their digits.
let tabBindings: [Binding] = Tab.allCases.map { tab in
  let part = tab.part
  let key = tab.digit < 10 ? "\(tab.digit)" : ""
  return Binding(.global, key, tab.action, "", part.help, run: { part.go(&$0) })
}

let globalBindings: [Binding] = [
  Binding(
    .global, "?", .help, "help", "help for this place; typing filters it",
    run: act { $0.showHelp() }),
  Binding(
    .global, "F1", .help, "", "help, or the keys that may follow a prefix",
    run: act { $0.showHelp() }),
  Binding(.global, ":", .command, "cmd", "type a command", run: act { $0.ask(for: .command) }),
  Binding(.global, "q", .leave, "quit", "back, and quit from Explore", run: { $0.leave() }),
  Binding(
    .global, "Ctrl-P", .palette, "", "find an action by its name", run: act { $0.showPalette() }),
  Binding(
    .global, "Esc", .back, "", "close what is open, then one level back; never quits",
    run: act { $0.back() }),
  Binding(.global, "Backspace", .back, "", "one level back", run: act { $0.back() }),
  Binding(.global, "Q", .quit, "", "quit now", run: { $0.quit() }),
  Binding(.global, "Ctrl-C", .interrupt, "", "cancel; twice quits", run: { $0.interrupt() }),
  Binding(
    .global, "Ctrl-Z", .suspend, "", "to the shell; `fg` comes back", run: { _ in [.suspend] }),
  Binding(.global, "Ctrl-L", .redraw, "", "draw the screen anew", run: { _ in [.redraw] }),
  Binding(.global, "R", .reload, "", "read the database anew", run: { _ in [.reload] }),
  Binding(
    .global, "i", .facts, "facts", "facts about what is selected", run: act { $0.showFacts() }),
  Binding(.global, "T", .themes, "", "choose a theme", run: act { $0.showThemes() }),
  Binding(.global, "!", .messages, "", "messages so far", run: act { $0.showMessages() }),
  Binding(.global, "%", .mouse, "", "mouse on or off", run: { $0.toggleMouse() }),
  Binding(.global, "t b", .bars, "", "bars on or off", run: act { $0.toggleBars() }),
  Binding(.global, "t n", .numbers, "", "line numbers on or off", run: act { $0.toggleNumbers() }),
  Binding(
    .global, "g q", .goQuestion, "", "go to a question",
    run: act { $0.chooseQuestion(.question, title: "Question") }),
  Binding(
    .global, "g d", .goDocument, "", "go to a document by its id",
    run: act { $0.ask(for: .document) }),
  Binding(
    .global, "g t", .tour, "", "the tour: eight stops that show what there is",
    run: act { $0.startTour() }),
  Binding(.global, "y y", .copyLine, "copy", "copy the selected line", run: { $0.copy(.copyLine) }),
  Binding(.global, "y i", .copyId, "", "copy its id", run: { $0.copy(.copyId) }),
  Binding(.global, "y t", .copyText, "", "copy its whole text", run: { $0.copy(.copyText) }),
  Binding(.global, "y q", .copyQuestion, "", "copy the question", run: { $0.copy(.copyQuestion) }),
  Binding(
    .global, "y l", .copyLink, "", "copy the command line that opens this view",
    run: { $0.copyLink() }),
  Binding(.global, "U", .undo, "", "take back the last star or discard", run: { $0.undo() }),
  Binding(.global, "E t", .exportTable, "", "write what is shown as CSV", run: { $0.export(.csv) }),
  Binding(
    .global, "E j", .exportLines, "", "write what is shown as JSON lines",
    run: { $0.export(.jsonLines) }),
  Binding(
    .global, "E m", .exportCard, "", "write what is shown as a Markdown card",
    run: { $0.export(.markdown) }),
  Binding(
    .global, "E s", .exportScreen, "", "write this screen as text", run: { $0.export(.text) }),
  Binding(
    .global, "E p", .exportPicture, "", "write this screen as a picture (SVG)",
    run: { $0.export(.svg) }),
]
