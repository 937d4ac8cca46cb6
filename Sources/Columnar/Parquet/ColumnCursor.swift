/// The values of one column of one row group, a page at a time.
struct ColumnCursor {
  private let file: FileBytes
  private let column: ParquetFooter.Column
  private let chunk: ParquetFooter.Chunk
  private var place: Int
  private let end: Int
  private var dictionary: PageValues?
  private var page: Page?
  /// The first value of the next row's list, read to find where the one before ends.
  private var pending: Item?
  /// Values that pages have held so far.
  private var seen = 0

  /// A page that is being read.
  private struct Page {
    var left: Int
    var repeats: HybridDecoder?
    var levels: HybridDecoder?
    var values: PageValues?
    var indices: HybridDecoder?
    var next = 0
  }

  init(_ file: FileBytes, _ column: ParquetFooter.Column, _ chunk: ParquetFooter.Chunk) {
    self.file = file
    self.column = column
    self.chunk = chunk
    place = chunk.start
    end = chunk.start + chunk.size
  }

  /// A value of a list, with what says where it belongs.
  private struct Item {
    /// Whether it goes on with the list of the value before.
    let goesOn: Bool
    let level: Int
    let value: ColumnValue
  }

  /// Elements of one row's list at most: a few bytes may stand for any number of nulls.
  private static let longestList = 1 << 20

  /// The next row's list; nil where there is none.
  /// - Parameter level: From which level on there is an element.
  mutating func nextList(_ level: Int) throws(ColumnarError) -> [ColumnValue]? {
    var start = pending
    if start == nil { start = try item() }
    pending = nil
    guard let first = start, !first.goesOn else { throw ColumnarError.damaged }
    var values: [ColumnValue] = []
    if first.level >= level { values.append(first.value) }
    while let item = try item() {
      guard item.goesOn else {
        pending = item
        break
      }
      guard first.level >= level, item.level >= level else { throw ColumnarError.damaged }
      guard values.count < Self.longestList else {
        throw ColumnarError("has a list of more than \(Self.longestList) elements")
      }
      values.append(item.value)
    }
    return first.level >= level - 1 ? values : nil
  }

  /// The next value of a list; nil after the last.
  private mutating func item() throws(ColumnarError) -> Item? {
    while (page?.left ?? 0) == 0 {
      guard seen < chunk.values else { return nil }
      try readPage()
    }
    let repeats = try page?.repeats?.next() ?? 0
    guard repeats < 2 else { throw ColumnarError.damaged }
    page?.left -= 1
    let level = Int(try page?.levels?.next() ?? 0)
    guard level <= column.levels else { throw ColumnarError.damaged }
    let value = level < column.levels ? ColumnValue.null : try present()
    return Item(goesOn: repeats == 1, level: level, value: value)
  }

  /// The next value.
  mutating func next() throws(ColumnarError) -> ColumnValue {
    while (page?.left ?? 0) == 0 { try readPage() }
    page?.left -= 1
    if let level = try page?.levels?.next() {
      guard level <= column.levels else { throw ColumnarError.damaged }
      if level < column.levels { return .null }
    }
    return try present()
  }

  /// The next value that is there.
  private mutating func present() throws(ColumnarError) -> ColumnValue {
    if let index = try page?.indices?.next() {
      guard let dictionary, Int(index) < dictionary.count else {
        throw ColumnarError("refers to an entry that its dictionary does not have")
      }
      return dictionary[Int(index)]
    }
    guard let values = page?.values, let next = page?.next, next < values.count else {
      throw ColumnarError.damaged
    }
    page?.next += 1
    return values[next]
  }

  private mutating func readPage() throws(ColumnarError) {
    guard place < end else { throw ColumnarError("has a column that ends before its rows do") }
    let (header, length) = try pageHeader()
    place += length
    guard let size = header[2]?.integer, let packed = header[3]?.integer, size >= 0, packed >= 0,
      packed <= end - place
    else { throw ColumnarError.damaged }
    let from = place
    place += packed
    switch header[1]?.integer {
    case 0: try dataPage(header, from..<place, size: size)
    case 3: try secondDataPage(header, from..<place, size: size)
    case 2:
      guard dictionary == nil, page == nil, let count = header[7]?[1]?.integer, count >= 0,
        [0, 2].contains(header[7]?[2]?.integer ?? 0)
      else { throw ColumnarError("has a dictionary where none may be") }
      let bytes = try chunk.codec.unpack(try file.read(from..<place)[...], size: size)
      dictionary = try PageDecoder(column: column, bytes: bytes, start: 0, count: count)
        .values(encoding: 0)
    default: break  // An index page, or a kind to come: nothing that is needed.
    }
  }

