/// Recipes whose steps use what their lists name.
enum Recipes {
  static let voices = Voices(
    """
    @root: carrots|parsnips|beetroots|celeriac
    Soup of $root for «four|six»
    «400|500|600|700|800» g of $root, an onion, a potato, a litre of broth, a spoon of butter, salt.
    1. Chop the onion and let it go soft in the butter.
    2. Add the $root and the potato in cubes, then the broth.
    3. Simmer until a fork goes in without effort, and blend.
    «Serve with fried bread|A drop of vinegar wakes it up|Thin it with milk if you like».
    %%
    @fruit: plum|cherry|pear|apricot
    My grandmother's $fruit cake
    Beat four eggs with a cup of sugar until the spoon leaves a trail. Fold in a cup of flour and half a cup of melted butter. Pour the batter into a tin, lay the $fruit halves on top, cut side up, and bake for about forty minutes. «It sinks a little, that is as it should be|Do not open the oven before half an hour has passed». «She never weighed anything|Cups were the cups with the blue rim», so yours may turn out larger. — $who
    %%
    @jar: cucumbers|beans|pumpkin|green tomatoes
    PICKLED $jar
    For three jars: a kilo of $jar, half a litre of vinegar, a litre of water, two spoons of salt, four of sugar, mustard seeds, a bay leaf for each jar.
    Wash the $jar and cut them to the height of the jars. Bring vinegar, water, salt and sugar to the boil. Pack the jars tightly, seeds and leaf between, pour the liquid over, close at once. «Wait three weeks before you try them|Ready when the leaves fall». Keep for a year in the dark.
    %%
    @fish: trout|mackerel|herring
    Fried $fish ($who's way)
    Take one $fish for each guest. Dry them well — this is the whole secret — and salt inside and out. Turn them in flour, shake it off. Heat butter and oil together, lay the fish in, and leave them alone until they move by themselves. Turn once. «Lemon, parsley, boiled potatoes|With bread and a cucumber salad».
    %%
    Flat bread without an oven
    two cups of flour / a cup of yoghurt / salt / «black seeds|nothing else»
    Knead until smooth, cover for half an hour, divide into eight. Roll out thin, dry pan, high heat: when it blows up, turn it. «Stack them in a cloth so that they stay soft|The first one is for the cook».
    %%
    @pulse: lentils|chickpeas|white beans
    A pot of $pulse that cooks itself
    Soak the $pulse overnight, throw the water away. In the morning: fresh water, an onion with two cloves in it, a carrot, a spoon of oil. Bring to the boil, lid on, wrap the pot in a blanket and go to work. In the evening it is done. «Salt only now, or the skins stay hard|Season with salt, lemon and cumin».
    %%
    Porridge, three opinions
    $who: water and salt, nothing else, stirred clockwise.
    $who2: milk, and let it stand with the lid on.
    $who3: half and half, an apple grated in, cinnamon.
    All three agree on one part of oats to two of liquid, and on washing the pot at once.
    %%
    @leaf: spinach|chard|nettles|leeks
    Noodles with $leaf. Boil the noodles, keep a cup of their water. Meanwhile wash the $leaf, chop, and let it collapse in a wide pan with garlic. Noodles in, a little of the water, grated cheese, pepper; toss until it shines. «On the table in a quarter of an hour|Enough for two who are hungry». «For nettles wear gloves until the pan has tamed them|Nutmeg suits it».
    %%
    Jam book, page $n
    $month $date. Picked with $who. «Raspberries|Currants|Blackberries», weighed, and as much sugar, juice of a lemon. Boiled until a drop on a cold plate kept its shape. «Seven|Nine|Eleven» jars and a rest for breakfast. Note for next year: a larger pot, it boiled over.
    """)
}
