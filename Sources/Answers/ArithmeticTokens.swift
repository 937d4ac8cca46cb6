/// What the search for equalities sees of a text.
enum ArithmeticToken: Equatable {
  /// A number and how many decimals it is written with.
  case number(ExactNumber, decimals: Int)
  case plus, minus, times, divided, power
  case open, close
  case equals
  /// Less, more, not equal: what stands beside it is a bound.
  case comparison
  /// What parts the members of a list.
  case separator
  /// Letters in small; whether they touch what precedes them. One capital right behind a number stays one.
  case word(String, attached: Bool)
  case percent
  /// The mark of a list's item, which may as well be a sign.
  case bullet
  /// What ends an expression: punctuation, line ends, other signs.
  case stop
}

extension ArithmeticToken {
  /// Cuts a text into tokens; what means nothing to arithmetic is a stop.
  static func scan(_ text: String) -> [ArithmeticToken] {
    var scanner = ArithmeticScanner(text)
    while scanner.next() {}
    return scanner.tokens
  }

  /// Whether a value may end with the token.
  var endsValue: Bool {
    switch self {
    case .number, .close: true
    default: false
    }
  }

  var isOperator: Bool { [.plus, .minus, .times, .divided, .power].contains(self) }
}

/// Cuts a text into tokens, one after another.
private struct ArithmeticScanner {
  private let characters: [Unicode.Scalar]
  private var place = 0
  private(set) var tokens: [ArithmeticToken] = []
  /// Whether a currency's sign stands right before.
  private var isMoney = false

  init(_ text: String) { characters = Array(MathText.plain(text).unicodeScalars) }

  /// Reads a token; false at the end.
  mutating func next() -> Bool {
    guard place < characters.count else { return false }
    let scalar = characters[place]
    let startsFraction = scalar == "." && isDigit(place + 1) && !continues(place)
    if isDigit(place) || startsFraction {
      number()
    } else if scalar.properties.isAlphabetic || "_\\°√±‰".unicodeScalars.contains(scalar) {
      word()
    } else {
      sign()
    }
    return true
  }

  private mutating func number() {
    defer { isMoney = false }
    let (token, end) = ArithmeticToken.number(characters, from: place)
    place = end
    // `$80k` and `$2.5M`: the letter multiplies.
    if isMoney, place < characters.count, case .number(let value, _) = token,
      let scale = Self.money[String(characters[place]).lowercased()],
      let product = value.multiplied(by: ExactNumber(scale))
    {
      var end = place + 1
      if characters[place...].starts(with: "bn".unicodeScalars) { end += 1 }
      if end == characters.count || !characters[end].properties.isAlphabetic {
        place = end
        tokens.append(.number(product, decimals: 0))
        return
      }
    }
    tokens.append(token)
  }

  private static let money = ["k": 1_000, "m": 1_000_000, "b": 1_000_000_000]

  private mutating func word() {
    isMoney = false
    let start = place
    let attached = start > 0 && !characters[start - 1].properties.isWhitespace
    place += 1
    // Signs that stand for a word, and Chinese and Korean ones that multiply, whatever follows them.
    let isAlone =
      "√±‰".unicodeScalars.contains(characters[start])
      || tokens.last?.endsValue == true && NumberName.isScale(characters, at: start)
    while !isAlone, place < characters.count,
      characters[place].properties.isAlphabetic
        || "_\\'°".unicodeScalars.contains(characters[place])
    { place += 1 }
    let spelled = String(String.UnicodeScalarView(characters[start..<place]))
    let word = spelled == "√" ? "sqrt" : spelled.lowercased()
    let isAfterValue = tokens.last?.endsValue == true
    if word == "x", isAfterValue, isDigit(nextVisible(place)) {
      tokens.append(.times)
    } else if word == "percent" || word == "pct" {
      tokens.append(.percent)
    } else if word == "cent", case .word("per", _) = tokens.last {
      tokens[tokens.count - 1] = .percent
    } else {
      let isCapital = attached && isAfterValue && spelled.count == 1 && !isAlone
      tokens.append(.word(isCapital ? spelled : word, attached: attached))
    }
  }

