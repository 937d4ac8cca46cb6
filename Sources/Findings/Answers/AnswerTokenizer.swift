import RunModel

/// Splits a text into the tokens that answer search compares.
///
/// One pass over the UTF-8 bytes; only words with letters beyond ASCII allocate. A minus belongs to
/// the number behind it where nothing before it could be subtracted from: `= -3`, `is -3` and
/// `4, -3` hold the number −3, `5-3`, `5 -3` and `x-3` do not.
struct AnswerTokenizer {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private(set) var tokens: [AnswerToken]
  /// Whether what stands before can be subtracted from, and whether blanks came after it.
  private var followsOperand = false
  private var followsWord = false
  /// Closing braces after which a fraction of LaTeX divides, the innermost last.
  private var divisions: [Int] = []

  /// Tokens of a text, written over those of an earlier one to reuse their memory.
  static func tokens(of text: String, reusing old: consuming [AnswerToken] = []) -> [AnswerToken] {
    var text = text
    var old = old
    old.removeAll(keepingCapacity: true)
    return text.withUTF8 { bytes in
      var tokenizer = AnswerTokenizer(bytes: bytes, tokens: old)
      tokenizer.run()
      return tokenizer.tokens
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, tokens: [AnswerToken]) {
    self.bytes = bytes
    self.tokens = tokens
  }

  private func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func run() {
    while position < bytes.count {
      let byte = bytes[position]
      if isDigit(byte) {
        number(start: position, negative: false)
      } else if isLetter(byte) {
        word(start: position)
      } else if byte >= 0x80 {
        beyondASCII()
      } else {
        punctuation(byte)
      }
    }
  }

  private mutating func punctuation(_ byte: UInt8) {
    let start = position
    position += 1
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"):
      break
    case UInt8(ascii: "-"):
      minus(start: start)
    case UInt8(ascii: ".") where startsFraction(start):
      position = start
      number(start: start, negative: false)
    case UInt8(ascii: "}") where divisions.last == start:
      divisions.removeLast()
      symbol(UInt8(ascii: "/"), start: start)
    case UInt8(ascii: "\\"):
      latexCommand(start: start)
    case UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "="),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "^"), UInt8(ascii: "%"),
      UInt8(ascii: "<"), UInt8(ascii: ">"):
      symbol(byte, start: start)
    default:
      followsOperand = false
      followsWord = false
    }
  }

  private mutating func symbol(_ byte: UInt8, start: Int) {
    append(TokenHash.symbol(byte), .symbol, start)
    followsOperand = byte == UInt8(ascii: ")") || byte == UInt8(ascii: "%")
    followsWord = false
  }

  /// A sign, a hyphen within a word (dropped) or the symbol; the position is behind it.
  private mutating func minus(start: Int) {
    let touchesBefore = start > 0 && !isBlank(bytes[start - 1])
    let isNumber =
      isDigit(byte(position)) || byte(position) == UInt8(ascii: ".") && isDigit(byte(position + 1))
    if isNumber, !followsOperand || (followsWord && !touchesBefore) {
      number(start: start, negative: true)
    } else if followsWord && touchesBefore && (isLetter(byte(position)) || byte(position) >= 0x80) {
      return
    } else {
      symbol(UInt8(ascii: "-"), start: start)
    }
  }

  private mutating func latexCommand(start: Int) {
    let begin = position
    while isLetter(byte(position)) { position += 1 }
    let name = bytes[begin..<position]
    if name.elementsEqual("times".utf8) || name.elementsEqual("cdot".utf8) {
      symbol(UInt8(ascii: "*"), start: start)
    } else if name.elementsEqual("div".utf8) {
      symbol(UInt8(ascii: "/"), start: start)
    } else if name.count <= 5, name.suffix(4).elementsEqual("frac".utf8) {
      latexFraction()
    } else {
      position = begin
      followsOperand = false
      followsWord = false
    }
  }

  /// `\frac{a}{b}` divides between its groups, `\frac12` between its digits; the position is behind the name.
  private mutating func latexFraction() {
    followsOperand = false
    followsWord = false
    if isDigit(byte(position)), isDigit(byte(position + 1)) {
      var hash = TokenHash(.number)
      hash.add(byte(position))
      position += 1
      append(hash.value, .number, position - 1)
      symbol(UInt8(ascii: "/"), start: position)
      hash = TokenHash(.number)
      hash.add(byte(position))
      position += 1
      append(hash.value, .number, position - 1)
      followsOperand = true
      return
    }
    guard byte(position) == UInt8(ascii: "{") else { return }
    // No numerator is longer; without a limit many open braces would be searched over and over.
    var depth = 0
    for index in position..<min(position + 200, bytes.count) {
      if bytes[index] == UInt8(ascii: "{") { depth += 1 }
      if bytes[index] == UInt8(ascii: "}") { depth -= 1 }
      guard depth == 0 else { continue }
      if byte(index + 1) == UInt8(ascii: "{") { divisions.append(index) }
      return
    }
  }

  /// Whether a point begins a number, as in `.5`: it follows nothing that it could belong to.
  private func startsFraction(_ start: Int) -> Bool {
    guard isDigit(byte(start + 1)), start + 1 < bytes.count else { return false }
    guard start > 0 else { return true }
    let before = bytes[start - 1]
    return !isDigit(before) && !isLetter(before) && before < 0x80 && before != UInt8(ascii: ".")
      && before != UInt8(ascii: ")") && before != UInt8(ascii: "]")
  }

  /// A number, or a word that begins with digits; the position is at the first digit.
  private mutating func number(start: Int, negative: Bool) {
    let first = position
    var hash = TokenHash(.number)
    if negative { hash.add(UInt8(ascii: "-")) }
    // `.5` is 0.5.
    if byte(position) == UInt8(ascii: ".") { hash.add(UInt8(ascii: "0")) }
    digits(into: &hash)
    if position - first <= 3 {
      while let width = thousandsSeparator(at: position) {
        position += width
        digits(into: &hash)
      }
    }
    if byte(position) == UInt8(ascii: "."), isDigit(byte(position + 1)) {
      fraction(into: &hash)
      // Two points are a version or a date, matched as it stands.
      if byte(position) == UInt8(ascii: "."), isDigit(byte(position + 1)) {
        while isDigit(byte(position)) || byte(position) == UInt8(ascii: ".") { position += 1 }
        while bytes[position - 1] == UInt8(ascii: ".") { position -= 1 }
        return opaqueWord(start: first)
      }
    }
    if wordContinues(at: position) { return opaqueWord(start: first) }
    append(hash.value, .number, start)
    followsOperand = true
    followsWord = false
  }

  private mutating func digits(into hash: inout TokenHash) {
    while isDigit(byte(position)) {
      hash.add(bytes[position])
      position += 1
    }
  }

  /// Length of a separator with exactly three digits behind it.
  private func thousandsSeparator(at index: Int) -> Int? {
    let width: Int
    switch byte(index) {
    case UInt8(ascii: ","), UInt8(ascii: "_"), UInt8(ascii: "'"):
      width = 1
    case 0xC2 where byte(index + 1) == 0xA0:  // no-break space
      width = 2
    case 0xE2
    where byte(index + 1) == 0x80 && [0x89, 0xAF, 0x99].contains(byte(index + 2)):
      width = 3  // thin space, narrow no-break space, apostrophe
    case UInt8(ascii: "{")
    where byte(index + 1) == UInt8(ascii: ",") && byte(index + 2) == UInt8(ascii: "}"):
      width = 3  // as LaTeX has it
    case UInt8(ascii: "\\") where byte(index + 1) == UInt8(ascii: ","):
      width = 2
    default:
      return nil
    }
    for offset in 0..<3 where !isDigit(byte(index + width + offset)) { return nil }
    return isDigit(byte(index + width + 3)) ? nil : width
  }

  /// A point and digits, without the zeros at their end.
  private mutating func fraction(into hash: inout TokenHash) {
    let begin = position
    position += 1
    while isDigit(byte(position)) { position += 1 }
    var end = position
    while end > begin + 1, bytes[end - 1] == UInt8(ascii: "0") { end -= 1 }
    if end > begin + 1 { for index in begin..<end { hash.add(bytes[index]) } }
  }

  /// A word from a start that need not look like one, up to where its letters and digits end.
  private mutating func opaqueWord(start: Int) {
    position = max(position, start)
    while wordContinues(at: position) {
      position += byte(position) >= 0x80 ? scalar(at: position).width : 1
    }
    appendWord(start: start)
  }

  private mutating func word(start: Int) {
    while wordContinues(at: position) {
      position += byte(position) >= 0x80 ? scalar(at: position).width : 1
    }
    appendWord(start: start)
  }

  /// Whether a word goes on at a place; an underscore belongs to it when more follows.
  private func wordContinues(at index: Int) -> Bool {
    let byte = byte(index)
    if isLetter(byte) || isDigit(byte) { return true }
    if byte == UInt8(ascii: "_") {
      let next = self.byte(index + 1)
      return isLetter(next) || isDigit(next)
    }
    guard byte >= 0x80 else { return false }
    let value = scalar(at: index).value
    return isWordScalar(value) && !isUnspaced(value)
  }

  private mutating func appendWord(start: Int) {
    var hash = TokenHash(.word)
    var isASCII = true
    for index in start..<position {
      let byte = bytes[index]
      if byte >= 0x80 { isASCII = false }
      hash.add(byte &- 0x41 < 26 ? byte | 0x20 : byte)
    }
    var key = hash.value
    if !isASCII {
      // A string hashes by canonical equivalence, so composed and decomposed letters agree.
      let text = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
      key = UInt64(bitPattern: Int64(text.hashValue))
    }
    if isASCII, position - start <= 9, let value = NumberWords.values[key] {
      numberWord(value, start: start)
      return
    }
    append(key, .word, start)
    followsOperand = true
    followsWord = true
  }

  private mutating func numberWord(_ value: Int, start: Int) {
    if (1..<10).contains(value), let last = tokens.last, last.kind == .number,
      start == last.end + 1, [UInt8(ascii: " "), UInt8(ascii: "-")].contains(bytes[start - 1]),
      let ten = tensWord(last)
    {
      tokens.removeLast()
      append(NumberWords.keys[ten + value], .number, last.start)
    } else {
      append(NumberWords.keys[value], .number, start)
    }
    followsOperand = true
    followsWord = true
  }

  /// The value of a token that is a word for 20, 30 … 90.
  private func tensWord(_ token: AnswerToken) -> Int? {
    guard isLetter(bytes[token.start]) else { return nil }
    return stride(from: 20, to: 100, by: 10).first { NumberWords.keys[$0] == token.key }
  }

  private mutating func beyondASCII() {
    let start = position
    let (value, width) = scalar(at: position)
    position += width
    switch value {
    case 0x2212:
      minus(start: start)
    case 0x2013:
      symbol(UInt8(ascii: "-"), start: start)
    case 0xD7, 0xB7, 0x22C5, 0x2217:
      symbol(UInt8(ascii: "*"), start: start)
    case 0xF7:
      symbol(UInt8(ascii: "/"), start: start)
    case 0xA0, 0x2009, 0x202F:
      break
    default:
      if isUnspaced(value), isWordScalar(value) {
        // Marks above, below and beside a letter belong to it.
        while byte(position) >= 0x80 {
          let (mark, width) = scalar(at: position)
          guard isMark(mark) else { break }
          position += width
        }
        appendWord(start: start)
      } else if isWordScalar(value) {
        word(start: start)
      } else {
        followsOperand = false
        followsWord = false
      }
    }
  }

  /// The scalar at a byte; a string's UTF-8 is always valid.
  private func scalar(at index: Int) -> (value: UInt32, width: Int) {
    let lead = UInt32(bytes[index])
    let width = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var value = lead & (0x7F >> UInt32(width))
    for offset in 1..<width { value = value << 6 | UInt32(byte(index + offset)) & 0x3F }
    return (value, width)
  }

  private mutating func append(_ key: UInt64, _ kind: AnswerToken.Kind, _ start: Int) {
    tokens.append(AnswerToken(key: key, kind: kind, start: start, end: position))
  }
}

