/// Evaluates what is written with numbers, + - × ÷ ^ and brackets.
///
/// `2(3 + 4)` multiplies. The value is nil where the tokens are no whole expression.
struct ArithmeticExpression {
  private let tokens: ArraySlice<ArithmeticToken>
  private var place: Int
  private var depth = 0

  static func value(_ tokens: ArraySlice<ArithmeticToken>) -> ExactNumber? {
    guard !tokens.isEmpty, tokens.count <= 400 else { return nil }
    var expression = ArithmeticExpression(tokens: tokens, place: tokens.startIndex)
    guard let value = expression.sum(), expression.place == tokens.endIndex else { return nil }
    return value
  }

  private init(tokens: ArraySlice<ArithmeticToken>, place: Int) {
    self.tokens = tokens
    self.place = place
  }

  private var next: ArithmeticToken? { place < tokens.endIndex ? tokens[place] : nil }

  private mutating func sum() -> ExactNumber? {
    guard var value = product() else { return nil }
    while let sign = next, sign == .plus || sign == .minus {
      place += 1
      guard let term = product(), let sum = value.adding(sign == .plus ? term : -term) else {
        return nil
      }
      value = sum
    }
    return value
  }

  private mutating func product() -> ExactNumber? {
    guard var value = power() else { return nil }
    while let sign = next {
      if sign == .times || sign == .divided {
        place += 1
        guard let factor = power(),
          let result = sign == .times ? value.multiplied(by: factor) : value.divided(by: factor)
        else { return nil }
        value = result
      } else if sign == .open {
        guard let factor = power(), let result = value.multiplied(by: factor) else { return nil }
        value = result
      } else {
        break
      }
    }
    return value
  }

  private mutating func power() -> ExactNumber? {
    if next == .minus {
      place += 1
      return power().map { -$0 }
    }
    if next == .plus {
      place += 1
      return power()
    }
    guard let base = atom() else { return nil }
    guard next == .power else { return base }
    place += 1
    return signedAtom().flatMap { base.power($0) }
  }

  private mutating func signedAtom() -> ExactNumber? {
    guard next == .minus else { return atom() }
    place += 1
    return atom().map { -$0 }
  }

  private mutating func atom() -> ExactNumber? {
    switch next {
    case .number(let value, _):
      place += 1
      return value
    case .open:
      depth += 1
      defer { depth -= 1 }
      guard depth < 40 else { return nil }
      place += 1
      guard let value = sum(), next == .close else { return nil }
      place += 1
      return value
    default: return nil
    }
  }
}
