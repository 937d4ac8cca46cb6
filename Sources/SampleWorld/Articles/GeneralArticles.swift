/// Articles that no question asks about.
enum GeneralArticles {
  static let voices = Voices(
    """
    Lighthouse

    A lighthouse is a tower whose lamp warns ships of a coast. «Early ones burned wood or coal in an open basket|The first ones were no more than a fire on a hill»; later «oil lamps with mirrors|lamps behind rings of glass» threw the light far out to sea. Each tower has a rhythm of its own, so that «a helmsman can tell|sailors know» where they are.
    Most are now run without a keeper. «Some have become guest houses|A few are open to visitors in summer».
    %%
    Honey bee. Bees live in colonies of many thousands, with one queen that lays the eggs. «Workers begin in the nursery and fly out only in the last weeks of their lives|A worker's task changes with her age». When one has found a good meadow she dances on the comb; «the angle shows the direction and the length of the dance the distance|the others learn from it which way to fly».
    «Beekeepers take the honey in summer and feed sugar in return|In winter the colony forms a ball and shivers to keep warm».
    %%
    == Glacier ==
    A glacier is ice that flows. It forms where more snow falls in winter than melts in summer: «the lower layers are pressed into grains, then into ice|under its own weight the snow turns to ice». «It moves by a hand's breadth or by several metres a day|The middle moves faster than the edges, as a row of stakes will show».
    On its way it carries stones, and «where it ends they are left in a ridge|the heap at its end is called a moraine».
    %%
    Windmill, a machine that turns wind into work. The sails drive a shaft; inside, «wooden wheels pass the motion on to the stones|gears bring it to the millstones». In a post mill «the whole house is turned to the wind|the miller pushes the house around with a long beam»; in a tower mill only the cap.
    «Besides grain, mills ground pepper, sawed wood and lifted water|In flat countries many of them pumped water».
    %%
    Article: The postage stamp
    Before there were stamps the person who received a letter paid for it, «and might refuse|which meant that many letters came back». A small paper with glue on the back changed that: «the sender paid, and one price held for the whole country|the same price was paid however far the letter went». «Collectors appeared almost at once|Within a few years people began to collect them».
    Perforation came later; «at first, clerks cut them apart with scissors|before that one needed scissors».
    %%
    # Bread
    Flour, water, salt and time make bread. «Yeast or sourdough fills the dough with bubbles|Small living things in the dough make gas, and the dough holds it». Kneading «joins the proteins of the wheat into an elastic net|makes the dough stretch and not tear».
    ## Kinds
    Rye keeps longer; «wheat makes a lighter loaf|white flour rises higher»; flat breads «need no oven, a hot stone is enough|are older than ovens».
    %%
    Tide: the rise and fall of the sea, twice a day on most coasts. It follows the Moon. «When Sun and Moon pull along one line the tide is high, and at half moon it is low|At new and full moon the range is largest». In a narrow bay «the water piles up|the difference can be as high as a house». Harbours print tables «a year ahead|for every day of the year».
    %%
    The umbrella keeps off rain or sun. «Ribs of steel or glass fibre hold the cloth|A sliding ring opens eight ribs at once». In «hot countries|many courts of the past» it was a sign of rank, carried by a servant. «A gentleman who used one in the rain was laughed at in the street|Coachmen disliked it, because people in the rain had been their best customers».
    %%
    Paper
    «Rags were the raw material until wood took their place|For centuries paper was made of old linen and cotton». The fibres float in water; a sieve is dipped in and lifted, «and a thin felt remains|shaken once, and drained». Pressed and dried, it is paper. «A wire sewn to the sieve leaves a watermark|The maker's sign in the sieve shows against the light».
    See also: Ink, Printing, Library
    %%
    OWL. Bird of prey that hunts by night. «Its feathers have soft fringes, so that it flies without a sound|Nobody hears it coming, least of all a mouse». The face gathers sound as a dish would; «one ear sits higher than the other, which tells it how far below the prey is|it can strike in complete darkness by hearing alone». Bones and fur are brought up again as pellets. «Pupils take them apart to see what was eaten|A pellet tells what it ate».
    %%
    Weaving joins two sets of threads at right angles. «The warp is stretched on the loom, the weft goes in and out|One set is tight, the other is carried through by the shuttle». «Lifting every second thread gives plain cloth, other orders give twill and satin|The order in which threads are lifted makes the pattern». Punched cards once chose the threads, «long before cards were used in offices|and machines that count learned from them».
    %%
    Volcano. Where the crust is thin or torn, molten rock finds its way up. «Thin lava makes wide, flat mountains, thick lava builds steep cones|The shape depends on how easily the lava flows». Ash is «a danger to roofs and engines|fine glass, and bad for engines», but after some years «the soil is rich|vines grow well on it».
    Category: Mountains
    %%
    Chess. «Two players, sixteen pieces each, one aim|A board game for two»: the other king must be attacked with no way out. Pawns go forward and take sideways; «the knight alone may jump|only the knight leaps over others». «A pawn that reaches the far side becomes a queen as a rule|Games are written down in letters and numbers and can be replayed after centuries».
    %%
    == Canal lock ==
    A lock lifts boats from one level of water to another. «The boat enters, the gates close behind it, and a valve lets water in from above|Gates at both ends, a chamber between them». When the levels are equal «the upper gates open by hand|nothing holds the upper gates any more». No pump is needed: «the river does the work|gravity is enough». «Each passage costs the canal one chamber of water|In dry summers the keepers wait until two boats are there».
    %%
    Compass: a needle of magnetised steel that turns to the north. «It does not quite point to the pole, and charts give the difference|The small error is printed on the chart». Iron on board «disturbs it, so that ships carry correcting magnets|draws it aside». «Before it, sailors kept in sight of land or steered by stars|Miners, walkers and soldiers use it as well».
    %%
    Choir, a group of people who sing in parts. As a rule «there are four: soprano, alto, tenor and bass|high and low voices of women and men take four parts». «One breath after the other, never all together, makes a long note last|Singers take turns to breathe, and so a note may last as long as one likes». Rehearsals begin with «scales and laughter|stretching and humming».
    %%
    Salt. «Taken from the sea in flat ponds or from mines deep in the rock|The sun dries sea water, or miners dig what an old sea left behind». It keeps meat and fish from spoiling; «towns with a salt spring grew rich|roads were named after it». «Soldiers were said to be paid with it|Wars were fought over its tax».
    See also: Trade, Preserving food
    %%
    Bridges, from the lexicon of building. A beam bends, an arch presses, a cable pulls. «A log over a brook is a beam|The plank over a ditch is the simplest beam»; «Roman arches still stand, as stone is strong when pressed|arches of stone need no mortar, for the stones press one another in place»; «hanging bridges span the widest water|for the longest spans one hangs the road on cables». «Soldiers break step when they cross|Joints leave room for the summer's heat».
    %%
    Migration of birds. «Swallows, storks and cranes leave when the days grow short|In autumn great numbers of birds fly south». They find their way by «the sun, the stars and the field of the Earth|stars and landmarks, and by a sense that we lack». «Rings on their legs have shown where they go|Small transmitters now follow them». Young storks «have been known to set out before their parents|may fly alone».
    %%
    Map. A map shows a piece of the Earth smaller and flat. «As a ball cannot be flattened without stretching, every map is wrong somewhere|Something has to be distorted: angles, areas or distances». The scale says by how much lengths have shrunk; «lines of equal height let a walker see the hills|close lines mean a climb». North is up «by habit only|because printers chose so».
    %%
    Soap is made of fat and lye. «Boiled together for hours, they turn into something that neither was before|The mixture is stirred until it thickens». One end of its molecule «likes water and the other likes grease|holds on to dirt, the other to water», so dirt is carried away. In hard water «it leaves a grey scum|more of it is needed».
    Filed under: Household
    """)
}
