import RunModel

/// The result that a reasoning step states: its last equality, such as `69 / -23 = -3`.
///
/// Both sides reach as far as they are an expression of numbers, single letters (`6x`, `y`),
/// operators and brackets. Nil for a step that states none; a chain `a = b = c` states `b = c`.
package func stepResult(in text: String) -> String? {
  let tokens = AnswerTokenizer.tokens(of: text)
  let equals = TokenHash.symbol(UInt8(ascii: "="))
  let bytes = Array(text.utf8)
  for position in tokens.indices.reversed() where tokens[position].key == equals {
    let left = expressionStart(tokens, before: position, bytes)
    let right = expressionEnd(tokens, after: position, bytes)
    guard let left, let right else { continue }
    return String(decoding: bytes[tokens[left].start..<tokens[right].end], as: UTF8.self)
  }
  return nil
}

private let opening = TokenHash.symbol(UInt8(ascii: "("))
private let closing = TokenHash.symbol(UInt8(ascii: ")"))
private let operators = Set("+-*/^".utf8.map(TokenHash.symbol))

/// Numbers and variables: one letter, or digits and one letter.
private func isOperand(_ token: AnswerToken, _ bytes: [UInt8]) -> Bool {
  if token.kind == .number { return true }
  guard token.kind == .word else { return false }
  let text = bytes[token.start..<token.end]
  return text.count { !(0x30...0x39).contains($0) } == 1 && (text.last ?? 0) >= 0x41
}

/// Whether nothing but blanks stands between two tokens, so that they are one expression.
private func touch(_ left: AnswerToken, _ right: AnswerToken, _ bytes: [UInt8]) -> Bool {
  bytes[left.end..<right.start].allSatisfy { $0 == 0x20 || $0 == 0x24 }
}

/// First token of the longest expression that ends before a place.
private func expressionStart(_ tokens: [AnswerToken], before position: Int, _ bytes: [UInt8])
  -> Int?
{
  var (start, depth, index, wantsOperand) = (Int?.none, 0, position - 1, true)
  while index >= 0, touch(tokens[index], tokens[index + 1], bytes) {
    let token = tokens[index]
    if wantsOperand {
      if token.key == closing {
        depth += 1
      } else if isOperand(token, bytes) {
        wantsOperand = false
      } else {
        break
      }
    } else if token.key == opening && depth > 0 {
      depth -= 1
    } else if operators.contains(token.key) {
      wantsOperand = true
    } else {
      break
    }
    if !wantsOperand && depth == 0 { start = index }
    index -= 1
  }
  return start
}

/// Last token of the longest expression that begins after a place.
private func expressionEnd(_ tokens: [AnswerToken], after position: Int, _ bytes: [UInt8]) -> Int? {
  var (end, depth, index, wantsOperand) = (Int?.none, 0, position + 1, true)
  while index < tokens.count, touch(tokens[index - 1], tokens[index], bytes) {
    let token = tokens[index]
    if wantsOperand {
      if token.key == opening {
        depth += 1
      } else if isOperand(token, bytes) {
        wantsOperand = false
      } else {
        break
      }
    } else if token.key == closing && depth > 0 {
      depth -= 1
    } else if operators.contains(token.key) {
      wantsOperand = true
    } else {
      break
    }
    if !wantsOperand && depth == 0 { end = index }
    index += 1
  }
  return end
}
