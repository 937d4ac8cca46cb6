import GRDB

extension Row {
  /// What is said of a value that no Stemma has written.
  static let strangeValue =
    "a value in it makes no sense, it is damaged; delete the .stemma folder and compute again"

  /// The value of a column, which a damaged or foreign file may have as anything at all.
  ///
  /// GRDB's subscript traps where a value does not convert; a file is no reason for that.
  /// - Throws: `RowDecodingError`, of which `Store` makes a sentence.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ column: String, _ type: Value.Type = Value.self
  ) throws -> Value {
    try decode(type, forColumn: column)
  }

  /// A whole number that later arithmetic can rely on.
  func value(_ column: String, in range: ClosedRange<Int>) throws -> Int {
    let value: Int = try value(column)
    guard range.contains(value) else { throw StoreError(Self.strangeValue) }
    return value
  }

  /// A value that has a name, such as a state.
  func named<Value>(_ column: String, _ read: (String) -> Value?) throws -> Value {
    guard let value = read(try value(column, String.self)) else {
      throw StoreError(Self.strangeValue)
    }
    return value
  }

  /// A time in seconds; some 30,000 years around 1970 are more than enough.
  func time(_ column: String) throws -> Double {
    let value: Double = try value(column)
    guard abs(value) < 1e12 else { throw StoreError(Self.strangeValue) }
    return value
  }
}

extension Row {
  /// A finite number within bounds; nil where the column has none.
  func number(_ column: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let value: Double = try value(column, Double?.self) else { return nil }
    // Written so that what is no number falls out as well.
    guard range.contains(value) else { throw StoreError(Self.strangeValue) }
    return value
  }

  /// The same where the column may be empty.
  func optionalIndex(_ column: String) throws -> Int? {
    try value(column, Int?.self) == nil ? nil : index(column)
  }

  /// The number of a row within its set: 32 bits, and room to count on.
  func index(_ column: String) throws -> Int { try value(column, in: possibleCounts) }
}

/// How many passages, documents or tokens there can be: numbers of rows have 32 bits.
let possibleCounts = 0...0xffff_ffff
