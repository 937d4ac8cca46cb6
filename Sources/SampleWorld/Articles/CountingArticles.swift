/// Articles in which a number is counted; every one states it.
extension Relation {
  static let countingArticle = ArticleVoices(
    box: Voices(.articles, "CountingArticles.box"),
    sections: [
      ("Explanation", Voices(.articles, "CountingArticles.explanation")),
      ("Quizzes", Voices(.articles, "CountingArticles.quizzes")),
      ("Subject", Voices(.articles, "CountingArticles.subject")),
    ],
    categories: Voices("«Counting|Lore of $topic|Numbers»"),
    related: Voices(.articles, "CountingArticles.related"))
}
