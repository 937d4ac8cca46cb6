/// What the search for equalities sees of a text.
enum ArithmeticToken: Equatable {
  /// A number and how many decimals it is written with.
  case number(Double, decimals: Int)
  case plus, minus, times, divided, power
  case open, close
  case equals
  /// Letters; whether it touches what precedes it.
  case word(String, attached: Bool)
  case percent
  /// What ends an expression: punctuation, line ends, other signs.
  case stop
}

extension ArithmeticToken {
  /// Cuts a text into tokens; what means nothing to arithmetic is a stop.
  static func scan(_ text: String) -> [ArithmeticToken] {
    let characters = Array(text.unicodeScalars)
    var tokens: [ArithmeticToken] = []
    var place = 0
    func isDigit(_ place: Int) -> Bool {
      place < characters.count && ("0"..."9").contains(characters[place])
    }
    while place < characters.count {
      let scalar = characters[place]
      if isDigit(place) {
        let (token, end) = number(characters, from: place)
        tokens.append(token)
        place = end
        continue
      }
      if scalar.properties.isAlphabetic || scalar == "_" || scalar == "\\" {
        let start = place
        while place < characters.count,
          characters[place].properties.isAlphabetic
            || "_\\'".unicodeScalars.contains(characters[place])
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
      case " ", "\t", "\u{A0}", "$", "€", "£": continue
      case "+": tokens.append(.plus)
      case "-", "\u{2212}", "\u{2013}": tokens.append(.minus)
      case "*" where place < characters.count && characters[place] == "*":
        place += 1
        tokens.append(.power)
      case "*", "×", "·", "⋅": tokens.append(.times)
      case "/", "÷": tokens.append(.divided)
      case "^": tokens.append(.power)
      case "²", "³":
        tokens += [.power, .number(scalar == "²" ? 2 : 3, decimals: 0)]
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

  /// `1,234.5`: digits, groups of three after commas, decimals.
  private static func number(
    _ characters: [Unicode.Scalar], from start: Int
  ) -> (ArithmeticToken, end: Int) {
    func isDigit(_ place: Int) -> Bool {
      place < characters.count && ("0"..."9").contains(characters[place])
    }
    var place = start
    while isDigit(place) { place += 1 }
    if place - start <= 3 {
      while place < characters.count, characters[place] == ",", isDigit(place + 1),
        isDigit(place + 2), isDigit(place + 3), !isDigit(place + 4)
      { place += 4 }
    }
    var decimals = 0
    if place < characters.count, characters[place] == ".", isDigit(place + 1) {
      place += 1
      while isDigit(place) {
        place += 1
        decimals += 1
      }
    }
    let digits = String(String.UnicodeScalarView(characters[start..<place].filter { $0 != "," }))
    return (.number(Double(digits) ?? .nan, decimals: decimals), place)
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
