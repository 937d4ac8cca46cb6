/// Reports from towns that do not exist.
enum News {
  static let voices = Voices(.papers, "News.voices")
}
