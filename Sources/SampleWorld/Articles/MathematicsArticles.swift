/// What articles say about the procedures, in words.
enum MathematicsArticles {
  static func more(_ procedure: Procedure, _ random: inout RandomStream) -> String {
    (voices[procedure] ?? general).speak(&random)
  }

  static func box(_ procedure: Procedure, _ random: inout RandomStream) -> String {
    boxes.speak(["name": procedure.voices.names.speak(&random)], &random)
  }

  static let related = Voices(.articles, "MathematicsArticles.related")

  private static let boxes = Voices(.articles, "MathematicsArticles.boxes")

  private static let general = Voices(.articles, "MathematicsArticles.general")

  private static let voices: [Procedure: Voices] = [
    .slope: Voices(.articles, "MathematicsArticles.slope"),
    .arithmetic: Voices(.articles, "MathematicsArticles.arithmetic"),
  ]
}
