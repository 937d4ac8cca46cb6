/// What articles say about the procedures, in words.
enum MathematicsArticles {
  static func more(_ procedure: Procedure, _ random: inout RandomStream) -> String {
    (voices[procedure] ?? general).speak(&random)
  }

  static func box(_ procedure: Procedure, _ random: inout RandomStream) -> String {
    boxes.speak(["name": procedure.voices.names.speak(&random)], &random)
  }

  static let related = Voices(
    """
    «Numbers|Signs of calculation|Graphs|Abacus»; «Algebra|Proof|School mathematics»
    %%
    «History of mathematics|Calculators|Measuring|Coordinates»
    """)

  private static let boxes = Voices(
    """
    Field: mathematics
    Taught: in «the fifth|the sixth|the seventh|the eighth» year of school
    %%
    «Part of|Belongs to»: «elementary mathematics|school algebra|arithmetic»
    Also called: $name
    %%
    Subject: $name
    """)

  private static let general = Voices(
    """
    «Merchants needed it before scholars wrote it down|It is older than the signs we write it with|Clay tablets show that it was taught long ago», and «clerks practised it daily|schools took it over from the counting house|the words for it came from trade».
    %%
    «It is used in kitchens, workshops and shops|Builders and cooks use it without giving it a name|Whoever plans a journey or a budget meets it», «often without paper|mostly in the head|and a rough estimate is enough as a rule».
    %%
    «Beginners make the same mistakes everywhere|Teachers know the usual mistakes|A few mistakes are famous», and «a check at the end finds most of them|it pays to estimate first|an example with small numbers brings them to light».
    """)

  private static let voices: [Procedure: Voices] = [
    .slope: Voices(
      """
      «Engineers of roads and railways call it the gradient|On road signs it is given in per cent|For a railway it is given in parts of a thousand»; «a steep street may rise one part in five|a railway seldom climbs more than one part in forty|roofs and ramps have rules for it as well».
      %%
      «In a graph of distance against time it is the speed|In a graph of cost against quantity it is the price of one more piece|In a graph of height against years it is the growth in a year», so «the same calculation serves many sciences|physics and economics share one formula|one picture explains several quantities».
      %%
      «The letter m is common for it, and nobody is sure why|Schools in several countries write k or a in place of m|The sign is read from left to right»; «a horizontal line has the value zero|a vertical one has none at all|a falling line has a negative one».
      %%
      «Once Descartes and Fermat had described curves by pairs of numbers|Once points had coordinates|Since a point became a pair of numbers», «a direction could be calculated|lines could be compared without drawing them|geometry and arithmetic became one subject». From the quotient of two differences «grew the derivative|the step to the calculus is short|Newton and Leibniz went on».
      """),
    .arithmetic: Voices(
      """
      «Round brackets came into use with printing|Early printers drew a bar above what belonged together|The sign was curved because a straight one looked like a letter»; «earlier authors wrote the order in words|a line over the terms did the same work|before that, one explained in a sentence what came first».
      %%
      «Memory aids for the order of operations exist in many languages|Pupils learn a rhyme for the order|Most programming languages follow the same order»: «brackets, powers, products, sums|what is inside before what is outside|the innermost pair comes first».
      %%
      «Polish notation does without brackets|There are ways of writing that need no brackets at all|A tree can take the place of the brackets»: «the sign stands before its two numbers|the operator follows its operands|each branch is worked out before the trunk». «Some pocket calculators used it|Compilers do this inside|Logicians like it».
      %%
      «The distributive law says the same in another way|One may also multiply each part and add at the end|A bracket may be multiplied out»: «the factor goes to each part of the sum|every part of the bracket gets the factor», «and the result is the same|which is a good check».
      """),
  ]
}
