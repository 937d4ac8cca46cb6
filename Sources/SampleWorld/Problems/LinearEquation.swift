/// An equation a·x + b = c with a whole solution.
enum LinearEquation {
  static func problem(_ random: inout RandomStream) -> Problem {
    let a = random.int(2...9)
    let x = random.int(1...12)
    let b = random.int(1...15)
    let right = a * x + b
    return Problem(
      procedure: .linear,
      slots: [
        "a": "\(a)", "b": "\(b)", "c": "\(right)", "d": "\(a * x)", "x": "\(x)", "result": "\(x)",
        "wrong": "\(right + b)",
      ],
      key: "linear \(a) \(b) \(right)", result: "\(x)")
  }

  static let voices = ProcedureVoices(
    names: Voices(
      """
      «linear equations|solving for x|equations in one unknown|undoing what was done to x|first equations|balancing an equation»
      """),
    asks: Voices(
      """
      Solve $ax + $b = $c for x.
      %%
      For which x is $ax + $b = $c?
      %%
      Find x if $ax + $b = $c.
      %%
      I think of a number, multiply it by $a and add $b. I get $c. What was it?
      """),
    works: Voices(
      """
      Subtract $b: $c - $b = $d
      Divide by $a: $d / $a = $x
      So x = $x.
      %%
      $ax = $c - $b
      $ax = $d
      x = $x
      %%
      $c - $b = $d
      $d / $a = $x
      x is $x.
      %%
      Both sides minus $b leaves $ax = $d
      Both sides over $a leaves x = $x
      """),
    ideas: Voices(
      """
      «An equation is a balance|Picture a pair of scales»: «what is done on one side|any change on the left» «has to be done on the other|must happen on the right as well».
      %%
      «Undo the steps in reverse order|Work backwards»: «the number that was added last goes first|first the addition, then the multiplication», «and x is left alone|until x stands by itself».
      %%
      «The unknown is just a number|The letter stands for a number» «that nobody has told us yet|still to be found», «so the usual rules hold|and it obeys the same rules as any other».
      """),
    slips: Voices(
      """
      «Adding instead of subtracting|The wrong sign» «gives|leads to» $wrong on the right, «which can't be divided evenly|and nothing fits after that».
      %%
      «Put the solution back in|Always test it»: $a * $x = $d and $d + $b = $c, «as it should be|so it fits».
      """),
    programs: Voices(
      """
      def solve(a, b, c):
          «"Solve a*x + b = c."|# undo the addition, then the multiplication»
          return (c - b) / a

      print(solve($a, $b, $c))  # $x
      %%
      for x in range(100):
          if $a * x + $b == $c:
              print(x)   # $x
              break
      %%
      >>> from sympy import symbols, solve
      >>> x = symbols('x')
      >>> solve($a*x + $b - $c)
      [$x]
      %%
      fn solve(a: f64, b: f64, c: f64) -> Option<f64> {
          if a == 0.0 { return None; }
          Some((c - b) / a)
      }
      // $c - $b = $d, $d / $a = $x
      """))
}
