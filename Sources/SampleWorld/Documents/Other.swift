/// News, recipes, logs, diaries: documents that should matter to no question, and some with facts.
struct Other {
  private static let kinds: [(String, Voices)] = [
    (
      "news",
      Voices(
        """
        $place, $day. «The council|The harbour office|The school board|The railway» «has decided|announced|voted» to «repair|close|open|repaint» the «bridge|library|market hall|swimming pool|old mill» «by autumn|before winter|within $n weeks|next year». «$who of the $place office said the cost was still open|Residents had waited for $n years|Work begins on $day».
        %%
        «Storm|Fog|Snow|Heat» «over|near|around» $place «kept|held» $n «flights|ferries|trains|buses» «on the ground|back for hours|late». «Nobody was hurt|Schools stayed closed|The fire brigade was called $m times».
        %%
        $place «wins|loses|draws» «at home|away|after extra time». «Coach|Captain|Keeper» $who «was pleased|had no comment|praised the crowd of $m|spoke of a lucky day».
        """)
    ),
    (
      "recipe",
      Voices(
        """
        «Soup|Pie|Stew|Salad|Pancakes» «for $n|of the house|from $place|after $who»
        «Chop|Peel|Grate» the «onions|carrots|apples|leeks», «add|stir in|fold in» $m g of «flour|butter|rice|beans» and «simmer|bake|rest» for $n minutes. «Serve warm|Season with salt|Keeps for $n days|Sprinkle with herbs».
        %%
        $who's bread: «mix|knead» $m g of «rye flour|wheat flour|oats» with «a little water|two spoons of honey|warm milk» and «yeast|sourdough|salt», «leave overnight|cover with a cloth|wait § hours», then «bake until brown|shape § loaves|taste the crust».
        %%
        «Plum|Cherry|Apple|Pear» «jam|jelly|sauce» «by|from» $who: «wash|halve|weigh» $m g of fruit, «add sugar and lemon|boil it down slowly|stir so that nothing burns», «fill § jars|skim the foam|label the glasses». «Lasts the winter|Good on toast|A gift for neighbours».
        %%
        «Supper|Lunch|A quick meal» for §: «noodles with mushrooms|fried eggs and spinach|lentils and bacon|fish with dill». «Heat the pan first|Keep some of the water|Taste before adding salt|Set the table meanwhile». «$who asked for more|Ready in § minutes|The rest freezes well».
        """)
    ),
    (
      "log",
      Voices(
        """
        §:§ «INFO|WARN|DEBUG|ERROR» «started|stopped|retrying|connected|timeout» «worker|session|request|job» §
        §:§ «INFO|WARN|DEBUG|ERROR» «queue length|memory|latency|open files» §
        §:§ «INFO|WARN|DEBUG» «done|shutdown|ready|sleeping»
        %%
        «Station|Buoy|Sensor» $place: «wind|pressure|water level|temperature» §, «falling|rising|steady», «battery §|signal weak|next report at §».
        """)
    ),
    (
      "diary",
      Voices(
        """
        $day. «Rain again|A bright day|Slept badly|Up early|No letters». «$who came by with|We walked to $place and found|In the attic I found|The cat brought» «plums|an old map|a bird|two umbrellas|news of the wedding». «Must write to $who2|Tomorrow the roof|Nothing else happened|To bed at $n».
        %%
        Dear $who, «thank you for the parcel|forgive my silence|the house is quiet now|the train was late again». «We have planted|The children collected|I finally sold|The neighbours lost» $n «roses|shells|stamps|hens». «Come and see us in $place|Write soon|Give my love to $who2». Yours, $who3
        """)
    ),
    (
      "review",
      Voices(
        """
        «Hotel|Café|Campsite|Theatre» $place: «clean but noisy|friendly|too dear|worth a visit|a disappointment». «The room on floor $n|Our waiter $who|The second act|The garden» «was lovely|smelled of paint|made up for it|could be better». «$n of 100 points|Would go again|Never again|Book early».
        %%
        I «bought|returned|repaired|was given» this «kettle|lamp|tent|bicycle|radio» «in spring|for my brother|from $who|on sale». It «works|leaks|hums|shines» «as described|after $n weeks|better than the last one|most of the time».
        """)
    ),
    (
      "story",
      Voices(
        """
        «Once|Long ago|In a cold winter» a «miller|fisherman|tailor|queen» «in|near|of» $place had «three daughters|a talking fox|a locked door|no bread left». «One night|At the market|On the way to the sea» «$who knocked|a stranger laughed|the wind turned|a lamp went out», and «nobody slept|the bargain was made|they set out|the bell rang $n times».
        %%
        "«Wait|Listen|Stop|Look»," said $who, and «put down the basket|opened the window|pointed at the hill|closed the book». $who2 «did not answer|smiled|had heard it too|counted to $n». «Then the dog barked|Far off a train passed|It began to snow|The clock stood still».
        """)
    ),
  ]

  private static let days = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "May", "June",
    "October", "March",
  ]

  func document(_ random: inout RandomStream, fact: Fact? = nil) -> Draft {
    let (name, voices) = random.pick(Self.kinds)
    let slots = [
      "place": Names.place(&random), "day": random.pick(Self.days),
      "who": random.pick(Names.people), "who2": random.pick(Names.people),
      "who3": random.pick(Names.people), "n": "\(random.int(2...59))",
      "m": "\(random.int(60...980))",
    ]
    var text = voices.speak(slots, &random)
    if random.chance(35) { text += "\n" + voices.speak(slots, &random) }
    guard let fact else { return Draft(kind: .other, subtype: name, text: text) }
    text += " " + fact.relation.voices.statements.speak(fact.slots, &random).sentenceCased
    return Draft(kind: .other, subtype: name, text: text, facts: [fact])
  }
}
