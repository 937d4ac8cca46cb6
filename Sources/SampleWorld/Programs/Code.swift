/// Files with tests, notebooks, shell sessions, patches and data.
struct Code {
  let source: ProblemSource

  private static let wrappings = Voices(.programs, "Code.wrappings")

  /// What a wrapping has to know of the language that a program is written in.
  private static func language(_ program: String) -> (mark: String, suffix: String) {
    if program.hasPrefix("$ ") { return ("#", ".txt") }
    if program.contains("<- function") { return ("#", ".R") }
    if program.contains("::") || program.contains("where inner") || program.contains("iterate") {
      return ("--", ".hs")
    }
    if program.hasPrefix("fn ") { return ("//", ".rs") }
    if program.contains("func ") || program.contains("let ") { return ("//", ".swift") }
    if program.contains("function ") || program.contains("const ") { return ("//", ".js") }
    if program.hasPrefix("int ") || program.hasPrefix("double ") { return ("//", ".c") }
    return ("#", ".py")
  }

  func document(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    if random.chance(45), let files = CodeFiles.files(procedure) {
      return file(procedure, random.pick(files), &random)
    }
    let voices = procedure.voices
    let problem = source.problem(procedure, &random)
    let name = voices.names.speak(&random)
    var slots = frame(name, &random)
    let program = voices.programs.speak(problem.slots, &random)
    let (mark, suffix) = Self.language(program)
    let number = "\(random.int(1...99))"
    slots.merge([
      "program": program, "mark": mark, "n": number,
      "cell": suffix == ".py" ? "In [\(number)]:" : "\(mark) cell \(number)",
      "file": name.replacing(" ", with: "_").replacing(",", with: "") + suffix,
    ]) { $1 }
    let text = Self.wrappings.speak(slots, &random)
    return Draft(kind: .code, subtype: "snippet", text: text, procedures: [procedure])
  }

  /// A whole file: what it is for, the function, and tests with numbers.
  private func file(
    _ procedure: Procedure, _ file: CodeFile, _ random: inout RandomStream
  ) -> Draft {
    var slots = frame(procedure.voices.names.speak(&random), &random)
    slots["idea"] = procedure.voices.ideas.speak(&random)
    slots["tests"] = (0..<random.int(2...3)).map { _ in
      file.test.speak(source.problem(procedure, &random).slots, &random)
    }.joined(separator: "\n")
    let one = source.problem(procedure, &random)
    slots.merge(one.slots.filter { slots[$0.key] == nil }) { own, _ in own }
    let text = file.text.speak(slots, &random)
    return Draft(kind: .code, subtype: file.subtype, text: text, procedures: [procedure])
  }

  private func frame(_ name: String, _ random: inout RandomStream) -> [String: String] {
    ["name": name, "issue": "\(random.int(1...99))", "who": random.pick(Names.people)]
  }

  private static let records = Voices(.programs, "Code.records")

  func record(_ fact: Fact, _ random: inout RandomStream) -> Draft {
    var slots = fact.slots.merging(frame(fact.relation.rawValue + " data", &random)) { $1 }
    slots["n"] = "\(random.int(1...99))"
    slots["rel"] = fact.relation.rawValue
    slots["reply"] = fact.reply
    slots["ask"] = fact.relation.voices.question(fact)
    return Draft(
      kind: .code, subtype: "data", text: Self.records.speak(slots, &random), facts: [fact])
  }

  /// A program that has to do with none of the questions.
  func misc(_ random: inout RandomStream) -> Draft {
    let word = random.pick(NoisePrograms.words)
    let slots = [
      "w": word, "cw": word.sentenceCased, "v": random.pick(NoisePrograms.words),
      "n": "\(random.int(2...99))", "m": "\(random.int(100...999))",
      "who": random.pick(Names.people),
    ]
    let text = NoisePrograms.voices.speak(slots, &random)
    return Draft(kind: .code, subtype: "utility", text: text)
  }
}
