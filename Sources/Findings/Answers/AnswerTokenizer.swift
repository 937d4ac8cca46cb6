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
    if isDigit(byte(position)), !followsOperand || (followsWord && !touchesBefore) {
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
    } else {
      position = begin
      followsOperand = false
      followsWord = false
    }
  }

  /// A number, or a word that begins with digits; the position is at the first digit.
  private mutating func number(start: Int, negative: Bool) {
    let first = position
    var hash = TokenHash(.number)
    if negative { hash.add(UInt8(ascii: "-")) }
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
    return isWordScalar(value) && !isIdeograph(value)
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
      if isIdeograph(value) {
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
private func isIdeograph(_ value: UInt32) -> Bool {
  (0x3040...0x30FF).contains(value) || (0x3400...0x9FFF).contains(value)
    || (0xAC00...0xD7AF).contains(value) || (0x20000...0x3FFFF).contains(value)
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
