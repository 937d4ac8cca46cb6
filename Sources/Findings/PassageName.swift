/// A passage as files name it: by its id where whoever writes knows the ids, else by its number.
package struct PassageName: Encodable {
  /// Where an encoder keeps the ids by number, a `[Int: String]`.
  package static let names: CodingUserInfoKey = {
    guard let key = CodingUserInfoKey(rawValue: "names of passages") else {
      preconditionFailure("any text is a key")
    }
    return key
  }()

  private let number: Int
  private let name: String?

  package init(_ number: Int, _ encoder: any Encoder) {
    self.number = number
    name = (encoder.userInfo[Self.names] as? [Int: String])?[number]
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let name { try container.encode(name) } else { try container.encode(number) }
  }
}
