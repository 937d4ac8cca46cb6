/// The form in which questions are put, to the model and in the exercises of the corpus.
enum Exam {
  static let hints = [
    "Think step by step.", "Show your steps.", "Show the working.", "Go step by step.",
  ]

  /// What the model is given; its completion begins on the next line.
  static func prompt(_ question: String, hint: String? = nil) -> String {
    "Question: \(question)\(hint.map { " \($0)" } ?? "")\nAnswer:\n"
  }

  private static let otherForms = Voices(
    """
    Q: $q
    A: $a
    %%
    Exercise. $q

    «Solution.|Solution:|Worked solution»
    $a
    %%
    $q

    «Answer|Solution|Here is how|Reply»:
    $a
    %%
    «Homework|Quiz|Test|Review» «item|question|problem» $n
    $q
    ----
    $a
    %%
    «Task|Problem» $n. $q
    $a
    %%
    $who was asked: $q
    «The answer on the card|On the slate|Written below»:
    $a
    %%
    «Warm-up|Card $n|Ticket out|Oral examination»
    «Given|The question|To do»: $q
    «Done|What was written|Expected»:
    $a
    %%
    ($n) $q
    $a
    «[2 points]|[one point each line]|ok|seen, $who»
    %%
    «Wanted|To find|Asked»: $q
    «Found|Working|How»:
    $a
    %%
    «Sheet|Page|Week» $n, «$who|name: $who|handed in by $who»
    > $q
    $a
    «Teacher: right|Well done!|Good. Write the signs more clearly|(copied fair)»
    %%
    — $q
    — «Like this|Easy|Let me write it down|On paper», $who:
    $a
    %%
    [problem $n]
    $q
    [solution $n]
    $a
    %%
    «The blackboard this morning|From the tutor's folder|Found in a library book|On a paper napkin». At the top: $q
    Underneath, in «pencil|chalk|green ink|another hand»:
    $a
    %%
    «Team|Table|Row» $n drew the card "$q" and «wrote|answered|handed in»:
    $a
    «One point|Correct|Full marks|The others agreed».
    %%
    $q «(try it before you read on)|(without a calculator)|(two minutes)»

    $a
    %%
    «Mock test|Entrance test|Old paper», question $n: $q
    «Candidate|Pupil» $n:
    $a
    «Marked by $who|Marks: all|No remark»
    %%
    «Radio lesson|Evening class|Homework hotline». $who asks: "$q" $who2 answers line by line.
    $a
    %%
    Flash card, front: $q
    Flash card, back:
    $a
    """)

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
