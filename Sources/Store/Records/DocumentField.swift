import Foundation

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
    case "domain" where Self.text(document.fields, ["domain"]) == nil:
      let address = Self.text(document.fields, ["url"]) ?? document.source ?? ""
      return Self.host(address)
    default:
      let path = name.split(separator: ".").map(String.init)
      return Self.text(document.fields, path) ?? Self.text(document.meta, path)
    }
  }

  /// Every field of a record by its name, `a.b` inside structures, as ``value(of:types:)`` has them, and `domain`.
  ///
  /// - Parameters:
  ///   - json: the record's fields; nothing comes of what is no object.
  ///   - source: of the document, for its domain.
  package static func values(_ json: String?, source: String?) -> [String: String] {
    let root = json.flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) }
    var values: [String: String] = [:]
    func add(_ name: String, _ value: Any, depth: Int) {
      if let inner = value as? [String: Any] {
        guard depth < 4 else { return }
        for (key, value) in inner {
          add(name.isEmpty ? key : "\(name).\(key)", value, depth: depth + 1)
        }
      } else if !name.isEmpty, let text = text(value) {
        values[name] = text
      }
    }
    add("", root ?? [:], depth: 0)
    if values["domain"] == nil { values["domain"] = host(values["url"] ?? source ?? "") }
    return values
  }

  /// The host of an address, without `www.`; nil where it has none.
  package static func host(_ address: String) -> String? {
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

  /// - Throws: `StoreError` for a text without `=`.
  package init(_ text: String) throws {
    guard let mark = text.firstIndex(of: "="), mark != text.startIndex else {
      throw StoreError("\(text): a condition is FIELD=VALUE or FIELD!=VALUE")
    }
    var name = text[..<mark]
    isNegated = name.hasSuffix("!")
    if isNegated { name = name.dropLast() }
    field = DocumentField(name.trimmingCharacters(in: .whitespaces))
    value = text[text.index(after: mark)...].trimmingCharacters(in: .whitespaces)
  }

  /// Whether a document passes.
  package func holds(_ document: DocumentRecord, types: [String]) -> Bool {
    (field.value(of: document, types: types) == value) != isNegated
  }
}
