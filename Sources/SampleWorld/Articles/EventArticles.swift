/// Articles about events; every one states the year.
extension Relation {
  static let eventArticle = ArticleVoices(
    box: Voices(.articles, "EventArticles.box"),
    sections: [
      ("Course", Voices(.articles, "EventArticles.course")),
      ("Consequences", Voices(.articles, "EventArticles.consequences")),
      ("Memory", Voices(.articles, "EventArticles.memory")),
      ("Background", Voices(.articles, "EventArticles.background")),
    ],
    categories: Voices("«Events by year|History|Dates»"),
    related: Voices(.articles, "EventArticles.related"))
}
