/// One step from the entries of tokens back to text.
enum Decoder: Sendable {
  case byteLevel
  case byteFallback
  case fuse
  case strip(content: [UInt8], start: Int, stop: Int)
  case replace(SplitPattern, with: [UInt8])
  case metaspace(replacement: [UInt8], prepends: Bool)
  case suffix([UInt8])

  /// What the decoder turns into spaces.
  var spaceMark: [UInt8]? {
    switch self {
    case .metaspace(let replacement, _): replacement
    case .replace(.literal(let mark), with: [0x20]): mark
    default: nil
    }
  }

  func apply(to pieces: inout [[UInt8]]) {
    switch self {
    case .byteLevel: pieces = [pieces.flatMap { ByteAlphabet.decode($0) ?? $0 }]
    case .byteFallback: pieces = Self.joinFallback(pieces)
    case .fuse: pieces = [Array(pieces.joined())]
    case .strip(let content, let start, let stop):
      for index in pieces.indices {
        pieces[index] = Self.strip(pieces[index], content, start: start, stop: stop)
      }
    case .replace(let pattern, let replacement):
      for index in pieces.indices {
        pieces[index] = pattern.replace(in: pieces[index], with: replacement)
      }
    case .metaspace(let replacement, let prepends):
      for index in pieces.indices {
        let spaced = SplitPattern.literal(replacement).replace(in: pieces[index], with: [0x20])
        let drops = index == 0 && prepends && pieces[0].starts(with: replacement)
        pieces[index] = drops ? Array(spaced.dropFirst()) : spaced
      }
    case .suffix(let suffix):
      for index in pieces.indices {
        let last = index == pieces.count - 1
        pieces[index] = SplitPattern.literal(suffix).replace(
          in: pieces[index], with: last ? [] : [0x20])
      }
    }
  }

  /// Joins runs of `<0xE2>`-like entries into text; what is no UTF-8 becomes one U+FFFD a byte.
  private static func joinFallback(_ pieces: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var pending: [UInt8] = []
    func flush() {
      if pending.isEmpty { return }
      if String(validating: pending, as: UTF8.self) != nil {
        result.append(pending)
      } else {
        result += pending.map { _ in Array("\u{FFFD}".utf8) }
      }
      pending = []
    }
    for piece in pieces {
      if let byte = byte(of: piece) {
        pending.append(byte)
      } else {
        flush()
        result.append(piece)
      }
    }
    flush()
    return result
  }

  /// The byte that an entry like `<0x0A>` stands for.
  static func byte(of entry: [UInt8]) -> UInt8? {
    guard entry.count == 6, entry.starts(with: "<0x".utf8), entry[5] == UInt8(ascii: ">") else {
      return nil
    }
    return UInt8(String(decoding: entry[3..<5], as: UTF8.self), radix: 16)
  }

  private static func strip(
    _ piece: [UInt8], _ content: [UInt8], start: Int, stop: Int
  ) -> [UInt8] {
    var rest = piece[...]
    for _ in 0..<start where rest.starts(with: content) { rest = rest.dropFirst(content.count) }
    for _ in 0..<stop where rest.reversed().starts(with: content.reversed()) {
      rest = rest.dropLast(content.count)
    }
    return Array(rest)
  }
}

extension SplitPattern {
  /// The bytes with every match replaced.
  func replace(in bytes: [UInt8], with replacement: [UInt8]) -> [UInt8] {
    var runs: [SplitRun] = []
    appendRuns(of: bytes, in: 0..<bytes.count, to: &runs)
    guard runs.contains(where: \.isDelimiter) else { return bytes }
    return runs.flatMap { $0.isDelimiter ? replacement : Array(bytes[$0.range]) }
  }
}
