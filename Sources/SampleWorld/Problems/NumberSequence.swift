/// The next terms of an arithmetic sequence.
enum NumberSequence {
  static func problem(_ random: inout RandomStream) -> Problem {
    let start = random.int(1...12)
    let step = random.int(2...9)
    func term(_ n: Int) -> Int { start + (n - 1) * step }
    let n = random.int(6...12)
    return Problem(
      procedure: .sequence,
      slots: [
        "s1": "\(start)", "s2": "\(term(2))", "s3": "\(term(3))", "s4": "\(term(4))",
        "s5": "\(term(5))", "d": "\(step)", "n": "\(n)", "tn": "\(term(n))", "k": "\(n - 1)",
        "grow": "\((n - 1) * step)", "result": "\(term(5))",
      ],
      key: "sequence \(start) \(step) \(n)", result: "\(term(5))")
  }

  static let voices = ProcedureVoices(
    names: Voices("«sequences|number patterns|arithmetic sequences|what comes next»"),
    asks: Voices(
      """
      What comes next: $s1, $s2, $s3, $s4?
      %%
      Continue the pattern $s1, $s2, $s3, $s4.
      %%
      Find the term after $s4 in the sequence $s1, $s2, $s3, $s4.
      """),
    works: Voices(
      """
      Each term is $d more than the one before, so $s4 + $d = $s5.
      %%
      $s2 - $s1 = $d
      $s4 + $d = $s5
      Next comes $s5.
      %%
      The step is $d. After $k steps from $s1 one is at $tn.
      """),
    ideas: Voices(
      """
      «In an arithmetic sequence the difference stays the same|Every step adds the same number», «so two neighbours are enough to know it|and the terms lie on a straight line».
      %%
      «To jump ahead|For a term far away» «multiply the step by the number of steps|count the steps rather than the terms», «one fewer than one thinks|and mind that the first term needs none».
      """),
    slips: Voices(
      """
      «Counting terms instead of steps|Being off by one» «is the classic trap here|puts the answer one step too far».
      """),
    programs: Voices(
      """
      print(list(range($s1, 100, $d))[:5])  # [$s1, $s2, $s3, $s4, $s5]
      %%
      def term(first, step, n):
          "The n-th term, counting from one."
          return first + (n - 1) * step

      assert term($s1, $d, $n) == $tn
      %%
      take 5 (iterate (+ $d) $s1)   -- [$s1,$s2,$s3,$s4,$s5]
      """))
}
