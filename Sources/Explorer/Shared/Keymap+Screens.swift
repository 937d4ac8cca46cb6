import RunModel

let readerBindings: [Binding] = [
  Binding(.reader, "j | Down", .down, "", "a line down"),
  Binding(.reader, "k | Up", .up, "", "a line up"),
  Binding(.reader, "Space | PgDn | Ctrl-F", .pageDown, "page", "a page down"),
  Binding(.reader, "b | PgUp | Ctrl-B", .pageUp, "", "a page up"),
  Binding(.reader, "Ctrl-D", .halfDown, "", "half a page down"),
  Binding(.reader, "Ctrl-U", .halfUp, "", "half a page up"),
  Binding(.reader, "g g | Home", .top, "", "beginning of the document"),
  Binding(.reader, "G | g e | End", .end, "", "end of the document"),
  Binding(.reader, "J | Right | l", .nextDocument, "next", "next document of the list"),
  Binding(.reader, "K | Left | h", .previousDocument, "previous", "previous document"),
  Binding(.reader, "a | }", .nextAnswer, "answer", "next place with the answer or a step's result"),
  Binding(.reader, "A | {", .previousAnswer, "", "previous such place"),
  Binding(
    .reader, "t a", .answerMarks, "", "mark the answer and the steps' results, or stop marking"),
  Binding(.reader, "w", .nextHot, "hot", "next place that the score comes from"),
  Binding(.reader, "W", .previousHot, "", "previous such place"),
  Binding(.reader, "t h", .heat, "", "token heat on or off"),
  Binding(.reader, "t k", .heatByToken, "", "heat by token"),
  Binding(.reader, "t w", .heatByWord, "", "heat by word"),
  Binding(.reader, "t s", .heatBySentence, "", "heat by sentence"),
  Binding(.reader, "t l", .heatByLine, "", "heat by line"),
  Binding(.reader, "t g", .heatByParagraph, "", "heat by paragraph"),
  Binding(
    .reader, "=", .heatScale, "", "strongest colour: of this document, this step, this question"),
  Binding(.reader, "+", .milder, "", "let mild heat stand out more"),
  Binding(.reader, "-", .stronger, "", "let only strong heat stand out"),
  Binding(.reader, "r", .startEngine, "", "start an engine, which token heat needs"),
  Binding(.reader, "/", .find, "find", "find text in the document"),
  Binding(.reader, "n", .findNext, "", "next match"),
  Binding(.reader, "N", .findPrevious, "", "previous match"),
  Binding(.reader, "s", .star, "star", "put a star on the document, or take it off"),
  Binding(.reader, "c", .pin, "pin", "pin the question for Compare"),
]

let compareBindings: [Binding] = [
  Binding(.compare, "Enter", .open, "read", "read the document"),
  Binding(.compare, "=", .lock, "lock", "scroll both sides together, or each alone"),
  Binding(.compare, "x", .swap, "swap", "swap the sides"),
  Binding(.compare, "A", .chooseA, "choose A", "choose the question on the left"),
  Binding(.compare, "B", .chooseB, "choose B", "choose the question on the right"),
  Binding(.compare, "u", .overlap, "overlap", "all documents, those of one side, or common ones"),
  Binding(.compare, "s", .star, "", "put a star on the document, or take it off"),
]

let findingsBindings: [Binding] = [
  Binding(.findings, "] | )", .nextFinding, "next", "next finding"),
  Binding(.findings, "[ | (", .previousFinding, "previous", "previous finding"),
  Binding(.findings, "j | Down", .down, "", "down"),
  Binding(.findings, "k | Up", .up, "", "up"),
  Binding(.findings, "l | Right", .right, "", "to the right"),
  Binding(.findings, "h | Left", .left, "", "to the left"),
  Binding(.findings, "Enter", .open, "open", "compare the two questions, or read the document"),
  Binding(.findings, "g g | Home", .top, "", "first row"),
  Binding(.findings, "G | g e | End", .end, "", "last row"),
  Binding(.findings, "PgDn | Ctrl-F", .pageDown, "", "a page down"),
  Binding(.findings, "PgUp | Ctrl-B", .pageUp, "", "a page up"),
  Binding(.findings, "o", .nextOrder, "order", "the map by group, by cluster, by the cursor's row"),
  Binding(.findings, "p", .nextCoefficient, "r", "the map of Pearson, Spearman or shared tops"),
  Binding(.findings, "z", .zoom, "zoom", "one question a cell of the map, or the whole map"),
  Binding(.findings, "+", .deeper, "deeper", "count types and answers among more of the ranking"),
  Binding(.findings, "-", .shallower, "", "count them among fewer"),
  Binding(.findings, "b", .otherSide, "side", "positive or negative side of the rankings"),
  Binding(.findings, "m", .relative, "relative", "magnitudes per nat, or as shares of their total"),
  Binding(.findings, "c", .onlyVerdict, "verdict", "all completions, right ones, wrong ones"),
  Binding(.findings, "f", .onlyGroup, "group", "only questions of a group"),
  Binding(.findings, "F", .everyQuestion, "", "every question again"),
  Binding(.findings, "V", .studyView, "view", "by influence, or by influence over gradient length"),
  Binding(.findings, "E f", .exportFigure, "", "write this finding's figure (SVG)"),
]

