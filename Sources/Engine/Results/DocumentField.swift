import Foundation
package import Store
import Workspace

/// One field of a document: what the store has a column for, or any field of its record.
package struct DocumentField: Sendable, Equatable {
  /// As a person wrote it: `type`, `source`, `subtype`, `domain`, or a field's name, `a.b` inside structures.
  package let name: String

  package init(_ name: String) { self.name = name }

  /// The field's value; nil where a document has none.
  ///
  /// `domain` is the host of the address in `url`, else in `source`. A list's members are joined by commas.
  /// - Parameter types: labels of the type codes.
  package func value(of document: DocumentRecord, types: [String]) -> String? {
    switch name {
    case "type": return types.indices.contains(document.type) ? types[document.type] : nil
    case "source" where document.source != nil: return document.source
    case "subtype" where document.subtype != nil: return document.subtype
    case "domain":
      let address = Self.text(document.fields, ["url"]) ?? document.source ?? ""
      return Self.host(address)
    default:
      let path = name.split(separator: ".").map(String.init)
      return Self.text(document.fields, path) ?? Self.text(document.meta, path)
    }
  }

  /// The host of an address, without `www.`; nil where it has none.
  static func host(_ address: String) -> String? {
    guard let mark = address.range(of: "://") else { return nil }
    let rest = address[mark.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let host = authority.split(separator: "@").last.map { $0.prefix { $0 != ":" } } ?? ""
    let name = host.lowercased()
    guard !name.isEmpty else { return nil }
    return name.hasPrefix("www.") ? String(name.dropFirst(4)) : name
  }

  private static func text(_ json: String?, _ path: [String]) -> String? {
    guard let json, !path.isEmpty,
      var value = try? JSONSerialization.jsonObject(with: Data(json.utf8))
    else { return nil }
    for name in path {
      guard let object = value as? [String: Any], let next = object[name] else { return nil }
      value = next
    }
    return text(value)
  }

  private static func text(_ value: Any) -> String? {
    switch value {
    case let text as String: return text
    case let list as [Any]:
      let parts = list.compactMap { text($0) }
      return parts.isEmpty ? nil : parts.joined(separator: ", ")
    case let number as NSNumber:
      return isTruth(number) ? (number.boolValue ? "true" : "false") : number.stringValue
    default: return nil
    }
  }

  /// Whether a JSON number was written as a truth.
  private static func isTruth(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c"
  }
}

/// What a condition on a field asks, as `--where` has it: `FIELD=VALUE`, `FIELD!=VALUE`.
package struct FieldCondition: Sendable, Equatable {
  package let field: DocumentField
  package let value: String
  package let isNegated: Bool

  /// - Throws: `EngineError` for a text without `=`.
  package init(_ text: String) throws {
    guard let mark = text.firstIndex(of: "="), mark != text.startIndex else {
      throw EngineError("\(text): a condition is FIELD=VALUE or FIELD!=VALUE")
    }
    var name = text[..<mark]
    isNegated = name.hasSuffix("!")
    if isNegated { name = name.dropLast() }
    field = DocumentField(name.trimmingCharacters(in: .whitespaces))
    value = text[text.index(after: mark)...].trimmingCharacters(in: .whitespaces)
  }

  /// Whether a document passes.
  func holds(_ document: DocumentRecord, types: [String]) -> Bool {
    (field.value(of: document, types: types) == value) != isNegated
  }
}
