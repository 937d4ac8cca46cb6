/// One true statement about the world: a subject, what is asked of it, and the answer.
struct Fact {
  let relation: Relation
  let subject: String
  let answer: String
  let aliases: [String]

  /// More that is true of the subject, for the surroundings of the statement.
  let note: String

  /// What articles tell besides, by the names that the relation's voices use.
  let details: [String: String]

  /// What documents' `meta` and the questions call it.
  var id: String {
    "\(relation.rawValue):\(subject.lowercased().replacing(" ", with: "-"))"
  }

  var slots: [String: String] {
    let values = details.merging(["s": subject, "o": answer, "note": note]) { $1 }
    // `$cnote` begins a sentence with what `$note` says.
    return values.merging(values.map { ("c" + $0.key, $0.value.sentenceCased) }) { own, _ in own }
  }
}

/// What a fact tells of its subject.
enum Relation: String, CaseIterable {
  case capital
  case symbol
  case author
  case inventor
  case river
  case number
  case year
}

extension Relation {
  /// Every fact of the relation, in a fixed order.
  var facts: [Fact] {
    let table =
      switch self {
      case .capital: FactTables.capitals
      case .symbol: FactTables.symbols
      case .author: FactTables.authors
      case .inventor: FactTables.inventors
      case .river: FactTables.rivers
      case .number: FactTables.numbers
      case .year: FactTables.years
      }
    return table.split(separator: "\n").map { line in
      let cells = line.split(separator: ";", omittingEmptySubsequences: false)
        .map { $0.trimming() }
      precondition(
        cells.count == 3 + detailNames.count,
        "a fact needs subject, answers, a note and \(detailNames): \(line)")
      let answers = cells[1].split(separator: "/").map(String.init)
      return Fact(
        relation: self, subject: cells[0], answer: answers[0],
        aliases: Array(answers.dropFirst()), note: cells[2],
        details: Dictionary(uniqueKeysWithValues: zip(detailNames, cells.dropFirst(3))))
    }
  }

  /// What the cells of the table after the third are called.
  private var detailNames: [String] {
    switch self {
    case .capital: ["continent", "neighbours", "tongue", "money", "sight", "goods"]
    case .symbol: ["atomic", "origin", "use", "ore"]
    case .author: ["written", "scene", "hero", "tongue"]
    case .inventor: ["when", "home", "how", "later"]
    case .river: ["land", "sight", "mouth", "goods"]
    case .number: ["topic", "why"]
    case .year: ["scene", "how", "later"]
    }
  }
}

extension Substring {
  fileprivate func trimming() -> String {
    var rest = self
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
