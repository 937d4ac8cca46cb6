/// Files about the slope through two points.
extension CodeFiles {
  static let slope = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "SlopeFiles.text1"),
      test: Voices(.programs, "SlopeFiles.test1")),
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "SlopeFiles.text2"),
      test: Voices(.programs, "SlopeFiles.test2")),
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "SlopeFiles.text3"),
      test: Voices(.programs, "SlopeFiles.test3")),
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "SlopeFiles.text4"),
      test: Voices(.programs, "SlopeFiles.test4")),
    CodeFile(
      subtype: "notebook",
      text: Voices(.programs, "SlopeFiles.text5"),
      test: Voices(.programs, "SlopeFiles.test5")),
    CodeFile(
      subtype: "patch",
      text: Voices(.programs, "SlopeFiles.text6"),
      test: Voices(.programs, "SlopeFiles.test6")),
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "SlopeFiles.text7"),
      test: Voices(.programs, "SlopeFiles.test7")),
  ]
}
