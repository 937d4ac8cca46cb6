/// Files about expressions with a bracket and a factor.
extension CodeFiles {
  static let arithmetic = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "ArithmeticFiles.text1"),
      test: Voices(.programs, "ArithmeticFiles.test1")),
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "ArithmeticFiles.text2"),
      test: Voices(.programs, "ArithmeticFiles.test2")),
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "ArithmeticFiles.text3"),
      test: Voices(.programs, "ArithmeticFiles.test3")),
    CodeFile(
      subtype: "shell session",
      text: Voices(.programs, "ArithmeticFiles.text4"),
      test: Voices(.programs, "ArithmeticFiles.test4")),
    CodeFile(
      subtype: "module with tests",
      text: Voices(.programs, "ArithmeticFiles.text5"),
      test: Voices(.programs, "ArithmeticFiles.test5")),
    CodeFile(
      subtype: "patch",
      text: Voices(.programs, "ArithmeticFiles.text6"),
      test: Voices(.programs, "ArithmeticFiles.test6")),
    CodeFile(
      subtype: "notebook",
      text: Voices(.programs, "ArithmeticFiles.text7"),
      test: Voices(.programs, "ArithmeticFiles.test7")),
  ]
}