  /// Headers are short, but statistics in them may hold whole texts.
  private func pageHeader() throws(ColumnarError) -> (ThriftValue, length: Int) {
    var window = 1 << 12
    while true {
      let limit = min(end, place + window)
      var reader = ThriftReader(try file.read(place..<limit))
      do throws(ColumnarError) {
        let header = try reader.structure()
        return (header, reader.place)
      } catch {
        guard limit < end, window < 1 << 24 else { throw error }
        window *= 8
      }
    }
  }

  private func counted(_ count: Int?) throws(ColumnarError) -> Int {
    guard let count, count >= 0, count <= chunk.values - seen else { throw ColumnarError.damaged }
    return count
  }

  private mutating func dataPage(_ header: ThriftValue, _ range: Range<Int>, size: Int)
    throws(ColumnarError)
  {
    let count = try counted(header[5]?[1]?.integer)
    let bytes = try chunk.codec.unpack(try file.read(range)[...], size: size)
    var start = 0
    var levels: HybridDecoder?
    var repeats: HybridDecoder?
    if column.listLevel != nil {
      guard header[5]?[4]?.integer == 3 else {
        throw ColumnarError("writes where its lists begin in an encoding that is not read")
      }
      let length = Int(try bytes.number(at: 0, as: UInt32.self))
      start = try bytes.end(of: length, from: 4)
      repeats = try HybridDecoder(bytes, from: 4, to: start, width: 1)
    }
    if column.levels > 0 {
      guard header[5]?[3]?.integer == 3 else {
        throw ColumnarError("writes where it has no values in an encoding that is not read")
      }
      let length = Int(try bytes.number(at: start, as: UInt32.self))
      let from = start + 4
      start = try bytes.end(of: length, from: from)
      levels = try HybridDecoder(bytes, from: from, to: start, width: levelWidth)
    }
    try begin(count, header[5]?[2]?.integer, bytes, start, levels, repeats)
  }

  private mutating func secondDataPage(_ header: ThriftValue, _ range: Range<Int>, size: Int)
    throws(ColumnarError)
  {
    let facts = header[8]
    let count = try counted(facts?[1]?.integer)
    guard let own = facts?[5]?.integer, let before = facts?[6]?.integer, own >= 0, before >= 0,
      column.listLevel != nil || before == 0, own <= range.count, before <= range.count - own,
      own + before <= size
    else { throw ColumnarError.damaged }
    let length = own + before
    let packed = try file.read(range)
    let isPacked = facts?[7]?.integer != 0
    let codec = isPacked ? chunk.codec : Decompression.none
    let bytes = try codec.unpack(packed[length...], size: size - length)
    let levels =
      column.levels > 0
      ? try HybridDecoder(packed, from: before, to: length, width: levelWidth) : nil
    let repeats =
      column.listLevel != nil ? try HybridDecoder(packed, from: 0, to: before, width: 1) : nil
    try begin(count, facts?[4]?.integer, bytes, 0, levels, repeats)
  }

  private var levelWidth: Int { Int.bitWidth - column.levels.leadingZeroBitCount }

  private mutating func begin(
    _ count: Int, _ encoding: Int?, _ bytes: [UInt8], _ start: Int, _ levels: HybridDecoder?,
    _ repeats: HybridDecoder?
  ) throws(ColumnarError) {
    seen += count
    var page = Page(left: count, repeats: repeats, levels: levels)
    var present = count
    if var levels {
      present = try levels.count(of: UInt32(column.levels), among: count)
    }
    guard let encoding else { throw ColumnarError.damaged }
    if encoding == 2 || encoding == 8 {
      if present > 0 {
        guard start < bytes.count else { throw ColumnarError.truncated }
        page.indices = try HybridDecoder(
          bytes, from: start + 1, to: bytes.count, width: Int(bytes[start]))
      }
    } else {
      page.values = try PageDecoder(column: column, bytes: bytes, start: start, count: present)
        .values(encoding: encoding)
    }
    self.page = page
  }
}
