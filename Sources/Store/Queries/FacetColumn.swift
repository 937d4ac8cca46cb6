import Foundation

/// The values of one field, or of two together, of every passage's document, as codes.
package struct FacetColumn: Sendable {
  /// Code of every passage [D].
  package let codes: [UInt16]
  /// Value of each code, the commonest first; `–` where documents have none, `others` for rare ones at the end.
  package let names: [String]
  /// Whether rare values were put together.
  package let isCut: Bool

  /// Values that are kept apart.
  private static let limit = 200
  package static let missing = "–"
  package static let others = "others"

  /// What `--facet` names: one field, or two with a comma between them.
  package static func fields(_ text: String?) throws -> [String] {
    guard let text else { return [] }
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard (1...2).contains(fields.count), fields.allSatisfy({ !$0.isEmpty }) else {
      throw StoreError("\(text): a facet is one field, or two with a comma between them")
    }
    return fields
  }

  /// The values of fields of a corpus's documents.
  ///
  /// - Throws: `StoreError` where no document has a field.
  package init(_ store: Store, corpus: CorpusRecord, fields: [String]) throws {
    let columns = try store.columns(corpus: corpus.id)
    let wanted = fields.map { DocumentField($0) }
    var present = [Bool](repeating: false, count: wanted.count)
    var values = [String](repeating: Self.missing, count: corpus.documents)
    for start in stride(from: 0, to: corpus.documents, by: 4_096) {
      let numbers = Array(start..<min(start + 4_096, corpus.documents))
      for document in try store.documents(numbers, corpus: corpus.id) {
        let parts = wanted.enumerated().map { index, field in
          let value = field.value(of: document, types: columns.typeLabels)
          if value != nil { present[index] = true }
          return value ?? Self.missing
        }
        values[document.number] = parts.joined(separator: " × ")
      }
    }
    if let index = present.firstIndex(of: false) {
      throw StoreError(
        "no document has a field \(fields[index]); `stemma top --json` shows what documents have")
    }
    self.init(values: values, of: columns.documents)
  }

  /// - Parameters:
  ///   - values: of every document.
  ///   - documents: number of every passage's document.
  package init(values: [String], of documents: [Int32]) {
    var counts: [String: Int] = [:]
    for document in documents { counts[values[Int(document)], default: 0] += 1 }
    let order = counts.keys.sorted {
      (counts[$1, default: 0], $0) < (counts[$0, default: 0], $1)
    }
    isCut = order.count > Self.limit
    let kept = Array(order.prefix(Self.limit))
    names = kept + (isCut ? [Self.others] : [])
    let codeOf = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, UInt16($0)) })
    let rest = UInt16(kept.count)
    codes = documents.map { codeOf[values[Int($0)]] ?? rest }
  }
}
