/// Threads about a procedure: a question, its answer, warnings, a second try and thanks.
struct Forum {
  let source: ProblemSource

  private static let openings = Voices(.threads, "Forum.openings")

  private static let reasons = Voices(.threads, "Forum.reasons")

  private static let warnings = Voices(.threads, "Forum.warnings")

  private static let replies = Voices(.threads, "Forum.replies")

  private static let thoughts = Voices(.threads, "Forum.thoughts")

  private static let seconds = Voices(.threads, "Forum.seconds")

  private static let thanks = Voices(.threads, "Forum.thanks")

  /// A short exchange or a long thread about a procedure.
  func document(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    if [.arithmetic, .slope].contains(procedure), random.chance(35) {
      return Disputes(source: source).thread(procedure, &random)
    }
    let problem = source.problem(procedure, &random)
    let other = source.problem(procedure, &random)
    let voices = procedure.voices
    let slots = Cast.slots(&random).merging([
      "name": voices.names.speak(&random), "ask": voices.asks.speak(problem.slots, &random),
      "work": voices.works.speak(problem.slots, &random),
      "slip": voices.slips.speak(problem.slots, &random), "idea": voices.ideas.speak(&random),
      "ask2": voices.asks.speak(other.slots, &random),
      "work2": voices.works.speak(other.slots, &random), "result": problem.result,
    ]) { $1 }
    let isLong = random.chance(40)
    var parts = [Self.openings.speak(slots, &random)]
    if isLong { parts.append(Self.reasons.speak(slots, &random)) }
    parts.append(Self.replies.speak(slots, &random))
    if random.chance(isLong ? 45 : 25) { parts.append(Self.warnings.speak(slots, &random)) }
    if random.chance(35) { parts.append(Self.thoughts.speak(slots, &random)) }
    if isLong { parts.append(Self.seconds.speak(slots, &random)) }
    if random.chance(45) { parts.append(Self.thanks.speak(slots, &random)) }
    return Draft(
      kind: .forum, subtype: isLong ? "thread" : "short thread",
      text: parts.joined(separator: "\n"), procedures: [procedure])
  }
}
