import RunModel

let findingsBindings: [Binding] = [
  Binding(
    .findings, "] | )", .nextFinding, "next", "next finding", run: act { $0.turnFinding(by: 1) }),
  Binding(
    .findings, "[ | (", .previousFinding, "previous", "previous finding",
    run: act { $0.turnFinding(by: -1) }),
  Binding(.findings, "j | Down", .down, "", "down", run: act { $0.moveInFindings(.down) }),
  Binding(.findings, "k | Up", .up, "", "up", run: act { $0.moveInFindings(.up) }),
  Binding(
    .findings, "l | Right", .right, "", "to the right", run: act { $0.moveInFindings(.right) }),
  Binding(.findings, "h | Left", .left, "", "to the left", run: act { $0.moveInFindings(.left) }),
  Binding(
    .findings, "Enter", .open, "open", "compare the two questions, or read the document",
    run: { $0.openFinding() }),
  Binding(.findings, "g g | Home", .top, "", "first row", run: act { $0.moveInFindings(.top) }),
  Binding(.findings, "G | g e | End", .end, "", "last row", run: act { $0.moveInFindings(.end) }),
  Binding(
    .findings, "PgDn | Ctrl-F", .pageDown, "", "a page down",
    run: act { $0.moveInFindings(.pageDown) }),
  Binding(
    .findings, "PgUp | Ctrl-B", .pageUp, "", "a page up", run: act { $0.moveInFindings(.pageUp) }),
  Binding(
    .findings, "o", .nextOrder, "order", "the map by group, by cluster, by the cursor's row",
    run: act { $0.changeOrder() }),
  Binding(
    .findings, "p", .nextCoefficient, "measure", "the map of Pearson, Spearman or shared tops",
    run: act { $0.changeCoefficient() }),
  Binding(
    .findings, "z", .zoom, "zoom", "one question a cell of the map, or the whole map",
    run: act { $0.zoomMap() }),
  Binding(
    .findings, "+", .deeper, "deeper", "count types and answers among more of the ranking",
    run: act { $0.changeDepth(by: 1) }),
  Binding(
    .findings, "-", .shallower, "", "count them among fewer", run: act { $0.changeDepth(by: -1) }),
  Binding(
    .findings, "b", .otherSide, "side", "positive or negative side of the rankings",
    run: act { $0.turnSide() }),
  Binding(
    .findings, "m", .relative, "relative", "magnitudes per nat, or as shares of their total",
    run: act { $0.turnRelative() }),
  Binding(
    .findings, "c", .onlyVerdict, "verdict", "all completions, right ones, wrong ones",
    run: act { $0.turnVerdict() }),
  Binding(
    .findings, "f", .onlyGroup, "group", "only questions of a group", run: act { $0.chooseGroup() }),
  Binding(
    .findings, "a", .chooseFields, "field", "choose the field whose values are counted",
    run: act { $0.showFields() }),
  Binding(
    .findings, "F", .everyQuestion, "", "every question again", run: act { $0.studyEveryQuestion() }
  ),
  Binding(
    .findings, "V", .studyView, "view", "by influence, or by influence over gradient length",
    run: act { $0.turnStudyView() }),
  Binding(
    .findings, "i", .facts, "facts", "what the finding says, how it is measured, of what",
    run: act { $0.showFindingFacts() }),
  Binding(.findings, "r", .startEngine, "", "start an engine", run: { $0.startEngine() }),
  Binding(
    .findings, "E f", .exportFigure, "", "write this finding's figure (SVG)",
    run: { $0.exportFigure() }),
]