@inline(__always) private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

@inline(__always) private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

/// Scripts written without blanks between words: every character is a token of its own.
///
/// Thai and Lao, Myanmar, Khmer, Tai Le to Khmer signs, Tai Tham, kana and ideographs with their marks, Javanese,
/// Myanmar extended, Hangul, compatibility ideographs, half-width kana, further ideographs.
private func isUnspaced(_ value: UInt32) -> Bool {
  guard value >= 0x0E00 else { return false }
  if (0x3005...0x3007).contains(value) || (0x3040...0x312F).contains(value)
    || (0x3400...0x9FFF).contains(value) || (0xAC00...0xD7AF).contains(value)
  {
    return true
  }
  return (0x0E00...0x0EFF).contains(value) || (0x1000...0x109F).contains(value)
    || (0x1780...0x17FF).contains(value) || (0x1950...0x19FF).contains(value)
    || (0x1A20...0x1AAF).contains(value) || (0xA980...0xA9FF).contains(value)
    || (0xAA60...0xAA7F).contains(value) || (0xF900...0xFAFF).contains(value)
    || (0xFF66...0xFF9F).contains(value) || (0x1B000...0x1B16F).contains(value)
    || (0x20000...0x3FFFF).contains(value)
}

private func isMark(_ value: UInt32) -> Bool {
  guard let category = Unicode.Scalar(value)?.properties.generalCategory else { return false }
  return category == .nonspacingMark || category == .spacingMark || category == .enclosingMark
}

private func isWordScalar(_ value: UInt32) -> Bool {
  guard let properties = Unicode.Scalar(value)?.properties else { return false }
  switch properties.generalCategory {
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
    .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber:
    return true
  default:
    return false
  }
}
