/// What people write about when nobody asks a sum.
enum ChatterTopics {
  static let garden = Voices(
    """
    @plant: tomatoes|beans|peppers|courgettes
    [garden] Yellow leaves on my $plant
    $user: Planted them in $month, watered every evening, and now the lower leaves go yellow. The soil is «heavy clay|from a bag|what was there before». What am I doing wrong?
    $user2: Every evening is too much. «Push a finger into the ground|Dig down a hand's breadth»: if it is wet there, wait.
    $user3: «I would have said lack of nitrogen|Could it be the cold nights». Do the new leaves look green?
    $user: They do. And it is soaking wet below.
    $user2: Then it is the water. «Leave them alone for a week|Once in three days is plenty».
    $user, $n days later: New leaves are fine and the first $plant are coming. Thank you!
    %%
    @beast: slugs|voles|pigeons|caterpillars
    $user: $beast ate everything again. «Coffee grounds did not help|I tried beer|The cat is no use».
    $user2: «Copper tape round the bed|A net, pegged down on all sides|Go out with a torch at ten».
    $user: How high?
    $user2: «A hand is enough|Knee height», as long as there is no gap.
    $user3: Or plant twice as much and share.
    %%
    Subject: old apple tree
    $user: The tree came with the house and has not been cut for years. Do I dare?
    $who: Yes, but in three winters and not in one. «First what is dead, then what crosses|Dead wood first». Never more than a quarter.
    $user: With what?
    $who: A folding saw, sharp. «Wipe it between trees|Cut just outside the collar». And keep the ladder away from wet grass.
    %%
    $user: is it too early to sow $n days before the last frost?
    $user2: under glass, no. outside, yes.
    $user: and how do i know which frost is the last?
    $user2: you know in $month :)
    """)

  static let repairs = Voices(
    """
    @part: chain|brake|rear wheel|gear cable
    Board: bicycles
    $user: New noise since $day, a click with every turn of the pedals. I changed the $part and it still clicks.
    $user2: Does it click when you stand up?
    $user: Only when I sit.
    $user2: «Then it is the seat post|Saddle clamp, I bet». Take it out, clean it, grease it, back in.
    $user: ... silence. I replaced a good $part for nothing.
    $user3: «You are not the first|Keep the old one as a spare|The click is always somewhere else».
    %%
    $user: Zip of my «tent|jacket|rucksack» opens behind the slider.
    $user2: The slider is worn. Squeeze it a little with pliers, left and right, not in the middle.
    $user: It works! How long will that hold?
    $user2: «A season, maybe two|Until the next rainy weekend, so order a new one».
    %%
    @thing: kettle|toaster|lamp|radio
    «Repair café|Fix it yourself» :: dead $thing
    $user: «No light, no sound|It died in the middle of breakfast». Plug is fine.
    $user2: Unplug it first! Then look at the cord where it goes in.
    $user: There is a «crack|kink».
    $user2: Cut it back and fit it again, or let a shop do it. «Do not tape it|Tape is not a repair».
    $user3: I can lend you a meter, I live in $place.
    $user: Met $user3, found the break, the $thing runs. I like this board.
    %%
    Window that will not close (wood, about $age years old)
    $user: It sticks since the rain.
    $who: Wood swells. Wait for dry weather before you plane anything off, or you will have a gap in $month.
    $user: I already planed.
    $who: «Then you need a draught strip|Then you have my sympathy, and a draught».
    """)

  static let kitchen = Voices(
    """
    @flour: rye|wheat|spelt
    $user: My sourdough smells of nail varnish. Throw it away?
    $user2: No, it is hungry. Feed it, one spoon of starter, equal weights of water and $flour flour, twice a day.
    $user: After two days it smells like «apples|yoghurt» and doubles in size!
    $user2: Now bake. And keep a dry bit in a jar, in case.
    %%
    @dish: rice|lentils|porridge|jam
    [kitchen] burnt pot
    $user: Forgot the $dish while I was on the phone. Steel pot, black bottom.
    $user2: «Soda and water, boil, leave overnight|Cover with water and a spoon of soda and let it simmer».
    $user3: Vinegar!
    $user2: Not both at once, they only make foam.
    $user: Soda it was. Shiny. The $dish is still lost.
    %%
    $user: how do you get a crisp crust in a gas oven
    $user2: steam. a tray of hot water below for the first ten minutes, then take it out
    $user: mine comes out pale
    $user2: then the oven lies. buy a thermometer, mine was off by $n degrees
    $user: off by more than that here. unbelievable
    %%
    Leftovers, thread no. $n
    $user: half a cabbage, two eggs, old bread. Go.
    $user2: Shred, fry with the bread, eggs on top.
    $user3: Soup. It is always soup.
    $user: Did the first with caraway. The children asked for more, which has never happened.
    """)

