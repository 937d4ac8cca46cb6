/// Files about expressions with a bracket and a factor.
extension CodeFiles {
  static let arithmetic = [
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        \"\"\"«Expressions with one bracket|A bracket and a factor».

        $idea
        \"\"\"
        import operator

        OPS = {"+": operator.add, "-": operator.sub}

        def evaluate(a, sign, b, c):
            inner = OPS[sign](a, b)  # «brackets first|the bracket»
            return inner * c

        «def test_evaluate():|def test_brackets_first():»
        $tests
        """),
      test: Voices(
        """
            # $a $sign $b = $inner
            assert evaluate($a, "$sign", $b, $c) == $result  # $inner * $c = $result
        """)),
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        enum Expr { Num(i64), Add(Box<Expr>, Box<Expr>), Sub(Box<Expr>, Box<Expr>), Mul(Box<Expr>, Box<Expr>) }

        impl Expr {
            fn value(&self) -> i64 {
                match self {
                    Expr::Num(n) => *n,
                    Expr::Add(l, r) => l.value() + r.value(),
                    Expr::Sub(l, r) => l.value() - r.value(),
                    Expr::Mul(l, r) => l.value() * r.value(),
                }
            }
        }

        #[test]
        fn «brackets|nested»() {
        $tests
        }
        """),
      test: Voices(
        """
            assert_eq!(parse("($a $sign $b) * $c").value(), $result); // $inner * $c
        """)),
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        // «calc.js: the bracket binds first|Calculator keys, with brackets»
        export function calc(text) {
          const [, a, sign, b, c] = text.match(/\\((\\d+) ([+-]) (\\d+)\\) \\* (\\d+)/);
          const inner = sign === "+" ? +a + +b : a - b;
          return inner * c;
        }

        «it("works", () => {|test("calc", () => {|describe("calc", () => {»
        $tests
        });
        """),
      test: Voices(
        """
          expect(calc("($a $sign $b) * $c")).toBe($result); // $a $sign $b = $inner
        """)),
    CodeFile(
      subtype: "shell session",
      text: Voices(
        """
        $ cat «calc.sh|bracket.sh»
        #!/bin/sh
        # «first argument: the bracket, second: the factor|usage: bracket.sh '3 + 4' 2»
        v=$(( $1 ))
        echo "$1 = $v"
        echo "$v * $2 = $(( v * $2 ))"
        $tests
        """),
      test: Voices(
        """
        $ sh calc.sh '$a $sign $b' $c
        $a $sign $b = $inner
        $inner * $c = $result
        """)),
    CodeFile(
      subtype: "module with tests",
      text: Voices(
        """
        ;; «prefix notation needs no rule about brackets|the inner list is evaluated first»
        (define (scaled op a b factor)
          (* (op a b) factor))

        $tests
        """),
      test: Voices(
        """
        (scaled $sign $a $b $c)   ; => $result   $a $sign $b = $inner
        """)),
    CodeFile(
      subtype: "patch",
      text: Voices(
        """
        commit by $who: «respect brackets|brackets were dropped by the reader»

        The reader threw the brackets away and the product was done first. Now the inner part is a node of its own. See #$issue.

        - return left + right * factor
        + return inner(left, right) * factor

        «Before and after|Results now|From the tests»:
        $tests
        """),
      test: Voices(
        """
          ($a $sign $b) * $c: was $wrong, is $result
        """)),
    CodeFile(
      subtype: "notebook",
      text: Voices(
        """
        In [1]: def brackets(a, sign, b, c):
           ...:     inner = a + b if sign == "+" else a - b
           ...:     return inner, inner * c

        «# the pair holds the bracket and the result|# both steps, to see what happens»
        $tests
        """),
      test: Voices(
        """
        In: brackets($a, "$sign", $b, $c)
        Out: ($inner, $result)
        """)),
  ]
}
