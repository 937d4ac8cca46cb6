/// A corpus as it was ingested.
package struct CorpusRecord: Sendable, Equatable {
  package let id: Int64
  package let fingerprint: String
  package let documents: Int
  package let passages: Int
  package let tokens: Int
  /// False while documents are still being read.
  package let isComplete: Bool
}

/// A document on its way into the store, with its passages.
package struct NewDocument: Sendable {
  package struct Passage: Sendable {
    package var id: String
    package var text: String
    package var tokens: [Int32]

    package init(id: String, text: String, tokens: [Int32]) {
      self.id = id
      self.text = text
      self.tokens = tokens
    }
  }

  package var id: String
  package var type: String
  package var isTypeGuessed: Bool
  package var source: String?
  package var subtype: String?
  /// The corpus's own notes on the document, as JSON.
  package var meta: String?
  /// Every other field of its record, as JSON.
  package var fields: String?
  package var passages: [Passage]

  package init(
    id: String, type: String, isTypeGuessed: Bool, source: String?, subtype: String?, meta: String?,
    fields: String? = nil, passages: [Passage]
  ) {
    self.id = id
    self.type = type
    self.isTypeGuessed = isTypeGuessed
    self.source = source
    self.subtype = subtype
    self.meta = meta
    self.fields = fields
    self.passages = passages
  }
}

/// A document's facts, without its text.
package struct DocumentRecord: Sendable, Equatable {
  /// Place in the corpus, from 0.
  package let number: Int
  package let id: String
  /// Code of the type; ``CorpusColumns/typeLabels`` names it.
  package let type: Int
  package let isTypeGuessed: Bool
  package let source: String?
  package let subtype: String?
  package let meta: String?
  /// Every other field of its record, as JSON.
  package let fields: String?
  /// Numbers of its passages.
  package let passages: Range<Int>
}

/// A file, a column or a record of a corpus that was not read.
package struct LeftOutRecord: Sendable, Equatable {
  package let path: String
  /// Line of the file, where one record is at fault.
  package let line: Int?
  package let reason: String

  package init(path: String, line: Int? = nil, reason: String) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  /// One line for a person.
  package var text: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(reason)" }
}

/// A passage: the unit that is ranked.
package struct PassageRecord: Sendable, Equatable {
  /// Column in every score vector, from 0.
  package let number: Int
  package let id: String
  /// Number of its document.
  package let document: Int
  package let text: String
}

/// A passage and its document without the text.
package struct PassageFactsRecord: Sendable, Equatable {
  package let id: String
  /// Id of the document.
  package let document: String
  package let source: String?
  package let subtype: String?
  /// How many tokens it has.
  package let tokens: Int
  /// Every other field of the document's record, as JSON.
  package let fields: String?
}

/// What is known of every passage of a corpus, as columns in passage order.
package struct CorpusColumns: Sendable, Equatable {
  /// Type code of each passage.
  package var types: [UInt16]
  /// Document number of each passage.
  package var documents: [Int32]
  /// Label of each type code.
  package var typeLabels: [String]
}
