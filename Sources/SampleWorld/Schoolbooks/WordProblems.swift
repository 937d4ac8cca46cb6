/// Problems told in words, for the procedures that the questions ask about.
struct WordProblems {
  let source: ProblemSource

  private static let sums = Voices(
    """
    @thing: marbles|stamps|plums|tickets|pencils
    @box: bags|boxes|baskets|envelopes
    «In the shop|For the fair|At the market», $who fills $c $box. Into each go $a red and $b blue $thing. How many $thing are there in all?

    «Each one holds|In one of them are»: $a + $b = $inner
    «$c of them hold|All $c together»: $inner * $c = $result
    «There are $result $thing|In all: $result».
    %%
    A ticket for the boat costs $a, «the museum|the tower» another $b. «A family of $c|$c friends» «want|take» both. What do they pay?

    For one: $a + $b = $inner
    For $c: $inner * $c = $result
    They pay $result.
    «As one expression|Written in one line»: ($a + $b) * $c.
    %%
    $who runs $a rounds before school and $b after it, on $c days of the week. «How many rounds is that|How many rounds in a week»?
    «A day has|On one day»: $a + $b = $inner
    «The week has|In all»: $inner * $c = $result
    «The bracket of the first line saves adding $c times|$result rounds, and new shoes».
    """)

  private static let differences = Voices(
    """
    @thing: eggs|seats|plants|books
    «A box has|Each shelf has|Every row has» $a $thing, of which $b are «taken|broken|sold». There are $c like it. How many $thing are left?

    Left in one: $a - $b = $inner
    Left in $c: $inner * $c = $result
    «Answer: $result $thing|So $result $thing are left».
    %%
    $who earns $a an hour and spends $b of it on the way. After $c hours, what «remains|is in the purse»?

    «Each hour leaves|Of every hour remains»: $a - $b = $inner
    $c hours leave: $inner * $c = $result
    «Written as one expression|In one line»: ($a - $b) * $c.
    %%
    «A candle|A snail in a well» «burns|climbs» $a «millimetres|steps» and «loses|slips back» $b, and this $c times over. «How far is that|What is the total»?
    «Once|One time»: $a - $b = $inner
    $c times: $inner * $c = $result
    «It comes to|The total is» $result.
    """)

  private static let lines = Voices(
    """
    @what: a tank|a barrel|a basin|a pond
    At hour $x1 the water in $what stands at $y1, at hour $x2 at $y2. «By how much does it change in an hour|What is the rate, if it is always the same»?

    Change of the level: $y2 - $y1 = $dy
    Change of the time: $x2 - $x1 = $dx
    Rate: $dy / $dx = $m
    «The sign says that the level $direction|On a graph the line $direction, with slope $m».
    %%
    A straight path is drawn on a map with squares. It passes the «well|chapel» at $p and the «gate|old oak» at $q. «How many squares does it go up for each square to the right|What is its slope»?

    Up: $y2 - $y1 = $dy
    To the right: $x2 - $x1 = $dx
    $dy / $dx = $m
    «A minus sign would mean going down|So it $direction, seen from the left».
    %%
    $who draws a graph of «the price of a taxi|the length of a spring|the height of a plant». One point is $p, another is $q, and «they lie on a line|a ruler fits both».
    «What does one unit more to the right bring|How steep is the graph»?
    $y2 - $y1 = $dy
    $x2 - $x1 = $dx
    $dy / $dx = $m
    «Each further unit brings $m|The slope is $m».
    """)

  func document(_ procedure: Procedure, _ random: inout RandomStream) -> Draft? {
    guard procedure.isAsked else { return nil }
    let problem = source.problem(procedure, &random)
    let slots = Cast.slots(&random).merging(problem.slots) { $1 }
    let voices =
      procedure == .slope ? Self.lines : slots["sign"] == "+" ? Self.sums : Self.differences
    return Draft(
      kind: .textbook, subtype: "word problem", text: voices.speak(slots, &random),
      procedures: [procedure])
  }
}
