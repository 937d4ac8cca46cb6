/// Recipes whose steps use what their lists name.
enum Recipes {
  static let voices = Voices(.papers, "Recipes.voices")
}
