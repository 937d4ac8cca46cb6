/// A passage's text and where it comes from, loaded when something shows it.
package struct Passage: Sendable, Hashable {
  /// Column of the passage, counted from 0 in corpus order.
  package var index: Int
  /// The document's id, with `#2` and so on where the document has several passages.
  package var id: String
  package var document: String
  package var source: String?
  package let text: String
  /// The beginning of the text as one line.
  package let headline: String
  package var tokens: Int
  package var typeIsGuessed: Bool
  package var isStarred: Bool
  package var isRead: Bool
  /// The document's own metadata, by name.
  package var fields: [String: String] = [:]

  package init(
    index: Int, id: String, document: String? = nil, source: String? = nil, text: String,
    tokens: Int = 0, typeIsGuessed: Bool = false, isStarred: Bool = false, isRead: Bool = false
  ) {
    self.index = index
    self.id = id
    self.document = document ?? id
    self.source = source
    self.text = text
    headline = oneLine(text)
    self.tokens = tokens
    self.typeIsGuessed = typeIsGuessed
    self.isStarred = isStarred
    self.isRead = isRead
  }
}

/// What is known of a passage beside its text, for conditions and orders over many of them.
package struct PassageFacts: Sendable, Hashable {
  package var id: String
  package var document: String
  package var source: String?
  package var tokens: Int
  /// The document's own metadata, by name.
  package var fields: [String: String]

  package init(
    id: String, document: String, source: String? = nil, tokens: Int = 0,
    fields: [String: String] = [:]
  ) {
    (self.id, self.document, self.source) = (id, document, source)
    (self.tokens, self.fields) = (tokens, fields)
  }
}

/// A question's step, or all its steps together.
package struct Unit: Sendable, Hashable {
  /// Index of the question in the catalog.
  package var question: Int
  /// Number of the step from 1; 0 stands for the whole completion.
  package var step: Int

  package init(question: Int, step: Int) {
    self.question = question
    self.step = step
  }
}
