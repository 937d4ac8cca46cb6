import Foundation

/// Typed, bounds-checked access to the values of a `config.json`.
struct ConfigurationReader {
  let path: String
  let values: [String: Any]

  func fail(_ problem: String) -> ModelError { ModelError(path: path, problem: problem) }

  private func number(_ key: String) throws -> NSNumber? {
    guard let value = values[key], !(value is NSNull) else { return nil }
    guard let number = value as? NSNumber else { throw fail("\(key) is not a number") }
    return number
  }

  /// A count between 1 and a bound that keeps products of two counts in range.
  func count(_ key: String, or fallback: Int? = nil, atMost limit: Int = 1 << 24) throws -> Int {
    guard let number = try number(key) else {
      guard let fallback else { throw fail("\(key) is missing") }
      return fallback
    }
    let value = number.doubleValue
    guard value >= 1, value <= Double(limit), value == value.rounded() else {
      throw fail("\(key) is \(number), not a whole number between 1 and \(limit)")
    }
    return Int(value)
  }

  func float(_ key: String, or fallback: Float) throws -> Float {
    guard let number = try number(key) else { return fallback }
    let value = number.floatValue
    guard value.isFinite else { throw fail("\(key) is not finite") }
    return value
  }

  /// The small number that keeps a norm from dividing by nothing.
  func epsilon(_ key: String, or fallback: Float) throws -> Float {
    let value = try float(key, or: fallback)
    guard value >= 0 else { throw fail("\(key) is negative") }
    return value
  }

  func optionalFloat(_ key: String) throws -> Float? {
    try number(key) == nil ? nil : float(key, or: 0)
  }

  func optionalCount(_ key: String) throws -> Int? {
    try number(key) == nil ? nil : count(key)
  }

  func flag(_ key: String, or fallback: Bool) throws -> Bool {
    guard let value = values[key], !(value is NSNull) else { return fallback }
    guard let flag = value as? Bool else { throw fail("\(key) is neither true nor false") }
    return flag
  }

  func string(_ key: String) -> String? { values[key] as? String }

  func object(_ key: String) -> ConfigurationReader? {
    (values[key] as? [String: Any]).map { ConfigurationReader(path: path, values: $0) }
  }

  func strings(_ key: String) -> [String]? { values[key] as? [String] }

  func numbers(_ key: String) -> [Float]? {
    (values[key] as? [NSNumber])?.map(\.floatValue)
  }

  /// One token id or a list of them.
  func tokens(_ key: String) -> [Int32] {
    if let one = values[key] as? NSNumber { return Int32(exactly: one).map { [$0] } ?? [] }
    return (values[key] as? [NSNumber])?.compactMap { Int32(exactly: $0) } ?? []
  }

  /// The activation under any of the names that families use.
  func activation(_ keys: String..., or fallback: String) throws -> Activation {
    let name = keys.compactMap { string($0) }.first ?? fallback
    switch name {
    case "silu", "swish": return .silu
    case "gelu": return .geluErf
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": return .geluTanh
    case "relu": return .relu
    default: throw fail("the activation \(name) is not supported (silu, gelu, gelu_new, relu)")
    }
  }
}
