import Columnar
import Foundation
import Testing

/// Files that pyarrow wrote, beside the rows that it reads from them: `Tests/Scripts/record_columnar.py`.
///
/// `STEMMA_COLUMNAR_FILES` names a folder with the whole matrix.
@Suite struct ColumnarTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Golden/columnar").path

  static let files: [String] = {
    let folder = ProcessInfo.processInfo.environment["STEMMA_COLUMNAR_FILES"] ?? Self.folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasSuffix(".rows") }.sorted().map { folder + "/" + $0 }
  }()

  static func open(_ path: String) throws -> any RowReader {
    path.hasSuffix(".parquet") ? try ParquetReader(path: path) : try ArrowReader(path: path)
  }

  @Test func thereAreFiles() { #expect(Self.files.count >= 30) }

  @Test(arguments: files) func rowsAreThoseOfPyarrow(path: String) throws {
    let expected = try String(
      contentsOfFile: (path as NSString).deletingPathExtension + ".rows", encoding: .utf8
    ).split(separator: "\n")
    let reader = try Self.open(path)
    var number = 0
    while let row = try reader.next() {
      let shown = row.map { $0.name + ":" + Self.shown($0.value) }.joined(separator: "|")
      try #require(number < expected.count, "more rows than \(expected.count)")
      try #require(shown == expected[number], "row \(number)")
      number += 1
    }
    #expect(number == expected.count)
    #expect(reader.leftOut.isEmpty)
  }

  private static func shown(_ value: ColumnValue) -> String {
    switch value {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .real(let value): value.isNaN ? "nan" : "\(value.bitPattern)"
    case .bytes(let bytes):
      "\"" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
    case .list(let values): "[" + values.map(shown).joined(separator: ",") + "]"
    case .record(let fields):
      "{" + fields.map { $0.name + ":" + shown($0.value) }.joined(separator: ",") + "}"
    }
  }

  /// Whatever is cut off or changed ends in rows or in one sentence.
  @Test(arguments: ["parquet", "arrow"]) func damageIsNamed(kind: String) throws {
    let path = try #require(Self.files.filter { $0.hasSuffix(kind) }.min { size($0) < size($1) })
    let whole = try Data(contentsOf: URL(filePath: path))
    let copy = FileManager.default.temporaryDirectory.appending(
      path: "\(UUID().uuidString).\(kind)")
    defer { try? FileManager.default.removeItem(at: copy) }
    var failures = 0
    func read(_ data: Data) throws {
      try data.write(to: copy)
      do {
        let reader = try Self.open(copy.path)
        while try reader.next() != nil {}
      } catch {
        let problem = try #require(error as? ColumnarError).problem
        #expect(!problem.isEmpty)
        failures += 1
      }
    }
    for part in 0..<60 { try read(whole.prefix(whole.count * part / 60)) }
    #expect(failures >= (kind == "parquet" ? 60 : 20))
    // SplitMix64, so that a failure can be repeated.
    var state: UInt64 = 7
    for _ in 0..<600 {
      var data = whole
      for _ in 0..<3 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        data[Int(mixed % UInt64(data.count))] = UInt8(truncatingIfNeeded: mixed >> 40)
      }
      try read(data)
    }
  }

  private func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  @Test func otherFilesAreRefused() throws {
    #expect(throws: ColumnarError.self) { try ParquetReader(path: #filePath) }
    #expect(throws: ColumnarError.self) { try ArrowReader(path: #filePath) }
    #expect(throws: ColumnarError.self) { try ParquetReader(path: "/nowhere.parquet") }
    #expect(throws: ColumnarError.self) { try ArrowReader(path: "/dev/null") }
  }
}
