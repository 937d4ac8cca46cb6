/// Reads whole numbers of the encoding DELTA_BINARY_PACKED.
enum DeltaDecoder {
  /// - Parameters:
  ///   - place: Where they begin; moved behind them.
  ///   - limit: How many there may be.
  static func integers(
    _ bytes: [UInt8], at place: inout Int, limit: Int
  ) throws(ColumnarError) -> [Int64] {
    let blockSize = Int(clamping: try bytes.variableInteger(at: &place))
    let parts = Int(clamping: try bytes.variableInteger(at: &place))
    let count = Int(clamping: try bytes.variableInteger(at: &place))
    var value = try bytes.zigzag(at: &place)
    guard count <= limit, parts > 0, parts <= 4_096, blockSize > 0, blockSize <= 1 << 24,
      blockSize.isMultiple(of: parts), (blockSize / parts).isMultiple(of: 32)
    else { throw ColumnarError.damaged }
    let partSize = blockSize / parts
    var values: [Int64] = count > 0 ? [value] : []
    while values.count < count {
      let least = try bytes.zigzag(at: &place)
      let widths = place
      place = try bytes.end(of: parts, from: place)
      for part in 0..<parts where values.count < count {
        let width = Int(bytes[widths + part])
        guard width <= 64 else { throw ColumnarError.damaged }
        let start = place
        place = try bytes.end(of: partSize * width / 8, from: place)
        for index in 0..<min(partSize, count - values.count) {
          let delta = bits(bytes, from: start * 8 + index * width, width)
          value = value &+ least &+ Int64(bitPattern: delta)
          values.append(value)
        }
      }
    }
    return values
  }

  /// Bits that lie inside the bytes.
  private static func bits(_ bytes: [UInt8], from start: Int, _ width: Int) -> UInt64 {
    var value: UInt64 = 0
    var have = 0
    while have < width {
      let place = start + have
      let offset = place & 7
      let take = min(8 - offset, width - have)
      let mask = UInt64(1) << UInt64(take) - 1
      value |= (UInt64(bytes[place >> 3]) >> UInt64(offset) & mask) << UInt64(have)
      have += take
    }
    return value
  }
}
