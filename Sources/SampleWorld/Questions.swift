/// One question of the sample, as a line of `questions.jsonl`.
package struct SampleQuestion: Sendable, Equatable {
  package let id: String
  package let kind: String
  package let task: String
  package let prompt: String
  package let answer: String
  package let aliases: [String]

  /// How often documents state what is asked: often, rarely, or never (computed or given).
  package let frequency: String
}

/// The hundred questions, with the numbers that no document may use.
struct QuestionSet {
  var questions: [SampleQuestion] = []
  var heldOut: Set<String> = []
  var often: [Fact] = []
  var rarely: [Fact] = []

  init(seed: UInt64) {
    var random = RandomStream(seed: seed, part: "questions")
    addFacts(&random)
    for procedure in [Procedure.arithmetic, .slope] { addReasoning(procedure, &random) }
    addControls(&random)
  }

  private mutating func addFacts(_ random: inout RandomStream) {
    for (relation, count, oftenCount) in Plan.askedFacts {
      var facts = relation.facts
      random.shuffle(&facts)
      often += facts.prefix(oftenCount)
      rarely += facts.dropFirst(oftenCount).prefix(count - oftenCount)
    }
    for (index, fact) in (often + rarely).enumerated() {
      questions.append(
        SampleQuestion(
          id: "fact-\(padded(index + 1))", kind: "factual", task: "facts",
          prompt: Exam.prompt(fact.relation.voices.question(fact)), answer: fact.answer,
          aliases: fact.aliases, frequency: index < often.count ? "often" : "rarely"))
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
          aliases: [], frequency: "never"))
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
          frequency: "never"))
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
