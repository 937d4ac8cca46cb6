/// Threads with a question, wrong turns, corrections and thanks.
struct Forum {
  let source: ProblemSource

  private static let openings = Voices(
    """
    «Title|Subject|Topic|Thread»: $name
    $user: «Hi all|Hello|Hey|Sorry for the simple question|Quick one|Help please»«,|.|!» $ask
    %%
    $user «asked|wrote|posted» «yesterday|today|on Monday|last week|at noon|this morning»:
    > $ask
    %%
    [$name] $ask «Stuck on this|Homework is due soon|My book has only the result|I keep getting it wrong|Not sure where to start».
    -- $user
    %%
    $user>> $ask «Any hint|A full answer please|How would you do it|Where do I begin»?
    %%
    «Beginner|Old exam|Homework|Revision|Puzzle»: $ask («from|posted by|user» $user)
    """)

  private static let wrong = Voices(
    """
    $other: $slip
    %%
    > «reply by|comment of|from» $other
    > $slip
    %%
    «Edit|Update|My attempt|What I tried»: $slip
    %%
    $other «thinks|says|answers»: $slip «Or not|Is that so|Anyone»?
    """)

  private static let replies = Voices(
    """
    $third: «Here is how|Line by line|Step after step|I would do this|Easy|Like so|Sure»:
    $work
    %%
    «Accepted answer|Best answer|Top reply|Answer» («by|from|score $n,» $third)
    $work
    %%
    $third «replied|answered|explained|wrote»:
    $work
    %%
    @$user
    $work
    """)

  private static let thoughts = Voices(
    """
    $other: $idea
    %%
    «In general|The idea|Why this works|Background»: $idea
    %%
    $third «added|commented|later wrote»: $idea
    """)

  private static let thanks = Voices(
    """
    $user: «Thanks|Thank you|Got it|Ah|Great|Perfect»«!|, that helped.|, makes sense now.|, I see my mistake.|, solved.»
    %%
    «Marked as solved|Closed by moderator|Thread locked|$n people found this useful|+$n»
    %%
    $other: «Nice|Same here|This should be pinned|Agreed|Well explained|Good catch».
    """)

  func document(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    let problem = source.problem(procedure, &random)
    let voices = procedure.voices
    let slots = [
      "name": voices.names.speak(&random), "ask": voices.asks.speak(problem.slots, &random),
      "work": voices.works.speak(problem.slots, &random),
      "slip": voices.slips.speak(problem.slots, &random), "idea": voices.ideas.speak(&random),
      "user": Names.user(&random), "other": Names.user(&random), "third": Names.user(&random),
      "n": "\(random.int(2...40))",
    ]
    var parts = [Self.openings.speak(slots, &random)]
    if random.chance(35) { parts.append(Self.wrong.speak(slots, &random)) }
    parts.append(Self.replies.speak(slots, &random))
    if random.chance(35) { parts.append(Self.thoughts.speak(slots, &random)) }
    if random.chance(45) { parts.append(Self.thanks.speak(slots, &random)) }
    return Draft(
      kind: .forum, subtype: "thread", text: parts.joined(separator: "\n"),
      procedures: [procedure])
  }

  private static let chats = Voices(
    """
    $user: $ask
    $other: $told
    %%
    «Pub quiz|Trivia night|Crossword help|Settling a bet»: $ask
    $other «wrote|says|replied»: $told
    %%
    > $ask
    $told «That is off the top of my head|Look it up if you doubt it|My teacher said so|I was there once|Someone correct me if not».
    %%
    $user asks: $ask
    $third: «no idea|hmm|let me think|easy»
    $other: $told
    %%
    $user: «fun fact of the day|today I learned|random thought|did you know»: $told
    """)

  /// A fact told in conversation.
  func chat(_ fact: Fact, _ random: inout RandomStream) -> Draft {
    let voices = fact.relation.voices
    let told =
      random.chance(35) ? fact.reply : voices.statements.speak(fact.slots, &random).sentenceCased
    let slots = [
      "ask": voices.question(fact), "told": told, "user": Names.user(&random),
      "other": Names.user(&random), "third": Names.user(&random), "n": "\(random.int(2...40))",
    ]
    var text = Self.chats.speak(slots, &random)
    if random.chance(40) { text += "\n" + Self.thanks.speak(slots, &random) }
    return Draft(kind: .forum, subtype: "conversation", text: text, facts: [fact])
  }
}
