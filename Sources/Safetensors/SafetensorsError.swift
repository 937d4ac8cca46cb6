/// Why a safetensors file cannot be used, in one sentence that names file, tensor and remedy.
package struct SafetensorsError: Error, CustomStringConvertible, Equatable {
  package let path: String
  package let problem: String

  package init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  package var description: String { "\(path): \(problem)" }
}
