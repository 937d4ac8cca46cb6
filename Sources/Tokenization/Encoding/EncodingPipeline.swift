/// The way from text to tokens.
///
/// 1. Added tokens that are looked for in the original are found.
/// 2. What lies between is normalised, and added tokens that are looked for in the normalised text are
///    found.
/// 3. What lies between those is cut into pieces.
/// 4. Each piece is encoded by the model.
struct EncodingPipeline: Sendable {
  let original: AddedTokenMatcher
  let normalizers: [Normalizer]
  let normalized: AddedTokenMatcher
  let steps: [PreTokenizer]
  let model: BytePairModel
  private let pool = ScratchPool()

  init(
    original: AddedTokenMatcher, normalizers: [Normalizer], normalized: AddedTokenMatcher,
    steps: [PreTokenizer], model: BytePairModel
  ) {
    self.original = original
    self.normalizers = normalizers
    self.normalized = normalized
    self.steps = steps
    self.model = model
  }

  /// Hands over the tokens of a text in order, and their ranges where wanted.
  ///
  /// - Parameter continues: whether the text follows another, so that nothing is put before its start.
  func encode(
    _ bytes: [UInt8], wantsRanges: Bool, continues: Bool = false,
    _ emit: (_ token: Int32, _ range: Range<Int>) -> Void
  ) {
    pool.borrow { scratch in
      if original.isEmpty {
        encodePart(AlignedText(bytes: bytes, continues: continues), scratch, wantsRanges, emit)
        return
      }
      for part in original.parts(of: bytes) {
        if let token = part.token {
          emit(token, part.range)
        } else {
          let text = AlignedText(
            bytes: Array(bytes[part.range]), offset: part.range.lowerBound,
            continues: continues && part.range.lowerBound == 0)
          encodePart(text, scratch, wantsRanges, emit)
        }
      }
    }
  }

  private func encodePart(
    _ part: AlignedText, _ scratch: EncodingScratch, _ wantsRanges: Bool,
    _ emit: (_ token: Int32, _ range: Range<Int>) -> Void
  ) {
    var text = part
    for normalizer in normalizers { normalizer.apply(to: &text) }
    if normalized.isEmpty {
      encodePieces(text, scratch, wantsRanges, emit)
      return
    }
    for part in normalized.parts(of: text.bytes) {
      if let token = part.token {
        emit(token, text.origin(of: part.range))
      } else if part.range.count == text.bytes.count {
        encodePieces(text, scratch, wantsRanges, emit)
      } else {
        encodePieces(text.slice(part.range), scratch, wantsRanges, emit)
      }
    }
  }

  private func encodePieces(
    _ text: AlignedText, _ scratch: EncodingScratch, _ wantsRanges: Bool,
    _ emit: (_ token: Int32, _ range: Range<Int>) -> Void
  ) {
    var list = PieceList(text)
    for step in steps { step.apply(to: &list) }
    if let mark = model.wordMark { list.splitBefore(mark) }
    let bytes = list.text.bytes
    bytes.withUnsafeBufferPointer { buffer in
      for piece in list.pieces {
        scratch.tokens.removeAll(keepingCapacity: true)
        encode(bytes, buffer, piece, scratch)
        var index = piece.lowerBound
        for token in scratch.tokens {
          let range = index..<(index + Int(token.length))
          index = range.upperBound
          emit(token.token, wantsRanges ? list.text.origin(of: range) : range)
        }
      }
    }
  }

  /// Puts the tokens of a piece into the scratch, from its memory where it has them.
  @inline(__always)
  private func encode(
    _ bytes: [UInt8], _ buffer: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>,
    _ scratch: EncodingScratch
  ) {
    guard piece.count <= WordCache.maximumWordLength else {
      encodeAnew(bytes, piece, scratch)
      return
    }
    let word = UnsafeBufferPointer(rebasing: buffer[piece])
    let hash = WordCache.hash(word)
    if scratch.cache.append(word, hash: hash, to: &scratch.tokens) { return }
    encodeAnew(bytes, piece, scratch)
    scratch.cache.insert(word, hash: hash, scratch.tokens[...])
  }

  private func encodeAnew(_ bytes: [UInt8], _ piece: Range<Int>, _ scratch: EncodingScratch) {
    model.encode(bytes, piece, with: &scratch.merger)
    for symbol in scratch.merger.symbols {
      scratch.tokens.append(PieceToken(token: symbol.token, length: symbol.length))
    }
  }
}

extension PieceList {
  /// Cuts pieces where a mark follows something else, as merges never cross such a place.
  mutating func splitBefore(_ mark: [UInt8]) {
    let bytes = text.bytes
    var result: [Range<Int>] = []
    for piece in pieces {
      var start = piece.lowerBound
      var index = piece.lowerBound
      var afterMark = false
      while index < piece.upperBound {
        let isMark = bytes[index...].starts(with: mark)
        if isMark, !afterMark, index > start {
          result.append(start..<index)
          start = index
        }
        afterMark = isMark
        index += isMark ? mark.count : UTF8Scan.length(startingWith: bytes[index])
      }
      if start < piece.upperBound { result.append(start..<piece.upperBound) }
    }
    pieces = result
  }
}
