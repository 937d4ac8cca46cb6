/// One question of the sample, as a line of `questions.jsonl`.
package struct SampleQuestion: Sendable, Equatable {
  package let id: String
  package let kind: String
  package let task: String
  package let prompt: String
  package let answer: String
  package let aliases: [String]

  /// How many documents state what is asked; 0 where it is computed or given.
  package let statements: Int

  /// The fact asked, by the name that documents' `meta` has for it.
  package var fact: String?
}

/// The hundred questions, with the numbers that no document may use.
struct QuestionSet {
  var questions: [SampleQuestion] = []
  var heldOut: Set<String> = []
  /// The facts asked, each with the number of documents that state it.
  var facts: [(fact: Fact, statements: Int)] = []

  init(seed: UInt64) {
    var random = RandomStream(seed: seed, part: "questions")
    addFacts(&random)
    for procedure in [Procedure.arithmetic, .slope] { addReasoning(procedure, &random) }
    addControls(&random)
  }

  private mutating func addFacts(_ random: inout RandomStream) {
    var asked: [Fact] = []
    for (relation, count) in Plan.askedFacts {
      var facts = relation.facts
      random.shuffle(&facts)
      asked += facts.prefix(count)
    }
    var statements = Plan.statements
    random.shuffle(&statements)
    precondition(asked.count == statements.count, "a number of statements for each fact asked")
    facts = zip(asked, statements).map { ($0, $1) }
    for (index, (fact, count)) in facts.enumerated() {
      questions.append(
        SampleQuestion(
          id: "fact-\(padded(index + 1))", kind: "factual", task: "facts",
          prompt: Exam.prompt(fact.relation.voices.question(fact)), answer: fact.answer,
          aliases: fact.aliases, statements: count, fact: fact.id))
    }
  }

  private mutating func addReasoning(_ procedure: Procedure, _ random: inout RandomStream) {
    for number in 1...20 {
      let problem = fresh(procedure, &random)
      let asked = procedure.voices.asks.speak(problem.slots, &random)
      questions.append(
        SampleQuestion(
          id: "\(procedure.rawValue)-\(padded(number))", kind: "reasoning",
          task: procedure.rawValue,
          prompt: Exam.prompt(asked, hint: random.pick(Exam.hints)), answer: problem.result,
          aliases: [], statements: 0))
    }
  }

  private mutating func addControls(_ random: inout RandomStream) {
    for number in 1...20 {
      let isFact = number <= 10
      let passage =
        isFact
        ? Reading.fact(&random)
        : Reading.result(of: fresh(number.isMultiple(of: 2) ? .arithmetic : .slope, &random))
      questions.append(
        SampleQuestion(
          id: isFact
            ? "control-fact-\(padded(number))" : "control-reasoning-\(padded(number - 10))",
          kind: "control", task: isFact ? "factual control" : "reasoning control",
          prompt: Exam.prompt(passage.question), answer: passage.answer, aliases: [],
          statements: 0))
    }
  }

  /// A problem that no earlier question has, held out from the documents.
  private mutating func fresh(_ procedure: Procedure, _ random: inout RandomStream) -> Problem {
    let problem = ProblemSource(heldOut: heldOut).problem(procedure, &random)
    heldOut.insert(problem.key)
    return problem
  }

  private func padded(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