  static let computers = Voices(
    """
    @disk: laptop|home server|office machine
    Disk full on my $disk
    $user: It says 0 bytes free but I can only find half of it in my folders.
    $user2: Deleted files that a program still holds open don't go away. Restart it or find the program.
    $user: Restarted. $n GB are back. What was it?
    $user2: «A log that never stops, most likely|Some program that logs each mouse move». Look which one grows.
    $user: It was the printer driver, writing one line a second since $month.
    %%
    $user: the printer prints everything twice. i checked the number of copies, it is 1
    $user2: in the program or in the driver?
    $user: there are two places??
    $user2: two places, and they multiply
    $user: you are a wizard
    %%
    > I changed my password and now the mail on my phone has stopped.

    The phone still has the old one. «Settings, accounts, type it again|Remove the account and add it back».

    > It asks for a code.

    From the other device. And write the spare codes on paper this time.
    -- $who, help desk
    %%
    Subject: cable
    $user: Is a longer network cable slower? Mine would be $n metres.
    $user2: Not up to a hundred.
    $user3: The cheap flat ones are worse than the length.
    $user: Ordered a round one. Works, and the dog cannot bite through it either.
    """)

  static let travel = Voices(
    """
    @train: night train|ferry|bus
    «Trip report|Notes from the road»: by $train to $place
    Left $place2 at seven in the evening. «The compartment was warm and the tea came in glasses|A choir on its way home sang until midnight». At the border we stood for an hour and nobody said why.
    Woke up to «snow|fog over the fields|the sea on the left». Would I do it again? Yes, with a thicker pullover.
    -- $user
    $user2: upper or lower bed?
    $user: upper. one sees nothing but one sleeps.
    %%
    $user: lost my bag between $place and $place2. green, a ribbon on the handle.
    $user2: did you fill in the form at the desk? without it nobody looks.
    $user: i have a number on a slip of paper
    $user2: guard that slip.
    $user, on $day: it went on a holiday of its own and came back. nothing missing but the ribbon.
    %%
    Question about hostels in $place
    $user: We are $n pupils and two teachers and need beds in $month.
    $who: Ask the youth hostel by the lake before you book anything else; it has rooms for six. Bring sheets.
    $user: They have room, but only until $day.
    $who: Then move to the old mill. It is a short walk and the breakfast is better.
    %%
    $user: window or aisle?
    $user2: window by day, aisle by night.
    $user3: «aisle, I have long legs|window, I have a neck that sleeps|the floor, if nobody looks».
    """)

  static let music = Voices(
    """
    @part: G string|bow|bridge|A peg
    Cello, beginner at $age
    $user: My $part «buzzes|squeaks|slips» and I am told it is me.
    $user2: Half of the time it is. «Does it happen to your teacher on your cello|Let somebody else play it».
    $user: It does not.
    $user2: Then it is you, sorry. Slower bow, nearer to the bridge.
    $user: A week later and the neighbours have stopped knocking. Progress.
    %%
    Choir: how do I find my note when the piano does not give it?
    $user2: Listen to the basses. Yours is nearly always in their chord.
    $user: And when they are wrong?
    $user2: Then be wrong together, it sounds better than being right alone.
    $user3: «Wise words|I shall print that».
    %%
    $user: old accordion from my grandmother, two keys silent, worth a repair?
    $who: «Depends on the bellows|If the bellows are tight, yes». Silent keys are often a bit of dust under a reed.
    $user: Blew into it. One is back!
    $who: Do not blow, it makes the reeds rust. But congratulations.
    %%
    metronome or foot?
    $user: my foot speeds up with me
    $user2: that is why there are metronomes
    $user: the metronome slows down
    $user2: it does not
    """)

  static let animals = Voices(
    """
    @pet: cat|dog|parrot
    New here, with a deaf $pet
    $user: We took in «a six year old|an old» $pet that cannot hear. How do I call it?
    $user2: Stamp on the floor, it feels that. At night switch the lamp on and off.
    $user3: And never touch it while it sleeps, let it smell your hand first.
    $user: The lamp works! It comes running, or at least walking.
    %%
    $user: hay for guinea pigs: first cut or second?
    $user2: first, coarser, better for the teeth.
    $user: they only eat the soft one
    $user2: children only eat cake. mix it.
    %%
    Aquarium has turned green
    $user: Changed all the water, green again after $n days.
    $user2: That is why. You threw out what keeps it in balance. «A third at a time|Small changes, once a week». And is it near a window?
    $user: South window.
    $user2: There is your second reason.
    $user: Moved it, and it is clear now. The snails seem offended.
    %%
    What bird is this? Grey, orange chest, sits on the spade while I dig.
    $user2: A robin. It waits for worms.
    $user: It is not afraid at all.
    $user2: It thinks you are a wild boar.
    """)
}
