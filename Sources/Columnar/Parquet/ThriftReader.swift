/// A value of Thrift's compact protocol.
enum ThriftValue {
  case integer(Int64)
  case bytes([UInt8])
  case list([ThriftValue])
  case structure([Int: ThriftValue])

  var integer: Int? { if case .integer(let value) = self { Int(value) } else { nil } }
  var list: [ThriftValue]? { if case .list(let values) = self { values } else { nil } }
  var text: String? {
    if case .bytes(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  /// A field of a structure.
  subscript(field: Int) -> ThriftValue? {
    if case .structure(let fields) = self { fields[field] } else { nil }
  }
}

/// Reads structures of Thrift's compact protocol (github.com/apache/thrift, doc/specs/thrift-compact-protocol.md).
///
/// Every element takes up at least one byte, and no more than `most` are kept, so that a small file stays small.
struct ThriftReader {
  private let bytes: [UInt8]
  private(set) var place: Int
  private var elements = 0

  private static let most = 4_000_000
  private static let deepest = 24

  init(_ bytes: [UInt8], at place: Int = 0) {
    self.bytes = bytes
    self.place = place
  }

  mutating func structure(depth: Int = 0) throws(ColumnarError) -> ThriftValue {
    guard depth < Self.deepest else { throw ColumnarError("has metadata nested too deeply") }
    var fields: [Int: ThriftValue] = [:]
    var number = 0
    while true {
      let head = try byte()
      if head == 0 { return .structure(fields) }
      let step = Int(head >> 4)
      if step > 0 {
        number += step
      } else {
        number = Int(clamping: try bytes.zigzag(at: &place))
      }
      guard (-32_768...32_767).contains(number) else { throw ColumnarError.damaged }
      let kind = head & 0x0F
      // A field's truth is in its type.
      if kind == 1 || kind == 2 {
        fields[number] = .integer(kind == 1 ? 1 : 0)
      } else {
        fields[number] = try value(kind, depth: depth)
      }
    }
  }

  private mutating func byte() throws(ColumnarError) -> UInt8 {
    guard place < bytes.count else { throw ColumnarError.truncated }
    defer { place += 1 }
    return bytes[place]
  }

  private mutating func value(_ kind: UInt8, depth: Int) throws(ColumnarError) -> ThriftValue {
    elements += 1
    guard elements <= Self.most else { throw ColumnarError("has too much metadata") }
    switch kind {
    case 1, 2, 3: return .integer(Int64(Int8(bitPattern: try byte())))
    case 4, 5, 6: return .integer(try bytes.zigzag(at: &place))
    case 7:
      place = try bytes.end(of: 8, from: place)
      return .integer(0)
    case 8:
      let length = Int(clamping: try bytes.variableInteger(at: &place))
      let start = place
      place = try bytes.end(of: length, from: place)
      return .bytes(Array(bytes[start..<place]))
    case 9, 10: return try list(depth: depth)
    case 12: return try structure(depth: depth + 1)
    default: throw ColumnarError("has metadata of a kind that is not known")
    }
  }

  private mutating func list(depth: Int) throws(ColumnarError) -> ThriftValue {
    guard depth < Self.deepest else { throw ColumnarError("has metadata nested too deeply") }
    let head = try byte()
    var count = Int(head >> 4)
    if count == 15 { count = Int(clamping: try bytes.variableInteger(at: &place)) }
    guard count <= bytes.count - place else { throw ColumnarError.truncated }
    var values: [ThriftValue] = []
    for _ in 0..<count { values.append(try value(head & 0x0F, depth: depth + 1)) }
    return .list(values)
  }
}
