/// Why a tokenizer file cannot be used, in one sentence that names file, place and remedy.
package struct TokenizerError: Error, CustomStringConvertible, Equatable {
  package let path: String
  package let problem: String

  package init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  package var description: String { "\(path): \(problem)" }
}

/// What is wrong inside a file, before the file's name is known.
package struct Problem: Error {
  package let text: String

  init(_ text: String) { self.text = text }
}
