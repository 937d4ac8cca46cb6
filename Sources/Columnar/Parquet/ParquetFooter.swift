/// What the footer of a Parquet file says (github.com/apache/parquet-format, parquet.thrift).
struct ParquetFooter {
  enum Physical: Int {
    case boolean, int32, int64, int96, float, double, byteArray, fixedByteArray
  }

  /// A column that is read.
  struct Column {
    let path: [String]
    let type: Physical
    /// Level of a value that is there: how many of the names on its path are optional.
    let levels: Int
    let isUnsigned: Bool
    /// What its numbers stand for; nil where they are numbers.
    var calendar: CalendarKind?
    /// Its place among the leaves of the schema.
    let leaf: Int
    /// Level from which on a list has an element here; nil for a column that is no list.
    var listLevel: Int?
  }

  struct Chunk {
    let codec: Decompression
    let values: Int
    let start: Int
    let size: Int
  }

  struct Group {
    let rows: Int
    /// By leaf.
    let chunks: [ThriftValue]
  }

  let columns: [Column]
  let leftOut: [String]
  let groups: [Group]

  init(_ file: FileBytes) throws(ColumnarError) {
    guard file.size >= 12 else { throw ColumnarError.truncated }
    let tail = try file.read(file.size - 8..<file.size)
    guard tail[4...].elementsEqual("PAR1".utf8) else {
      throw ColumnarError(
        tail[4...].elementsEqual("PARE".utf8)
          ? "is encrypted Parquet, which is not read"
          : "is Parquet without its end; the file is truncated")
    }
    let length = Int(try tail.number(at: 0, as: UInt32.self))
    guard length <= file.size - 12 else { throw ColumnarError.damaged }
    guard length <= 1 << 26 else { throw ColumnarError("has more than 64 MiB of metadata") }
    var reader = ThriftReader(try file.read(file.size - 8 - length..<file.size - 8))
    let root = try reader.structure()
    guard let schema = root[2]?.list, !schema.isEmpty else {
      throw ColumnarError("is Parquet without a schema")
    }
    var walk = SchemaWalk(schema)
    try walk.children(of: 0, path: [], levels: 0, isRead: true)
    columns = walk.columns
    leftOut = walk.leftOut
    var groups: [Group] = []
    for group in root[4]?.list ?? [] {
      guard let rows = group[3]?.integer, rows >= 0, let chunks = group[1]?.list,
        chunks.count == walk.leaves
      else { throw ColumnarError("has a row group that its schema does not fit") }
      groups.append(Group(rows: rows, chunks: chunks))
    }
    self.groups = groups
  }

  /// Where a column of a row group lies.
  static func chunk(_ value: ThriftValue, of column: Column, in file: FileBytes)
    throws(ColumnarError) -> Chunk
  {
    let name = column.path.joined(separator: ".")
    guard value[1] == nil, let meta = value[3] else {
      throw ColumnarError("keeps its column \(name) in another file, which is not read")
    }
    guard meta[1]?.integer == column.type.rawValue, let values = meta[5]?.integer, values >= 0,
      let size = meta[7]?.integer, let first = meta[9]?.integer
    else { throw ColumnarError("says too little of its column \(name)") }
    let codecs: [Int: Decompression] = [
      0: .none, 1: .snappy, 2: .gzip, 4: .brotli, 6: .zstandard, 7: .lz4,
    ]
    guard let number = meta[4]?.integer, let codec = codecs[number] else {
      throw ColumnarError(
        "packs its column \(name) by a codec that is not read (number \(meta[4]?.integer ?? -1)); write it with zstd or snappy"
      )
    }
    var start = first
    if let dictionary = meta[11]?.integer, dictionary > 0 { start = min(start, dictionary) }
    guard start >= 4, size >= 0, start <= file.size, size <= file.size - start else {
      throw ColumnarError.damaged
    }
    return Chunk(codec: codec, values: values, start: start, size: size)
  }
}

/// Walks the schema's elements, which stand in depth-first order.
private struct SchemaWalk {
  private let elements: [ThriftValue]
  private var place = 1
  private(set) var columns: [ParquetFooter.Column] = []
  private(set) var leftOut: [String] = []
  private(set) var leaves = 0

  init(_ elements: [ThriftValue]) { self.elements = elements }

