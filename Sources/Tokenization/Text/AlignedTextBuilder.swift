/// Makes a changed copy of a text that keeps account of where each byte came from.
struct AlignedTextBuilder {
  private let source: AlignedText
  private var bytes: [UInt8] = []
  private var origins: [Range<Int32>] = []

  init(_ source: AlignedText) {
    self.source = source
    bytes.reserveCapacity(source.bytes.count + 16)
    origins.reserveCapacity(source.bytes.count + 16)
  }

  var text: AlignedText {
    AlignedText(
      bytes: bytes, offset: source.offset, origins: origins, continues: source.continues)
  }
  var count: Int { bytes.count }

  /// Takes over a range of the source.
  mutating func keep(_ range: Range<Int>) {
    bytes.append(contentsOf: source.bytes[range])
    if let known = source.origins {
      origins.append(contentsOf: known[range])
    } else {
      for index in range { origins.append(source.origin(at: index)) }
    }
  }

  /// Puts bytes in place of a range of the source.
  mutating func replace(_ range: Range<Int>, with replacement: [UInt8]) {
    let origin = source.origin(of: range)
    bytes.append(contentsOf: replacement)
    let from = Int32(clamping: origin.lowerBound)..<Int32(clamping: origin.upperBound)
    origins.append(contentsOf: repeatElement(from, count: replacement.count))
  }

  /// Puts bytes that come from nothing before a place of the source.
  mutating func insert(_ inserted: [UInt8], before index: Int) {
    let origin = source.origin(at: index).lowerBound
    bytes.append(contentsOf: inserted)
    origins.append(contentsOf: repeatElement(origin..<origin, count: inserted.count))
  }

  /// Replaces scalars by what a closure gives; nil keeps one.
  mutating func mapScalars(_ replacement: (Unicode.Scalar) -> [UInt8]?) {
    var index = 0
    while index < source.bytes.count {
      let (value, length) = UTF8Scan.scalar(source.bytes, at: index)
      let range = index..<(index + length)
      index += length
      if let scalar = Unicode.Scalar(value), let changed = replacement(scalar) {
        replace(range, with: changed)
      } else {
        keep(range)
      }
    }
  }
}
