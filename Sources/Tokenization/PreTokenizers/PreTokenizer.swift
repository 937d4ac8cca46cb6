/// A text and the pieces of it that the model sees one by one.
struct PieceList {
  var text: AlignedText
  var pieces: [Range<Int>]
  /// Whether the bytes have become the characters of `ByteAlphabet`.
  var isByteAlphabet = false

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

  /// Puts bytes before the pieces that a rule picks.
  mutating func prepend(_ prefix: [UInt8], where picked: (_ text: AlignedText, Range<Int>) -> Bool)
  {
    guard pieces.contains(where: { picked(text, $0) }) else { return }
    var bytes: [UInt8] = []
    var origins: [Range<Int32>] = []
    var moved: [Range<Int>] = []
    for piece in pieces {
      let start = bytes.count
      if picked(text, piece) {
        let place = text.origin(at: piece.lowerBound).lowerBound
        bytes.append(contentsOf: prefix)
        origins.append(contentsOf: repeatElement(place..<place, count: prefix.count))
      }
      bytes.append(contentsOf: text.bytes[piece])
      for place in piece { origins.append(text.origin(at: place)) }
      moved.append(start..<bytes.count)
    }
    text = AlignedText(bytes: bytes, offset: text.offset, origins: origins)
    pieces = moved
  }
}

/// One step that cuts text into the pieces which merges never cross.
enum PreTokenizer: Sendable {
  case characters(ScalarClass, SplitBehaviour)
  case pattern(SplitPattern, SplitBehaviour, inverted: Bool)
  /// GPT-2's: an optional space before each piece, optionally GPT-2's own pattern, then bytes.
  case byteLevel(addsPrefixSpace: Bool, pattern: Regex?)

  func apply(to list: inout PieceList) {
    switch self {
    case .characters(let kind, let behaviour):
      list.split(behaviour) { bytes, piece, runs in
        Self.appendRuns(of: bytes, in: piece, kind, to: &runs)
      }
    case .pattern(let pattern, let behaviour, let inverted):
      list.split(behaviour, inverted: inverted) { bytes, piece, runs in
        pattern.appendRuns(of: bytes, in: piece, to: &runs)
      }
    case .byteLevel(let addsPrefixSpace, let pattern):
      if addsPrefixSpace {
        list.prepend([0x20]) { text, piece in text.bytes[piece.lowerBound] != 0x20 }
      }
      if let pattern {
        list.split(.isolated) { bytes, piece, runs in
          pattern.appendRuns(of: bytes, in: piece, to: &runs)
        }
      }
    }
  }

  /// Runs in which every character of a class is a delimiter of its own.
  private static func appendRuns(
    of bytes: [UInt8], in range: Range<Int>, _ kind: ScalarClass, to runs: inout [SplitRun]
  ) {
    var previous = range.lowerBound
    var place = range.lowerBound
    while place < range.upperBound {
      let (scalar, length) = UTF8Scan.scalar(bytes, at: place)
      if kind.contains(scalar) {
        if previous < place { runs.append(SplitRun(range: previous..<place, isDelimiter: false)) }
        runs.append(SplitRun(range: place..<(place + length), isDelimiter: true))
        previous = place + length
      }
      place += length
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

  func appendRuns(of bytes: [UInt8], in range: Range<Int>, to runs: inout [SplitRun]) {
    switch self {
    case .regex(let regex): regex.appendRuns(of: bytes, in: range, to: &runs)
    case .literal(let literal):
      var previous = range.lowerBound
      var place = range.lowerBound
      while !literal.isEmpty, place + literal.count <= range.upperBound {
        guard bytes[place..<(place + literal.count)].elementsEqual(literal) else {
          place += 1
          continue
        }
        if previous < place { runs.append(SplitRun(range: previous..<place, isDelimiter: false)) }
        place += literal.count
        runs.append(SplitRun(range: (place - literal.count)..<place, isDelimiter: true))
        previous = place
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
}
