/// Byte-pair encoding of single pieces, over bytes or over characters.
struct BytePairModel: Sendable {
  let vocabulary: Vocabulary
  let merges: MergeTable
  /// Token of each byte: its own where pieces are bytes, else what stands in for unknown characters.
  private let byteTokens: [Int32]
  private let isByteLevel: Bool
  private let fallsBackToBytes: Bool
  private let unknown: Int32?
  private let fusesUnknown: Bool
  private let ignoresMerges: Bool
  private let wholeWords: [[UInt8]: Int32]
  private let prefix: [UInt8]
  private let suffix: [UInt8]
  /// Token of each character that is one, by scalar; empty where entries carry affixes.
  private let scalarTokens: [UInt32: Int32]
  /// The character before which long pieces may be cut, because no merge has it after another.
  let wordMark: [UInt8]?

  static let missing: Int32 = -1

  /// Encodes one piece; the tokens are the merger's symbols afterwards.
  func encode(_ bytes: [UInt8], _ piece: Range<Int>, with merger: inout Merger) {
    merger.reset()
    if ignoresMerges, let token = wholeWords[Array(bytes[piece])] {
      merger.append(token, length: piece.count)
      return
    }
    if isByteLevel {
      for index in piece {
        merger.append(byteTokens[Int(bytes[index])], length: 1)
      }
    } else {
      appendCharacters(bytes, piece, to: &merger)
    }
    merger.merge(with: merges)
  }

  private func appendCharacters(
    _ bytes: [UInt8], _ piece: Range<Int>, to merger: inout Merger
  ) {
    let hasAffixes = !prefix.isEmpty || !suffix.isEmpty
    var pending = 0
    var index = piece.lowerBound
    while index < piece.upperBound {
      let (scalar, length) = UTF8Scan.scalar(bytes, at: index)
      let end = min(index + length, piece.upperBound)
      if !hasAffixes, let token = scalarTokens[scalar] {
        flush(&pending, to: &merger)
        merger.append(token, length: end - index)
        index = end
        continue
      }
      var entry = Array(bytes[index..<end])
      if index > piece.lowerBound { entry = prefix + entry }
      if end == piece.upperBound { entry += suffix }
      let count = end - index
      index = end
      if hasAffixes, let token = vocabulary.token(entry) {
        flush(&pending, to: &merger)
        merger.append(token, length: count)
        continue
      }
      if fallsBackToBytes {
        let tokens = entry.map { byteTokens[Int($0)] }
        if !tokens.contains(Self.missing) {
          // A pending unknown stays pending, as in the reference.
          for token in tokens { merger.append(token, length: 1) }
          continue
        }
      }
      guard unknown != nil else { continue }
      if !fusesUnknown { flush(&pending, to: &merger) }
      pending += count
    }
    flush(&pending, to: &merger)
  }

  private func flush(_ pending: inout Int, to merger: inout Merger) {
    if pending > 0, let unknown { merger.append(unknown, length: pending) }
    pending = 0
  }
}

