import RunModel

let readerBindings: [Binding] = [
  Binding(.reader, "j | Down", .down, "", "a line down", run: act { $0.moveInReader(.down) }),
  Binding(.reader, "k | Up", .up, "", "a line up", run: act { $0.moveInReader(.up) }),
  Binding(
    .reader, "Space | PgDn | Ctrl-F", .pageDown, "page", "a page down",
    run: act { $0.moveInReader(.pageDown) }),
  Binding(
    .reader, "b | PgUp | Ctrl-B", .pageUp, "", "a page up", run: act { $0.moveInReader(.pageUp) }),
  Binding(
    .reader, "Ctrl-D", .halfDown, "", "half a page down", run: act { $0.moveInReader(.halfDown) }),
  Binding(.reader, "Ctrl-U", .halfUp, "", "half a page up", run: act { $0.moveInReader(.halfUp) }),
  Binding(
    .reader, "g g | Home", .top, "", "beginning of the document", run: act { $0.moveInReader(.top) }
  ),
  Binding(
    .reader, "G | g e | End", .end, "", "end of the document", run: act { $0.moveInReader(.end) }),
  Binding(
    .reader, "J | Right | l", .nextDocument, "next", "next document of the list",
    run: { $0.turn(by: 1) }),
  Binding(
    .reader, "K | Left | h", .previousDocument, "previous", "previous document",
    run: { $0.turn(by: -1) }),
  Binding(
    .reader, "Tab", .nextPane, "beside", "the lists beside the text, in turn",
    run: act { $0.changeReaderFocus(by: 1) }),
  Binding(
    .reader, "S-Tab", .previousPane, "", "the same backwards",
    run: act { $0.changeReaderFocus(by: -1) }),
  Binding(
    .reader, "Enter", .open, "", "go to what is selected beside the text", run: { $0.openBeside() }),
  Binding(
    .reader, "a | }", .nextAnswer, "answer", "next place with the answer or a step's result",
    run: act { $0.goToAnswer(by: 1) }),
  Binding(
    .reader, "A | {", .previousAnswer, "", "previous such place", run: act { $0.goToAnswer(by: -1) }
  ),
  Binding(
    .reader, "t a", .answerMarks, "", "mark the answer and the steps' results, or stop marking",
    run: act { $0.toggleAnswerMarks() }),
  Binding(
    .reader, "w", .nextHot, "hot", "next place that the score comes from",
    run: act { $0.goToHeat(by: 1) }),
  Binding(.reader, "W", .previousHot, "", "previous such place", run: act { $0.goToHeat(by: -1) }),
  Binding(
    .reader, "t h", .heat, "", "token heat on or off",
    run: act { $0.readerLooks.showsHeat.toggle() }),
  Binding(
    .reader, "t p", .heatOnPredictions, "", "heat on the predicted tokens, or on those before them",
    run: act { $0.changeHeatPlace() }),
  Binding(.reader, "t k", .heatByToken, "", "heat by token", run: act { $0.changeGrain(.token) }),
  Binding(.reader, "t w", .heatByWord, "", "heat by word", run: act { $0.changeGrain(.word) }),
  Binding(
    .reader, "t s", .heatBySentence, "", "heat by sentence", run: act { $0.changeGrain(.sentence) }),
  Binding(.reader, "t l", .heatByLine, "", "heat by line", run: act { $0.changeGrain(.line) }),
  Binding(
    .reader, "t g", .heatByParagraph, "", "heat by paragraph",
    run: act { $0.changeGrain(.paragraph) }),
  Binding(
    .reader, "=", .heatScale, "", "strongest colour: of this document, this step, this question",
    run: act { $0.changeScale() }),
  Binding(
    .reader, "+", .milder, "", "let mild heat stand out more", run: act { $0.changeGamma(by: 0.8) }),
  Binding(
    .reader, "-", .stronger, "", "let only strong heat stand out",
    run: act { $0.changeGamma(by: 1.25) }),
  Binding(
    .reader, "r", .startEngine, "", "start an engine, which token heat needs",
    run: { $0.startEngine() }),
  Binding(
    .reader, "/", .find, "find", "find text in the document", run: act { $0.ask(for: .find) }),
  Binding(.reader, "n", .findNext, "", "next match", run: { $0.find($0.query, from: 1) }),
  Binding(.reader, "N", .findPrevious, "", "previous match", run: { $0.find($0.query, from: -1) }),
  Binding(
    .reader, "s", .star, "star", "put a star on the document, or take it off", run: { $0.star() }),
  Binding(.reader, "c", .pin, "pin", "pin the question for Compare", run: act { $0.pin() }),
]