let askBindings: [Binding] =
  [
    Binding(
      .ask, "e", .edit, "ask", "type a question; `=> answer` at its end says what is expected"),
    Binding(.ask, "Enter", .open, "open", "documents, then the text of one; or type a question"),
    Binding(.ask, "H", .hold, "hold", "hold the order still, or let it follow the scores"),
    Binding(.ask, "S", .keepQuestion, "save", "keep the question, with the answer it expects"),
    Binding(.ask, "X", .discardQuestion, "discard", "forget the question"),
    Binding(.ask, "a", .editAnswer, "answer", "rewrite the answer and trace that one as well"),
    Binding(.ask, "Ctrl-C", .interrupt, "stop", "stop; what exists is kept. Twice quits"),
    Binding(.ask, "c", .pin, "pin", "pin for Compare, first A, then B"),
    Binding(.ask, "j | Down", .down, "", "next row"),
    Binding(.ask, "k | Up", .up, "", "previous row"),
    Binding(.ask, "h | Left", .left, "", "to the steps"),
    Binding(.ask, "l | Right", .right, "", "to the documents"),
    Binding(.ask, "Tab", .nextPane, "", "the other pane"),
    Binding(.ask, "g g | Home", .top, "", "first row"),
    Binding(.ask, "G | g e | End", .end, "", "last row"),
    Binding(.ask, "Ctrl-D", .halfDown, "", "half a page down"),
    Binding(.ask, "Ctrl-U", .halfUp, "", "half a page up"),
    Binding(.ask, "PgDn | Ctrl-F", .pageDown, "", "a page down"),
    Binding(.ask, "PgUp | Ctrl-B", .pageUp, "", "a page up"),
    Binding(.ask, "[", .olderQuestion, "", "an older question"),
    Binding(.ask, "]", .newerQuestion, "", "a newer question"),
    Binding(.ask, "s", .star, "", "put a star on the document, or take it off"),
    Binding(.ask, "r", .startEngine, "", "go on with a stopped question, or start an engine"),
  ]
  + filterBindings.filter { $0.action != .nextSign && $0.action != .clearFilters }.map {
    $0.moved(to: .ask)
  }
  + [Binding(.ask, "F | f F", .clearFilters, "", "take off every filter")]

let jobsBindings: [Binding] = [
  Binding(.jobs, "j | Down", .down, "", "next request"),
  Binding(.jobs, "k | Up", .up, "", "previous request"),
  Binding(.jobs, "g g | Home", .top, "", "newest request"),
  Binding(.jobs, "G | g e | End", .end, "", "oldest request"),
  Binding(.jobs, "PgDn | Ctrl-F", .pageDown, "", "a page down"),
  Binding(.jobs, "PgUp | Ctrl-B", .pageUp, "", "a page up"),
  Binding(.jobs, "r", .retryJob, "retry", "put the failed request back, or start the engine"),
  Binding(.jobs, "P", .pauseEngine, "pause", "let the engine rest after its block, or go on"),
  Binding(.jobs, "p", .pauseJob, "hold", "keep the request from being taken, or let it go"),
  Binding(.jobs, "X", .cancelJob, "cancel", "cancel the request; :retry puts it back"),
  Binding(.jobs, "+", .sooner, "sooner", "a higher priority for the request"),
  Binding(.jobs, "-", .later, "later", "a lower priority for the request"),
  Binding(.jobs, "Enter | L", .wholeLog, "log", "the engine's log, as far as it is kept"),
  Binding(.jobs, "S", .stopEngine, "stop", "stop the engine; what is committed is kept"),
]
