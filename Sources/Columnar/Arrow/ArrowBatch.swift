/// The columns of one record batch.
struct ArrowBatch {
  let rows: Int
  private let columns: [ArrowColumn]
  private let names: [String]

  /// - Parameters:
  ///   - header: The batch's table.
  ///   - body: The bytes behind it.
  init(_ header: FlatTable, _ body: [UInt8], _ fields: [ArrowField]) throws(ColumnarError) {
    rows = Int(try header.number(0, default: Int64(0)))
    var codec: Decompression?
    if let compression = try header.table(3) {
      switch try compression.number(0, default: Int8(0)) {
      case 0: codec = .lz4Frame
      case 1: codec = .zstandard
      default: throw ColumnarError("has a body packed by a codec that is not read")
      }
    }
    var parts = ArrowParts(
      body: body, codec: codec, nodes: try header.pairs(1), buffers: try header.pairs(2))
    var columns: [ArrowColumn] = []
    for field in fields {
      let column = try parts.column(field)
      guard column.count == rows, rows >= 0 else { throw ColumnarError.damaged }
      columns.append(column)
    }
    self.columns = columns
    names = fields.map(\.name)
  }

  func row(_ index: Int) throws(ColumnarError) -> [ColumnField] {
    var row: [ColumnField] = []
    for (name, column) in zip(names, columns) where column.isRead {
      row.append(ColumnField(name: name, value: try column.value(index)))
    }
    return row
  }
}

/// Hands out the nodes and buffers of a batch in their order.
private struct ArrowParts {
  let body: [UInt8]
  let codec: Decompression?
  let nodes: [(Int, Int)]
  let buffers: [(Int, Int)]
  private var node = 0
  private var buffer = 0
  private var unpacked = 0

  init(body: [UInt8], codec: Decompression?, nodes: [(Int, Int)], buffers: [(Int, Int)]) {
    self.body = body
    self.codec = codec
    self.nodes = nodes
    self.buffers = buffers
  }

  mutating func column(_ field: ArrowField, depth: Int = 0) throws(ColumnarError) -> ArrowColumn {
    guard depth < 16, node < nodes.count, nodes[node].0 >= 0, nodes[node].0 < 1 << 32 else {
      throw ColumnarError.damaged
    }
    let (count, nulls) = nodes[node]
    node += 1
    if case .null = field.kind {
      return ArrowColumn(count: count, validity: nil, content: .skipped)
    }
    let isKept = field.isRead
    let bits = try next(isKept: isKept)
    let validity = nulls == 0 || bits.isEmpty ? nil : bits
    if let validity, isKept { _ = try validity.end(of: (count + 7) / 8, from: 0) }
    let content: ArrowColumn.Content
    switch field.kind {
    case .null: content = .skipped
    case .skipped(let buffers, let children):
      for _ in 1..<max(1, buffers) { _ = try next(isKept: false) }
      for child in children { _ = try column(child, depth: depth + 1) }
      content = .skipped
    case .integer(let bits, let signed):
      content = .integers(try values(count, width: bits / 8), bits: bits, signed: signed)
    case .calendar(let bits, let kind):
      content = .calendar(try values(count, width: bits / 8), bits: bits, kind)
    case .real(let bits): content = .reals(try values(count, width: bits / 8), bits: bits)
    case .boolean:
      let values = try next(isKept: true)
      _ = try values.end(of: (count + 7) / 8, from: 0)
      content = .booleans(values)
    case .bytes(let isLarge):
      let offsets = try offsets(count, isLarge: isLarge, isKept: isKept)
      content = .bytes(offsets, isLarge: isLarge, try next(isKept: isKept))
    case .list(let isLarge, let item):
      let offsets = try offsets(count, isLarge: isLarge, isKept: isKept)
      content = .list(offsets, isLarge: isLarge, try column(item, depth: depth + 1))
    case .record(let fields):
      var columns: [(String, ArrowColumn)] = []
      for field in fields { columns.append((field.name, try column(field, depth: depth + 1))) }
      content = .record(columns)
    }
    return ArrowColumn(count: count, validity: validity, content: isKept ? content : .skipped)
  }

  private mutating func values(_ count: Int, width: Int) throws(ColumnarError) -> [UInt8] {
    let values = try next(isKept: true)
    _ = try values.end(of: count * width, from: 0)
    return values
  }

  private mutating func offsets(_ count: Int, isLarge: Bool, isKept: Bool) throws(ColumnarError)
    -> [UInt8]
  {
    let offsets = try next(isKept: isKept)
    // A column without rows may have no offsets at all.
    if isKept, count > 0 { _ = try offsets.end(of: (count + 1) * (isLarge ? 8 : 4), from: 0) }
    return offsets
  }

