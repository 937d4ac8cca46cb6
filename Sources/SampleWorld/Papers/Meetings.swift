/// Minutes, put together from what clubs and councils talk about.
enum Meetings {
  static func document(_ random: inout RandomStream) -> Draft {
    var slots = Cast.slots(&random)
    slots["club"] = random.pick(clubs)
    let items = points.speak(distinct: random.int(2...4), slots, &random)
    let bullet = random.pick(["#", "-", "*", "Item #:", ""])
    let lines = items.enumerated().map { number, item in
      let place = "\(number + 1)" + (bullet.hasPrefix("#") ? "." : "")
      let mark = bullet.replacing("#", with: place)
      return mark.isEmpty ? item : mark + " " + item
    }
    let joint = bullet.isEmpty ? random.pick([" ", "\n\n"]) : "\n"
    var text = heads.speak(slots, &random) + "\n" + lines.joined(separator: joint)
    if random.chance(65) { text += "\n" + ends.speak(slots, &random) }
    return Draft(kind: .other, subtype: "minutes", text: text)
  }

  private static let clubs = [
    "choir", "rowing club", "parents' council", "village shop", "chess club", "street committee",
    "beekeepers", "volunteer fire brigade", "amateur theatre", "allotment society", "book circle",
    "railway friends", "tenants of number nine", "skittles team", "friends of the old cinema",
  ]

  private static let heads = Voices(
    """
    Minutes of the $club of $place, $date $month
    %%
    $club, $place — meeting of $day. In the chair: $who. Pen: $who2.
    %%
    What was said ($club, back room of the inn, $n present, $who came late):
    %%
    Protocol no. $n of the $club. Present: $who, $who2, $who3. Excused: $who4.
    %%
    To those who were not there on $day: the $club in short
    %%
    $date $month. Extraordinary meeting of the $club, because of the «roof|letter|goat»
    """)

  private static let points = Voices(
    """
    The minutes of the last meeting were «approved|approved after $who had a comma moved|read aloud and nobody laughed».
    %%
    «Money|Cash report|The till»: «the summer fair left a small profit|the new curtains cost more than planned|there are § left, and a button». $who2 shows the book.
    %%
    The door still «jams|whistles». $who3 «knows a carpenter and will ask|has oil|proposes a curtain».
    %%
    The coffee. It was agreed that «it has to change|nobody will speak of it again|$who2 buys the next packet».
    %%
    Outing in $month: «by boat to $place2|to the salt mine|on foot, wherever $who says». «Nine hands for, two against|Put off until the bus is paid».
    %%
    $who4 has moved to $place2 and gives back the key. «Applause|A hat goes round|The office stays empty for now».
    %%
    «The flag has moths|The banner is too short for its pole». «$woman can sew|We will fly it at night».
    %%
    New members: «two, on trial|none, again|$who's cousin, who owns a trailer».
    %%
    Long talk about the «posters|key|heating|chairs». «No result|A group is set up: $who, $who3|It was late».
    %%
    The jubilee. «Nobody knows how old we are; $who asks the archive|Speeches: at most one|The mayor wants to come and cannot be stopped».
    %%
    Complaint from the neighbours about «the drum|singing after ten|the smell of glue». «$who brings them a cake|We will shut the window|Taken note of».
    %%
    Election: $who2 «remains what $who2 was|takes over the book|declines, and is elected».
    """)

  private static let ends = Voices(
    """
    Next meeting on $day.
    %%
    End: «ten|half past nine|after the second round». For the record: $who2
    %%
    «Then we sang|Lights out by $who3|Any other business: none, thank heaven».
    %%
    Read and signed, $who, $who4
    """)
}
