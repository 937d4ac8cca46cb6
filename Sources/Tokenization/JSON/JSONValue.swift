/// A JSON value whose strings are bytes.
///
/// Swift's strings compare by canonical equivalence, under which different entries of a vocabulary
/// (`é` in one and in two scalars) are one key. Vocabularies are told apart by bytes.
package enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  /// A whole number that a `Double` does not hold exactly, digit by digit as it is written.
  case longInteger(String)
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
    switch self {
    case .number(let value): Int(exactly: value)
    case .longInteger(let digits): Int(digits)
    default: nil
    }
  }

  /// The number as text where it is whole, of any length.
  package var wholeNumber: String? {
    if case .longInteger(let digits) = self { digits } else { integer.map(String.init) }
  }

  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// What kind of value it is, as messages say it.
  package var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "true or false"
    case .number, .longInteger: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
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

  package init(key: [UInt8], value: JSONValue) {
    self.key = key
    self.value = value
  }
}