  /// The bytes of the next buffer, unpacked; none where it is not kept.
  private mutating func next(isKept: Bool) throws(ColumnarError) -> [UInt8] {
    guard buffer < buffers.count else { throw ColumnarError.damaged }
    let (start, length) = buffers[buffer]
    buffer += 1
    guard isKept, length != 0 else { return [] }
    let end = try body.end(of: length, from: start)
    guard let codec else { return Array(body[start..<end]) }
    let size = try Array(body[start..<min(end, start + 8)]).number(at: 0, as: Int64.self)
    // A buffer that would not have become smaller stands as it is.
    if size == -1 { return Array(body[start + 8..<end]) }
    guard size >= 0, size <= Int64(Decompression.largest), unpacked <= 1 << 30 else {
      throw ColumnarError("has a batch that unpacks to more than 1 GiB; write smaller ones")
    }
    unpacked += Int(size)
    return try codec.unpack(body[start + 8..<end], size: Int(size))
  }
}

/// A column of a batch.
struct ArrowColumn {
  indirect enum Content {
    case skipped
    case integers([UInt8], bits: Int, signed: Bool)
    case reals([UInt8], bits: Int)
    case calendar([UInt8], bits: Int, CalendarKind)
    case booleans([UInt8])
    case bytes([UInt8], isLarge: Bool, [UInt8])
    case list([UInt8], isLarge: Bool, ArrowColumn)
    case record([(String, ArrowColumn)])
  }

  let count: Int
  /// A bit for each value that is there; nil where all are.
  let validity: [UInt8]?
  let content: Content

  var isRead: Bool { if case .skipped = content { false } else { true } }

  func value(_ index: Int) throws(ColumnarError) -> ColumnValue {
    guard index < count else { throw ColumnarError.damaged }
    if let validity, validity[index / 8] >> UInt8(index % 8) & 1 == 0 { return .null }
    switch content {
    case .skipped: return .null
    case .booleans(let bytes): return .boolean(bytes[index / 8] >> UInt8(index % 8) & 1 == 1)
    case .integers(let bytes, let bits, let signed):
      return try integer(bytes, index, bits, signed)
    case .calendar(let bytes, let bits, let kind):
      return kind.value(
        bits == 32
          ? Int64(try bytes.number(at: 4 * index, as: Int32.self))
          : try bytes.number(at: 8 * index, as: Int64.self))
    case .reals(let bytes, let bits):
      return .real(
        bits == 32
          ? Double(Float(bitPattern: try bytes.number(at: 4 * index)))
          : Double(bitPattern: try bytes.number(at: 8 * index)))
    case .bytes(let offsets, let isLarge, let bytes):
      let range = try range(offsets, isLarge, index, limit: bytes.count)
      return .bytes(Array(bytes[range]))
    case .list(let offsets, let isLarge, let items):
      var values: [ColumnValue] = []
      for place in try range(offsets, isLarge, index, limit: items.count) {
        values.append(try items.value(place))
      }
      return .list(values)
    case .record(let columns):
      var fields: [ColumnField] = []
      for (name, column) in columns where column.isRead {
        fields.append(ColumnField(name: name, value: try column.value(index)))
      }
      return .record(fields)
    }
  }

  private func integer(_ bytes: [UInt8], _ index: Int, _ bits: Int, _ signed: Bool)
    throws(ColumnarError) -> ColumnValue
  {
    switch (bits, signed) {
    case (8, true): .integer(Int64(try bytes.number(at: index, as: Int8.self)))
    case (16, true): .integer(Int64(try bytes.number(at: 2 * index, as: Int16.self)))
    case (32, true): .integer(Int64(try bytes.number(at: 4 * index, as: Int32.self)))
    case (64, true): .integer(try bytes.number(at: 8 * index))
    case (8, _): .integer(Int64(try bytes.number(at: index, as: UInt8.self)))
    case (16, _): .integer(Int64(try bytes.number(at: 2 * index, as: UInt16.self)))
    case (32, _): .integer(Int64(try bytes.number(at: 4 * index, as: UInt32.self)))
    default: .unsigned(try bytes.number(at: 8 * index))
    }
  }

  private func range(_ offsets: [UInt8], _ isLarge: Bool, _ index: Int, limit: Int)
    throws(ColumnarError) -> Range<Int>
  {
    func offset(_ index: Int) throws(ColumnarError) -> Int {
      isLarge
        ? Int(try offsets.number(at: 8 * index, as: Int64.self))
        : Int(try offsets.number(at: 4 * index, as: Int32.self))
    }
    let (start, end) = (try offset(index), try offset(index + 1))
    guard start >= 0, start <= end, end <= limit else { throw ColumnarError.damaged }
    return start..<end
  }
}
