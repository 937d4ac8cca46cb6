/// Short tales.
enum Stories {
  static let voices = Voices(
    """
    @trade: miller|tailor|ferryman|potter
    There was once a $trade in $place who was so careful that he locked the door of a house without walls. One night a stranger knocked. "Come in," said the $trade, "but by the door." The stranger went around, wiped his feet, and stayed for the winter. «In spring there was a wall|By spring the two had built the first wall», and the $trade, who missed the wind, left the door open from then on.
    %%
    @beast: fox|raven|hedgehog
    The $beast and the full moon
    A $beast saw the moon in the well and thought that somebody had lost a cheese. He let down the bucket, drew it up, and the cheese was in it, until he put his nose in. He tried until morning. When the sun rose the bucket was empty, but «the trough next to it was full|he had drawn enough for all the sheep», and the sheep thanked him. So he told everybody that this had been his plan.
    %%
    "Stop here," said $who.
    The car stopped. There was nothing but a field, a gate and a sign that the weather had wiped clean.
    "Is this the place?"
    "It was." $who2 got out, walked along the fence and put a hand on the third post. «It was still loose|Somebody had nailed it». "We said we would meet here if we lived to be old."
    They waited until the lamps of $place came on. Then a bicycle bell rang behind them.
    %%
    The tower of $place had a bell that no one could hear. It hung there, it swung, people set their watches by its shadow. $who, who was «nine|ten» and new in town, said on the first day that it was too loud. They laughed. But that night a fire broke out by the river, and $who was the only one who woke.
    %%
    $who found the key in a coat from the flea market. It fitted nothing at home. It fitted nothing at the neighbours'. For a year it lay in the drawer, and then on $day, on a journey, in a hotel in $place, $who was locked out and tried it for a joke. The door opened. Inside, on the table, lay a note: «You took your time|At last|Please return the coat».
    %%
    Three sisters shared one umbrella. The eldest carried it because she was tall, the second because she was strong, and the youngest because it was always her turn. When it broke they were surprised to find that each «had a dry shoulder and a wet one|knew another half of the town». They bought three new ones and never walked together again, until $day, when it was so windy that one umbrella was all they could hold.
    %%
    Captain $who said that the island was not on the chart, so it was not there. The cook pointed at it. "Then we are not here either," said the captain, and in that moment the ship ran aground, very gently. They stayed for $n days and ate «plums|figs». When they had left and looked back there was only water, and the cook still had a stone of the fruit in his pocket.
    %%
    The last lamp lighter of $place was called $man, and when electric light came they let him keep one lamp. It stood at the end of the quay. Every evening he climbed up, and children counted his steps. When he grew too old, «$who2 held the ladder, and later climbed it|the children took turns, and still do».
    """)
}
