/// Conversations in which a fact is told, each kind of fact in surroundings of its own.
enum FactThreads {
  private static let anywhere = Voices(
    """
    $user: $ask
    $user2: $answer
    %%
    «Pub quiz|Trivia night|Crossword help|Settling a bet»: $ask
    $user2 «wrote|says|replied»: $answer
    %%
    > $ask
    $answer «That is off the top of my head|Look it up if you doubt it|My teacher said so|I was there once|Someone correct me if not».
    %%
    $user asks: $ask
    $user3: «no idea|hmm|let me think|easy»
    $user2: $answer
    %%
    $user: «fun fact of the day|today I learned|random thought|did you know»: $told
    %%
    $user: we lost the quiz by one point, and it was this: $ask
    $user2: and what did you write?
    $user: «nothing at all|something silly, I won't repeat it|we could not agree».
    $user2: $answer
    $user3: «ouch|next time take me with you|that one comes up every month».
    """)

  private static let voices: [Relation: Voices] = [
    .capital: Voices(
      """
      «Travel board|Trip reports|Planning help»
      $user: three weeks in $s in $month, is that too long? We like to see $sight.
      $user2: never too long. $told Stay a few days, then go on.
      $user: money?
      $user2: they use the $money. «Change a little at the airport|Cards work in the towns|Keep small notes for buses».
      %%
      $user: my pen friend lives in $s and speaks $tongue. Where do I send the parcel if she only wrote "the capital"?
      $user2: $told But ask for the street!
      $user: «will do|she will laugh at me|good point».
      %%
      Stamp collectors, new finds
      $user: an old stamp of $s, price in $money, postmark from the capital. $ask
      $user2: $answer «Is it torn|Nice one|Any date on it»?
      """),
    .symbol: Voices(
      """
      Chemistry homework
      $user: we have to label a bottle of $s. $ask I keep mixing it up.
      $user2: $answer It comes from $origin.
      $user: that helps me remember, thanks.
      %%
      $user: what is $s good for anyway?
      $user2: $use, for a start. In formulae look for $o, that is $s.
      $user3: «and mind how you store it|my grandfather worked with it|we had a sample at school».
      %%
      «Label puzzle|From the lab»: a drawer marked $o.
      $user: «who took the pen|what is in it»?
      $user2: $told So it is $s.
      """),
    .author: Voices(
      """
      Book club, $month
      $user: next is $s. $ask I should know this.
      $user2: $answer It came out around $written. You will meet $hero.
      $user: «is it long|is it sad|will I like it»?
      $user3: «read the first ten pages and decide|yes, but in a good way|we have cake in any case».
      %%
      $user: reading $s on the train and missed my stop.
      $user2: $told «What else of the same hand would you read|The best thing from that pen, if you ask me|I never got through it».
      $user: it is set $scene, how could I look up?
      %%
      «Selling|Giving away»: $s, $tongue edition, some pencil marks.
      $user2: is that the one by $o?
      $user: yes, $s by $o. «Pick it up at the station|Postage is on you|First come, first served».
      """),
    .inventor: Voices(
      """
      History of science board
      $user: $ask Our museum label has fallen off.
      $user2: $answer The date is $when.
      $user: and how did it go?
      $user2: $how.
      %%
      $user: I want to dress up as an inventor for the school party. $home, any idea?
      $user2: go as $o, who is known for $s!
      $user: «and what do I carry|perfect|will they guess it»?
      $user3: «a label with the year $when|something that smokes|a notebook and wild hair».
      """),
    .river: Voices(
      """
      $user: two days in $s by bicycle, is there a path along the water?
      $user2: yes, on both banks. $told Start at $sight.
      $user: «how are the hills|where do I sleep|any rain in $month»?
      $user2: «none along the bank|there is a hostel near the quay|pack a jacket».
      %%
      Paddlers' corner
      $user: put my kayak in at $s last week. $told
      $user2: how far did you get?
      $user: «to the second bridge, then lunch|not to the sea, ha|$n kilometres and sore arms».
      """),
    .number: Voices(
      """
      $user: my $age year old nephew wants to know how many $s and I froze.
      $user2: it is $o: $why.
      $user: he says he knew.
      %%
      Drawing help: $topic
      $user: looks wrong to me. How many $s?
      $user2: $o. $cwhy.
      $user: «back to the eraser|so I forgot some|drawing again».
      """),
    .year: Voices(
      """
      Timeline for class
      $user: I have everything but one date: $s. $ask
      $user2: $answer It was $scene.
      $user: and after that?
      $user2: $later.
      %%
      $user: found a newspaper in the attic about $s!
      $user2: an original? $told
      $user: «a reprint, sadly|the paper is brown enough|the crossword is half done».
      %%
      Film night
      $user2: how true was that thing about $s?
      $user3: «not very|more than I thought». In truth $how. And it was in $o.
      """),
  ]

  static func chat(_ fact: Fact, _ random: inout RandomStream) -> Draft {
    let own = fact.relation.voices
    let told = own.statements.speak(fact.slots, &random).sentenceCased
    var slots = Cast.slots(&random).merging(fact.slots) { $1 }
    slots["ask"] = own.question(fact)
    slots["told"] = random.chance(35) && fact.relation != .number ? fact.reply : told
    // What counts repeats the question, which an answer does not.
    slots["answer"] = random.chance(35) || fact.relation == .number ? fact.reply : told
    let place = random.chance(60) ? voices[fact.relation] ?? anywhere : anywhere
    return Draft(
      kind: .forum, subtype: "conversation", text: place.speak(slots, &random), facts: [fact])
  }
}