extension BytePairModel {
  /// Reads a `model` of type BPE.
  init(_ value: JSONValue?, isByteLevel: Bool) throws(Problem) {
    guard let value else { throw Problem("has no model") }
    // Files of the first versions leave the type out.
    let type = value["type"]?.text ?? (value["merges"] == nil ? "unnamed" : "BPE")
    guard type == "BPE" else {
      throw Problem("has a model of type \(type); only BPE is supported")
    }
    if case .number(let dropout)? = value["dropout"], dropout > 0 {
      throw Problem("drops merges at random (dropout); set dropout to null")
    }
    vocabulary = try Vocabulary(value["vocab"])
    prefix = value["continuing_subword_prefix"]?.bytes ?? []
    suffix = value["end_of_word_suffix"]?.bytes ?? []
    self.isByteLevel = isByteLevel
    fallsBackToBytes = value["byte_fallback"]?.boolean ?? false
    fusesUnknown = value["fuse_unk"]?.boolean ?? false
    ignoresMerges = value["ignore_merges"]?.boolean ?? false
    if let text = value["unk_token"]?.bytes {
      guard let token = vocabulary.token(text) else {
        throw Problem("has an unk_token that its vocabulary lacks")
      }
      unknown = token
    } else {
      unknown = nil
    }
    merges = try Self.merges(value["merges"], vocabulary, prefix: prefix.count)
    var byteTokens = [Int32](repeating: Self.missing, count: 256)
    for byte in 0..<256 {
      let entry = isByteLevel ? ByteAlphabet.encoded[byte] : Self.fallbackEntry(byte)
      byteTokens[byte] = vocabulary.token(entry) ?? Self.missing
    }
    self.byteTokens = byteTokens
    var wholeWords: [[UInt8]: Int32] = [:]
    if ignoresMerges {
      for (token, entry) in vocabulary.entries.enumerated() where !entry.isEmpty {
        guard let word = isByteLevel ? ByteAlphabet.decode(entry) : entry else { continue }
        wholeWords[word] = Int32(token)
      }
    }
    self.wholeWords = wholeWords
    let hasAffixes = !prefix.isEmpty || !suffix.isEmpty
    var scalarTokens: [UInt32: Int32] = [:]
    if !isByteLevel && !hasAffixes {
      for (token, entry) in vocabulary.entries.enumerated() where !entry.isEmpty {
        let (scalar, length) = UTF8Scan.scalar(entry, at: 0)
        if length == entry.count { scalarTokens[scalar] = Int32(token) }
      }
    }
    self.scalarTokens = scalarTokens
    let mark = Array("▁".utf8)
    let maySplit = !isByteLevel && !hasAffixes && !ignoresMerges
    wordMark = maySplit && !Self.crosses(mark, vocabulary) ? mark : nil
  }

  /// Whether an entry has the mark after another character, so that merges may lead there.
  private static func crosses(_ mark: [UInt8], _ vocabulary: Vocabulary) -> Bool {
    guard vocabulary.token(mark) != nil else { return true }
    return vocabulary.entries.contains { entry in
      var rest = entry[...]
      while rest.starts(with: mark) { rest = rest.dropFirst(mark.count) }
      return SplitPattern.literal(mark).occurs(in: Array(rest))
    }
  }

  /// Whether every byte has a token and pieces need no affixes, so that pieces can stay bytes.
  var canStayBytes: Bool {
    prefix.isEmpty && suffix.isEmpty && !byteTokens.contains(Self.missing)
  }

  /// `<0x0A>` for the byte 10.
  static func fallbackEntry(_ byte: Int) -> [UInt8] {
    let digits = String(byte, radix: 16, uppercase: true)
    return Array("<0x\(digits.count < 2 ? "0" : "")\(digits)>".utf8)
  }

  private static func merges(
    _ value: JSONValue?, _ vocabulary: Vocabulary, prefix: Int
  ) throws(Problem) -> MergeTable {
    guard let elements = value?.elements else { throw Problem("has a model without merges") }
    var merges: [(left: Int32, right: Int32, product: Int32)] = []
    merges.reserveCapacity(elements.count)
    for (number, element) in elements.enumerated() {
      guard let (left, right) = pair(element) else {
        throw Problem("has a merge that is not two texts (number \(number + 1))")
      }
      // A file's first line from the days of merges.txt.
      if left.starts(with: "#version".utf8) { continue }
      func token(_ entry: [UInt8]) throws(Problem) -> Int32 {
        if let token = vocabulary.token(entry) { return token }
        let name = String(decoding: entry.prefix(60), as: UTF8.self)
        throw Problem(
          "has a merge whose \"\(name)\" is not in the vocabulary (number \(number + 1))")
      }
      merges.append(
        (try token(left), try token(right), try token(left + right.dropFirst(prefix))))
    }
    return MergeTable(merges)
  }

  /// Both halves of `["d", "e"]` or of `"d e"`.
  private static func pair(_ value: JSONValue) -> (left: [UInt8], right: [UInt8])? {
    if let bytes = value.bytes {
      let halves = bytes.split(separator: 0x20, omittingEmptySubsequences: false)
      return halves.count == 2 ? (Array(halves[0]), Array(halves[1])) : nil
    }
    guard let halves = value.elements, halves.count == 2, let left = halves[0].bytes,
      let right = halves[1].bytes
    else { return nil }
    return (left, right)
  }
}
