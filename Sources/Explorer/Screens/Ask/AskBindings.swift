import RunModel

let askBindings: [Binding] =
  [
    Binding(
      .ask, "e", .edit, "edit", "type a question; `=> answer` at its end says what is expected",
      run: act { $0.edit(.question) }),
    Binding(.ask, "n", .newQuestion, "new", "type a new question", run: act { $0.editNew() }),
    Binding(
      .ask, "Enter", .open, "open", "documents, then the text of one; or type a question",
      run: { $0.openAsked() }),
    Binding(
      .ask, "H", .hold, "hold", "hold the order still, or let it follow the scores",
      run: act { $0.hold() }),
    Binding(
      .ask, "S", .keepQuestion, "save", "keep the question, with the answer it expects",
      run: act { $0.keepAsked() }),
    Binding(
      .ask, "X", .discardQuestion, "discard", "forget the question", run: { $0.discardAsked() }),
    Binding(
      .ask, "a", .editAnswer, "answer", "rewrite the answer and trace that one as well",
      run: act { $0.edit(.answer) }),
    Binding(
      .ask, "Ctrl-C", .interrupt, "stop", "stop; what exists is kept. Twice quits",
      run: { $0.interrupt() }),
    Binding(.ask, "c", .pin, "pin", "pin for Compare, first A, then B", run: act { $0.pin() }),
    Binding(.ask, "j | Down", .down, "", "next row", run: act { $0.moveInAsk(.down) }),
    Binding(.ask, "k | Up", .up, "", "previous row", run: act { $0.moveInAsk(.up) }),
    Binding(.ask, "h | Left", .left, "", "to the steps", run: act { $0.moveInAsk(.left) }),
    Binding(.ask, "l | Right", .right, "", "to the documents", run: act { $0.moveInAsk(.right) }),
    Binding(
      .ask, "Tab", .nextPane, "", "the other pane", run: act { $0.ask.isOnDocuments.toggle() }),
    Binding(.ask, "g g | Home", .top, "", "first row", run: act { $0.moveInAsk(.top) }),
    Binding(.ask, "G | g e | End", .end, "", "last row", run: act { $0.moveInAsk(.end) }),
    Binding(
      .ask, "Ctrl-D", .halfDown, "", "half a page down", run: act { $0.moveInAsk(.halfDown) }),
    Binding(.ask, "Ctrl-U", .halfUp, "", "half a page up", run: act { $0.moveInAsk(.halfUp) }),
    Binding(
      .ask, "PgDn | Ctrl-F", .pageDown, "", "a page down", run: act { $0.moveInAsk(.pageDown) }),
    Binding(.ask, "PgUp | Ctrl-B", .pageUp, "", "a page up", run: act { $0.moveInAsk(.pageUp) }),
    Binding(.ask, "[", .olderQuestion, "", "an older question", run: act { $0.turnAsked(by: 1) }),
    Binding(.ask, "]", .newerQuestion, "", "a newer question", run: act { $0.turnAsked(by: -1) }),
    Binding(.ask, "s", .star, "", "put a star on the document, or take it off", run: { $0.star() }),
    Binding(
      .ask, "r", .startEngine, "", "go on with a stopped question, or start an engine",
      run: { $0.resumeAsked() }),
  ]
  + filterBindings.filter { $0.action != .nextSign && $0.action != .clearFilters }.map {
    $0.moved(to: .ask)
  }
  + columnBindings.map { $0.moved(to: .ask) }
  + [
    Binding(
      .ask, "F | f F", .clearFilters, "", "take off every filter", run: act { $0.clearEverything() }
    )
  ]
