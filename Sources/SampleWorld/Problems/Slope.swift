/// The slope of the line through two points with a whole-number slope.
enum Slope {
  static func problem(_ random: inout RandomStream) -> Problem {
    while true {
      let x1 = random.int(0...10)
      let y1 = random.int(0...15)
      let dx = random.int(1...5) * (random.chance(25) ? -1 : 1)
      let slope = random.int(1...5) * (random.chance(35) ? -1 : 1)
      let x2 = x1 + dx
      let y2 = y1 + slope * dx
      guard (0...12).contains(x2), (0...15).contains(y2) else { continue }
      let dy = y2 - y1
      let (left, right) = ("(\(x1), \(y1))", "(\(x2), \(y2))")
      return Problem(
        procedure: .slope,
        slots: [
          "x1": "\(x1)", "y1": "\(y1)", "x2": "\(x2)", "y2": "\(y2)", "dx": "\(dx)", "dy": "\(dy)",
          "m": "\(slope)", "p": left, "q": right, "result": "\(slope)",
          "direction": slope > 0 ? "rises" : "falls",
          "flip": abs(dx) == abs(dy)
            ? "goes unnoticed here" : "gives \(dx) / \(dy) instead of \(dy) / \(dx)",
          "crossed": "\(-dx)", "start": "\(y1 - slope * x1)",
        ],
        key: key(x1, y1, x2, y2), result: "\(slope)")
    }
  }

  /// The same for both orders of the points.
  static func key(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int) -> String {
    let points = [(x1, y1), (x2, y2)].sorted { $0 < $1 }
    return "slope \(points)"
  }

