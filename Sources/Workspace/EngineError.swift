import SafeFiles

/// Something a person can mend: one sentence with the file, the place and the remedy.
package struct EngineError: Error, CustomStringConvertible, Equatable {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

extension EngineError {
  /// Does something with files, whose refusals become sentences for a person.
  package static func naming<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let refusal as FileRefusal {
      throw EngineError("\(refusal)")
    }
  }
}
