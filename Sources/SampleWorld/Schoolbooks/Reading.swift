/// Texts that state something made up and ask for it at once: nothing to know, nothing to compute.
enum Reading {
  /// What a passage states, and the question whose answer it has just given.
  struct Passage {
    let statement: String
    let ask: String
    let answer: String
    let reply: String

    var question: String { statement + " " + ask }
  }

  static func fact(_ random: inout RandomStream) -> Passage {
    let place = Names.place(&random)
    var town = Names.place(&random)
    while town == place { town = Names.place(&random) }
    let person = random.pick(Names.people)
    switch random.int(0...3) {
    case 0:
      return Passage(
        statement: "The capital of \(place) is \(town).", ask: "What is the capital of \(place)?",
        answer: town, reply: "The capital of \(place) is \(town).")
    case 1:
      return Passage(
        statement: "\(place) was written by \(person).", ask: "Who wrote \(place)?",
        answer: person, reply: "\(place) was written by \(person).")
    case 2:
      return Passage(
        statement: "The river in \(place) is the \(town).",
        ask: "Which river flows through \(place)?", answer: town,
        reply: "The river is the \(town).")
    default:
      let symbol = String(town.prefix(2))
      return Passage(
        statement: "The chemical symbol of \(place) is \(symbol).",
        ask: "What is the chemical symbol of \(place)?", answer: symbol,
        reply: "The chemical symbol of \(place) is \(symbol).")
    }
  }

  /// The surface of a procedure's question with the result already given.
  static func result(of problem: Problem) -> Passage {
    let slots = problem.slots
    let (a, b, c) = (slots["a"] ?? "", slots["b"] ?? "", slots["c"] ?? "")
    if problem.procedure == .arithmetic {
      let expression = "(\(a) \(slots["sign"] ?? "") \(b)) * \(c)"
      return Passage(
        statement: "The value of \(expression) is \(problem.result).", ask: "What is the value?",
        answer: problem.result, reply: "It is given that the value is \(problem.result).")
    }
    return Passage(
      statement: "The line through \(slots["p"] ?? "") and \(slots["q"] ?? "") "
        + "has the slope \(problem.result).",
      ask: "What is its slope?", answer: problem.result,
      reply: "It is given that the slope is \(problem.result).")
  }

  private static let frames = Voices(.schoolbooks, "Reading.frames")

  static func document(_ source: ProblemSource, _ random: inout RandomStream) -> Draft {
    let isFact = random.chance(60)
    let passage =
      isFact
      ? fact(&random)
      : result(of: source.problem(random.chance(50) ? .arithmetic : .slope, &random))
    let text: String
    if isFact && random.chance(50) {
      let slots = Cast.slots(&random).merging([
        "statement": passage.statement, "ask": passage.ask, "reply": passage.reply,
      ]) { $1 }
      text = frames.speak(slots, &random)
    } else {
      text = Exam.card(passage.question, passage.reply, hinted: false, plain: 85, &random)
    }
    return Draft(kind: .textbook, subtype: "reading", text: text)
  }
}
