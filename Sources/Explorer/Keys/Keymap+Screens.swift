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
  Binding(.reader, "a | }", .nextAnswer, "answer", "next place with the answer"),
  Binding(.reader, "A | {", .previousAnswer, "", "previous place with the answer"),
  Binding(.reader, "t a", .answerMarks, "", "mark the answer, or stop marking it"),
  Binding(.reader, "w", .nextHot, "hot", "next place that the score comes from"),
  Binding(.reader, "W", .previousHot, "", "previous such place"),
  Binding(.reader, "t h", .heat, "", "token heat on or off"),
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
  Binding(.findings, "Enter", .open, "compare", "put the two questions side by side"),
  Binding(.findings, "g g | Home", .top, "", "first row"),
  Binding(.findings, "G | g e | End", .end, "", "last row"),
  Binding(.findings, "PgDn | Ctrl-F", .pageDown, "", "a page down"),
  Binding(.findings, "PgUp | Ctrl-B", .pageUp, "", "a page up"),
  Binding(.findings, "+", .deeper, "deeper", "count types among more of the ranking"),
  Binding(.findings, "-", .shallower, "", "count types among fewer"),
  Binding(.findings, "b", .otherSide, "side", "top or bottom of the rankings"),
]

let askBindings: [Binding] = [
  Binding(.ask, "e", .edit, "ask", "type a question; `=> answer` at its end says what is expected"),
  Binding(.ask, "Enter", .open, "open", "open the answered question, or type one"),
  Binding(.ask, "j | Down", .down, "", "next question"),
  Binding(.ask, "k | Up", .up, "", "previous question"),
  Binding(.ask, "r", .startEngine, "", "start an engine"),
]

let jobsBindings: [Binding] = [
  Binding(.jobs, "r", .startEngine, "start", "start the engine"),
  Binding(.jobs, "X", .stopEngine, "stop", "stop the engine; what is committed is kept"),
]