  private mutating func sign() {
    let scalar = characters[place]
    place += 1
    let wasMoney = isMoney
    isMoney = "$€£¥₹₽₩".unicodeScalars.contains(scalar) || wasMoney && scalar == " "
    switch scalar {
    case " ", "\t", "\u{A0}", "\u{2009}", "\u{202F}", "¢": return
    case _ where isMoney: return
    case "+": tokens.append(opensItem() ? .stop : .plus)
    case "-", "\u{2212}", "\u{2013}", "\u{2012}", "\u{2010}", "\u{2011}", "\u{FE63}", "\u{2796}":
      tokens.append(opensItem() ? .bullet : .minus)
    case "*" where place < characters.count && characters[place] == "*":
      place += 1
      if isPower() { tokens.append(.power) }
    case "*" where opensItem(): tokens.append(.stop)
    case "*", "×", "·", "⋅", "∙", "∗", "✕": tokens.append(.times)
    case "/", "÷": tokens.append(.divided)
    case "^": tokens.append(.power)
    case "(", "[": tokens.append(.open)
    case ")", "]": tokens.append(.close)
    case "%": tokens.append(.percent)
    case "=": equals()
    case ",", ";", "、": tokens.append(.separator)
    case "<" where tagEnd() != nil:
      place = tagEnd() ?? place
      tokens.append(.stop)
    case "<", ">", "≤", "≥", "≠": comparison()
    case "!" where place < characters.count && characters[place] == "=": comparison()
    case ":", "≈", "~":
      // `:=` and the like are no equality.
      if place < characters.count, characters[place] == "=" { place += 1 }
      tokens.append(.stop)
    default: tokens.append(.stop)
    }
  }

  /// `3 == 3` says what `3 = 3` says; `+=` says nothing.
  private mutating func equals() {
    guard let last = tokens.last else { return tokens.append(.equals) }
    if last == .equals { return }
    if [.plus, .minus, .times, .divided].contains(last) {
      tokens[tokens.count - 1] = .stop
    } else {
      tokens.append(.equals)
    }
  }

  /// `<`, `>=` and the like; `->` and `=>` are arrows.
  private mutating func comparison() {
    if place < characters.count, characters[place] == "=" { place += 1 }
    let isArrow = tokens.last == .minus || tokens.last == .equals
    tokens.append(isArrow ? .stop : .comparison)
  }

  /// The place behind a tag such as `</s>` or `<|im_end|>`, whose `<` was just passed; nil where there is none.
  private func tagEnd() -> Int? {
    let rest = characters[place...].prefix(48)
    guard let end = rest.firstIndex(of: ">"), let first = rest.first,
      first == "/" || first == "|" || first.properties.isAlphabetic,
      rest[..<end].allSatisfy({ $0.properties.isAlphabetic || "/|_-".unicodeScalars.contains($0) })
    else { return nil }
    return end + 1
  }

  private func isDigit(_ place: Int) -> Bool {
    place < characters.count && ("0"..."9").contains(characters[place])
  }

  private func nextVisible(_ place: Int) -> Int {
    var place = place
    while place < characters.count, characters[place] == " " { place += 1 }
    return place
  }

  /// Whether `**` (just passed) raises to a power: it does not stand closer to one side, as the marks of
  /// bold text do.
  private func isPower() -> Bool {
    guard tokens.last?.endsValue == true, place < characters.count, place >= 3 else { return false }
    guard (characters[place] == " ") == (characters[place - 3] == " ") else { return false }
    let next = nextVisible(place)
    return next < characters.count && "0123456789(-".unicodeScalars.contains(characters[next])
  }

  /// Whether a sign (just passed) stands alone at the start of its line, as the mark of an item does.
  private func opensItem() -> Bool {
    guard place < characters.count, characters[place] == " " else { return false }
    return characters[..<(place - 1)].reversed().first { $0 != " " && $0 != "\t" }
      .map { $0 == "\n" } ?? true
  }

  /// Whether a point follows what it could belong to: `3.5.1`, `x.5`.
  private func continues(_ place: Int) -> Bool {
    guard place > 0 else { return false }
    let before = characters[place - 1].properties
    return before.isAlphabetic || before.numericType != nil || characters[place - 1] == "."
  }
}
