/// What the search for equalities sees of a text.
enum ArithmeticToken: Equatable {
  /// A number and how many decimals it is written with.
  case number(ExactNumber, decimals: Int)
  case plus, minus, times, divided, power
  case open, close
  case equals
  /// Letters; whether it touches what precedes it.
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
    let characters = Array(MathText.plain(text).unicodeScalars)
    var tokens: [ArithmeticToken] = []
    var place = 0
    func isDigit(_ place: Int) -> Bool {
      place < characters.count && ("0"..."9").contains(characters[place])
    }
    while place < characters.count {
      let scalar = characters[place]
      let startsFraction = scalar == "." && isDigit(place + 1) && !continues(characters, place)
      if isDigit(place) || startsFraction {
        let (token, end) = number(characters, from: place)
        tokens.append(token)
        place = end
        continue
      }
      if scalar.properties.isAlphabetic || scalar == "_" || scalar == "\\" || scalar == "°" {
        let start = place
        while place < characters.count,
          characters[place].properties.isAlphabetic
            || "_\\'°".unicodeScalars.contains(characters[place])
        { place += 1 }
        let attached = start > 0 && !characters[start - 1].properties.isWhitespace
        let word = String(String.UnicodeScalarView(characters[start..<place])).lowercased()
        let isTimes =
          word == "x" && isDigit(nextVisible(characters, place)) && tokens.last?.endsValue == true
        tokens.append(isTimes ? .times : .word(word, attached: attached))
        continue
      }
      place += 1
      switch scalar {
      case " ", "\t", "\u{A0}", "\u{2009}", "\u{202F}", "$", "€", "£", "¥", "₹", "₽", "₩", "¢":
        continue
      case "+": tokens.append(opensItem(characters, place) ? .stop : .plus)
      case "-", "\u{2212}", "\u{2013}", "\u{2010}", "\u{2011}", "\u{FE63}":
        tokens.append(opensItem(characters, place) ? .bullet : .minus)
      case "*" where place < characters.count && characters[place] == "*":
        place += 1
        if isPower(characters, place, after: tokens.last) { tokens.append(.power) }
      case "*" where opensItem(characters, place): tokens.append(.stop)
      case "*", "×", "·", "⋅", "∙", "∗", "✕": tokens.append(.times)
      case "/", "÷": tokens.append(.divided)
      case "^": tokens.append(.power)
      case "(", "[": tokens.append(.open)
      case ")", "]": tokens.append(.close)
      case "%": tokens.append(.percent)
      case "=": tokens.append(.equals)
      case "<", ">", "!", ":", "≠", "≈", "~":
        // `<=`, `!=`, `:=` and the like are no equality.
        if place < characters.count, characters[place] == "=" { place += 1 }
        tokens.append(.stop)
      default: tokens.append(.stop)
      }
    }
    return joinDoubledEquals(tokens)
  }

  /// `3 == 3` says what `3 = 3` says; `+=` says nothing.
  private static func joinDoubledEquals(_ tokens: [ArithmeticToken]) -> [ArithmeticToken] {
    var result: [ArithmeticToken] = []
    for token in tokens {
      if token == .equals, let last = result.last {
        if last == .equals { continue }
        if [.plus, .minus, .times, .divided].contains(last) {
          result[result.count - 1] = .stop
          continue
        }
      }
      result.append(token)
    }
    return result
  }

  private static func nextVisible(_ characters: [Unicode.Scalar], _ place: Int) -> Int {
    var place = place
    while place < characters.count, characters[place] == " " { place += 1 }
    return place
  }

  /// Whether `**` (just passed) raises to a power: it does not stand closer to one side, as the marks of
  /// bold text do.
  private static func isPower(
    _ characters: [Unicode.Scalar], _ place: Int, after last: ArithmeticToken?
  ) -> Bool {
    guard last?.endsValue == true, place < characters.count, place >= 3 else { return false }
    guard (characters[place] == " ") == (characters[place - 3] == " ") else { return false }
    let next = nextVisible(characters, place)
    return next < characters.count && "0123456789(-".unicodeScalars.contains(characters[next])
  }

  /// Whether a sign (just passed) stands alone at the start of its line, as the mark of an item does.
  private static func opensItem(_ characters: [Unicode.Scalar], _ place: Int) -> Bool {
    guard place < characters.count, characters[place] == " " else { return false }
    return characters[..<(place - 1)].reversed().first { $0 != " " && $0 != "\t" }
      .map { $0 == "\n" } ?? true
  }

  /// Whether a point follows what it could belong to: `3.5.1`, `x.5`.
  private static func continues(_ characters: [Unicode.Scalar], _ place: Int) -> Bool {
    guard place > 0 else { return false }
    let before = characters[place - 1].properties
    return before.isAlphabetic || before.numericType != nil || characters[place - 1] == "."
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
