import PlainYAML
import Yams

/// A YAML mapping whose values are checked as they are taken, with the line in every complaint.
struct YAMLReader {
  private let mapping: Node.Mapping
  private let path: String
  private let name: String?

  init(_ node: Node, path: String, name: String?) throws {
    guard let mapping = node.mapping else {
      throw EngineError(
        "\(path):\(node.mark?.line ?? 1): \(name ?? "the file") must be a list of `key: value` lines"
      )
    }
    self.mapping = mapping
    self.path = path
    self.name = name
  }

  /// Refuses keys that mean nothing here, naming the nearest that does.
  func allow(_ keys: [String]) throws {
    var seen: Set<String> = []
    for (node, _) in mapping {
      let key = node.scalar?.string ?? "?"
      guard seen.insert(key).inserted else { throw error(node, "\(key) is given twice; keep one") }
      guard !keys.contains(key) else { continue }
      throw error(
        node, "unknown key \(key); the nearest valid one is \(nearest(to: key, among: keys))")
    }
  }

  func string(_ key: String) throws -> String? {
    guard let node = mapping[key] else { return nil }
    guard let text = node.scalar?.string else { throw error(node, "\(key) must be a text") }
    return text
  }

  func requiredString(_ key: String) throws -> String {
    guard let text = try string(key), !text.isEmpty else {
      throw EngineError("\(path): \(key) is missing; add `\(key): PATH`")
    }
    return text
  }

  func strings(_ key: String) throws -> [String] {
    guard let node = mapping[key] else { return [] }
    if let sequence = node.sequence {
      return try sequence.map {
        guard let text = $0.scalar?.string else { throw error($0, "\(key) must list texts") }
        return text
      }
    }
    return try string(key).map { [$0] } ?? []
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let node = mapping[key] else { return nil }
    guard let text = node.scalar?.string, let value = Int(text), range.contains(value) else {
      throw error(
        node, "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The value of a key, turned into another type by a function that knows what is allowed.
  func value<Value>(_ key: String, _ allowed: String, _ convert: (String) -> Value?) throws
    -> Value?
  {
    guard let node = mapping[key] else { return nil }
    guard let text = node.scalar?.string, let value = convert(text) else {
      throw error(node, "\(key) must be \(allowed)")
    }
    return value
  }

  func mapping(_ key: String) throws -> YAMLReader? {
    guard let node = mapping[key] else { return nil }
    if let scalar = node.scalar, scalar.string.isEmpty { return nil }
    return try YAMLReader(node, path: path, name: key)
  }

  /// Whether a key's value is a mapping of its own.
  func isMapping(_ key: String) -> Bool { mapping[key]?.mapping != nil }

  func stringMap() throws -> [String: String] {
    var map: [String: String] = [:]
    for (key, value) in mapping {
      guard let key = key.scalar?.string, let text = value.scalar?.string else {
        throw error(value, "\(name ?? "this") must map texts to texts")
      }
      map[key] = text
    }
    return map
  }

  private func error(_ node: Node, _ problem: String) -> EngineError {
    EngineError("\(path):\(node.mark?.line ?? 1): \(problem)")
  }
}
