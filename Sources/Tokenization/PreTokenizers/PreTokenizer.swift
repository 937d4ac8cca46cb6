/// A text and the pieces of it that the model sees one by one.
struct PieceList {
  var text: AlignedText
  var pieces: [Range<Int>]

  init(_ text: AlignedText) {
    self.text = text
    pieces = text.bytes.isEmpty ? [] : [0..<text.bytes.count]
  }

  /// Splits every piece by runs.
  mutating func split(
    _ behaviour: SplitBehaviour, inverted: Bool = false,
    _ find: (_ bytes: [UInt8], _ piece: Range<Int>, _ runs: inout [SplitRun]) -> Void
  ) {
    var result: [Range<Int>] = []
    var runs: [SplitRun] = []
    // Isolated delimiters need no thought about neighbours, so all pieces go through at once.
    if behaviour == .isolated {
      for piece in pieces { find(text.bytes, piece, &runs) }
      pieces = runs.lazy.map(\.range).filter { !$0.isEmpty }
      return
    }
    for piece in pieces {
      runs.removeAll(keepingCapacity: true)
      find(text.bytes, piece, &runs)
      if inverted { for index in runs.indices { runs[index].isDelimiter.toggle() } }
      result.append(contentsOf: behaviour.pieces(of: runs))
    }
    pieces = result
  }

  /// Splits every piece into the matches of a pattern and what lies between.
  mutating func split(_ regex: Regex) {
    pieces = regex.pieces(of: text.bytes, in: pieces)
  }

  /// Rewrites every piece.
  mutating func rewrite(_ write: (_ piece: Range<Int>, _ result: inout AlignedTextBuilder) -> Void)
  {
    var result = AlignedTextBuilder(text)
    var moved: [Range<Int>] = []
    moved.reserveCapacity(pieces.count)
    for piece in pieces {
      let start = result.count
      write(piece, &result)
      if result.count > start { moved.append(start..<result.count) }
    }
    text = result.text
    pieces = moved
  }

  /// Puts bytes before the pieces that a rule picks.
  mutating func prepend(_ prefix: [UInt8], where picked: (_ text: AlignedText, Range<Int>) -> Bool)
  {
    let text = text
    guard pieces.contains(where: { picked(text, $0) }) else { return }
    rewrite { piece, result in
      if picked(text, piece) { result.insert(prefix, before: piece.lowerBound) }
      result.keep(piece)
    }
  }

  /// Writes every byte as its character in `ByteAlphabet`.
  mutating func spellBytes() {
    let text = text
    rewrite { piece, result in
      for offset in piece {
        result.replace(offset..<(offset + 1), with: ByteAlphabet.encoded[Int(text.bytes[offset])])
      }
    }
  }
}

/// One step that cuts text into the pieces which merges never cross.
enum PreTokenizer: Sendable {
  case characters(ScalarClass, SplitBehaviour)
  case pattern(SplitPattern, SplitBehaviour, inverted: Bool)
  /// GPT-2's: an optional space before each piece, optionally GPT-2's own pattern, then bytes.
  ///
  /// The bytes are spelt as characters only where later steps or the model look at those.
  case byteLevel(addsPrefixSpace: Bool, pattern: Regex?, spells: Bool)
  case metaspace(Metaspace)

  func apply(to list: inout PieceList) {
    switch self {
    case .characters(let kind, let behaviour):
      list.split(behaviour) { bytes, piece, runs in
        Self.appendRuns(of: bytes, in: piece, kind, to: &runs)
      }
    case .pattern(.regex(let regex), .isolated, _): list.split(regex)
    case .pattern(let pattern, let behaviour, let inverted):
      list.split(behaviour, inverted: inverted) { bytes, piece, runs in
        pattern.appendRuns(of: bytes, in: piece, to: &runs)
      }
    case .metaspace(let metaspace): metaspace.apply(to: &list)
    case .byteLevel(let addsPrefixSpace, let pattern, let spells):
      if addsPrefixSpace {
        list.prepend([0x20]) { text, piece in
          text.bytes[piece.lowerBound] != 0x20 && !(text.continues && piece.lowerBound == 0)
        }
      }
      if let pattern { list.split(pattern) }
      if spells { list.spellBytes() }
    }
  }

  /// Runs in which every character of a class is a delimiter of its own.
  private static func appendRuns(
    of bytes: [UInt8], in range: Range<Int>, _ kind: ScalarClass, to runs: inout [SplitRun]
  ) {
    var previous = range.lowerBound
    var offset = range.lowerBound
    while offset < range.upperBound {
      let (scalar, length) = UTF8Scan.scalar(bytes, at: offset)
      if kind.contains(scalar) {
        if previous < offset { runs.append(SplitRun(range: previous..<offset, isDelimiter: false)) }
        runs.append(SplitRun(range: offset..<(offset + length), isDelimiter: true))
        previous = offset + length
      }
      offset += length
    }
    if previous < range.upperBound {
      runs.append(SplitRun(range: previous..<range.upperBound, isDelimiter: false))
    }
  }
}

/// What a `Split` looks for.
enum SplitPattern: Sendable {
  case regex(Regex)
  case literal([UInt8])

  /// Bytes of a match, at least; an empty text is never looked for.
  var shortestMatch: Int {
    switch self {
    case .regex: 1
    case .literal(let literal): literal.isEmpty ? .max : literal.count
    }
  }

  func occurs(in bytes: [UInt8]) -> Bool {
    var runs: [SplitRun] = []
    appendRuns(of: bytes, in: 0..<bytes.count, to: &runs)
    return runs.contains(where: \.isDelimiter)
  }

  func appendRuns(of bytes: [UInt8], in range: Range<Int>, to runs: inout [SplitRun]) {
    switch self {
    case .regex(let regex): regex.appendRuns(of: bytes, in: range, to: &runs)
    case .literal(let literal):
      var previous = range.lowerBound
      var offset = range.lowerBound
      while !literal.isEmpty, offset + literal.count <= range.upperBound {
        guard bytes[offset..<(offset + literal.count)].elementsEqual(literal) else {
          offset += 1
          continue
        }
        if previous < offset { runs.append(SplitRun(range: previous..<offset, isDelimiter: false)) }
        offset += literal.count
        runs.append(SplitRun(range: (offset - literal.count)..<offset, isDelimiter: true))
        previous = offset
      }
      if previous < range.upperBound {
        runs.append(SplitRun(range: previous..<range.upperBound, isDelimiter: false))
      }
    }
  }
}

extension PreTokenizer {
  var isByteLevel: Bool {
    if case .byteLevel = self { true } else { false }
  }

  /// The step, spelling its bytes.
  var spelling: PreTokenizer {
    guard case .byteLevel(let addsPrefixSpace, let pattern, _) = self else { return self }
    return .byteLevel(addsPrefixSpace: addsPrefixSpace, pattern: pattern, spells: true)
  }
}
