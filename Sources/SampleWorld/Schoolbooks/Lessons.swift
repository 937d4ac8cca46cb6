/// Pages of schoolbooks about nature, history and language, which no question asks about.
enum Lessons {
  static func document(_ random: inout RandomStream) -> Draft {
    let text = voices.speak(Cast.slots(&random), &random)
    return Draft(kind: .textbook, subtype: "school text", text: text)
  }

  private static let voices = Voices(
    """
    «Unit|Lesson|Chapter» $n: The way of the water

    The sun warms the sea, and water rises as vapour. High up it is cold; «tiny drops form and gather into clouds|the vapour turns into drops, and many drops make a cloud». When they grow too heavy it rains. Some of the rain sinks into the ground and comes out again as a spring, «some runs off in brooks and rivers|the rest runs down to the sea in rivers».

    1. What happens to a puddle in the sun?
    2. Draw the way of one drop from the sea and back.
    %%
    Experiment: a cloud in a jar
    You need: a glass jar, hot water, a lid with ice on it, a match (ask an adult).
    Pour a little hot water into the jar. Let a grown-up hold a burning match into it and drop it. Put on the lid with the ice. «Look against a dark wall|Hold a dark paper behind it».
    What you see: a small cloud. The smoke gave the drops something to sit on. «Without smoke there is hardly any cloud|Try it again without the match».
    %%
    Reading passage: The shepherds of $place
    Every autumn the shepherds came down from the mountains before the first snow. They walked for nine days, and the bells could be heard long before the dust was seen. In $place they paid for the winter meadow with cheese. «My grandmother remembered the last flock|The last flock came by lorry».

    Questions. Why did they come down? What did they pay with? «Write what the dog might tell|Find three words for sounds».
    %%
    Grammar, page $n. Adverbs
    An adverb says how, when or where something is done: she sings loudly; he came yesterday; they live here. «Many end in -ly, but not all|The ending -ly is common but not a rule».
    Underline the adverbs: $who slowly opened the door. Outside it had rained heavily. "You are early today," $who2 said softly.
    Now write the passage again with the opposite of each.
    %%
    Sound is a shaking of the air
    Hold a ruler over the edge of the table and pluck it. The longer the free end, the lower the note. «A string does the same, and so do your vocal cords|The same holds for strings and bells». Sound needs something to travel in; in a glass without air an alarm clock «cannot be heard|rings and nobody hears it».
    Think: why do we see lightning before we hear the thunder?
    %%
    Dictation for class «four|five»
    The old bridge had stood for so long that no one thought of it any more. Children ran across it, carts rolled over it, and in winter the ice pressed against its piers. Only when a stone fell into the stream one evening did the people of $place look up. «They built a scaffold before the snow came|Next morning everyone brought a stone».
    (Mind the commas. Read twice, then at writing speed.)
    %%
    Reading a map
    «Step one|First»: turn the map until north on it is north outside. «A compass helps; so does the sun at noon|At noon the sun stands in the south, north of the tropics». Look for two things that you can see and find on the map, such as a tower and a bend of the road. You are where the two lines of sight cross.
    Practice: from the schoolyard, find $place church and the water tower. «How far is it on foot|Which of them is nearer»?
    %%
    Vocabulary: at the harbour
    quay — where ships tie up. crane — it lifts the load. tide — the sea goes up and down. pilot — he knows the way in. customs — they look into your trunk.
    Fill the gaps: The ____ came on board and took the wheel. At low ____ the boats lie in the mud. "Open it, please," said the man from ____.
    Then tell what $who saw on the ____ on $day.
    %%
    Light and shadow
    Light goes straight on. That is why a shadow has the shape of the thing. «Near the lamp the shadow is large|The nearer to the lamp, the larger the shadow». With two lamps there are two shadows, and where they overlap it is darkest.
    Project: put a stick in the ground and mark the end of its shadow every hour. «At noon it is shortest|When is it shortest»? You have built a sundial.
    %%
    Food in the past
    Before there were refrigerators people dried, salted, smoked or soured what they wanted to keep. Cabbage went into a barrel with salt, a board and a stone on top. Eggs were laid in lime water. «Ice was cut from ponds and kept in straw until summer|A cool cellar was worth more than a large kitchen».
    Ask somebody who is over seventy: what stood in your grandmother's cellar? «Bring one recipe|Write down the answer in five sentences».
    %%
    Civics: who decides?
    In $place the council meets once a month. Its members are elected; so is the mayor. Anybody may listen from the gallery. «Schools, roads and the swimming pool are its business, the army is not|It decides about roads and schools, but not about the army».
    Role play: the class is the council. On the table is a request by $who to close the square to cars. Speak for it, against it, and vote.
    %%
    The poem at the top of the page has four lines and two rhymes. Which lines belong together? Read it aloud and clap the stresses. «It hops like a sparrow|It walks, it does not run», says $who about the rhythm. Do you agree?
    Now leave out every adjective and read again. What is lost? «Write a fifth line that spoils it|Learn it by heart until $day».
    %%
    Why leaves change colour
    In summer leaves are green because of the stuff they make sugar with. In autumn the tree takes it back and stores what it is made of. «The yellow was there all the time and only now can be seen|What remains is the yellow that had been hidden». Red is made anew in some trees, when days are sunny and nights are cold.
    Collect ten leaves, press them for $n days, and order them by colour.
    %%
    Metals in everyday use: a table for the wall
    - a spoon: steel, so that it does not rust
    - a wire: it has to conduct and bend
    - a pan: heavy, to keep the heat
    - a foil: thin, light, and it does not tear at once
    Touch each at room temperature. «Why do they feel colder than wood|Which feels coldest, and is it»? Discuss with $who's group.
    %%
    @plant: bean|pea|sunflower seed|cress seed
    How a $plant wakes up
    The $plant is laid on wet «cotton|sand|paper». First it swells. «On the second or third day|Before the week is out» the skin tears and a root comes out, always downward, «even if the seed is turned over|however you lay it». Then the stem follows, «pale as long as it is dark|bent like a knee».
    «Keep a diary for $n days|Measure it every morning|Draw it on every second day». «Turn the jar half-way and see what the root does|Put one in the dark as well|Ask $who to guess first».
    %%
    @trade: bakers|smiths|weavers|tanners|coopers
    The guild of the $trade
    In «$place|the old towns» the $trade had a guild, «as every craft had|with a house on the square». It set «prices and the length of the training|how long one had to learn». An apprentice «lived in the house of the master|swept before he learned»; «after some years he travelled|a masterpiece made him a master». «The guilds looked after widows|Those who cheated were ducked in the river».
    Source work: «read the rules on page $n|which rule would still make sense today|write the complaint of an apprentice».
    %%
    @animal: hedgehog|bat|swallow|toad|marten
    The $animal through the year
    «In winter|When it freezes» the $animal «is not to be seen|saves its strength». «In spring|As soon as insects fly» it «is hungry|looks for a mate|comes back to the place it knows». «Young ones follow in $month|By $month the young look after themselves». What harms it: «roads|tidy gardens|poison meant for others». What helps: «a heap of leaves|an open gable|a pond without fish».
    Task: «make a poster|put the sentences in order|interview $who, who has one in the shed».
    %%
    Working with a text: the letter home
    $who is «twelve|fourteen», works «in a spinning mill|on a ship|as a maid in $place» and writes home once a month. «Underline what is said about food|Mark in red what $who leaves out». «Why does the letter never mention the hours|What does "I am well" mean here»? Then write the mother's answer, in «ten sentences|the language of the time».
    %%
    @tool: lever|pulley|ramp|wheel
    Simple machines: the $tool
    With a $tool «a child can lift what a grown-up could not|the same work takes less force and a longer way». «What you save in force you pay in distance|Nothing is given away: less force, more way».
    Build it: «a ruler, an eraser, two coins|thread and a reel|a board and three books». «Write down what you feel before you measure|Let $who pull, then swap».
    %%
    Spelling, week $n. «Words with silent letters|Double or single|Words that sound alike»: «knee, knight, lamb, autumn|letter, later, dinner, diner|their, there, hear, here». Copy, cover, write, check. «$who made a rhyme of them|Three of them go into one sentence about $place». Test on $day.
    %%
    Art lesson. Look at the picture for one whole minute before anyone speaks. «Where is the light coming from|Who is looking at whom|What has just happened»? Then turn it upside down. «Which colour holds it together|Where do your eyes rest»? $who said: «"It is louder now"|"The dog is the main person"». «Paint the moment after|Draw only the shadows».
    %%
    @rock: sandstone|granite|chalk|slate|basalt
    A stone tells: $rock
    I was «mud|sand on a beach|fire|shells, more than anyone can count». «Then weight came upon me|Then I cooled, slowly|Then the sea went away». «People split me for roofs|People cut me for churches|Children write with me». Put a drop of «vinegar|water» on me: «I hiss|I drink it|nothing».
    «Find three buildings of $rock in $place|Which sentence is true of all stones»?
    %%
    Music: how a rhythm is written. A long note, two short ones, a rest. Clap: «long short-short long rest|short-short long long rest». $who's row begins, $who2's row comes in «one beat|two beats» later. «When it falls apart, laugh and start again|Who lost the rest»? At home: «tap it while the kettle boils|find it in a song you know».
    %%
    Health: «the heart|teeth|sleep|the skin»
    $who asks: «why do I need it|what does it do at night|how do I look after it»? «Read the box and answer in full sentences|Answer before you turn the page». «Feel your pulse: sitting, then after ten jumps|Count how often you rinse|Keep a table for $n days». «Nobody has to read theirs aloud|Talk about it with someone at home».
    """)
}
