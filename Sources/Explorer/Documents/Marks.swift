/// Documents that a person has marked in the lists, for stars and exports of several at once.
package struct Marks: Sendable, Hashable {
  private var members: Set<Int> = []
  /// The row where a range begins that follows the cursor.
  package var anchor: Int?
  /// What was marked before the range began.
  private var before: Set<Int> = []

  package init() {}

  package var count: Int { members.count }

  package func contains(_ passage: Int) -> Bool { members.contains(passage) }

  /// In the order of the corpus.
  package var passages: [Int] { members.sorted() }

  package mutating func toggle(_ passage: Int) {
    if members.remove(passage) == nil { members.insert(passage) }
  }

  /// Begins a range at a row.
  package mutating func begin(at row: Int) {
    anchor = row
    before = members
  }

  /// Marks what is in the range now, beside what was marked before it.
  package mutating func extend(to passages: some Sequence<Int>) { members = before.union(passages) }

  package mutating func mark(_ passages: some Sequence<Int>) { members.formUnion(passages) }

  package mutating func clear() { self = Marks() }
}
