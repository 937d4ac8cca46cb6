import Foundation
import Safetensors

/// Typed, bounds-checked access to the values of a `config.json`.
///
/// A key that is absent has its family's default; a key that is null has no value, as in `transformers`.
struct ConfigurationReader {
  let path: String
  let values: [String: Any]
  /// What the family takes for keys that are absent.
  var defaults: [String: Any] = [:]

  init(path: String, values: [String: Any], defaults: [String: Any] = [:]) {
    (self.path, self.values, self.defaults) = (path, values, defaults)
  }

  /// Reads a file that holds one JSON object.
  /// - Throws: `ModelError` where it is none, or too large for settings.
  init(file path: String) throws {
    let data: Data
    do {
      data = try MappedFile.contents(of: path, atMost: 10_000_000)
    } catch let error as SafetensorsError {
      throw ModelError(path: path, problem: error.problem)
    }
    guard let values = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw ModelError(path: path, problem: "is not a JSON object")
    }
    self.init(path: path, values: values)
  }

  func fail(_ problem: String) -> ModelError { ModelError(path: path, problem: problem) }

  /// The same file read with a family's defaults.
  func with(defaults: [String: Any]) -> ConfigurationReader {
    var copy = self
    copy.defaults = defaults
    return copy
  }

  /// Whether the file itself holds the key, null or not.
  func isGiven(_ key: String) -> Bool { values[key] != nil }

  private func value(_ key: String) -> Any? { values[key] ?? defaults[key] }

  /// Names every one of the keys that the file lacks, at once.
  func require(_ keys: String...) throws {
    let missing = keys.filter { value($0) == nil }
    guard missing.isEmpty else {
      throw fail(
        missing.count == 1
          ? "\(missing[0]) is missing"
          : "\(missing.dropLast().joined(separator: ", ")) and \(missing[missing.count - 1]) are missing"
      )
    }
  }

  private func number(_ key: String) throws -> NSNumber? {
    guard let value = value(key), !(value is NSNull) else { return nil }
    guard let number = value as? NSNumber else { throw fail("\(key) is not a number") }
    return number
  }

  private func needed(_ key: String) throws -> NSNumber {
    guard let number = try number(key) else {
      throw fail(value(key) == nil ? "\(key) is missing" : "\(key) is null, but must be a number")
    }
    return number
  }

  /// A count between 1 and a bound that keeps products of two counts in range.
  func count(_ key: String, atMost limit: Int = 1 << 24, atLeast least: Int = 1) throws -> Int {
    let number = try needed(key)
    let value = number.doubleValue
    guard value >= Double(least), value <= Double(limit), value == value.rounded() else {
      throw fail("\(key) is \(number), not a whole number between \(least) and \(limit)")
    }
    return Int(value)
  }

  func float(_ key: String) throws -> Float {
    let value = try needed(key).floatValue
    guard value.isFinite else { throw fail("\(key) is not finite") }
    return value
  }

  /// A number above nothing.
  func positive(_ key: String) throws -> Float {
    let value = try float(key)
    guard value > 0 else { throw fail("\(key) is \(value), not positive") }
    return value
  }

  /// The small number that keeps a norm from dividing by nothing.
  func epsilon(_ key: String) throws -> Float {
    let value = try float(key)
    guard value >= 0 else { throw fail("\(key) is negative") }
    return value
  }

  func optionalFloat(_ key: String) throws -> Float? {
    try number(key) == nil ? nil : float(key)
  }

  func optionalPositive(_ key: String) throws -> Float? {
    try number(key) == nil ? nil : positive(key)
  }

  func optionalCount(_ key: String, atMost limit: Int = 1 << 24) throws -> Int? {
    try number(key) == nil ? nil : count(key, atMost: limit)
  }

  /// True or false; null is neither, unless the family has it as one.
  func flag(_ key: String, null: Bool? = nil) throws -> Bool {
    guard let value = value(key) else { throw fail("\(key) is missing") }
    if value is NSNull {
      guard let null else { throw fail("\(key) is null, but must be true or false") }
      return null
    }
    guard let flag = value as? Bool else { throw fail("\(key) is neither true nor false") }
    return flag
  }

  func string(_ key: String) -> String? { value(key) as? String }

  /// An object; nil when absent or null.
  func object(_ key: String) throws -> ConfigurationReader? {
    guard let value = value(key), !(value is NSNull) else { return nil }
    guard let object = value as? [String: Any] else { throw fail("\(key) is not an object") }
    return ConfigurationReader(path: path, values: object)
  }

  /// A list of texts; nil when absent or null.
  func strings(_ key: String) throws -> [String]? {
    guard let value = value(key), !(value is NSNull) else { return nil }
    guard let strings = value as? [String] else { throw fail("\(key) is not a list of texts") }
    return strings
  }

  /// A list of numbers; nil when absent or null.
  func numbers(_ key: String) throws -> [Double]? {
    guard let value = value(key), !(value is NSNull) else { return nil }
    guard let numbers = value as? [NSNumber] else { throw fail("\(key) is not a list of numbers") }
    return numbers.map(\.doubleValue)
  }

  /// One token id or a list of them.
  /// - Throws: `ModelError` for what is none, since a model that knows no end never stops.
  func tokens(_ key: String) throws -> [Int32] {
    guard let given = value(key), !(given is NSNull) else { return [] }
    let list = given as? [Any] ?? [given]
    return try list.map { one in
      guard let number = one as? NSNumber, let token = Int32(exactly: number), token >= -1 else {
        throw fail("\(key) is neither a token's number nor a list of them")
      }
      return token
    }
  }

  /// The activation that a key names.
  func activation(_ key: String) throws -> Activation {
    guard let name = string(key) else { throw fail("\(key) is not the name of an activation") }
    switch name {
    case "silu", "swish": return .silu
    case "gelu", "gelu_python": return .geluErf
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "gelu_accurate", "gelu_python_tanh":
      return .geluTanh
    case "relu": return .relu
    default: throw fail("the activation \(name) is not supported (silu, gelu, gelu_new, relu)")
    }
  }
}
