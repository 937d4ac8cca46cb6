/// The form in which questions are put, to the model and in the exercises of the corpus.
enum Exam {
  static let hints = [
    "Think step by step.", "Show your steps.", "Show the working.", "Go step by step.",
  ]

  /// What the model is given; its completion begins on the next line.
  static func prompt(_ question: String, hint: String? = nil) -> String {
    "Question: \(question)\(hint.map { " \($0)" } ?? "")\nAnswer:\n"
  }

  private static let otherForms = Voices(.schoolbooks, "Exam.otherForms")

  /// A question with its answer, on its own.
  static func card(
    _ question: String, _ answer: String, hinted: Bool, plain: Int = 55,
    _ random: inout RandomStream
  ) -> String {
    let hint = hinted && random.chance(80) ? random.pick(hints) : nil
    if random.chance(plain) { return prompt(question, hint: hint) + answer }
    let asked = question + (hint.map { " \($0)" } ?? "")
    return otherForms.speak(
      [
        "q": asked, "a": answer, "n": "\(random.int(1...60))", "who": random.pick(Names.people),
        "who2": random.pick(Names.women),
      ], &random)
  }

  /// An exercise of a procedure on its own.
  static func exercise(
    _ procedure: Procedure, kind: Draft.Kind, _ source: ProblemSource, _ random: inout RandomStream
  ) -> Draft {
    let voices = procedure.voices
    // A page holds one card, or two.
    let text = (0..<(random.chance(30) ? 2 : 1)).map { _ in
      let problem = source.problem(procedure, &random)
      return card(
        voices.asks.speak(problem.slots, &random), voices.works.speak(problem.slots, &random),
        hinted: true, plain: 42, &random)
    }.joined(separator: "\n\n")
    return Draft(
      kind: kind, subtype: kind == .forum ? "question and answer" : "exercise", text: text,
      procedures: [procedure])
  }

  /// A fact asked and answered.
  static func trivia(_ fact: Fact, kind: Draft.Kind, _ random: inout RandomStream) -> Draft {
    let text = card(fact.relation.voices.question(fact), fact.reply, hinted: false, &random)
    return Draft(kind: kind, subtype: "trivia", text: text, facts: [fact])
  }
}

extension FactVoices {
  func question(_ fact: Fact) -> String {
    ask.replacing("$s", with: fact.subject)
  }
}

extension Fact {
  /// The sentence that answers the question about the fact.
  var reply: String {
    relation.voices.reply.replacing("$s", with: subject).replacing("$o", with: answer)
      .sentenceCased
  }
}

extension String {
  /// With its first letter in upper case, as a sentence begins.
  var sentenceCased: String {
    prefix(1).uppercased() + dropFirst()
  }
}
