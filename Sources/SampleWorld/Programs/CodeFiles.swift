/// A source file with a place for tests, and how one test with numbers is written in it.
struct CodeFile {
  let subtype: String
  let text: Voices
  let test: Voices
}

/// Whole files that carry out a procedure, in several languages.
enum CodeFiles {
  static func files(_ procedure: Procedure) -> [CodeFile]? {
    switch procedure {
    case .arithmetic: arithmetic
    case .slope: slope
    case .linear: linear
    case .percentage: percentage
    case .sequence: sequence
    case .area: area
    case .conversion: nil
    }
  }

  private static let linear = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        \"\"\"«Equations a*x + b = c|One unknown, two steps».

        $idea
        \"\"\"

        def solve(a, b, c):
            if a == 0:
                raise ValueError("«no x in it|not an equation in x»")
            return (c - b) / a

        def check(a, b, c, x):
            return a * x + b == c

        $tests
        """),
      test: Voices(
        """
        assert solve($a, $b, $c) == $x  # $c - $b = $d, $d / $a = $x
        """)),
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        // solve.ts: «undo the addition, then the multiplication|backwards through the operations»
        export function solve(a: number, b: number, c: number): number | null {
          if (a === 0) return null;
          return (c - b) / a;
        }

        describe("solve", () => {
        $tests
        });
        """),
      test: Voices(
        """
          it("undoes $a * x + $b", () => expect(solve($a, $b, $c)).toBe($x));
        """)),
  ]

  private static let percentage = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        package «money|price»

        // Share returns p per cent of amount, which must come out whole.
        func Share(p, amount int) int {
            return p * amount / 100
        }

        func TestShare(t *testing.T) {
            for _, c := range [][3]int{
        $tests
            } {
                if got := Share(c[0], c[1]); got != c[2] {
                    t.Errorf("%d%% of %d: got %d", c[0], c[1], got)
                }
            }
        }
        """),
      test: Voices(
        """
                {$p, $n, $r},
        """))
  ]

  private static let sequence = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        def term(first, step, n):
            \"\"\"The n-th term of an arithmetic sequence; n counts from one.\"\"\"
            return first + (n - 1) * step

        def terms(first, step, count):
            return [term(first, step, k) for k in range(1, count + 1)]

        $tests
        """),
      test: Voices(
        """
        assert terms($s1, $d, 4) == [$s1, $s2, $s3, $s4]
        assert term($s1, $d, 5) == $s5
        """))
  ]

  private static let area = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        «pub trait|trait» Shape { fn area(&self) -> u32; }

        struct Rectangle { width: u32, height: u32 }

        impl Shape for Rectangle {
            fn area(&self) -> u32 { self.width * self.height }
        }

        #[test]
        fn rows_times_columns() {
        $tests
        }
        """),
      test: Voices(
        """
            assert_eq!(Rectangle { width: $w, height: $h }.area(), $r);
        """))
  ]
}
