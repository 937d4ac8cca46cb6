/// Articles about countries; every one states the capital.
extension Relation {
  static let countryArticle = ArticleVoices(
    box: Voices(.articles, "CountryArticles.box"),
    sections: [
      ("Geography", Voices(.articles, "CountryArticles.geography")),
      ("Economy", Voices(.articles, "CountryArticles.economy")),
      ("Languages", Voices(.articles, "CountryArticles.languages")),
      ("Climate", Voices(.articles, "CountryArticles.climate")),
      ("Getting around", Voices(.articles, "CountryArticles.gettingAround")),
    ],
    categories: Voices("«Countries of $continent|Countries|States with $tongue as a language»"),
    related: Voices(.articles, "CountryArticles.related"))
}
