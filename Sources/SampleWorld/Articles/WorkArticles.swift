/// Articles about books and plays; every one names the author.
extension Relation {
  static let workArticle = ArticleVoices(
    box: Voices(.articles, "WorkArticles.box"),
    sections: [
      ("Plot", Voices(.articles, "WorkArticles.plot")),
      ("Publication", Voices(.articles, "WorkArticles.publication")),
      ("Reception", Voices(.articles, "WorkArticles.reception")),
      ("Style", Voices(.articles, "WorkArticles.style")),
    ],
    categories: Voices("«Literature in $tongue|Books and plays|Literature»"),
    related: Voices(.articles, "WorkArticles.related"))
}
