/// Articles about cities on a river; every one names the river.
extension Relation {
  static let cityArticle = ArticleVoices(
    box: Voices(.articles, "CityArticles.box"),
    sections: [
      ("Position", Voices(.articles, "CityArticles.position")),
      ("Sights", Voices(.articles, "CityArticles.sights")),
      ("Trade", Voices(.articles, "CityArticles.trade")),
      ("Floods", Voices(.articles, "CityArticles.floods")),
    ],
    categories: Voices("«Cities in $land|Cities on rivers|Cities»"),
    related: Voices(.articles, "CityArticles.related"))
}
