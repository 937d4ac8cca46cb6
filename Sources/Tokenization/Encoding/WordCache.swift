/// A token of a piece and the bytes of the piece that it covers.
struct PieceToken {
  let token: Int32
  let length: Int32
}

/// Remembers the tokens of words that were encoded before.
///
/// An open-addressing table over one arena of keys and one of tokens. When it is full it starts afresh,
/// which bounds the memory and keeps words that still occur.
struct WordCache {
  private struct Entry {
    var hash: UInt64 = 0
    var key: Int32 = 0
    var keyCount: Int32 = 0
    var value: Int32 = 0
    var valueCount: Int32 = -1
  }

  /// Words longer than this are rare enough to be encoded each time.
  static let maximumWordLength = 64

  private var entries = [Entry](repeating: Entry(), count: WordCache.slots)
  private var keys: [UInt8] = []
  private var values: [PieceToken] = []
  private var count = 0

  private static let slots = 1 << 16

  /// Appends the tokens of a word to a list; false where the word is not known.
  @inline(__always)
  func append(
    _ word: UnsafeBufferPointer<UInt8>, hash: UInt64, to tokens: inout [PieceToken]
  ) -> Bool {
    var slot = Int(truncatingIfNeeded: hash >> 32) & (Self.slots - 1)
    while true {
      let entry = entries[slot]
      if entry.valueCount < 0 { return false }
      if entry.hash == hash, Int(entry.keyCount) == word.count, isKey(entry, word) {
        let first = Int(entry.value)
        for index in first..<(first + Int(entry.valueCount)) { tokens.append(values[index]) }
        return true
      }
      slot = (slot + 1) & (Self.slots - 1)
    }
  }

  @inline(__always)
  private func isKey(_ entry: Entry, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    let first = Int(entry.key)
    for index in 0..<word.count where keys[first + index] != word[index] { return false }
    return true
  }

  mutating func insert(
    _ word: UnsafeBufferPointer<UInt8>, hash: UInt64, _ tokens: ArraySlice<PieceToken>
  ) {
    if count > Self.slots / 2 { removeAll() }
    var slot = Int(truncatingIfNeeded: hash >> 32) & (Self.slots - 1)
    while entries[slot].valueCount >= 0 { slot = (slot + 1) & (Self.slots - 1) }
    entries[slot] = Entry(
      hash: hash, key: Int32(keys.count), keyCount: Int32(word.count), value: Int32(values.count),
      valueCount: Int32(tokens.count))
    keys.append(contentsOf: word)
    values.append(contentsOf: tokens)
    count += 1
  }

  private mutating func removeAll() {
    for slot in entries.indices { entries[slot].valueCount = -1 }
    keys.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    count = 0
  }

  /// A hash of a word's bytes, eight at a time.
  @inline(__always)
  static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: word.count) &* 0x9E37_79B9_7F4A_7C15
    let raw = UnsafeRawBufferPointer(word)
    var index = 0
    while index + 8 <= raw.count {
      hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < raw.count {
      rest = rest << 8 | UInt64(raw[index])
      index += 1
    }
    return mix(hash ^ rest)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0x2D35_8DCC_AA6C_78A5).multipliedFullWidth(by: 0x8BB8_4B93_962E_ACC9)
    return product.high ^ product.low
  }
}
