/// Threads about a procedure: a question, its answer, warnings, a second try and thanks.
struct Forum {
  let source: ProblemSource

  private static let openings = Voices(
    """
    «Title|Subject|Topic|Thread»: $name
    $user: «Hi all|Hello|Hey|Sorry for the simple question|Quick one|Help please»«.|!|...» $ask
    %%
    $user «asked|wrote|posted» «yesterday|today|on $day|last week|at noon|this morning»:
    > $ask
    %%
    [$name] $ask «Stuck on this|Homework is due soon|My book has only the result|I keep getting it wrong|Not sure where to start».
    -- $user
    %%
    $user>> $ask «Any hint|A full answer please|How would you do it|Where do I begin»?
    %%
    «Beginner|Old exam|Homework|Revision|Puzzle»: $ask («from|posted by|user» $user)
    """)

  private static let reasons = Voices(
    """
    «My daughter asked me and I had to admit that I forgot|It is the last item on the sheet and the only one I left out|I am learning this again after twenty years|Our teacher was ill and nobody explained it|I have a test on $day|My brother and I get different results and neither gives in».
    %%
    «I am preparing for an entrance test and work through old papers|I do three of these every evening|I tutor a neighbour's child and want to be sure before I explain it|It is from a book that my aunt gave me, printed before I was born».
    %%
    «I can follow the example in the book but not this one|The answer at the back is $result and I do not get it|I know the rule by heart but not what it is for».
    %%
    «Sorry if this has been asked before, the search gave me nothing|Typing on my phone, so forgive the formatting|First post here, please be patient».
    """)

  private static let warnings = Voices(
    """
    $user2: $slip
    %%
    > «reply by|comment of|from» $user2
    > $slip
    %%
    «Careful|Watch out|A trap» (says $user2): $slip
    %%
    $user2 «warns|adds|remembers»: $slip
    """)

  private static let replies = Voices(
    """
    $user3: «Here is how|Line by line|Step after step|I would do this|Easy|Like so|Sure»:
    $work
    %%
    «Accepted answer|Best answer|Top reply|Answer» («by|from|score $n,» $user3)
    $work
    %%
    $user3 «replied|answered|explained|wrote»:
    $work
    %%
    @$user
    $work
    """)

  private static let thoughts = Voices(
    """
    $user4: $idea
    %%
    «In general|The idea|Why this works|Background»: $idea
    %%
    $user3 «added|commented|later wrote»: $idea
    """)

  private static let seconds = Voices(
    """
    $user: «And if I change the numbers|One more to see if I got it|Then what about this one|May I try one myself»? $ask2
    $work2
    «Right|Is that right|Correct»?
    $user3: «Yes|Exactly|Spot on|Perfect».
    %%
    $user4: «Same for mine, then|So for my homework|I had nearly the same»: $ask2
    $work2
    %%
    $user3: «Now you|Your turn|A twin of it to practise»: $ask2
    $user:
    $work2
    """)

  private static let thanks = Voices(
    """
    $user: «Thanks|Thank you|Got it|Ah|Great|Perfect»«!|, that helped.|, makes sense now.|, I see my mistake.|, solved.»
    %%
    «Marked as solved|Closed by moderator|Thread locked|$n people found this useful|+$n»
    %%
    $user4: «Nice|Same here|This should be pinned|Agreed|Well explained|Good catch».
    %%
    $user: «It was the sign all along|I had copied the numbers wrongly as well|My brother owes me a coffee|The test went well, by the way|I taught it to my desk neighbour today».
    """)

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
