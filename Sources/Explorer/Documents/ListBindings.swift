import RunModel

/// Keys of every list; contexts with a meaning of their own come first in the table.
let listBindings: [Binding] = [
  Binding(.lists, "j | Down", .down, "", "next row", run: act { $0.moveInList(.down) }),
  Binding(.lists, "k | Up", .up, "", "previous row", run: act { $0.moveInList(.up) }),
  Binding(.lists, "l | Right", .right, "", "pane to the right", run: act { $0.moveInList(.right) }),
  Binding(.lists, "h | Left", .left, "", "pane to the left", run: act { $0.moveInList(.left) }),
  Binding(.lists, "Tab", .nextPane, "", "next pane", run: act { $0.changePane(by: 1) }),
  Binding(.lists, "S-Tab", .previousPane, "", "previous pane", run: act { $0.changePane(by: -1) }),
  Binding(.lists, "Enter", .open, "open", "open what is selected", run: { $0.openInExplore() }),
  Binding(.lists, "g g | Home", .top, "", "first row", run: act { $0.moveInList(.top) }),
  Binding(.lists, "G | g e | End", .end, "", "last row", run: act { $0.moveInList(.end) }),
  Binding(
    .lists, "Ctrl-D", .halfDown, "", "half a page down", run: act { $0.moveInList(.halfDown) }),
  Binding(.lists, "Ctrl-U", .halfUp, "", "half a page up", run: act { $0.moveInList(.halfUp) }),
  Binding(
    .lists, "PgDn | Ctrl-F", .pageDown, "", "a page down", run: act { $0.moveInList(.pageDown) }),
  Binding(.lists, "PgUp | Ctrl-B", .pageUp, "", "a page up", run: act { $0.moveInList(.pageUp) }),
  Binding(.lists, "/", .find, "find", "find text in this list", run: act { $0.ask(for: .find) }),
  Binding(.lists, "n", .findNext, "", "next match", run: { $0.find($0.query, from: 1) }),
  Binding(.lists, "N", .findPrevious, "", "previous match", run: { $0.find($0.query, from: -1) }),
  Binding(.lists, "c", .pin, "pin", "pin for Compare, first A, then B", run: act { $0.pin() }),
  Binding(
    .lists, "g c", .combine, "", "pin a combination of questions: mean(slope) - mean(control)",
    run: act { $0.askForCombination() }),
  Binding(
    .lists, "g x", .unpin, "", "forget the selected combination", run: { $0.unpin("") }),
  Binding(
    .lists, "r", .startEngine, "", "start an engine, if none works", run: { $0.startEngine() }),
  Binding(
    .lists, "W", .wide, "", "more columns (id, bm25), or fewer", run: act { $0.isWide.toggle() }),
]

/// Columns of a list: which one is looked at, ordered by, shown, and how wide it is.
let columnBindings: [Binding] = [
  Binding(
    .lists, ".", .nextColumn, "", "the next column, for i, o o and t x",
    run: act { $0.moveColumn(by: 1) }),
  Binding(
    .lists, ",", .previousColumn, "", "the column before", run: act { $0.moveColumn(by: -1) }),
  Binding(
    .lists, "o o", .sortColumn, "", "order by this column, the other way round, as before",
    run: act { $0.sortByColumn() }),
  Binding(
    .lists, "t c", .chooseColumns, "", "choose the columns of documents",
    run: act { $0.showColumns() }),
  Binding(.lists, "t x", .hideColumn, "", "hide this column", run: act { $0.hideColumn() }),
  Binding(.lists, "t >", .widenColumn, "", "a wider column", run: act { $0.widenColumn(by: 2) }),
  Binding(
    .lists, "t <", .narrowColumn, "", "a narrower column", run: act { $0.widenColumn(by: -2) }),
]

/// Several documents at once.
let markBindings: [Binding] = [Context.documents, .compare, .ask].flatMap { index in
  [
    Binding(
      index, "Space", .mark, index == .documents ? "mark" : "", "mark the document, or not",
      run: act { $0.mark() }),
    Binding(
      index, "v", .markRange, "", "mark from here to where the cursor goes; v ends it",
      run: act { $0.markRange() }),
    Binding(
      index, "*", .markAll, "", "mark every document of the list, or none",
      run: act { $0.markAll() }),
  ]
}

/// Types that have a key of their own.
let typeBindings: [Binding] = DocumentType.keyed.compactMap { type in
  type.key.map { key in
    Binding(
      .lists, "f \(key)", .filter(type), "", "show \(type.plural), or no longer",
      run: act { $0.filterType(type) })
  }
}

/// Filters and views act on the documents from wherever one stands.
let filterBindings: [Binding] = [
  Binding(.lists, "f o", .filterOther, "", "show every other type", run: act { $0.filterOthers() }),
  Binding(.lists, "f a", .allTypes, "", "show all types", run: act { $0.filter.types = TypeSet() }),
  Binding(
    .lists, "f +", .signPlus, "", "positive influence only", run: act { $0.filter.sign = .plus }),
  Binding(
    .lists, "f -", .signMinus, "", "negative influence only, strongest first",
    run: act { $0.filter.sign = .minus }),
  Binding(.lists, "f b", .signBoth, "", "both signs", run: act { $0.filter.sign = .both }),
  Binding(
    .lists, "f x", .filterAnswer, "", "only documents that hold the answer",
    run: act { $0.filterByAnswer() }),
  Binding(
    .lists, "f s", .filterStarred, "", "only documents with a star",
    run: act { $0.filter.isStarred.toggle() }),
  Binding(
    .lists, "f u", .filterUnread, "", "only documents not opened yet",
    run: act { $0.filter.isUnread.toggle() }),
  Binding(.lists, "f k", .filterTop, "", "only the top k", run: act { $0.ask(for: .top) }),
  Binding(
    .lists, "f e", .filterCondition, "", "only rows that fulfil a condition: rank < 500 and …",
    run: act { $0.ask(for: .condition, $0.filter.condition?.description ?? "") }),
  Binding(
    .lists, "f v", .countValues, "", "count the values of a field in this list, and keep one",
    run: { $0.showValues() }),
  Binding(
    .lists, "F | f F", .clearFilters, "clear", "take off every filter",
    run: act { $0.clearEverything() }),
  Binding(
    .lists, "t d", .foldCopies, "", "collapse duplicates: one row for copies of a text",
    run: act { $0.filter.foldsCopies.toggle() }),
  Binding(.lists, "o r", .viewRaw, "", "order by influence", run: act { $0.choose(.raw) }),
  Binding(
    .lists, "o i", .viewPerNat, "", "order by influence per nat", run: act { $0.choose(.perNat) }),
  Binding(
    .lists, "o g", .viewNorm, "", "order by influence over gradient length",
    run: act { $0.chooseNorm() }),
  Binding(
    .lists, "V", .nextView, "view", "next view: raw, per nat, by gradient length",
    run: act { $0.turnView() }),
  Binding(
    .lists, "S", .nextSign, "sign", "next sign: both, positive, negative",
    run: act { $0.filter.sign = $0.filter.sign.next }),
]
