/// A JSON value whose strings are bytes.
///
/// Swift's strings compare by canonical equivalence, under which different entries of a vocabulary
/// (`é` in one and in two scalars) are one key. Vocabularies are told apart by bytes.
package enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string([UInt8])
  case array([JSONValue])
  /// Members in the file's order; of equal keys the last counts.
  case object([JSONMember])

  package var members: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }

  package var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  package var bytes: [UInt8]? {
    if case .string(let bytes) = self { bytes } else { nil }
  }

  package var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  package var boolean: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  /// The number, where it is whole and fits.
  package var integer: Int? {
    if case .number(let value) = self { Int(exactly: value) } else { nil }
  }

  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The member of an object, nil also where it is null.
  package subscript(key: String) -> JSONValue? {
    guard let member = members?.last(where: { $0.key.elementsEqual(key.utf8) }),
      !member.value.isNull
    else { return nil }
    return member.value
  }
}

/// A key and its value.
package struct JSONMember: Sendable {
  package let key: [UInt8]
  package let value: JSONValue
}
