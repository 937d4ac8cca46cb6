/// What is wrong with a columnar file, in words that follow its name.
package struct ColumnarError: Error, Equatable {
  package let problem: String

  init(_ problem: String) { self.problem = problem }

  static var truncated: Self { Self("ends too early; the file is truncated") }
  static var damaged: Self { Self("is damaged: a length or an offset in it points outside") }
}
