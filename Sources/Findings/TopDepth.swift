/// How long a top is that is looked at, by the size of the corpus.
package enum TopDepth {
  package static let shortest = 10

  /// A hundredth of the corpus, from 10 to 500 passages.
  ///
  /// The study's 100 or 500 of five million documents say something; of a few thousand they are most of what
  /// there is, and hold nearly everything by chance.
  package static func of(passages: Int) -> Int { min(500, max(shortest, passages / 100)) }
}
