/// Letters and diaries, and papers that tell a fact in passing.
enum Letters {
  static let letters = Voices(
    """
    Dear $who,
    thank you for the parcel. The socks fit, the cheese survived, and the book has already been borrowed by $who2, so I shall see it again in $month. Here it has rained since $day. The stream behind the house is «up to the second step|louder than the radio», but the cellar is dry.
    «When will you come|Do come before the frost»? The room under the roof is yours as long as you do not mind the owl.
    Yours, $who3
    %%
    @team: workshop|depot|kitchen|archive
    To: all of the $team
    From: $who
    The heating will be off on $day from seven until noon while the pump is changed. Please bring a pullover and leave the doors shut. Coffee will be served «in the yard|in the hall», where it is warmer. Questions to $who2, who knows where the valves are.
    %%
    $place, $date $month
    My dear $who,
    I have passed! «I can hardly believe it|I have read the letter five times». They asked about everything I had not prepared and nothing that I had, and still I passed. $who2 says it was my face. Tonight we eat at the harbour, all eleven of us, on one purse. I wish you were the twelfth.
    Kiss mother, and tell her I sleep enough. It is a lie, but a short one.
    $who3
    %%
    Dear neighbours,
    on $day we move in on the third floor. There will be noise, a piano, and probably swearing on the stairs. To make up for it there will be soup from six o'clock for whoever comes by. Bring a spoon, ours are in a box, and nobody knows in which.
    $who and $who2
    %%
    Dear Sir or Madam,
    on $date $month I bought a «kettle|lamp|coffee mill» in your shop in $place. It worked for $n days. Since then it «hums but does nothing else|switches itself off». I enclose the receipt and ask for a replacement or my money. I should prefer the replacement, as I liked it.
    Yours faithfully, $who
    %%
    Postcard from $place
    Sun, wind, too many stairs. We walked to the lighthouse and $who lost a shoe in the mud, which made a sound like a cork. Back on $day. Please water the fern. — $who2
    %%
    $who, — you asked how it is up here in winter. Quiet. The road closes in $month, and from then on the post comes by sledge when it comes. We read aloud in the evenings; at present it is the long novel with the inn, and everyone has taken sides. The dog sides with the innkeeper. Send candles. $who2
    """)

  static let diaries = Voices(
    """
    $day. Up before the others. Frost on the inside of the window, the first this year. Walked to $place for flour; the miller's wife «asked after mother|talked of her knees». On the way back a hare crossed, stood, looked at me and went on. Wrote to $who. Bed early.
    %%
    Day $n at sea
    Swell from the north-west, less than yesterday. $who has found his legs and eats for two. Mended the «small sail|net» with $who2 all afternoon. At dusk a tired bird landed on the rail, stayed for an hour and left without a word. Cook says it means land; cook says that of everything.
    %%
    $month $date
    The plasterers are gone. For the first time since $day there is no radio in the house and one hears the clock. I went through the rooms and put my hand on the walls like a fool. They are still damp. $who will have the blue room and does not know it yet.
    %%
    Field notes, $place, $date $month. Mist until nine. Two «herons|cranes|storks» at the weir, one with a ring, could not read it. Reed warblers everywhere. $who counts from the bridge, I from the hide: our numbers differ, as every year. Sandwiches wet. A good morning all the same.
    %%
    School trip, written by $who, class «four|five|six»
    First we went by bus and $who2 was sick. Then we saw the mine. It is dark in there and we got helmets. A man told us that his grandfather worked with a horse that never came up. That was sad. Then there were chips. I bought a stone for my collection. I want to go again but without the bus.
    %%
    $day night. Could not sleep for the wind. Got up, made tea, and read the old letters after all. $who wrote a better hand than I remembered. So much about the weather, and between the lines the whole story. Must ask $who2 who the piano teacher was.
    """)

  /// Papers that state a fact.
  static let telling = Voices(
    """
    Dear $who, you asked me something at the station and I could not think of it in the noise. $told There, now we can both sleep. The train was late, of course. Yours, $who2
    %%
    The Saturday quiz
    Last week's question was sent in by $who of $place: $ask
    «Most of you|Nearly all|More than half of you» had it right. $answer The voucher goes to $who2. A new question on $day.
    %%
    $day. $who came home from school full of news. $told I had to pretend that I knew. Then we looked it up together, and for once the book and the child agreed.
    %%
    From the programme of the evening school, $place: on $day $who speaks about small wonders of the world. As a taste, one sentence from the announcement: $told Admission is free; bring a chair if you can.
    %%
    Notes for the guided tour (do not read aloud)
    - wait until all are off the bus
    - begin with this: $told
    - $who tells the joke, not you
    - no flash in the second room
    %%
    Calendar leaf for $date $month
    Fact of the day: $told
    Saying of the day: «still water runs deep|who sows late reaps late|a borrowed spoon tastes better».
    %%
    Radio, ten past eight. "Our listener $who from $place would like to know: $ask — $answer Write to us if you wonder about something too. And now the weather."
    %%
    «Corrections|We regret»: in our edition of $day a line was missing under the picture on page $n. It should have read: $told We thank $who, who noticed.
    %%
    $who had promised the children a story but was too tired to make one up. "$told" — "That is not a story!" — "No, but it is true." They thought about it. "More," said $who2.
    %%
    Museum shop, text for the back of the postcard: $told Printed in $place. Please keep dry.
    """)
}
