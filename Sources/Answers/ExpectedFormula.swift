/// A formula that is expected as an answer.
struct ExpectedFormula {
  private let signs: [String]
  /// What stands before an equals sign, such as `y` or `f x` of `f(x)`; empty where nothing does.
  private let name: [String]
  private let list: FormulaList?

  init(_ text: String) {
    (name, signs) = Self.parts(text)
    list = FormulaList(text)
  }

  /// Whether a completion gives it: marks it, or holds it.
  func isGiven(in completion: String) -> Bool {
    if let marked = FinalAnswer.marked(completion) { return isSame(marked) }
    if FormulaSigns.contains(completion, signs) { return true }
    guard list != nil else { return false }
    return (FinalAnswer.announced(completion).prefix(1) + [completion]).contains(where: isSame)
  }

  private func isSame(_ text: String) -> Bool {
    let (other, given) = Self.parts(text)
    if given == signs, name.isEmpty || other.isEmpty || name == other { return true }
    guard let list, let members = FormulaList(text) else { return false }
    return list.agrees(with: members)
  }

  /// The signs of a formula without units, and the name that it is given.
  private static func parts(_ text: String) -> (name: [String], signs: [String]) {
    let plain = MathText.plain(FormulaSigns.matricesAsLists(text))
    let signs = FormulaSigns.split(UnitWords.removed(from: plain) ?? plain)
    for length in [1, 2] where signs.count > length + 1 {
      let name = Array(signs[..<length])
      let isName = name.allSatisfy { $0.count == 1 && $0.first?.isLetter == true }
      let link = signs[length]
      if isName, link == "=" || link == "∈", !signs[(length + 1)...].contains("=") {
        return (name, Array(signs[(length + 1)...]))
      }
    }
    return ([], signs)
  }
}

/// Members of a list, a tuple, an interval or a set, each compared by its value.
struct FormulaList {
  private let open: Character?
  private let close: Character?
  private let members: [String]
  private let isSet: Bool

  /// nil for a text without members that commas part.
  init?(_ text: String) {
    let raw = text.replacing("\\left", with: "").filter { $0 != "$" && !$0.isWhitespace }
    isSet = raw.hasPrefix("\\{") || raw.hasPrefix("{")
    var plain = MathText.plain(text).filter { $0 != "$" }[...]
    while let last = plain.last, last.isWhitespace || last == "." { plain.removeLast() }
    plain = plain.drop(while: \.isWhitespace)
    if isSet { plain = plain.filter { $0 != "{" && $0 != "}" }[...] }
    if let first = plain.first, let last = plain.last, "([".contains(first), ")]".contains(last),
      Self.isWrapped(plain)
    {
      (open, close) = (first, last)
      plain = plain.dropFirst().dropLast()
    } else {
      (open, close) = (nil, nil)
    }
    members = Self.split(plain)
    guard members.count > 1, members.count <= 64 else { return nil }
  }

  /// Whether the first bracket is closed by the last sign.
  private static func isWrapped(_ text: Substring) -> Bool {
    var depth = 0
    for place in text.indices {
      if "([".contains(text[place]) { depth += 1 }
      if ")]".contains(text[place]) { depth -= 1 }
      if depth == 0 { return text.index(after: place) == text.endIndex }
    }
    return false
  }

  private static func split(_ text: Substring) -> [String] {
    var members: [String] = []
    var (member, depth) = ("", 0)
    for sign in text {
      if "([".contains(sign) { depth += 1 }
      if ")]".contains(sign) { depth -= 1 }
      if depth == 0, sign == "," || sign == ";" {
        members.append(member)
        member = ""
      } else {
        member.append(sign)
      }
    }
    return members + [member]
  }

  func agrees(with other: FormulaList) -> Bool {
    guard members.count == other.members.count, open == other.open, close == other.close else {
      return false
    }
    guard isSet || other.isSet else { return zip(members, other.members).allSatisfy(Self.isSame) }
    var rest = other.members
    for member in members {
      guard let place = rest.firstIndex(where: { Self.isSame(member, $0) }) else { return false }
      rest.remove(at: place)
    }
    return true
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    if let left = StatedNumber.whole(one)?.number, let right = StatedNumber.whole(other)?.number {
      return left.agrees(with: right)
    }
    return FormulaSigns.split(one) == FormulaSigns.split(other)
  }
}
