/// Threads and school texts that have to do with no question: gardens, journeys, computers, history.
enum Chatter {
  private static let topics: [(topic: String, words: [String])] = [
    (
      "garden",
      ["tomatoes", "roses", "the hedge", "slugs", "compost", "the apple tree", "seedlings"]
    ),
    ("bicycle", ["the chain", "a flat tyre", "the brakes", "gears", "a bent wheel", "the saddle"]),
    ("kitchen", ["sourdough", "the oven", "knives", "a burnt pan", "yeast", "leftover rice"]),
    (
      "computer",
      ["the printer", "a full disk", "an old laptop", "passwords", "updates", "a cable"]
    ),
    ("travel", ["night trains", "a lost bag", "hostels", "the ferry", "visas", "a window seat"]),
    (
      "music", ["a cello bow", "tuning", "sheet music", "choir practice", "an amplifier", "scales"]
    ),
    ("pets", ["a deaf cat", "the aquarium", "a limping dog", "parrots", "kittens", "hay"]),
  ]

  private static let asks = Voices(
    """
    «[$topic]|Board: $topic.|$topic»
    $user: «Has anyone here|Did any of you ever|Do people still» «had trouble with|worried about|replaced|given up on» $thing? «It started § days ago|Mine is § years old|My neighbour laughs at me|I have read the manual twice|The shop was no help».
    %%
    $user «writes|posted», «under $topic|in the $topic corner»: «I need advice on|Here is my story about|A rant about|Question about» $thing. «Since the move nothing works|Last winter it was fine|It makes a strange smell|We tried twice|I am at my wits' end».
    %%
    «Subject|Re»: $thing («$topic|asked by $user»)
    «Sorry if this was asked before|Long time reader, first post|Photos later|No joke», but «what do you do with|how long lasts|where do you keep|who takes care of» $thing «in summer|when it freezes|with children around|on a small budget»?
    """)

  private static let answers = Voices(
    """
    $user: «Patience|Vinegar|A second opinion|Warm water|Less of everything|Start again» «helped me|is what my aunt swears by|did nothing at all|was the answer in the end». «Good luck|Report back|Mind your fingers|It took § weeks».
    %%
    > «$thing|this|same here»
    $user: «I gave mine away|Ask in the shop by the station|You will laugh, but a spoon does it|There is a whole book on it|Never again». «Cost me §|Worth every hour|Your mileage may vary».
    %%
    $user «disagrees|adds|wonders»: «that is a myth|the weather matters more|only if it is new|not with $thing2». «Check it on a dry day|Better safe than sorry|Some people like it that way».
    %%
    «Moderator|Admin|Bot»: «please stay on topic|moved to $topic|§ similar threads exist|be kind».
    """)

  static func thread(_ random: inout RandomStream) -> Draft {
    var parts: [String] = []
    let (topic, words) = random.pick(topics)
    for number in 0..<random.int(2...4) {
      let slots = [
        "topic": topic, "thing": random.pick(words), "thing2": random.pick(words),
        "user": Names.user(&random),
      ]
      parts.append((number == 0 ? asks : answers).speak(slots, &random))
    }
    return Draft(kind: .forum, subtype: "chatter", text: parts.joined(separator: "\n"))
  }

  private static let lessons = Voices(
    """
    «Chapter|Lesson|Unit» §: «Water|Weather|Plants|Light|Sound|Volcanoes|The harvest|Early trade»

    «Water rises as vapour, cools and falls again|Warm air is lighter and climbs|A plant builds sugar from light and air|Sound is a shaking of the air» «, and so the circle closes|; this takes time|, as a simple experiment shows|; without it life would be poor». «Look for it at home|Draw what you see|Write down the date and the place|Ask an older person about it».
    %%
    «Reading passage|Text for the class|Dictation»: «The merchants|The sailors|Her grandparents|The shepherds» «crossed the pass|followed the coast|waited for the thaw|built a wall» «before the snow|with few tools|in a single summer|for fear of wolves». «What they carried was salt|No one wrote it down|Their songs are still sung|Only the foundations remain».

    «Why did they leave|What would you have taken|Underline the verbs|Tell it in your own words».
    %%
    «Vocabulary|Glossary|New words»: «harbour: a place where ships are safe|glacier: a slow river of ice|treaty: a promise between states|pollen: the dust of flowers»; «orchard: a garden of fruit trees|lantern: a light to carry|canal: a river made by people|census: a count of the people».
    %%
    «Experiment|Try this|At home»: «fill a glass with water and cover it with paper|hold a comb over scraps of paper|put a bean on wet cotton|hang a weight on a string». «Turn it over|Wait § days|Let it swing|Rub it on wool». «What happens|Can you explain it|Write a report», and «who in the class saw the same|what could have gone wrong|how would you measure it»?
    %%
    «History|Geography|Civics» notes by $who: «the town grew around the market|the law was changed twice|the road followed the river|the bridge was paid for by a toll»; «guilds met on Mondays|the walls were pulled down later|most could not read|a fire took the archive». «Test on §|Ask about the dates|See the map in the hall».
    """)

  static func lesson(_ random: inout RandomStream) -> Draft {
    var text = lessons.speak(["who": random.pick(Names.people)], &random)
    if random.chance(40) {
      text += "\n\n" + lessons.speak(["who": random.pick(Names.people)], &random)
    }
    return Draft(kind: .textbook, subtype: "school text", text: text)
  }
}
