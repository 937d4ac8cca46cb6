import Workspace

/// Tokens of passages in a file.
enum PassageFile {
  /// Which passages.
  enum Content {
    case block(Int)
    /// Those that the factors are fitted on.
    case factors
    /// Those that the Gauss-Newton matrix is summed over, for conjugate gradients.
    case matrix

    fileprivate var name: String {
      switch self {
      case .block(let number): "block-\(padded(number)).part"
      case .factors: "factors.part"
      case .matrix: "matrix.part"
      }
    }
  }

  static func write(
    _ tokens: [[Int32]], to folder: ClusterFolder, _ content: Content, plan: String
  ) throws {
    let counts = tokens.map { Int32($0.count) }
    let all = tokens.flatMap(\.self)
    try counts.withUnsafeBytes { counts in
      try all.withUnsafeBytes { all in
        try PartFile.write(
          folder.passagesPath + "/" + content.name,
          PartFile.Header(plan: plan, piece: "passages/" + content.name), [counts, all])
      }
    }
  }

  static func read(_ folder: ClusterFolder, _ content: Content, plan: String) throws -> [[Int32]] {
    let path = folder.passagesPath + "/" + content.name
    let file = try PartFile(
      path, plan: plan, piece: "passages/" + content.name, owners: folder.owners)
    let counts = try file.numbers(0, of: Int32.self)
    let all = try file.numbers(1, of: Int32.self)
    guard counts.allSatisfy({ $0 >= 0 }), counts.reduce(0, { $0 + Int($1) }) == all.count else {
      throw EngineError("\(path): makes no sense; remove \(folder.path) and plan again")
    }
    var start = 0
    return counts.map { count in
      defer { start += Int(count) }
      return Array(all[start..<start + Int(count)])
    }
  }
}
