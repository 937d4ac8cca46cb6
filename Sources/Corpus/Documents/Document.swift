/// A pretraining document.
package struct Document: Sendable, Equatable {
  /// The document's own name, nil where its file gives none.
  package var id: String?
  package let text: String
  /// `code`, `textbook`, `forum`, `encyclopedia`, `other`, or a label of the corpus's own.
  package let type: String
  /// Whether the type was inferred from the text because nothing states it.
  package let typeIsGuessed: Bool
  /// Where the corpus says that the document comes from.
  package let source: String?
  /// Line of its file, counted from 1.
  package let line: Int
  /// A finer type that the corpus gives, such as `proof` or `worked example`.
  package var subtype: String?
  /// What else the corpus notes about it, as JSON.
  package var meta: String?
  /// Every other field of its record, as JSON.
  package var fields: String?

  package init(
    id: String?, text: String, type: String, typeIsGuessed: Bool, source: String?, line: Int
  ) {
    self.id = id
    self.text = text
    self.type = type
    self.typeIsGuessed = typeIsGuessed
    self.source = source
    self.line = line
  }
}
