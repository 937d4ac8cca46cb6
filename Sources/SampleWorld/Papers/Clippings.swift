/// Papers of everyday life that are neither letters nor news.
enum Clippings {
  static let voices = Voices(
    """
    @thing: washing machine|bread oven|radio|sewing machine|bicycle pump
    @part: belt|spring|switch|bearing
    Instructions for the $thing, page $n
    Before use, «read this page to the end|remove the two red screws». Never open the lid while the $part is moving.
    If it «hums|rattles|smells of rubber», «switch off and wait an hour|have the $part looked at». If nothing happens at all, look at the plug.
    «Guarantee: two years, not on the $part|Spare parts from $who & Sons, $place».
    %%
    «Horoscope|The stars» for $day
    Ram: «you will be asked for something you would rather keep|a letter that you wait for is late because it is long». Twins: «one of you is right|speak less, hear more». Scales: «money comes, but not to stay|leave the purse at home». Fish: «dry feet at last|trust the second offer».
    %%
    @role: baker's assistant|night porter|tram driver|bookbinder|gardener
    «We are looking for|Wanted at once|Vacancy:» a $role in $place, «part time|from $month|for two years».
    You «like to rise early|do not mind the weather|can keep a secret»; you have «a steady hand|a driving licence|patience with customers». We offer «a small wage and a large kitchen|a room above the workshop|bread every day».
    Write to $who, and «say why|enclose a photograph of something you made».
    %%
    PACKING LIST — «hut tour|school camp|week by the sea»
    [x] boots   [x] «rain jacket|sun hat»   [ ] «torch|pocket knife|second pair of socks»
    [x] tea, sugar, salt   [ ] «rope|map of $place»
    [ ] «$who's medicine|the key to the hut|matches» (!!)
    Whoever packs last carries the pot.
    %%
    Dream, night to $day: I am «in a station without trains|on a ladder|back at school in $place», and $who «hands me a fish wrapped in a map|sells tickets for the wind|has my coat on». I say thank you. Then «the floor is water|a bell rings and everyone sits down|I can read the language on the walls». Woke up «hungry|with cold feet|laughing».
    %%
    @one: bishop|knight|rook
    Chess column
    White ($who) gave up a $one on move § and nobody in the hall understood why. Eight moves later $who2 did. «The queen had no square left|The pawn on the edge could not be stopped». "I had seen it in $place once," the winner admitted, "from the other side."
    %%
    Lighthouse of $place, book of visitors
    «$date $month»: so many stairs! $who and $who2
    «Windy»: my hat now belongs to the sea. $woman
    We came for the view and stayed for the keeper's soup. The $who3 family, all «five|six|seven» of us
    Why is the lamp red? — «Ask me upstairs|So that you ask», the keeper.
    %%
    TENDER: the parish of $place sells the «grass of the churchyard|walnut beside the gate|old organ pipes» to the highest bidder. Sealed offers until $date $month. It may be «looked at after the service|fetched on $day only». The parish keeps the right to «give it to $who anyway|refuse all offers».
    %%
    @bird: swifts|lapwings|kingfishers|starlings|nuthatches
    Bird count, sheet $n. Place: «reservoir|old cemetery|gravel pit» near $place. Observer: $who.
    $bird §, sparrows §, one «buzzard|heron|magpie» chased by crows. Time: «from dawn to the second coffee|one hour, by the tower clock». Remarks: «dogs|fog|a choir practising behind the hedge».
    %%
    "Say something," said the photographer.
    "What?" said $who.
    "That was it. Thank you." — «From the memoirs of|As told by» $man, who took the picture of every bridal couple in $place for $age years and owned «a single lens|no picture of himself».
    %%
    What to do when the power fails: 1. Do not open the freezer. 2. «Fill the kettle while there is pressure|Look whether the street is dark too». 3. Candle on a plate, plate on the table, table away from the curtain. 4. «Ring $who, who is alone|Bring the old radio up». 5. «Enjoy the quiet|Tell the children about the great winter».
    %%
    @sort: apple|pear|quince|medlar
    Old $sort kinds, leaf $n: "«Grey|Red|Sweet|Late» «Countess|Lantern|Traveller|Bell» of $place". Picked in $month, «eaten after new year|cooked at once|good for must». Skin «rough|like wax|freckled», flesh «firm|a little sour|tastes of nuts». Found by $man behind «a mill|the toll house» and given to every bride.
    %%
    Lost property, tram line §, list of $day: «an umbrella, an umbrella, an umbrella|a set of teeth in a glass|one ski»; a bag with «wool|onions|sheet music»; a «birthday cake, since eaten|violin without a bow|cage, open». Pick up at the depot «before $month|between ten and noon». $who asks whoever forgot the tortoise to hurry.
    %%
    Auction in $place, lots § to §. A clock without hands, «went to $who|no offer». A sledge, «to a man who would not give his name|twice withdrawn». The painting of a cow, «sold with its frame|sold without its frame, the frame sold for more». A box, locked: «everyone bid|to $woman, who already has the key».
    %%
    @song: ferryman's song|lullaby|march|harvest song
    The $song of $place is sung «in two parts|without any words in the second verse|only standing». $who, who collected it, «found eleven versions in one valley|heard it from a man who denied knowing it». The tune «goes up where one expects it to go down|has one note that is on no piano». It is not about love, «whatever the choir thinks|though it sounds so».
    %%
    Rules of the bathhouse. One. Wash before you go in. Two. «Nobody talks about business in the steam|The large bucket is for everyone». Three. Whoever pours asks first. Four. «Children until six|Watches stay outside». Five. «Complaints to $who, who is hard of hearing|$man's place is the corner, it always was».
    %%
    $who's garden, notebook. «Sowed|Planted|Pricked out»: «leeks|broad beans|lettuce|kale», two rows. «Slugs: §|Slugs: do not ask|Frost on the $date th, fleece was on». The «neighbour|blackbird|hose» «helps|is back|leaks». To do before $day: «stakes|string|compost|ask $who2 for horse dung».
    %%
    Programme
    «Overture|Greeting|Fanfare» — the brass of $place
    A dance from the hills, «clarinet|fiddle|two accordions»: $who
    Interval («there are pretzels|the bar does not take cards»)
    «Winter piece|Suite in old style|Three songs without a title», first performance, $who2 conducts
    Please «cough between the movements|leave your boots at the door».
    %%
    Press release. The $place «rope works|paper mill|ice cream company» announces «a new shade of grey|a biscuit that floats|the quietest fan so far». "We asked $n people and they could not tell the difference," says $who, head of «trials|joy|supply». "That is the point." On sale from $month «in three sizes|in the shops that we still have».
    %%
    Interior plan, flat «two|three|nine»: sofa to the north wall, because of «the sun|the draught|aunt $woman». The «piano|wardrobe|aquarium» cannot go up the stairs; «saw|crane|sell it». Kitchen «yellow as before|any colour but yellow». $who wants a door where the window is, $who2 «wants peace|a window where the door is».
    """)
}
