/// A length, weight or time in another unit.
enum Conversion {
  static func problem(_ random: inout RandomStream) -> Problem {
    let (large, small, factor) = random.pick([
      ("kilometres", "metres", 1000), ("metres", "centimetres", 100), ("hours", "minutes", 60),
      ("minutes", "seconds", 60), ("kilograms", "grams", 1000), ("days", "hours", 24),
      ("weeks", "days", 7), ("feet", "inches", 12), ("dozens", "eggs", 12),
    ])
    let amount = random.int(2...12)
    return Problem(
      procedure: .conversion,
      slots: [
        "large": large, "small": small, "f": "\(factor)", "n": "\(amount)",
        "r": "\(amount * factor)", "result": "\(amount * factor)",
      ],
      key: "conversion \(large) \(amount)", result: "\(amount * factor)")
  }

  static let voices = ProcedureVoices(
    names: Voices("«units|converting units|from one unit to another|measures»"),
    asks: Voices(
      """
      How many $small are $n $large?
      %%
      Convert $n $large to $small.
      %%
      «A journey|A parcel|A job|A list» comes to $n $large. What is that in $small?
      """),
    works: Voices(
      """
      There are $f $small to each of the $large, so $n * $f = $r $small.
      %%
      Multiply by $f: $n * $f = $r. The answer is $r $small.
      """),
    ideas: Voices(
      """
      «A larger unit fits fewer times|The smaller the unit, the larger the number», «so going down means multiplying|and going up means dividing».
      %%
      «Carry the unit along|Write the unit beside every number» «as if it were a letter in algebra|and let equal units cancel».
      """),
    slips: Voices(
      """
      «Dividing where one should multiply|The wrong direction» «gives a number far too small|is easy to notice: the smaller unit must give more».
      """),
    programs: Voices(
      """
      «FACTOR|PER_UNIT|SCALE» = $f  # $small per unit of $large

      def to_$small(amount):
          return amount * $f

      assert to_$small($n) == $r
      %%
      let factors = ["$large": $f]
      print($n * factors["$large", default: 1])  // $r $small
      """))
}
