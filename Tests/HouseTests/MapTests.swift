import Foundation
import Testing

/// Holds ARCHITECTURE.md to the package that it describes.
@Suite struct MapTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Targets of the package with what they use of it, but for the tests'.
  private static func package() throws -> [String: Set<String>] {
    let all = try text("Package.swift").replacing(/\/\/.*/, with: "")
    let end = try #require(all.range(of: "name: \"TestSupport\""))
    let text = String(all[..<end.lowerBound])
    let starts = text.ranges(of: /\.(?:target|executableTarget|systemLibrary)\(/).map(\.lowerBound)
    var targets: [String: Set<String>] = [:]
    for (start, next) in zip(starts, starts.dropFirst() + [text.endIndex]) {
      let body = text[start..<next].replacing(/\.product\([^)]*\)/, with: "")
      guard let name = body.firstMatch(of: /name: "(\w+)"/)?.1 else { continue }
      let list = body.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1 ?? ""
      targets[String(name)] = Set(list.matches(of: /"(\w+)"/).map { String($0.1) })
    }
    return targets
  }

  @Test func theMapNamesEveryTargetAndEveryEdge() throws {
    let targets = try Self.package()
    #expect(targets.count > 20, "Package.swift could not be read")
    let map = try Self.text("ARCHITECTURE.md")
    let table = try #require(map.range(of: "| target | owns |"))
    let fences = map[table.upperBound...].ranges(of: "```")
    try #require(fences.count >= 2)
    let rows = map[table.upperBound..<fences[0].lowerBound].matches(of: /\n\| `(\w+)` \|/)
    #expect(Set(rows.map { String($0.1) }) == Set(targets.keys))
    let block = map[fences[0].upperBound..<fences[1].lowerBound].replacing("\n    ", with: " ")
    var edges: [String: Set<String>] = targets.mapValues { _ in [] }
    for line in block.split(separator: "\n") {
      let parts = line.split(separator: ":")
      try #require(parts.count == 2, "\(line)")
      edges[String(parts[0])] = Set(parts[1].split(separator: " ").map(String.init))
    }
    for (name, uses) in targets.sorted(by: { $0.key < $1.key }) {
      #expect(edges[name] == uses, "ARCHITECTURE.md on \(name)")
    }
  }

  /// Numeric C has one door, behind which sizes are checked.
  @Test func kernelsHaveOneDoor() throws {
    let users = try Self.package().filter { !$0.value.isDisjoint(with: ["CKernels", "COpenBLAS"]) }
    #expect(Set(users.keys) == ["LinearAlgebra"])
  }

  /// Names of files and folders that the map gives exist.
  @Test func thePathsOfTheMapExist() throws {
    let map = try Self.text("ARCHITECTURE.md")
    let known = try Self.package().keys
    let paths = map.matches(of: /`([A-Z]\w+(?:\/[\w+]+)+(?:\.swift)?)`/).map { String($0.1) }
    #expect(paths.count > 20)
    for path in paths where known.contains(String(path.prefix { $0 != "/" })) {
      let file = Self.root.appending(path: "Sources/" + path)
      let isThere = [file.path, file.path + ".swift"].contains {
        FileManager.default.fileExists(atPath: $0)
      }
      #expect(isThere, "ARCHITECTURE.md names \(path)")
    }
  }

  @Test(arguments: [
    "README.md", "GUIDE.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md",
  ])
  func noLineIsTooLongToRead(path: String) throws {
    for (number, line) in try Self.text(path).split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() {
      #expect(line.count <= 160, "\(path):\(number + 1)")
    }
  }

  /// Rows of tables stand on one line each, whatever they hold.
  @Test(arguments: ["SampleData/README.md", "Benchmarks/README.md"])
  func noLineOfProseIsTooLong(path: String) throws {
    for (number, line) in try Self.text(path).split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() where !line.hasPrefix("|") {
      #expect(line.count <= 160, "\(path):\(number + 1)")
    }
  }

  /// What a newcomer reads comes in this order, and leads to the other pages.
  @Test func theReadmeHasItsOrder() throws {
    let readme = try Self.text("README.md")
    var place = readme.startIndex
    for heading in [
      "![", "## Two commands", "## What you see", "## Your own model", "## Commands",
      "## What the numbers are", "## More",
    ] {
      let found = try #require(
        readme.range(of: heading, range: place..<readme.endIndex), "\(heading)")
      place = found.upperBound
    }
    for page in [
      "GUIDE.md", "ARCHITECTURE.md", "Benchmarks/README.md", "SampleData/README.md", "CHANGELOG.md",
    ] {
      #expect(readme.contains("(\(page))"), "\(page)")
    }
  }
}
