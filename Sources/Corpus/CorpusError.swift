/// Why a corpus or a question file cannot be used, naming file, line and remedy.
package struct CorpusError: Error, CustomStringConvertible, Equatable {
  package let path: String
  /// Line of the file, counted from 1, where one is at fault.
  package let line: Int?
  package let problem: String

  package init(path: String, line: Int? = nil, problem: String) {
    self.path = path
    self.line = line
    self.problem = problem
  }

  package var description: String {
    line.map { "\(path):\($0): \(problem)" } ?? "\(path): \(problem)"
  }
}
