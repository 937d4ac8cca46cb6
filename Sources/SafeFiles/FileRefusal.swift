/// Why a file is not opened, or could not be written: one sentence that names it.
package struct FileRefusal: Error, CustomStringConvertible, Sendable, Equatable {
  package let path: String
  package let problem: String

  package init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  package var description: String { "\(path): \(problem)" }
}
