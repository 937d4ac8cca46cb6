/// What an article about a subject of a relation holds besides the statement of the fact.
struct ArticleVoices {
  /// A box of particulars, one a line, with the fact among them.
  let box: Voices

  /// Paragraphs by the heading that they may stand under.
  let sections: [(heading: String, voices: Voices)]

  /// What the article is filed under.
  let categories: Voices

  /// Titles of other articles that a reader may want.
  let related: Voices
}

extension Relation {
  var article: ArticleVoices {
    switch self {
    case .capital: Self.countryArticle
    case .symbol: Self.elementArticle
    case .author: Self.workArticle
    case .inventor: Self.inventionArticle
    case .river: Self.cityArticle
    case .number: Self.countingArticle
    case .year: Self.eventArticle
    }
  }
}
