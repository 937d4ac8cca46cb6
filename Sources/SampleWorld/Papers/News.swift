/// Reports from towns that do not exist.
enum News {
  static let voices = Voices(
    """
    @house: library|market hall|swimming pool|old mill
    @votes: 12...31
    $house of $place to «reopen|be repaired|stay»
    $place, $date $month. The town council voted on $day, with $votes in favour, to keep the $house. «The roof has leaked for years|Its boiler dates from another age», and «buckets stood in the hall all winter|the doors had been shut since the storm».
    "It took us too long," said $who, who leads the building office. "But a town without its $house is only a street."
    Work is to begin in «spring|autumn». «Neighbours have offered to help with the painting|Until then a bus will serve as a substitute|The cost is shared with the district of $place2».
    %%
    @what: ferry|train|bus
    Storm stops $what traffic
    Wind and high water kept every $what between $place and $place2 at its stop on $day. «Trees lay across the line|Waves broke over the pier». About $n passengers spent the night in the school of $place, where «the fire brigade made soup|$who opened the kitchen».
    By morning the wind had dropped, and «the first $what left with half an hour's delay|traffic went back to normal before noon». Nobody was hurt.
    %%
    SPORT. $place beat $place2 after extra time
    For an hour it looked like a goalless evening. Then $who, on the pitch for barely five minutes, headed in a free kick from the left. $place2 drew level «with the last shot of the match|from the penalty spot», but in extra time $who2 «ran half the length of the field|found the corner from far out».
    "We were lucky," the coach said, "and we had earned it." The return match is on $day.
    %%
    Obituary. $woman, baker, of $place, has died at the age of 8«1|3|5|7». She took over the shop in the «lower|upper» street as a young woman and opened it at five every morning but Sunday. Children got «the broken biscuits|a roll on the way to school». «The shop will be carried on by $who2|The oven has gone to the museum». The funeral is on $day in $place2.
    %%
    @animal: goat|swan|cow|peacock
    A $animal on platform two
    Travellers at $place station missed their train on $day because of a $animal. It had «walked over from the fairground|come in through the waiting room» and would not leave the edge of the platform. Station master $who tried «bread|a blanket|kind words». In the end its owner came by taxi from $place2. "It likes the announcements," $who2 explained.
    %%
    In brief
    - $place: the weekly market moves to the church square until $month because of road works.
    - $place2: a purse with $n old coins was handed in at the town hall.
    - $place3: $who has been elected head of the «chess club|volunteer fire brigade|allotment society», following $who2.
    %%
    Weather for $day: «Fog in the valleys, sun above|A grey morning, showers after lunch|Clear and cold, with a light wind from the east». In $place up to $n degrees. «Those who have to be on the road early should leave more time|Take a scarf|A good day for washing and for walks». Outlook: «little change|warmer by the weekend|rain from the west».
    %%
    Interview with a clock maker
    $who repairs tower clocks between $place and $place2.
    «How does one come to that|What is the hardest part»? — "Stairs," $who says and laughs. "«The clock is always at the top|My knees know every tower in the district»."
    And the best part? — "When it strikes again and somebody down in the street looks up."
    Is there a clock that cannot be saved? — "«Only one that has been painted over|Not yet»."
    %%
    Record harvest, few pickers
    The orchards around $place are bending under their load this $month, but hands are missing. $who, who grows plums on the slope towards $place2, has put up a sign: pick two baskets, keep one. «By noon on $day forty people had come|Whole families came with ladders». What cannot be sold will be «dried|made into jam|pressed». "Next year," says $who, "the trees will take a rest, and so shall I."
    %%
    Letters to the editor
    Your report on the bridge of $place (edition of $date $month) was right in all but one thing: it is not the oldest. The footbridge behind the tannery was there before it, as «my grandmother crossed it to school|the parish book shows». It carries no cars and so nobody counts it. Perhaps that is why it still stands. — $who, $place
    """)
}
