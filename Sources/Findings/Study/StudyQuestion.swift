package import RunModel

/// A question with the model's completion, as the statistics see it.
package struct StudyQuestion: Sendable, Codable, Equatable {
  /// Which of the study's three sets a question belongs to.
  package typealias Kind = QuestionKind

  package var id: String
  package var kind: Kind
  package var task: String
  package var prompt: String
  package var completion: String
  /// The steps of the completion, in order.
  package var steps: [String]
  /// The expected answer and its aliases; empty where none is known.
  package var answers: [String]
  /// Whether the completion holds the answer; nil where nobody can say.
  package var isCorrect: Bool?
  /// First step that states a false equality, from 1.
  package var firstFalseStep: Int?
  /// −log p(completion | prompt); nil where it is not measured.
  package var nats: Double?

  package init(
    id: String, kind: Kind, task: String = "", prompt: String = "", completion: String = "",
    steps: [String] = [], answers: [String] = [], isCorrect: Bool? = nil,
    firstFalseStep: Int? = nil, nats: Double? = nil
  ) {
    self.id = id
    self.kind = kind
    self.task = task
    self.prompt = prompt
    self.completion = completion
    self.steps = steps
    self.answers = answers
    self.isCorrect = isCorrect
    self.firstFalseStep = firstFalseStep
    self.nats = nats
  }

  /// Whether a person typed it; such questions are a group of their own and in no finding of the set.
  var isAsked: Bool { task == QuestionKind.askedTask && kind != .control }

  /// The group that a question is counted in: `factual`, its reasoning task, its control set, or what was typed.
  package var group: String {
    if isAsked { return "\(task) \(kind.rawValue)" }
    switch kind {
    case .factual: return "factual"
    case .reasoning: return task.isEmpty ? "reasoning" : task
    case .control:
      if task.isEmpty { return "control" }
      return task.contains("control") ? task : "\(task) control"
    }
  }
}

/// One group of questions, in the order in which findings list them.
package struct StudyGroup: Sendable, Codable, Equatable {
  package let name: String
  package let kind: StudyQuestion.Kind
  /// Positions of its questions in ``Study/questions``.
  package let members: [Int]
  /// Whether it pools several reasoning tasks that also stand alone.
  package let isPooled: Bool

  /// Whether its questions were typed by a person.
  var isAsked: Bool { name == "\(QuestionKind.askedTask) \(kind.rawValue)" && kind != .control }

  /// The groups of some questions: factual, each reasoning task, all reasoning, each control set.
  static func all(of questions: [StudyQuestion]) -> [StudyGroup] {
    var groups: [StudyGroup] = []
    for kind in StudyQuestion.Kind.allCases {
      let members = questions.indices.filter { questions[$0].kind == kind }
      let byName = Dictionary(grouping: members) { questions[$0].group }
      for name in byName.keys.sorted() {
        groups.append(
          StudyGroup(name: name, kind: kind, members: byName[name] ?? [], isPooled: false))
      }
      // What was typed meanwhile would change what the set says.
      let own = members.filter { !questions[$0].isAsked }
      if kind == .reasoning && Set(own.map { questions[$0].group }).count > 1 {
        groups.append(
          StudyGroup(name: "all reasoning", kind: kind, members: own, isPooled: true))
      }
    }
    return groups
  }
}
