import Foundation
import Store
import Workspace

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
  static let missing = "–"
  static let others = "others"

  /// What `--facet` names: one field, or two with a comma between them.
  package static func fields(_ text: String?) throws -> [String] {
    guard let text else { return [] }
    let fields = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    guard (1...2).contains(fields.count), fields.allSatisfy({ !$0.isEmpty }) else {
      throw EngineError("\(text): a facet is one field, or two with a comma between them")
    }
    return fields
  }

  /// - Throws: `EngineError` where no document has a field.
  package init(_ results: Results, fields: [String]) throws {
    let columns = try results.store.columns(corpus: results.corpus.id)
    let wanted = fields.map { DocumentField($0) }
    var present = [Bool](repeating: false, count: wanted.count)
    var values = [String](repeating: Self.missing, count: results.corpus.documents)
    for start in stride(from: 0, to: results.corpus.documents, by: 4_096) {
      let numbers = Array(start..<min(start + 4_096, results.corpus.documents))
      for document in try results.store.documents(numbers, corpus: results.corpus.id) {
        let parts = wanted.enumerated().map { index, field in
          let value = field.value(of: document, types: columns.typeLabels)
          if value != nil { present[index] = true }
          return value ?? Self.missing
        }
        values[document.number] = parts.joined(separator: " × ")
      }
    }
    if let index = present.firstIndex(of: false) {
      throw EngineError(
        "no document has a field \(fields[index]); `stemma top --json` shows what documents have")
    }
    var counts: [String: Int] = [:]
    for document in columns.documents { counts[values[Int(document)], default: 0] += 1 }
    let order = counts.keys.sorted {
      (counts[$1, default: 0], $0) < (counts[$0, default: 0], $1)
    }
    isCut = order.count > Self.limit
    let kept = Array(order.prefix(Self.limit))
    names = kept + (isCut ? [Self.others] : [])
    let codeOf = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, UInt16($0)) })
    let rest = UInt16(kept.count)
    codes = columns.documents.map { codeOf[values[Int($0)]] ?? rest }
  }
}
