import Foundation
import Testing

/// Files and functions stay short enough to be read at a sitting.
@Suite struct SizesTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func files(in folders: [String]) throws -> [(path: String, lines: [Substring])] {
    var result: [(String, [Substring])] = []
    for folder in folders {
      let files = try #require(
        FileManager.default.enumerator(
          at: root.appending(path: folder), includingPropertiesForKeys: nil))
      for case let file as URL in files where ["swift", "c", "h"].contains(file.pathExtension) {
        let text = try String(contentsOf: file, encoding: .utf8)
        let path = String(file.path.dropFirst(root.path.count + 1))
        result.append((path, text.split(separator: "\n", omittingEmptySubsequences: false)))
      }
    }
    return result
  }

  @Test func noFileIsLongerThanFourHundredLines() throws {
    let files = try Self.files(in: ["Sources", "Tests", "Benchmarks"])
    #expect(files.count > 600)
    for file in files { #expect(file.lines.count <= 401, "\(file.path): \(file.lines.count - 1)") }
  }

  /// A function's lines, and whether its comment says why it is longer than sixty: "In one piece".
  static func functions(in lines: [Substring]) throws -> [(line: Int, count: Int, hasReason: Bool)]
  {
    let head =
      #/^( *)(@\w+(\([^)]*\))? +)*((package|public|private|internal|fileprivate|static|mutating|override|nonisolated|final|convenience|required) +)*(func|init)\b/#
    var result: [(line: Int, count: Int, hasReason: Bool)] = []
    for (index, line) in lines.enumerated() {
      guard line.contains("func ") || line.contains("init"), let match = line.prefixMatch(of: head)
      else { continue }
      let end = match.1 + "}"
      guard
        let last = lines[(index + 1)...].firstIndex(where: {
          $0 == end || (!$0.isEmpty && $0.prefix(while: { $0 == " " }).count < match.1.count)
        }), lines[last] == end
      else { continue }
      let comment = lines[..<index].reversed().prefix {
        $0.drop { $0 == " " }.hasPrefix("//") || $0.drop { $0 == " " }.hasPrefix("@")
      }
      result.append(
        (index + 1, last - index + 1, comment.contains { $0.contains("In one piece") }))
    }
    return result
  }

  @Test func noFunctionIsLongerThanSixtyLinesWithoutAReason() throws {
    var read = 0
    for file in try Self.files(in: ["Sources"]) where file.path.hasSuffix(".swift") {
      for function in try Self.functions(in: file.lines) {
        read += 1
        #expect(
          function.count <= 60 || function.hasReason,
          "\(file.path):\(function.line): \(function.count) lines")
      }
    }
    #expect(read > 2_000)
  }

  @Test func aLongFunctionIsFound() throws {
    let body = (0..<60).map { "    _ = \($0)" }
    let long =
      ["  /// Does.", "  package func long(", "    _ a: Int", "  ) {"] + body + ["  }", "}"]
    let found = try Self.functions(in: long.map { $0[...] })
    #expect(found.count == 1 && found[0].count == 64 && !found[0].hasReason)
    let told = try Self.functions(
      in: (["  /// In one piece: a table."] + long.dropFirst()).map { $0[...] })
    #expect(told[0].hasReason)
  }

  /// The targets that one may not read in a day.
  @Test func noTargetIsLargerThanSixThousandLines() throws {
    var sizes: [Substring: Int] = [:]
    for file in try Self.files(in: ["Sources"]) {
      sizes[file.path.split(separator: "/")[1], default: 0] += file.lines.count - 1
    }
    #expect(sizes.count > 25)
    for (target, size) in sizes where target != "Explorer" {
      #expect(size <= 6_000, "\(target): \(size)")
    }
  }
}
