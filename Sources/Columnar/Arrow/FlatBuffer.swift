/// A table of a FlatBuffer (flatbuffers.dev, "internals"), every offset of which is checked.
struct FlatTable {
  private let bytes: [UInt8]
  private let place: Int
  private let fields: Int
  private let fieldsEnd: Int

  /// The root of a buffer.
  init(root bytes: [UInt8]) throws(ColumnarError) {
    try self.init(bytes, at: Int(try bytes.number(at: 0, as: UInt32.self)))
  }

  private init(_ bytes: [UInt8], at place: Int) throws(ColumnarError) {
    self.bytes = bytes
    self.place = place
    fields = place - Int(try bytes.number(at: place, as: Int32.self))
    let size = Int(try bytes.number(at: fields, as: UInt16.self))
    guard size >= 4 else { throw ColumnarError.damaged }
    fieldsEnd = try bytes.end(of: size, from: fields)
  }

  /// Where a field lies, nil where it has its default.
  private func field(_ number: Int) throws(ColumnarError) -> Int? {
    let entry = fields + 4 + 2 * number
    guard entry + 2 <= fieldsEnd else { return nil }
    let offset = Int(try bytes.number(at: entry, as: UInt16.self))
    return offset == 0 ? nil : place + offset
  }

  func number<Number: FixedWidthInteger>(
    _ field: Int, default value: Number
  ) throws(ColumnarError) -> Number {
    guard let place = try self.field(field) else { return value }
    return try bytes.number(at: place, as: Number.self)
  }

  private func target(_ field: Int) throws(ColumnarError) -> Int? {
    guard let place = try self.field(field) else { return nil }
    return place + Int(try bytes.number(at: place, as: UInt32.self))
  }

  func table(_ field: Int) throws(ColumnarError) -> FlatTable? {
    guard let place = try target(field) else { return nil }
    return try FlatTable(bytes, at: place)
  }

  func text(_ field: Int) throws(ColumnarError) -> String? {
    guard let place = try target(field) else { return nil }
    let length = Int(try bytes.number(at: place, as: UInt32.self))
    let end = try bytes.end(of: length, from: place + 4)
    return String(decoding: bytes[place + 4..<end], as: UTF8.self)
  }

  /// The tables of a vector.
  func tables(_ field: Int) throws(ColumnarError) -> [FlatTable] {
    guard let (start, count) = try vector(field, width: 4) else { return [] }
    var tables: [FlatTable] = []
    for index in 0..<count {
      let place = start + 4 * index
      tables.append(
        try FlatTable(bytes, at: place + Int(try bytes.number(at: place, as: UInt32.self))))
    }
    return tables
  }

  /// Pairs of 64-bit numbers of a vector: Arrow's field nodes and buffers.
  func pairs(_ field: Int) throws(ColumnarError) -> [(Int, Int)] {
    guard let (start, count) = try vector(field, width: 16) else { return [] }
    var pairs: [(Int, Int)] = []
    for index in 0..<count {
      pairs.append(
        (
          Int(try bytes.number(at: start + 16 * index, as: Int64.self)),
          Int(try bytes.number(at: start + 16 * index + 8, as: Int64.self))
        ))
    }
    return pairs
  }

  private func vector(_ field: Int, width: Int) throws(ColumnarError) -> (Int, count: Int)? {
    guard let place = try target(field) else { return nil }
    let count = Int(try bytes.number(at: place, as: UInt32.self))
    _ = try bytes.end(of: count * width, from: place + 4)
    return (place + 4, count)
  }
}
