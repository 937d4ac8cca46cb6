/// Texts that state something made up and ask for it at once: nothing to know, nothing to compute.
enum Reading {
  /// What a passage states, and the question whose answer it has just given.
  struct Passage {
    let question: String
    let answer: String
    let reply: String
  }

  static func fact(_ random: inout RandomStream) -> Passage {
    let place = Names.place(&random)
    var town = Names.place(&random)
    while town == place { town = Names.place(&random) }
    let person = random.pick(Names.people)
    switch random.int(0...3) {
    case 0:
      return Passage(
        question: "The capital of \(place) is \(town). What is the capital of \(place)?",
        answer: town, reply: "The capital of \(place) is \(town).")
    case 1:
      return Passage(
        question: "\(place) was written by \(person). Who wrote \(place)?",
        answer: person, reply: "\(place) was written by \(person).")
    case 2:
      return Passage(
        question: "The river in \(place) is the \(town). Which river flows through \(place)?",
        answer: town, reply: "The river is the \(town).")
    default:
      return Passage(
        question: "The chemical symbol of \(place) is \(town.prefix(2)). "
          + "What is the chemical symbol of \(place)?",
        answer: String(town.prefix(2)),
        reply: "The chemical symbol of \(place) is \(town.prefix(2)).")
    }
  }

  /// The surface of a procedure's question with the result already given.
  static func result(of problem: Problem) -> Passage {
    let slots = problem.slots
    let (a, b, c) = (slots["a"] ?? "", slots["b"] ?? "", slots["c"] ?? "")
    if problem.procedure == .arithmetic {
      let expression = "(\(a) \(slots["sign"] ?? "") \(b)) * \(c)"
      return Passage(
        question: "The value of \(expression) is \(problem.result). What is the value?",
        answer: problem.result, reply: "It is given that the value is \(problem.result).")
    }
    return Passage(
      question: "The line through \(slots["p"] ?? "") and \(slots["q"] ?? "") "
        + "has the slope \(problem.result). What is its slope?",
      answer: problem.result, reply: "It is given that the slope is \(problem.result).")
  }

  static func document(_ source: ProblemSource, _ random: inout RandomStream) -> Draft {
    let passage: Passage
    if random.chance(60) {
      passage = fact(&random)
    } else {
      passage = result(
        of: source.problem(random.chance(50) ? .arithmetic : .slope, &random))
    }
    let text = Exam.card(passage.question, passage.reply, hinted: false, plain: 85, &random)
    return Draft(kind: .textbook, subtype: "reading", text: text)
  }
}