  static let voices = ProcedureVoices(
    names: Voices(
      """
      «slope|the slope of a line|slope from two points|rise over run|steepness of a straight line|rate of change|lines through two points|slope and direction»
      """),
    asks: Voices(
      """
      What is the slope of the line through $p and $q?
      %%
      Find the slope of the line that passes through $p and $q.
      %%
      A line goes through $p and $q. What is its slope?
      %%
      Calculate the slope of the straight line from $p to $q.
      %%
      How steep is the line from $p to $q? Give its slope.
      %%
      «The points $p and $q lie on a line.|A line contains $p and $q.» Work out the slope.
      %%
      Two points of a line are $p and $q. Find its slope.
      %%
      Which slope does the line joining $p and $q have?
      """),
    works: Voices(
      """
      «Change in y|Difference in y|Change of height»: $y2 - $y1 = $dy
      «Change in x|Difference in x|Change to the right»: $x2 - $x1 = $dx
      «Slope|Quotient|Divide»: $dy / $dx = $m
      «The slope is|So the slope is|Slope:» $m.
      %%
      $y2 - $y1 = $dy
      $x2 - $x1 = $dx
      $dy / $dx = $m
      «The slope is|So the slope is|The answer is» $m.
      %%
      «The rise is|Rise:» $y2 - $y1 = $dy
      «The run is|Run:» $x2 - $x1 = $dx
      «Rise over run|Their quotient|Slope»: $dy / $dx = $m
      «So the slope is|The slope is|The answer is» $m.
      %%
      «Subtract the y values|First the y values|Heights»: $y2 - $y1 = $dy
      «Subtract the x values|Now the x values|Widths»: $x2 - $x1 = $dx
      «Divide|Then divide|Divide them»: $dy / $dx = $m
      «The answer is|The slope is|Result:» $m.
      %%
      Step 1: $y2 - $y1 = $dy
      Step 2: $x2 - $x1 = $dx
      Step 3: $dy / $dx = $m
      «The slope is|The answer is|Slope:» $m.
      """),
    ideas: Voices(
      """
      «The slope says|A slope tells you|Slope measures» how «far|much» a line «climbs|goes up or down» for each step to the right: \
      «divide the change in y by the change in x|the difference of the heights over the difference of the x values».
      %%
      «Take two points on the line|Two points are enough|Any two points of the line will do». «Subtract the heights|The vertical difference is the rise», «subtract the x values|the horizontal one is the run», and «divide the first by the second|their quotient is the slope».
      %%
      «A line that falls has a negative slope|When the line goes down, the sign is negative», «a level one has slope zero|a flat line has slope zero», and «a steep one has a large value|the steeper it is, the larger the number».
      %%
      «Which point is called the first does not matter|The points may be swapped|Either point can come first», «as long as|provided that» the same order is «used above and below|kept for x and for y»: «both differences change sign together|two minus signs cancel in the quotient».
      %%
      «The formula is|In symbols, the slope is|As a formula:» m = (y2 - y1) / (x2 - x1), «where the subscripts name the two points|with the second point first in both differences|one difference over the other».
      %%
      «Because triangles with equal angles are similar|By similar triangles», «the quotient of rise and run|rise over run» is the same «wherever on the line one measures|for every pair of points», «so a line has only one slope|which is why the slope belongs to the line».
      """),
    slips: Voices(
      """
      «Dividing the wrong way round|Putting x over y|Turning the fraction upside down» $flip, «a common slip|and nobody is safe from it|which a sketch would show».
      %%
      «I mixed the order of the points|My mistake was to swap the points below only|Someone subtracted the x values in the other order»: $x1 - $x2 = $crossed, «so the sign came out wrong|and so the sign flipped».
      %%
      «Check the sign|Look at the sign|A sketch helps»: the line $direction «from left to right|as x grows», «so|which means that» the slope «has to fit that|must have that sign».
      """),
    programs: Voices(
      """
      def slope(p, q):
          «"Rise over run for two points."|# rise over run|"The slope of the line through p and q."»
          rise = q[1] - p[1]
          run = q[0] - p[0]
          return rise / run

      print(slope($p, $q))  # $dy / $dx = $m
      %%
      >>> x1, y1 = $p
      >>> x2, y2 = $q
      >>> y2 - y1
      $dy
      >>> x2 - x1
      $dx
      >>> (y2 - y1) // (x2 - x1)
      $m
      %%
      function slope(from, to) {
        const run = to.x - from.x;
        if (run === 0) «throw new Error("vertical")|return null|return undefined»;
        return (to.y - from.y) / run;
      }
      // «expect|test: gives|example:» $dy / $dx = $m
      %%
      struct Point { «var|let» x, y: Double }

      /// «Change in y over change in x|Rise over run|How steep the line is».
      func slope(_ p: Point, _ q: Point) -> Double {
        (q.y - p.y) / (q.x - p.x)
      }
      // $p to $q: $y2 - $y1 = $dy, $x2 - $x1 = $dx, $dy / $dx = $m
      %%
      slope :: (Double, Double) -> (Double, Double) -> Double
      slope (a, b) (c, d) = (d - b) / (c - a)

      -- slope $p $q
      -- «which is|equals|gives» $dy / $dx = $m
      %%
      double slope(double x1, double y1, double x2, double y2) {
          double rise = y2 - y1, run = x2 - x1;
          return rise / run;
      }
      /* rise $y2 - $y1 = $dy
         run $x2 - $x1 = $dx
         slope $dy / $dx = $m */
      %%
      class TestSlope(unittest.TestCase):
          def test_«two_points|line|example»(self):
              # rise $y2 - $y1 = $dy, run $x2 - $x1 = $dx
              self.assertEqual(slope($p, $q), $m)

          def test_vertical(self):
              with self.assertRaises(ZeroDivisionError):
                  slope((3, 1), (3, 8))
      %%
      slope <- function(p, q) (q[2] - p[2]) / (q[1] - p[1])
      slope(c$p, c$q)
      # [1] $m   «rise|change in y» $dy, «run|change in x» $dx
      %%
      xs = np.array([$x1, $x2])
      ys = np.array([$y1, $y2])
      np.diff(ys)   # $y2 - $y1 = $dy
      np.diff(xs)   # $x2 - $x1 = $dx
      np.diff(ys) / np.diff(xs)   # $m
      """))
}
