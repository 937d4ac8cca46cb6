/// A field of an Arrow schema (github.com/apache/arrow, format/Schema.fbs).
struct ArrowField {
  indirect enum Kind {
    case null
    case integer(bits: Int, signed: Bool)
    case real(bits: Int)
    case boolean
    /// Whole numbers that stand for days, moments and times.
    case calendar(bits: Int, CalendarKind)
    /// Texts or bytes; whether their offsets have 64 bits.
    case bytes(isLarge: Bool)
    case list(isLarge: Bool, ArrowField)
    case record([ArrowField])
    /// Known in shape, so that the columns behind it are found, but not read.
    case skipped(buffers: Int, children: [ArrowField])
  }

  let name: String
  let kind: Kind

  /// - Throws: for a kind whose shape is not known.
  init(_ table: FlatTable, depth: Int = 0) throws(ColumnarError) {
    guard depth < 16 else { throw ColumnarError("has a schema nested too deeply") }
    name = try table.text(0) ?? ""
    var children: [ArrowField] = []
    for child in try table.tables(5) { children.append(try ArrowField(child, depth: depth + 1)) }
    // A column of dictionary indices: numbers that mean nothing by themselves.
    if try table.table(4) != nil {
      kind = .skipped(buffers: 2, children: [])
      return
    }
    kind = try Self.kind(
      try table.number(2, default: UInt8(0)), try table.table(3), children, name)
  }

  private static func kind(
    _ type: UInt8, _ table: FlatTable?, _ children: [ArrowField], _ name: String
  ) throws(ColumnarError) -> Kind {
    switch type {
    case 1: return .null
    case 2:
      let bits = Int(try table?.number(0, default: Int32(0)) ?? 0)
      guard [8, 16, 32, 64].contains(bits) else { throw ColumnarError.damaged }
      return .integer(bits: bits, signed: try table?.number(1, default: UInt8(0)) ?? 0 != 0)
    case 3:
      let precision = try table?.number(0, default: Int16(0)) ?? 0
      return precision == 0
        ? .skipped(buffers: 2, children: []) : .real(bits: precision == 1 ? 32 : 64)
    case 4, 5: return .bytes(isLarge: false)
    case 19, 20: return .bytes(isLarge: true)
    case 6: return .boolean
    case 8:
      let isOfDays = try table?.number(0, default: Int16(1)) == 0
      return .calendar(
        bits: isOfDays ? 32 : 64, .date(perDay: isOfDays ? 1 : 86_400_000))
    case 9:
      let unit = try table?.number(0, default: Int16(1)) ?? 1
      return .calendar(
        bits: unit < 2 ? 32 : 64, .time(perSecond: try perSecond(unit)))
    case 10:
      let unit = try table?.number(0, default: Int16(0)) ?? 0
      let zone = try table?.text(1) ?? ""
      return .calendar(bits: 64, .moment(perSecond: try perSecond(unit), isUTC: !zone.isEmpty))
    // Decimals, intervals, fixed sizes, durations: validity and values.
    case 7, 11, 15, 18: return .skipped(buffers: 2, children: [])
    case 12, 21:
      guard children.count == 1 else { throw ColumnarError.damaged }
      return .list(isLarge: type == 21, children[0])
    case 13: return .record(children)
    case 16: return .skipped(buffers: 1, children: children)
    case 17: return .skipped(buffers: 2, children: children)
    default:
      throw ColumnarError(
        "has a column \(name) of a kind that is not read (number \(type)); cast it, or drop it")
    }
  }

  /// Seconds, thousandths, millionths, milliardths.
  private static func perSecond(_ unit: Int16) throws(ColumnarError) -> Int64 {
    let units: [Int64] = [1, 1_000, 1_000_000, 1_000_000_000]
    guard units.indices.contains(Int(unit)) else { throw ColumnarError.damaged }
    return units[Int(unit)]
  }

  /// Whether any of it is read.
  var isRead: Bool {
    switch kind {
    case .skipped, .null: false
    case .list(_, let item): item.isRead
    case .record(let fields): fields.contains(where: \.isRead)
    default: true
    }
  }
}
