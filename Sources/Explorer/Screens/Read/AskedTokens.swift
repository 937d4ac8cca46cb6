internal import Terminal

extension SideBox {
  /// Tokens that a box has room for.
  private static let shown = 12

  /// What each token of the step has of the score, the strongest in the order of the text.
  static func asked(_ tokens: [Heat.AskedToken], theme: Theme, width: Int) -> SideBox {
    var box = SideBox("The step, token by token")
    guard tokens.count > 1 else { return box }
    let largest = tokens.reduce(0) { max($0, abs($1.share)) }
    let strongest = tokens.indices.sorted {
      (abs(tokens[$1].share), $0) < (abs(tokens[$0].share), $1)
    }
    let chosen = strongest.prefix(shown).sorted()
    for index in chosen {
      let token = tokens[index]
      let share = largest > 0 ? Double(abs(token.share) / largest) : 0
      let text = pad(fit(Sanitizer.visible(token.text.debugDescription), columns: 14), 14)
      box.add(
        "\(text)\(pad(number(token.share), 8, right: true)) \(bar(share, width: width - 24))",
        token.share < 0 ? theme.negative : theme.positive)
    }
    let others = tokens.indices.filter { !chosen.contains($0) }.reduce(0) { $0 + tokens[$1].share }
    if chosen.count < tokens.count {
      box.add("\(counted(tokens.count - chosen.count, "other"))  \(number(others))", theme.dim)
    }
    return box
  }
}
