/// Something a person can mend: one sentence with the file, the place and the remedy.
package struct EngineError: Error, CustomStringConvertible, Equatable {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
