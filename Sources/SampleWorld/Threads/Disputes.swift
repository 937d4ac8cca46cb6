/// Threads in which somebody miscalculates, somebody else finds the line, and all is set right.
struct Disputes {
  let source: ProblemSource

  private static let arithmetic = Voices(
    """
    $user: $ask
    What I have so far:
    $a $sign $b = $bad
    $bad * $c = $badend
    «The book says otherwise|The key gives another number|My friend has something else» and I don't see why.
    $user2: your product is fine, the bracket is not. $a $word $b is $inner, you wrote $bad.
    $user2: so
    $work
    $user: «oh dear|of course|right|ouch». «I should not do this late at night|Counting on fingers again|Thanks for looking at each line».
    %%
    Re: Re: «homework|sheet $n|question $n»

    > $a $sign $b = $bad

    «Here is the trouble|This line is where it goes wrong|Stop at this line». Count again: $inner. «From there on your method works|The rest of your reasoning holds|Everything after it is sound»:

    $inner * $c = $result

    $who
    %%
    «Posted in|Filed under|Board:» $name
    $user: my calculator and I disagree about ($a $sign $b) * $c. I typed $a $sign $b * $c and it showed $wrong.
    $user2: «you left out the brackets|it never saw your brackets», so it took $b * $c = $product first.
    $user: and with them?
    $user2: $a $sign $b = $inner
    $inner * $c = $result
    $user3: «try it, it will show $result|I get $result too|which is what the book wants».
    %%
    $user «[solved]|(edited)|, $day»:
    $ask I get $badend.
    $user3: how?
    $user: in my head
    $user3: that explains it. Write it down once.
    $user: $a $sign $b = $inner
    $inner * $c = $result
    $user: not $badend. «I take it back|Never mind|Forget what I said».
    """)

  private static let slope = Voices(
    """
    $user: $ask
    My lines:
    $y2 - $y1 = $dy
    $x1 - $x2 = $crossed
    $dy / $crossed = $flipped
    «But on my sketch the line $direction|The picture shows that it $direction, though|A line with that slope would not look like mine», so something is off.
    $user2: the second line. You began with the second point above, so begin with it below as well: $x2 - $x1 = $dx.
    $user2: then $dy / $dx = $m
    $user: «same order in both, noted|that was all? thank you|I had even been warned about this».
    %%
    «Thread|Topic»: points $p and $q («$n views|$n replies|unsolved for $n days»)
    $user: I say the slope is $bad.
    $user2: I say $m. Show your subtraction.
    $user: $y2 - $y1 = $baddy
    $user2: there. It is $dy, not $baddy. The run is right: $x2 - $x1 = $dx
    $user: $dy / $dx = $m
    $user: «you win|fair enough|I owe you one».
    %%
    > I took $y1 - $y2 and $x2 - $x1

    Then the sign comes out wrong, $user. Keep the order:
    $y2 - $y1 = $dy
    $x2 - $x1 = $dx
    $dy / $dx = $m
    You could also turn both round and get $m again. «It is only the mixing that hurts|Either order will do, but one has to choose|Never one of each».
    -- $user3
    %%
    «From the archive|Old thread|Best of the year»
    $user: does it matter which of $p and $q I start with?
    $user2: yes, the first one has to come first.
    $user3: no! Both ways:
    $y2 - $y1 = $dy, $x2 - $x1 = $dx, $dy / $dx = $m
    $y1 - $y2 = $ydown, $x1 - $x2 = $crossed, $ydown / $crossed = $m
    $user2: I stand corrected.
    $user: «so I can stop worrying|then my teacher was being strict for nothing|good to know».
    """)

  func thread(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    let problem = source.problem(procedure, &random)
    var slots = Cast.slots(&random).merging(problem.slots) { $1 }
    let voices = procedure.voices
    slots["name"] = voices.names.speak(&random)
    slots["ask"] = voices.asks.speak(problem.slots, &random)
    slots["work"] = voices.works.speak(problem.slots, &random)
    let number = { (name: String) in Int(slots[name] ?? "") ?? 0 }
    var mistakes: [String] = []
    let miss = random.chance(50) ? 1 : -1
    if procedure == .arithmetic {
      let bad = number("inner") + miss
      slots["bad"] = "\(bad)"
      slots["badend"] = "\(bad * number("c"))"
      mistakes.append("\(number("a")) \(slots["sign"] ?? "") \(number("b")) = \(bad)")
    } else {
      let dx = number("dx")
      slots["crossed"] = "\(-dx)"
      slots["ydown"] = "\(-number("dy"))"
      slots["flipped"] = "\(-number("m"))"
      slots["bad"] = "\(number("m") + miss)"
      slots["baddy"] = "\((number("m") + miss) * dx)"
      mistakes.append(
        "\(number("y2")) - \(number("y1")) = \((number("m") + miss) * dx)")
    }
    let text = (procedure == .arithmetic ? Self.arithmetic : Self.slope).speak(slots, &random)
    return Draft(
      kind: .forum, subtype: "dispute", text: text, procedures: [procedure],
      slips: mistakes.filter { text.contains($0) })
  }
}
