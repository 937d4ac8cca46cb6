/// Articles about chemical elements; every one states the symbol.
extension Relation {
  static let elementArticle = ArticleVoices(
    box: Voices(.articles, "ElementArticles.box"),
    sections: [
      ("Name", Voices(.articles, "ElementArticles.name")),
      ("Occurrence", Voices(.articles, "ElementArticles.occurrence")),
      ("Uses", Voices(.articles, "ElementArticles.uses")),
      ("Properties", Voices(.articles, "ElementArticles.properties")),
      ("In the classroom", Voices(.articles, "ElementArticles.inTheClassroom")),
    ],
    categories: Voices("«Chemical elements|Chemistry|Materials»"),
    related: Voices(.articles, "ElementArticles.related"))
}
