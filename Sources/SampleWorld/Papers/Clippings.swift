/// Papers of everyday life that are neither letters nor news.
enum Clippings {
  static let voices = Voices(.papers, "Clippings.voices")
}
