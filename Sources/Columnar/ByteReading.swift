extension [UInt8] {
  /// The little-endian number at a place.
  func number<Number: FixedWidthInteger>(
    at place: Int, as: Number.Type = Number.self
  ) throws(ColumnarError) -> Number {
    let width = MemoryLayout<Number>.size
    guard place >= 0, place <= count - width else { throw ColumnarError.damaged }
    return withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self))
    }
  }

  /// The place behind `length` bytes from a place, both inside.
  func end(of length: Int, from place: Int) throws(ColumnarError) -> Int {
    guard place >= 0, length >= 0, place <= count, length <= count - place else {
      throw ColumnarError.damaged
    }
    return place + length
  }

  /// An unsigned number of up to 64 bits in groups of seven; moves the place behind it.
  func variableInteger(at place: inout Int) throws(ColumnarError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      guard place >= 0, place < count else { throw ColumnarError.truncated }
      let byte = self[place]
      place += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
    throw ColumnarError("has a number of more than 64 bits")
  }

  /// A signed number whose last bit is its sign.
  func zigzag(at place: inout Int) throws(ColumnarError) -> Int64 {
    let value = try variableInteger(at: &place)
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}
