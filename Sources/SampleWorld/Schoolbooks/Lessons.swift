/// Pages of schoolbooks about nature, history and language, which no question asks about.
enum Lessons {
  static func document(_ random: inout RandomStream) -> Draft {
    let text = voices.speak(Cast.slots(&random), &random)
    return Draft(kind: .textbook, subtype: "school text", text: text)
  }

  private static let voices = Voices(.schoolbooks, "Lessons.voices")
}
