import Foundation
import SafeFiles
import Safetensors
import Workspace

/// A score store as bergson writes it (PyPI `bergson`): `info.json` and `scores.bin`, a row for each document.
///
/// A row holds each query's score and whether it was written. Rows may be tokens, whose scores sum to their
/// document's (`offsets.npy`), or a selection of the documents (`candidates.npy`). `config.yaml` says where lower
/// scores are the helpful ones; they are turned round then.
struct BergsonStore {
  let rows: Int
  let queries: Int
  /// The document of each row where not all were scored, in rising order.
  let candidates: [Int]?
  /// Row-major `[queries × rows]`, positive helps.
  let values: [Float]

  /// Whether a folder holds such a store.
  static func isStore(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/info.json")
      && FileManager.default.fileExists(atPath: folder + "/scores.bin")
  }

  private struct Information: Decodable {
    struct Layout: Decodable {
      let names: [String]
      let formats: [String]
      let offsets: [Int]
      let itemsize: Int
    }
    let areOfTokens: Bool?
    let rows: Int
    let queries: Int
    let layout: Layout

    enum CodingKeys: String, CodingKey {
      case areOfTokens = "attribute_tokens"
      case rows = "num_rows"
      case queries = "num_scores"
      case layout = "dtype"
    }
  }

  private enum Number: String {
    case half = "float16"
    case brain = "bfloat16"
    case single = "float32"
    case double = "float64"

    var size: Int {
      switch self {
      case .half, .brain: 2
      case .single: 4
      case .double: 8
      }
    }
  }

  /// - Parameters:
  ///   - steps: queries that it is to hold.
  ///   - passages: documents that it can hold at most.
  ///   - higherIsBetter: whether positive scores help; what `config.yaml` says if nil.
  /// - Throws: `EngineError` naming the file and what is wrong with it.
  init(_ folder: String, steps: Int, passages: Int, higherIsBetter: Bool? = nil) throws {
    let path = folder + "/info.json"
    guard let data = try? SafeFile.input(path, atMost: 1 << 26),
      let information = try? JSONDecoder().decode(Information.self, from: data)
    else { throw EngineError("\(path): does not describe scores as bergson does") }
    let (lines, queries) = (information.rows, information.queries)
    let layout = information.layout
    guard lines > 0, queries > 0, layout.itemsize > 0, layout.itemsize <= 1 << 28,
      lines <= Int.max >> 32, layout.names.count == layout.formats.count,
      layout.names.count == layout.offsets.count
    else { throw EngineError("\(path): its numbers do not fit together") }
    // Before any memory is made for them.
    let areTokens = information.areOfTokens == true
    func mismatch(_ documents: Int) -> EngineError {
      EngineError(
        "\(folder): holds \(queries) queries × \(documents) documents where \(steps) steps × \(passages) passages are named; say by --rows and --columns which they are"
      )
    }
    guard queries == steps, areTokens || lines <= passages else { throw mismatch(lines) }
    let file = folder + "/scores.bin"
    let bytes = try MappedFile(path: file)
    guard bytes.count == lines * layout.itemsize else {
      throw EngineError(
        "\(file): has \(bytes.count) bytes where info.json speaks of \(lines * layout.itemsize)")
    }
    let spans = try Self.spans(folder, lines, areTokens: areTokens)
    guard spans.count <= passages else { throw mismatch(spans.count) }
    let sign: Float = try BergsonSign(folder, given: higherIsBetter).value
    var scores: [Float] = []
    scores.reserveCapacity(spans.count * queries)
    for query in 0..<queries {
      let (number, offset) = try Self.field("score_\(query)", layout, path)
      let flag = try Self.flag("written_\(query)", layout, path)
      try bytes.withBytes { bytes in
        for span in spans {
          var sum = 0.0
          for row in span {
            let start = row * layout.itemsize
            guard bytes[start + flag] != 0 else {
              throw EngineError(
                "\(file): the score of row \(row) for query \(query) was never written")
            }
            sum += Double(Self.value(bytes, start + offset, number))
          }
          guard abs(sum) <= 1e30 else {
            throw EngineError(
              "\(file): the score of row \(span.lowerBound) for query \(query) is not finite, or beyond 1e30"
            )
          }
          scores.append(sign * Float(sum))
        }
      }
    }
    (rows, self.queries, values) = (spans.count, queries, scores)
    candidates = try Self.candidates(folder, rows: spans.count)
  }

  /// The lines of `scores.bin` that belong to each row: one, or those of a document's tokens.
  private static func spans(_ folder: String, _ lines: Int, areTokens: Bool) throws -> [Range<Int>]
  {
    guard areTokens else { return (0..<lines).map { $0..<$0 + 1 } }
    let path = folder + "/offsets.npy"
    let ends = try NumPyIntegers.read(path)
    guard ends.first == 0, ends.last == lines, ends.count > 1,
      zip(ends, ends.dropFirst()).allSatisfy(<=)
    else { throw EngineError("\(path): does not cut \(lines) tokens into documents") }
    return zip(ends, ends.dropFirst()).map { $0..<$1 }
  }

  private static func candidates(_ folder: String, rows: Int) throws -> [Int]? {
    let path = folder + "/candidates.npy"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let found = try NumPyIntegers.read(path)
    guard found.count == rows, found.allSatisfy({ $0 >= 0 }), Set(found).count == rows else {
      throw EngineError("\(path): does not name a document for each of \(rows) rows")
    }
    return found
  }

  private static func field(_ name: String, _ layout: Information.Layout, _ path: String) throws
    -> (Number, offset: Int)
  {
    guard let index = layout.names.firstIndex(of: name),
      let number = Number(rawValue: layout.formats[index])
    else { throw EngineError("\(path): has no \(name) of 16, 32 or 64 bits") }
    let offset = layout.offsets[index]
    guard offset >= 0, offset <= layout.itemsize - number.size else {
      throw EngineError("\(path): \(name) lies outside its row")
    }
    return (number, offset)
  }

  private static func flag(_ name: String, _ layout: Information.Layout, _ path: String) throws
    -> Int
  {
    guard let index = layout.names.firstIndex(of: name),
      (0..<layout.itemsize).contains(layout.offsets[index])
    else { throw EngineError("\(path): does not say by \(name) what was written") }
    return layout.offsets[index]
  }

  private static func value(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ number: Number)
    -> Float
  {
    switch number {
    case .single: bytes.loadUnaligned(fromByteOffset: offset, as: Float.self)
    case .double: Float(bytes.loadUnaligned(fromByteOffset: offset, as: Double.self))
    case .brain:
      Float(
        bitPattern: UInt32(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)) << 16)
    case .half: Self.half(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
  }

  /// A number of IEEE 754's 16 bits.
  private static func half(_ bits: UInt16) -> Float {
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF) / 1_024
    let size: Float
    switch exponent {
    case 0: size = fraction * 0x1p-14
    case 31: size = fraction == 0 ? .infinity : .nan
    default: size = (1 + fraction) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
    }
    return bits >> 15 == 0 ? size : -size
  }
}