  /// - Parameters:
  ///   - levels: How many optional names lead here.
  ///   - isRead: Whether nothing on the way repeats and the depth is one that is read.
  mutating func children(of parent: Int, path: [String], levels: Int, isRead: Bool)
    throws(ColumnarError)
  {
    guard path.count < 40 else { throw ColumnarError("has a schema nested too deeply") }
    let count = elements[parent][5]?.integer ?? 0
    guard count >= 0, count <= elements.count else { throw ColumnarError.damaged }
    for _ in 0..<count {
      guard place < elements.count, let name = elements[place][4]?.text else {
        throw ColumnarError("has a schema that ends too early")
      }
      let element = elements[place]
      let number = place
      place += 1
      let repetition = element[3]?.integer ?? 0
      let deeper = levels + (repetition == 1 ? 1 : 0)
      if path.isEmpty, isRead, repetition < 2, isList(element), try list(name, levels: deeper) {
        continue
      }
      let isReadable = isRead && (repetition == 0 || repetition == 1) && path.count < 2
      if (element[5]?.integer ?? 0) > 0 {
        let before = leftOut.count
        try children(of: number, path: path + [name], levels: deeper, isRead: isReadable)
        // A list is named once, not by the names inside it.
        if !isReadable || leftOut.count > before { collapse(from: before, path + [name]) }
      } else {
        leaf(element, path + [name], levels: deeper, isRead: isReadable)
      }
    }
  }

  private mutating func collapse(from: Int, _ path: [String]) {
    guard leftOut.count > from else { return }
    leftOut.removeSubrange(from...)
    leftOut.append(path.joined(separator: "."))
  }

  private func isList(_ element: ThriftValue) -> Bool {
    element[5]?.integer == 1 && (element[6]?.integer == 3 || element[10]?[3] != nil)
  }

  /// Reads a list of plain values, or of structures of them, in the form of three levels: the list, what
  /// repeats, its element.
  /// - Returns: whether it is one; else nothing has been read.
  private mutating func list(_ name: String, levels: Int) throws(ColumnarError) -> Bool {
    guard place + 1 < elements.count else { return false }
    let (repeated, item) = (elements[place], elements[place + 1])
    guard repeated[3]?.integer == 2, repeated[5]?.integer == 1, optionality(item) < 2 else {
      return false
    }
    let own = levels + 1
    let inside = own + optionality(item)
    let count = item[5]?.integer ?? 0
    if count == 0 {
      place += 2
      leaf(item, [name], levels: inside, isRead: true, listLevel: own)
      return true
    }
    guard count > 0, count <= elements.count - place - 2 else { return false }
    let fields = elements[place + 2..<place + 2 + count]
    guard fields.allSatisfy({ ($0[5]?.integer ?? 0) == 0 && optionality($0) < 2 && $0[4] != nil })
    else { return false }
    place += 2 + count
    for field in fields {
      leaf(
        field, [name, field[4]?.text ?? ""], levels: inside + optionality(field), isRead: true,
        listLevel: own)
    }
    return true
  }

  /// 0 for what is always there, 1 for what may be absent, 2 for what repeats.
  private func optionality(_ element: ThriftValue) -> Int {
    let repetition = element[3]?.integer ?? 0
    return (0...2).contains(repetition) ? repetition : 2
  }

  private mutating func leaf(
    _ element: ThriftValue, _ path: [String], levels: Int, isRead: Bool, listLevel: Int? = nil
  ) {
    defer { leaves += 1 }
    let converted = element[6]?.integer
    // 5 is a decimal, whose digits alone would be another number.
    let isDecimal = converted == 5 || element[10]?[5] != nil
    guard isRead, !isDecimal, let number = element[1]?.integer,
      let type = ParquetFooter.Physical(rawValue: number), type != .int96, type != .fixedByteArray
    else {
      leftOut.append(path.joined(separator: "."))
      return
    }
    columns.append(
      .init(
        path: path, type: type, levels: levels,
        isUnsigned: converted.map { (11...14).contains($0) } ?? false
          || element[10]?[10]?[2]?.integer == 0, calendar: calendar(element, type), leaf: leaves,
        listLevel: listLevel))
  }

  /// What a column's whole numbers stand for, by its logical type, or by the older way to say it.
  private func calendar(_ element: ThriftValue, _ type: ParquetFooter.Physical) -> CalendarKind? {
    guard type == .int32 || type == .int64 else { return nil }
    func perSecond(_ time: ThriftValue) -> Int64 {
      time[2]?[3] != nil ? 1_000_000_000 : time[2]?[2] != nil ? 1_000_000 : 1_000
    }
    if let logical = element[10] {
      if logical[6] != nil { return .date(perDay: 1) }
      if let time = logical[7] { return .time(perSecond: perSecond(time)) }
      if let moment = logical[8] {
        return .moment(perSecond: perSecond(moment), isUTC: moment[1]?.integer == 1)
      }
    }
    switch element[6]?.integer {
    case 6: return .date(perDay: 1)
    case 7: return .time(perSecond: 1_000)
    case 8: return .time(perSecond: 1_000_000)
    case 9: return .moment(perSecond: 1_000, isUTC: true)
    case 10: return .moment(perSecond: 1_000_000, isUTC: true)
    default: return nil
    }
  }
}
