/// Articles that no question asks about.
enum GeneralArticles {
  static let voices = Voices(.articles, "GeneralArticles.voices")
}
