/// Articles about inventions and discoveries; every one names who is known for it.
extension Relation {
  static let inventionArticle = ArticleVoices(
    box: Voices(.articles, "InventionArticles.box"),
    sections: [
      ("History", Voices(.articles, "InventionArticles.history")),
      ("How it came about", Voices(.articles, "InventionArticles.howItCameAbout")),
      ("Later", Voices(.articles, "InventionArticles.later")),
      ("Importance", Voices(.articles, "InventionArticles.importance")),
    ],
    categories: Voices("«Inventions and discoveries|History of science|Technology»"),
    related: Voices(.articles, "InventionArticles.related"))
}
