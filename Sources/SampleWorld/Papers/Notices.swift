/// Reviews, small advertisements and what shifts hand on.
enum Notices {
  static let reviews = Voices(
    """
    @house: Hotel|Guest house|Inn
    «**|***|****» $house $place
    Stayed «two|three|four» nights in $month. The room looked out on the yard, quiet apart from a cock that has no watch. Bed good, pillow not. At breakfast «the bread was still warm|$who makes the jam». The lift is small; two people and a suitcase have to like each other. We would go again, on the other side of the house.
    %%
    @thing: tent|sleeping bag|rucksack|rain jacket
    Bought this $thing for a long trip and have used it for a year. Good: «light|simple|does what it should». Bad: «the zip|one seam|the strap», which I have replaced twice. I wrote to the maker and got «a friendly letter and a spare part|no reply». For the price I cannot complain. For twice the price I would.
    %%
    Theatre: "The Empty Chair" in $place
    Two and a half hours for a play in which nothing is moved but a chair. And yet nobody coughed. $who, who says four sentences in all, «carries the evening|is on everyone's lips»; $woman as the aunt is a little too loud for such a small house. Go in spite of the seats. Again on $day.
    %%
    Read in one night: $who's novel about the ferry. The first hundred pages are slow, as the ferry is. Then somebody does not get off, and from there I could not stop. «The ending is a cheat, but a fair one|I would have left out the dream». To be had in every shop, or borrow mine.
    %%
    Lunch at the station buffet, $place. «Soup of the day: hot|The dumplings are as large as they say». The waiter remembered what I had last year. The coffee has been the same since then. «Cheap, honest, closed on $day|Best seat: under the clock».
    %%
    I was sceptical about the course. $n people in a gymnasium, and a man who says "breathe". After the third evening my back had stopped hurting. I still do not know what he does. «Recommended|Bring a blanket|Ask for $man».
    """)

  static let notices = Voices(
    """
    FOUND near the bridge of $place: one glove, left, red, hand-knitted, with a hole in the thumb. Will the other hand please call at the bakery.
    %%
    For sale: upright piano, about $age years old, stays in tune except for one key. Ground floor, wide door. Price: what it is worth to you, and two strong friends. $who, $place.
    %%
    WANTED. Patient person to teach an elderly gentleman the use of his new telephone. An hour on «Mondays|Fridays». Tea provided. Write to box $n.
    %%
    The allotment society of $place invites you to the plant exchange on $day in the yard of the old school. Bring what you have too much of. No tools, no animals, no courgettes. — the board: $who, $who2, $who3
    %%
    Timetable change from $month: the last boat to $place leaves half an hour earlier. Those who miss it may sleep in the waiting room; the key is with $who in the kiosk.
    %%
    Lost: a grey cat, white paws, answers to nothing. Last seen on $day on the roof of the chemist in $place. She knows the way home but likes to be asked.
    %%
    Room to let in a house with a garden, from $month. Two others live here, $who and $who2, one quiet, one early. Shared kitchen, bath every other day in winter. Smokers on the balcony only, as there is none.
    %%
    Opening hours. $day from nine to noon and from two until the light goes. In summer ring the bell, we are behind the house. Please do not feed the donkey.
    """)

  /// What shifts and practices hand on.
  static let handovers = Voices(
    """
    Handover, night shift, $place
    Quiet until two. Then «the alarm in the cold store: door not closed|a call from the gate: nobody there», «nothing spoiled|nothing found». $who has gone home with a cough, $who2 stays until noon. Forklift three needs «water in the battery|air in the left front tyre». Keys are in the usual drawer. Coffee is finished.
    %%
    Patient: "«Moritz|Duchess|Biscuit|Admiral»", «cat|dog|rabbit|goose», owner $who
    Seen on $day because of «a limp, left front|loss of appetite|a swallowed button». «Found a thorn between the pads and removed it; animal not grateful|Listened, felt, looked: nothing but boredom». Rest for $n days, «no stairs|no visitors|small meals». Come back if «the paw is warm or swollen|it starts to sing».
    """)
}
