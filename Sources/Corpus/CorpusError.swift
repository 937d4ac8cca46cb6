/// Why a corpus or a question file cannot be used, naming file, line and remedy.
package struct CorpusError: Error, CustomStringConvertible, Equatable {
  package let path: String
  /// Line of the file, counted from 1, where one is at fault.
  package let line: Int?
  package let problem: String
  /// Whether only one record is at fault, behind which reading can go on.
  package let isOfOneRecord: Bool

  package init(path: String, line: Int? = nil, problem: String, isOfOneRecord: Bool = false) {
    self.isOfOneRecord = isOfOneRecord
    self.path = path
    self.line = line
    self.problem = problem
  }

  package var description: String {
    line.map { "\(path):\($0): \(problem)" } ?? "\(path): \(problem)"
  }
}
