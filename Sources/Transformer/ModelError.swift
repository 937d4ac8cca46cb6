/// Why a checkpoint cannot be used, in one sentence that names the file and what is not supported.
package struct ModelError: Error, CustomStringConvertible, Equatable {
  package let path: String
  package let problem: String

  package init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  package var description: String { "\(path): \(problem)" }
}
