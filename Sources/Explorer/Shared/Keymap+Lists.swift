/// Keys of every list; contexts with a meaning of their own come first in the table.
let listBindings: [Binding] = [
  Binding(.lists, "j | Down", .down, "", "next row"),
  Binding(.lists, "k | Up", .up, "", "previous row"),
  Binding(.lists, "l | Right", .right, "", "pane to the right"),
  Binding(.lists, "h | Left", .left, "", "pane to the left"),
  Binding(.lists, "Tab", .nextPane, "", "next pane"),
  Binding(.lists, "S-Tab", .previousPane, "", "previous pane"),
  Binding(.lists, "Enter", .open, "open", "open what is selected"),
  Binding(.lists, "g g | Home", .top, "", "first row"),
  Binding(.lists, "G | g e | End", .end, "", "last row"),
  Binding(.lists, "Ctrl-D", .halfDown, "", "half a page down"),
  Binding(.lists, "Ctrl-U", .halfUp, "", "half a page up"),
  Binding(.lists, "PgDn | Ctrl-F", .pageDown, "", "a page down"),
  Binding(.lists, "PgUp | Ctrl-B", .pageUp, "", "a page up"),
  Binding(.lists, "/", .find, "find", "find text in this list"),
  Binding(.lists, "n", .findNext, "", "next match"),
  Binding(.lists, "N", .findPrevious, "", "previous match"),
  Binding(.lists, "c", .pin, "pin", "pin for Compare, first A, then B"),
  Binding(.lists, "r", .startEngine, "", "start an engine, if none works"),
  Binding(.lists, "W", .wide, "", "more columns (id, bm25), or fewer"),
]

/// Columns of a list: which one is looked at, ordered by, shown, and how wide it is.
let columnBindings: [Binding] = [
  Binding(.lists, ".", .nextColumn, "", "the next column, for i, o o and t x"),
  Binding(.lists, ",", .previousColumn, "", "the column before"),
  Binding(.lists, "o o", .sortColumn, "", "order by this column, the other way round, as before"),
  Binding(.lists, "t c", .chooseColumns, "", "choose the columns of documents"),
  Binding(.lists, "t x", .hideColumn, "", "hide this column"),
  Binding(.lists, "t >", .widenColumn, "", "a wider column"),
  Binding(.lists, "t <", .narrowColumn, "", "a narrower column"),
]

/// Several documents at once.
let markBindings: [Binding] = [Context.documents, .compare, .ask].flatMap { place in
  [
    Binding(place, "Space", .mark, place == .documents ? "mark" : "", "mark the document, or not"),
    Binding(place, "v", .markRange, "", "mark from here to where the cursor goes; v ends it"),
    Binding(place, "*", .markAll, "", "mark every document of the list, or none"),
  ]
}

/// What changes the arrangement of the panes, which only Explore has.
let paneBindings: [Binding] = [Context.questions, .steps, .documents].flatMap { pane in
  [
    Binding(pane, "z", .zoom, "", "this pane alone, or all panes"),
    Binding(pane, "<", .moveBorderLeft, "", "more room for what is at the right"),
    Binding(pane, ">", .moveBorderRight, "", "more room for what is at the left"),
    Binding(pane, "t p", .preview, "", "preview on or off"),
  ]
}

let questionBindings: [Binding] = [
  Binding(.questions, "Enter", .open, "steps", "go to the question's steps"),
  Binding(.questions, "\\ | &", .narrow, "narrow", "keep only questions that hold a text"),
]

let stepBindings: [Binding] = [
  Binding(.steps, "Enter", .open, "documents", "go to the step's documents")
]

let documentBindings: [Binding] = [
  Binding(.documents, "Enter", .open, "read", "read the document"),
  Binding(.documents, "s", .star, "star", "put a star on the document, or take it off"),
  Binding(.documents, "\\ | &", .narrow, "narrow", "keep only documents that hold a text"),
  Binding(.documents, "H", .hold, "", "take in new scores, or hold the list still"),
  Binding(.documents, "g r", .goRank, "", "go to a rank"),
]

/// Filters and views act on the documents from wherever one stands.
let filterBindings: [Binding] = [
  Binding(.lists, "f c", .filterCode, "", "show code, or stop showing it"),
  Binding(.lists, "f t", .filterTextbook, "", "show textbooks"),
  Binding(.lists, "f f", .filterForum, "", "show forums"),
  Binding(.lists, "f w", .filterEncyclopedia, "", "show encyclopedias"),
  Binding(.lists, "f o", .filterOther, "", "show every other type"),
  Binding(.lists, "f a", .allTypes, "", "show all types"),
  Binding(.lists, "f +", .signPlus, "", "positive influence only"),
  Binding(.lists, "f -", .signMinus, "", "negative influence only, strongest first"),
  Binding(.lists, "f b", .signBoth, "", "both signs"),
  Binding(.lists, "f x", .filterAnswer, "", "only documents that hold the answer"),
  Binding(.lists, "f s", .filterStarred, "", "only documents with a star"),
  Binding(.lists, "f u", .filterUnread, "", "only documents not opened yet"),
  Binding(.lists, "f k", .filterTop, "", "only the top k"),
  Binding(
    .lists, "f e", .filterCondition, "", "only rows that fulfil a condition: rank < 500 and …"),
  Binding(.lists, "F | f F", .clearFilters, "clear", "take off every filter"),
  Binding(
    .lists, "t d", .foldCopies, "", "collapse duplicates: one row for copies of a text"),
  Binding(.lists, "o r", .viewRaw, "", "order by influence"),
  Binding(.lists, "o i", .viewPerNat, "", "order by influence per nat"),
  Binding(.lists, "o g", .viewNorm, "", "order by influence over gradient length"),
  Binding(.lists, "V", .nextView, "view", "next view: raw, per nat, by gradient length"),
  Binding(.lists, "S", .nextSign, "sign", "next sign: both, positive, negative"),
]
