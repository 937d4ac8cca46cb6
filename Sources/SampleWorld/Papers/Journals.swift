/// Logs that people keep: at sea, on a building site, in a laboratory, on the road.
enum Journals {
  static func document(_ random: inout RandomStream) -> Draft {
    let slots = Cast.slots(&random)
    let (head, entries) = random.pick(books)
    var minute = random.int(300...600)
    let style = random.int(0...3)
    let lines = entries.speak(distinct: random.int(3...5), slots, &random).enumerated().map {
      number, entry in
      minute += random.int(10...160)
      let hour = "\(minute / 60 % 24)"
      let rest = minute % 60 < 10 ? "0\(minute % 60)" : "\(minute % 60)"
      switch style {
      case 0: return "\(hour):\(rest) \(entry)"
      case 1: return "\(hour).\(rest)h — \(entry)"
      case 2: return "\(number + 1)) \(entry)"
      default: return entry
      }
    }
    let text = head.speak(slots, &random) + "\n" + lines.joined(separator: "\n")
    return Draft(kind: .other, subtype: "journal", text: text)
  }

  private static let books: [(Voices, Voices)] = [
    (
      Voices(
        """
        Ship's log, «coaster|tug|ferry» "$place", «master|mate» $who
        %%
        «Bridge book|Deck log», $date $month, from $place to $place2
        """),
      Voices(
        """
        cast off, wind «light|from astern|none to speak of», sea «calm|short and grey»
        %%
        fog, speed reduced, lookout doubled; «$who2 hears a bell|nothing seen, nothing hit»
        %%
        «lighthouse|church of $place3» abeam to «starboard|port»
        %%
        «pump number two is running hot, switched over|radio silent, aerial mended by $who2»
        %%
        «a swimmer waved; only waved|dolphins|deck chair drifting, taken on board»
        %%
        pilot on board, «talks of his daughter's wedding|drinks our coffee»
        %%
        moored «at the old quay|second in line», «began to unload at once|nobody there to take the line»
        """)
    ),
    (
      Voices(
        """
        Building site diary, $date $month, «dry|light rain|frost in the morning|hot»
        %%
        Site book, «school|bridge|town hall», $place. Foreman: $who
        """),
      Voices(
        """
        On site: «$who2's gang and two electricians|five, of whom one sings|nobody but the crane».
        %%
        «Floor of the upper storey, north half, done|Stairs poured up to the landing|Scaffold moved by one bay».
        %%
        Not delivered: «stair rail|forty bags of lime|the other door». Promised for $day.
        %%
        Visit by the architect, who wants «the window a hand's breadth further left|less pillar|to know who painted it green».
        %%
        Found in the ground: «a horseshoe|a cellar that is on no plan|bottles, empty». «$who3 rings the museum|Photographed, filled in».
        %%
        «Wind, crane stopped at two|Concrete too wet, sent back|Water main hit; village informed by the fountain».
        """)
    ),
    (
      Voices(
        """
        Laboratory notebook $n, $who
        %%
        Series «B|K|R», «third|last|hopefully last» attempt, $day
        """),
      Voices(
        """
        Weighed in § mg, «a little more than planned|balance drifts».
        %%
        Stirred «overnight|for an hour|until it was no longer blue».
        %%
        Colour: «straw|rust|none|like weak tea». Smell: «almonds, stopped smelling|wet dog».
        %%
        Crystals! «Needles, under the lens|Few, but ours».
        %%
        Crystals gone. «$who2 had opened the window|See page $n, same mistake».
        %%
        Filtered, dried, «yield small|yield larger than possible; still wet».
        %%
        To do: repeat «without the copper|colder|with clean glass».
        """)
    ),
    (
      Voices(
        """
        Van no. $n, driver $who, «round through $place|night tour»
        %%
        Delivery sheet, $day, «cold chain|parcels|flowers»
        """),
      Voices(
        """
        loaded, § pieces, one «leaks|ticks»
        %%
        $place, «nobody in, left with $who2|signed for by a child|dog»
        %%
        «road closed, round by $place3|behind a tractor for half an hour»
        %%
        $place2: «wrong street, right name|took two, refused one|tip: an apple»
        %%
        «tyre low, pumped|refuelled; cap left on the roof, still there»
        %%
        back, § km, «all out|one left over, for $who3»
        """)
    ),
    (
      Voices(
        """
        «Shepherd's|Warden's|Hut keeper's» book, above $place, week $n
        %%
        Observatory of $place, night to $day, at the eyepiece: $who
        """),
      Voices(
        """
        «Clear|Thin cloud|Clear after midnight», no moon.
        %%
        «One ewe lame, hoof cleaned|Counted: § and the black one».
        %%
        «A light in the west, too slow for a plane|Two shooting stars, wished for rain».
        %%
        $who2 came up with «bread|batteries|the wrong newspaper».
        %%
        Fog from «four|one» on. «Rang the bell every quarter|Shut the dome».
        %%
        «Thunder far off|Ice on the ladder|Warm wind, everything drips».
        %%
        «Slept|Did not sleep|Read instead».
        """)
    ),
  ]
}
