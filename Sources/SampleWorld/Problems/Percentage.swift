/// A percentage of an amount that comes out whole.
enum Percentage {
  static func problem(_ random: inout RandomStream) -> Problem {
    let percent = random.pick([5, 10, 20, 25, 30, 40, 50, 60, 75])
    let amount = random.int(1...12) * 20
    let part = percent * amount / 100
    return Problem(
      procedure: .percentage,
      slots: [
        "p": "\(percent)", "n": "\(amount)", "r": "\(part)", "rest": "\(amount - part)",
        "more": "\(amount + part)", "result": "\(part)",
      ],
      key: "percentage \(percent) \(amount)", result: "\(part)")
  }

  static let voices = ProcedureVoices(
    names: Voices("«percentages|per cent|parts of a hundred|discounts and percentages»"),
    asks: Voices(
      """
      What is $p% of $n?
      %%
      «A coat|A chair|A lamp|A bicycle|A tent» costs $n. How much is a discount of $p%?
      %%
      Out of $n «people|votes|seeds|books», $p% are «missing|late|new|red». How many is that?
      """),
    works: Voices(
      """
      One per cent is $n / 100. Times $p this is $r.
      %%
      $p% means $p out of a hundred, and of $n that is $r.
      %%
      Write $p% as a fraction of a hundred and multiply by $n. The result is $r, and $rest is left.
      """),
    ideas: Voices(
      """
      «Per cent means for each hundred|The word comes from the Latin for by the hundred», so «a percentage is a fraction with the denominator written in words|fifty of them are one half».
      %%
      «A rise and a fall by the same percentage do not cancel|Percentages do not simply add up», «since the second one is taken of another amount|because the base has changed in between».
      """),
    slips: Voices(
      """
      «Mind the base|Ask first: per cent of what|The whole matters»: «it is the price before the discount|the old amount counts, not the new one».
      """),
    programs: Voices(
      """
      def percent_of(p, amount):
          return p * amount / 100

      print(percent_of($p, $n))  # $r
      %%
      const discount = (price, p) => price * p / 100;
      console.log($n - discount($n, $p)); // $rest
      %%
      $ echo "$n * $p / 100" | bc
      $r
      """))
}
