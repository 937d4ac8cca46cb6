package import RunModel

/// What an expression can name: the questions of a run, in their order.
package struct QueryNames {
  package struct Entry: Sendable {
    package let name: String
    package let task: String
    package let kind: QuestionKind
    /// Whether the name of its task or kind stands for it too; false for what is not answered or not kept.
    package let isMember: Bool

    package init(name: String, task: String, kind: QuestionKind, isMember: Bool) {
      (self.name, self.task, self.kind, self.isMember) = (name, task, kind, isMember)
    }

    /// What the findings count it in.
    var group: String { StudyQuestion(id: name, kind: kind, task: task).group }
  }

  package let entries: [Entry]
  /// How many steps the question at an index has; throws where it is not answered.
  let steps: (Int) throws -> Int
  private let indices: [String: Int]

  package init(_ entries: [Entry], steps: @escaping (Int) throws -> Int) {
    self.entries = entries
    self.steps = steps
    indices = Dictionary(
      entries.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The index of a question by its id.
  func index(of name: String) -> Int? { indices[name] }

  /// Indices of the questions of a task, else of a kind, else of a group of the findings; case, hyphens, underscores and spaces do not count.
  func members(of name: String) -> [Int] {
    let wanted = Self.folded(name)
    let settled = entries.indices.filter { entries[$0].isMember }
    if wanted == "all" { return settled }
    let ways: [(Entry) -> String] = [\.task, \.kind.rawValue, \.group]
    return ways.lazy.map { way in settled.filter { Self.folded(way(entries[$0])) == wanted } }
      .first { !$0.isEmpty } ?? []
  }

  /// The tasks that there are, for complaints.
  var tasks: String {
    let names = Set(entries.filter(\.isMember).map(\.task)).filter { !$0.isEmpty }.sorted()
    return names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
  }
}
