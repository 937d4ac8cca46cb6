/// Files about the slope through two points.
extension CodeFiles {
  static let slope = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        \"\"\"Lines in the plane.

        $idea
        \"\"\"

        def slope(p, q):
            «"Change in y over change in x."|"Rise over run from p to q."|"How steep the line through p and q is."»
            (x1, y1), (x2, y2) = p, q
            if x1 == x2:
                raise ValueError("«a vertical line has no slope|vertical»")
            return (y2 - y1) / (x2 - x1)

        «def test_slope():|def test_by_hand():|if __name__ == "__main__":»
        $tests
        """),
      test: Voices(
        """
            assert slope($p, $q) == $m  # $dy / $dx = $m
        %%
            # $y2 - $y1 = $dy, $x2 - $x1 = $dx
            assert slope($p, $q) == $m
        """)),
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        /// «Rise over run, or nothing for a vertical line|The slope of the line through two points».
        pub fn slope(p: (i32, i32), q: (i32, i32)) -> Option<i32> {
            let (rise, run) = (q.1 - p.1, q.0 - p.0);
            if run == 0 { return None; }
            Some(rise / run)
        }

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn «known_lines|worked_by_hand|examples»() {
        $tests
                assert_eq!(slope((2, 1), (2, 7)), None);
            }
        }
        """),
      test: Voices(
        """
                assert_eq!(slope($p, $q), Some($m)); // $dy / $dx = $m
        """)),
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        // «line.test.js|geometry.spec.js»
        const slope = ([x1, y1], [x2, y2]) => {
          const run = x2 - x1;
          if (run === 0) throw new RangeError("«vertical|no slope»");
          return (y2 - y1) / run;
        };

        «describe("slope", () => {|suite("lines", () => {»
        $tests
        });
        """),
      test: Voices(
        """
          test("rise $dy, run $dx", () => {
            expect(slope([$x1, $y1], [$x2, $y2])).toBe($m);
          });
        """)),
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        func slopeOf(x1, y1, x2, y2 int) (int, error) {
            if x1 == x2 {
                return 0, errors.New("«vertical line|the run is zero»")
            }
            return (y2 - y1) / (x2 - x1), nil
        }

        var «cases|lines|table» = []struct{ x1, y1, x2, y2, want int }{
        $tests
        }
        """),
      test: Voices(
        """
            {$x1, $y1, $x2, $y2, $m}, // $y2 - $y1 = $dy, $x2 - $x1 = $dx
        """)),
    CodeFile(
      subtype: "notebook",
      text: Voices(
        """
        # %% [markdown]
        # ## $name
        # $idea

        # %%
        import numpy as np

        def slope(xs, ys):
            return np.diff(ys)[0] / np.diff(xs)[0]

        # %%
        $tests
        """),
      test: Voices(
        """
        slope([$x1, $x2], [$y1, $y2])
        # Out: $m   (rise $y2 - $y1 = $dy, run $x2 - $x1 = $dx)
        """)),
    CodeFile(
      subtype: "patch",
      text: Voices(
        """
        From: $who
        Subject: «[PATCH]|fix:|geometry:» keep the order of the points in slope()

        One difference ran from p to q and the other from q to p, so every sign was wrong. Closes #$issue.

        -    return (q[1] - p[1]) / (p[0] - q[0])
        +    return (q[1] - p[1]) / (q[0] - p[0])

        «Checked by hand|New tests|With the patch»:
        $tests
        """),
      test: Voices(
        """
        +    assert slope($p, $q) == $m
        """)),
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        import Testing

        /// «Change in y over change in x|Steepness of a line»; nil where the line is vertical.
        func slope(_ p: (Int, Int), _ q: (Int, Int)) -> Int? {
          let (dx, dy) = (q.0 - p.0, q.1 - p.1)
          return dx == 0 ? nil : dy / dx
        }

        @Test func «slopesAreRight|linesByHand|examples»() {
        $tests
        }
        """),
      test: Voices(
        """
          #expect(slope($p, $q) == $m)  // $dy / $dx = $m
        """)),
  ]
}
