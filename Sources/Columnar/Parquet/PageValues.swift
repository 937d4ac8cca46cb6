/// The values of a page, of which those that are null are left out.
enum PageValues {
  case booleans([Bool])
  case integers([Int64])
  case reals([Double])
  /// Texts as ranges of the bytes that hold them.
  case texts([UInt8], [Range<Int>])

  var count: Int {
    switch self {
    case .booleans(let values): values.count
    case .integers(let values): values.count
    case .reals(let values): values.count
    case .texts(_, let ranges): ranges.count
    }
  }

  subscript(index: Int) -> ColumnValue {
    switch self {
    case .booleans(let values): .boolean(values[index])
    case .integers(let values): .integer(values[index])
    case .reals(let values): .real(values[index])
    case .texts(let bytes, let ranges): .bytes(Array(bytes[ranges[index]]))
    }
  }
}

/// Reads the values of a page, by its encoding.
struct PageDecoder {
  let column: ParquetFooter.Column
  let bytes: [UInt8]
  /// Where the values begin; they end with the page.
  let start: Int
  let count: Int

  private static let most = 1 << 22

  private var name: String { column.path.joined(separator: ".") }

  /// - Throws: for an encoding that does not go with the column's type, or values that do not fit.
  func values(encoding: Int) throws(ColumnarError) -> PageValues {
    // Encodings by which few bytes stand for many values.
    guard count <= Self.most || ![3, 5, 6, 7].contains(encoding) else {
      throw ColumnarError("has a page of more than \(Self.most) values; write smaller pages")
    }
    switch (encoding, column.type) {
    case (0, _): return try plain()
    case (3, .boolean): return try runLengthBooleans()
    case (5, .int32), (5, .int64):
      var place = start
      let values = try DeltaDecoder.integers(bytes, at: &place, limit: count)
      return .integers(try complete(values.map { column.type == .int32 ? narrow($0) : $0 }))
    case (6, .byteArray): return try deltaLengths()
    case (7, .byteArray): return try deltaTexts()
    case (9, .float), (9, .double), (9, .int32), (9, .int64): return try split()
    default:
      throw ColumnarError(
        "writes its column \(name) in an encoding that is not read (number \(encoding))")
    }
  }

  private func complete<Value>(_ values: [Value]) throws(ColumnarError) -> [Value] {
    guard values.count == count else { throw ColumnarError.damaged }
    return values
  }

  /// A 32-bit number, without a sign where the column has none.
  private func narrow(_ value: Int64) -> Int64 {
    let bits = Int32(truncatingIfNeeded: value)
    return column.isUnsigned ? Int64(UInt32(bitPattern: bits)) : Int64(bits)
  }

  private func plain() throws(ColumnarError) -> PageValues {
    switch column.type {
    case .boolean:
      _ = try bytes.end(of: (count + 7) / 8, from: start)
      return .booleans((0..<count).map { bytes[start + $0 / 8] >> UInt8($0 % 8) & 1 == 1 })
    case .int32, .float: return try fixed(width: 4) { $0 }
    case .int64, .double: return try fixed(width: 8) { $0 }
    default: return .texts(bytes, try plainTexts())
    }
  }

  /// Numbers of a fixed width; `place` says where the byte of a number lies.
  private func fixed(width: Int, _ place: (Int) -> Int) throws(ColumnarError) -> PageValues {
    guard count <= bytes.count / width else { throw ColumnarError.damaged }
    _ = try bytes.end(of: count * width, from: start)
    func bits(_ index: Int) -> UInt64 {
      var bits: UInt64 = 0
      for offset in 0..<width {
        bits |= UInt64(bytes[start + place(index * width + offset)]) << UInt64(8 * offset)
      }
      return bits
    }
    switch column.type {
    case .int32: return .integers((0..<count).map { narrow(Int64(bitPattern: bits($0))) })
    case .int64: return .integers((0..<count).map { Int64(bitPattern: bits($0)) })
    case .float:
      return .reals(
        (0..<count).map { Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits($0)))) })
    default: return .reals((0..<count).map { Double(bitPattern: bits($0)) })
    }
  }

  /// BYTE_STREAM_SPLIT: first the first bytes of all numbers, then the second, and so on.
  private func split() throws(ColumnarError) -> PageValues {
    let width = column.type == .float || column.type == .int32 ? 4 : 8
    return try fixed(width: width) { $0 % width * count + $0 / width }
  }

  private func plainTexts() throws(ColumnarError) -> [Range<Int>] {
    guard count <= bytes.count / 4 else { throw ColumnarError.damaged }
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(count)
    var place = start
    for _ in 0..<count {
      let length = Int(try bytes.number(at: place, as: UInt32.self))
      let end = try bytes.end(of: length, from: place + 4)
      ranges.append(place + 4..<end)
      place = end
    }
    return ranges
  }

  private func runLengthBooleans() throws(ColumnarError) -> PageValues {
    let length = Int(try bytes.number(at: start, as: UInt32.self))
    let end = try bytes.end(of: length, from: start + 4)
    var decoder = try HybridDecoder(bytes, from: start + 4, to: end, width: 1)
    var values: [Bool] = []
    for _ in 0..<count { values.append(try decoder.next() == 1) }
    return .booleans(values)
  }

  private func lengths(at place: inout Int) throws(ColumnarError) -> [Int] {
    var lengths: [Int] = []
    for value in try DeltaDecoder.integers(bytes, at: &place, limit: count) {
      guard (0...Int64(Decompression.largest)).contains(value) else { throw ColumnarError.damaged }
      lengths.append(Int(value))
    }
    return try complete(lengths)
  }

  private func deltaLengths() throws(ColumnarError) -> PageValues {
    var place = start
    let lengths = try lengths(at: &place)
    var ranges: [Range<Int>] = []
    for length in lengths {
      let end = try bytes.end(of: length, from: place)
      ranges.append(place..<end)
      place = end
    }
    return .texts(bytes, ranges)
  }

  /// DELTA_BYTE_ARRAY: how much each text shares with the one before it, and what follows.
  private func deltaTexts() throws(ColumnarError) -> PageValues {
    var place = start
    let shared = try lengths(at: &place)
    let own = try lengths(at: &place)
    var texts: [UInt8] = []
    var ranges: [Range<Int>] = []
    var last = 0..<0
    for (common, length) in zip(shared, own) {
      let end = try bytes.end(of: length, from: place)
      guard common <= last.count, texts.count <= Decompression.largest - common - length else {
        throw ColumnarError.damaged
      }
      let begin = texts.count
      texts += texts[last.lowerBound..<last.lowerBound + common]
      texts += bytes[place..<end]
      last = begin..<texts.count
      ranges.append(last)
      place = end
    }
    return .texts(texts, ranges)
  }
}
