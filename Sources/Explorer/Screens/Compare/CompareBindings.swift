import RunModel

let compareBindings: [Binding] = [
  Binding(.compare, "Enter", .open, "read", "read the document", run: { $0.read() }),
  Binding(
    .compare, "=", .lock, "lock", "scroll both sides together, or each alone",
    run: act { $0.compare.isLocked.toggle() }),
  Binding(.compare, "x", .swap, "swap", "swap the sides", run: act { $0.swapSides() }),
  Binding(
    .compare, "A", .chooseA, "choose A", "choose the question on the left",
    run: act { $0.chooseQuestion(.left, title: "Question A") }),
  Binding(
    .compare, "B", .chooseB, "choose B", "choose the question on the right",
    run: act { $0.chooseQuestion(.right, title: "Question B") }),
  Binding(
    .compare, "u", .overlap, "overlap", "all documents, those of one side, or common ones",
    run: act { $0.nextOverlap() }),
  Binding(
    .compare, "s", .star, "", "put a star on the document, or take it off", run: { $0.star() }),
]
