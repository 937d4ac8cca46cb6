/// Proofs and definitions of the two procedures that the questions ask about, written out by hand.
enum Proofs {
  static let arithmetic = Voices(
    """
    «Definition|Convention|Rule». A product written next to a bracket acts on the value of the bracket. «Thus (a + b) * c means the number a + b, taken c times|In (a - b) * c the difference is formed first, and c of them are added».

    «Claim|Theorem|Lemma». (a + b) * c = a * c + b * c.
    «Proof|Reason|Why». «Lay out c rows of a white and b black stones|Draw a rectangle with sides a + b and c, and a line across it». «Counting row by row gives the left side, colour by colour the right|Its two parts have the sizes a * c and b * c». «The stones do not care|Nothing was added or lost|QED».
    %%
    «Dialogue|A talk after class».
    $who: Why do brackets come first?
    $who2: «Because someone had to choose|So that we can write every calculation in one line». Without them, a + b * c means a and then the product.
    $who: «And with them|So the brackets»?
    $who2: Then the sum is a single number, «and the factor sees only that number|as if it had been written there from the start».
    %%
    «How to grade|Notes for teachers»: give one point for the value of the bracket and one for the product. «Pupils who multiply first|Most wrong answers» «treat the bracket as decoration|come from reading left to right without looking». «Let them say the line aloud with a pause after the bracket|A frame around the bracket helps».
    %%
    «History|Where it comes from». «Early printers drew a line above what belongs together|Before brackets, authors wrote a bar over the sum»; «the round bracket was easier to set|the curved sign won because type was cheap». «The order of the operations is older than the signs for them|Machines later took over the same order».
    %%
    Multiple choice. In an expression (a - b) * c, what comes first?
    (A) «the product b * c|c times b» (B) «the difference a - b|what is in the brackets» (C) «it makes no difference|whichever is easier»
    «Key|Right»: B. «A would be right without brackets|C is right only for sums alone».
    """)

  static let slope = Voices(
    """
    «Theorem|Claim|Proposition». The slope of a line does not depend on the points chosen.
    «Proof|Reason». «Take two pairs of points on the line and drop the right triangles below them|Draw two staircases under the line». «Their angles agree, since the line meets all horizontals alike|The steps have the same shape, one larger than the other». Hence the sides are in proportion, and rise over run is the same for both. «QED|This was to be shown|Done».
    %%
    «Definition|Meaning». For points (x1, y1) and (x2, y2) with x1 and x2 different, the slope is (y2 - y1) / (x2 - x1). «If x1 = x2 the line is vertical and has no slope|Division by zero is the reason that vertical lines are left out».
    «Remark|Corollary». «Parallel lines have equal slopes|Lines with equal slopes never meet unless they are the same|The slope of a horizontal line is zero».
    %%
    «Dialogue|On the stairs».
    $who: What does a negative slope mean?
    $who2: «Walk along the line to the right|Follow it with your finger from left to right». Do you go up or down?
    $who: Down.
    $who2: Then y shrinks while x grows, «and one difference is negative|so the quotient has a minus sign». «Two minus signs would cancel again|If both shrink, the slope is positive».
    %%
    «Notes for teachers|How to grade»: one point for the change in y, one for the change in x, one for the quotient. «Accept either order of the points if it is kept|Take off a point for a mixed order». «A graph on squared paper shows the sign at once|Counting squares is a fair check».
    %%
    «Application|In the world». «A road sign with a percentage is a slope|The pitch of a roof is a slope|A water bill that grows with use has a slope»: «so much up for so much along|the price of one more unit». «On a graph of distance against time it is the speed|Engineers call it the gradient».
    %%
    Multiple choice. A line goes down from left to right. Its slope is
    (A) positive (B) negative (C) zero
    «Key|Right»: B, «since the rise is negative while the run is positive|because y gets smaller as x grows».
    """)

  static func document(_ random: inout RandomStream) -> Draft {
    let procedure = random.pick([Procedure.arithmetic, .slope])
    let voices = procedure == .arithmetic ? arithmetic : slope
    let who = random.pick(Names.people)
    let slots = ["who": who, "who2": random.pick(Names.people.filter { $0 != who })]
    return Draft(
      kind: .textbook, subtype: "proof and theory", text: voices.speak(slots, &random),
      procedures: [procedure])
  }
}
