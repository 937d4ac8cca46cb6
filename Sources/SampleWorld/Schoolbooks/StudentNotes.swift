/// Exercise books in which a mistake is struck out and put right.
struct StudentNotes {
  let source: ProblemSource

  private static let arithmetic = Voices(
    """
    «Monday|Tuesday|Thursday», «lesson $n|second lesson»
    ($a $sign $b) * $c
    «First try, crossed out|Wrong, crossed out|In pencil»: $b * $c = $product, then $wrong.
    «In red|Teacher's pen|Below it»: brackets first!
    «New try|Again|Corrected»:
    $work
    «Two out of two after correction|A small sun was drawn beside it|Initialled: $who».
    %%
    Homework of $who, corrected by $who2
    «No. $n|Task $n»: $ask
    $a $sign $b = $bad  ← «count again|no|look here»
    $a $sign $b = $inner
    $inner * $c = $result
    «The method was right, the first line was not|Only the first line needed mending|Good that every line was written out, so we could find it».
    %%
    What I learned «today|this week|for the test»
    - the bracket comes first, even if the product looks easier
    - example: ($a $sign $b) * $c
      $a $sign $b = $inner
      $inner * $c = $result
    - without the bracket it would be $wrong, since $b * $c = $product goes first
    - ask $who about «two brackets|brackets inside brackets|division».
    %%
    «Peer review|We swap books»: $who checks $who2
    ($a $sign $b) * $c = $result
    «I want to see the steps|How did you get there»?
    $who2: $a $sign $b = $inner
    $inner * $c = $result
    $who: agreed, I have the same.
    """)

  private static let slope = Voices(
    """
    «Graph paper, page $n|Notes, page $n». Line through $p and $q
    «Struck out|First try|Crossed out»: $y2 - $y1 = $baddy
    «Counted the squares again|The graph says otherwise»:
    $y2 - $y1 = $dy
    $x2 - $x1 = $dx
    $dy / $dx = $m
    «Sketch agrees: it $direction|It $direction, so the sign fits».
    %%
    Homework of $who, corrected by $who2
    $ask
    $y2 - $y1 = $dy
    $x1 - $x2 = $crossed  ← «why this order|other way round|the points have changed places»?
    $x2 - $x1 = $dx
    $dy / $dx = $m
    «Half a point off|No points off, as you saw it yourself|Next time mark the points first».
    %%
    What to remember «for $day|for the test»
    - write both points down and an arrow from the first to the second
    - rise: second y minus first y. run: second x minus first x
    - from $p to $q: $y2 - $y1 = $dy, $x2 - $x1 = $dx
    - slope $dy / $dx = $m, the line $direction
    - if the run is zero there is no slope at all
    %%
    «Corrections|Corrections after the test», $who
    Task $n was about $p and $q. I had written x over y.
    Right:
    $work
    «I will put y on top from now on|Mnemonic: y is high|$who2 made the same mistake».
    """)

  /// Nil for a procedure that no notes are kept about.
  func document(_ procedure: Procedure, _ random: inout RandomStream) -> Draft? {
    let voices: Voices
    switch procedure {
    case .arithmetic: voices = Self.arithmetic
    case .slope: voices = Self.slope
    default: return nil
    }
    let problem = source.problem(procedure, &random)
    var slots = Cast.slots(&random).merging(problem.slots) { $1 }
    slots["n"] = "\(random.int(1...24))"
    slots["ask"] = procedure.voices.asks.speak(problem.slots, &random)
    slots["work"] = procedure.voices.works.speak(problem.slots, &random)
    let number = { (name: String) in Int(slots[name] ?? "") ?? 0 }
    let miss = random.chance(50) ? 1 : -1
    let slip: String
    if procedure == .arithmetic {
      let bad = number("inner") + miss
      slip = "\(number("a")) \(slots["sign"] ?? "") \(number("b")) = \(bad)"
      slots["bad"] = "\(bad)"
    } else {
      slots["crossed"] = "\(-number("dx"))"
      slip = "\(number("y2")) - \(number("y1")) = \(number("dy") + miss)"
      slots["baddy"] = "\(number("dy") + miss)"
    }
    let text = voices.speak(slots, &random)
    return Draft(
      kind: .textbook, subtype: "student notes", text: text, procedures: [procedure],
      slips: text.contains(slip) ? [slip] : [])
  }
}
