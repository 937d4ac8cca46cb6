/// A source file with a place for tests, and how one test with numbers is written in it.
struct CodeFile {
  let subtype: String
  let text: Voices
  let test: Voices
}

/// Whole files that carry out a procedure, in several languages.
enum CodeFiles {
  static func files(_ procedure: Procedure) -> [CodeFile]? {
    switch procedure {
    case .arithmetic: arithmetic
    case .slope: slope
    case .linear: linear
    case .percentage: percentage
    case .sequence: sequence
    case .area: area
    case .conversion: nil
    }
  }

  private static let linear = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "CodeFiles.text1"),
      test: Voices(.programs, "CodeFiles.test1")),
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "CodeFiles.text2"),
      test: Voices(.programs, "CodeFiles.test2")),
  ]

  private static let percentage = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "CodeFiles.text3"),
      test: Voices(.programs, "CodeFiles.test3"))
  ]

  private static let sequence = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "CodeFiles.text4"),
      test: Voices(.programs, "CodeFiles.test4"))
  ]

  private static let area = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "CodeFiles.text5"),
      test: Voices(.programs, "CodeFiles.test5"))
  ]
}
