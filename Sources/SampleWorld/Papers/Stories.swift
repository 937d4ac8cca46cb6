/// Short tales.
enum Stories {
  static let voices = Voices(.papers, "Stories.voices")
}
