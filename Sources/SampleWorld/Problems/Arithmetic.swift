/// Two-step arithmetic: brackets first, then a product.
enum Arithmetic {
  static func problem(_ random: inout RandomStream) -> Problem {
    let adds = random.chance(55)
    var a = random.int(2...12)
    var b = random.int(2...12)
    while !adds, a - b < 2 {
      a = random.int(2...12)
      b = random.int(2...12)
    }
    let c = random.int(2...9)
    let inner = adds ? a + b : a - b
    let sign = adds ? "+" : "-"
    return Problem(
      procedure: .arithmetic,
      slots: [
        "a": "\(a)", "b": "\(b)", "c": "\(c)", "sign": sign, "inner": "\(inner)",
        "result": "\(inner * c)", "wrong": "\(adds ? a + b * c : abs(a - b * c))",
        "product": "\(b * c)", "verb": adds ? "add" : "subtract",
        "noun": adds ? "sum" : "difference", "word": adds ? "plus" : "minus",
        "story": adds ? "and gets" : "and gives away", "op": adds ? "add" : "sub",
      ],
      key: "arithmetic \(a)\(sign)\(b)*\(c)", result: "\(inner * c)")
  }

  static let voices = ProcedureVoices(
    names: Voices(
      """
      «order of operations|brackets first|expressions with brackets|two-step arithmetic|evaluating an expression|\
      brackets and products|sums, differences and products|which operation comes first»
      """),
    asks: Voices(
      """
      What is ($a $sign $b) * $c?
      %%
      Calculate ($a $sign $b) * $c.
      %%
      Work out the value of ($a $sign $b) * $c.
      %%
      Evaluate the expression ($a $sign $b) * $c.
      %%
      Find ($a $sign $b) * $c.
      %%
      Compute ($a $sign $b) * $c.
      """),
    works: Voices(
      """
      $a $sign $b = $inner
      $inner * $c = $result
      «The answer is|So the answer is|It is» $result.
      %%
      «Brackets first|First the brackets|First»: $a $sign $b = $inner
      «Then multiply|Then the product|Then»: $inner * $c = $result
      «The answer is|Answer:|Result:» $result.
      %%
      «Inside the brackets|In the brackets|Inside»: $a $sign $b = $inner
      «Times $c|Outside|Multiply by $c»: $inner * $c = $result
      «So the result is|The result is|The value is» $result.
      %%
      «Bracket|Value of the bracket|The bracket»: $a $sign $b = $inner
      «Product|Whole expression|The product»: $inner * $c = $result
      «The value is|The answer is|Result:» $result.
      %%
      The $noun is $a $sign $b = $inner
      The product is $inner * $c = $result
      «The answer is|So we get|The value is» $result.
      """),
    ideas: Voices(
      """
      «Whatever stands in brackets is worked out first|Brackets are a request to do that part before anything else|Begin inside the brackets», \
      and «only then comes the product|the multiplication has to wait until that is done|the factor outside is applied to what comes out».
      %%
      An expression «such as a bracket times a number|with a bracket and a factor» has two steps: «one inside the bracket|the small sum or difference in the bracket», \
      and one «outside|product at the end». «Taking them in the wrong order|Doing the product first» gives another number.
      %%
      «Multiplication is stronger than addition and subtraction|Products bind more tightly than sums», «so without brackets a product goes first|which is why brackets are needed». \
      «Brackets turn this round|A pair of brackets overrules that».
      %%
      «To evaluate|When you evaluate|Anyone who evaluates» a bracketed expression «replace|should replace|replaces» the bracket by its value, \
      «and then multiply|and carry on with the multiplication|and a plain product is left».
      %%
      «Think of the bracket as a box|Imagine the bracket as a sealed parcel|Treat the bracket as one number»: «open it first|find what is inside|work out its content», then «take that many groups|multiply|scale it by the factor».
      """),
    slips: Voices(
      """
      «Ignoring the brackets|Multiplying first|Going from right to left» «one gets|leads to|would give» $b * $c = $product and then $wrong, which is «wrong|not what was asked|a different expression».
      %%
      «I did|My first try was|At first I wrote» $b * $c = $product «before looking at the brackets|too early|because I read it from the right» and «ended up with|got» $wrong.
      %%
      «A calculator without brackets|A cheap calculator|Typing it in without brackets» shows $wrong, since it «multiplies first|starts with $b * $c = $product».
      """),
    programs: Voices(
      """
      def evaluate(a, b, c):
          «'Brackets first, then the product.'|# the bracket comes first|'Return the bracket times c.'»
          inner = a $sign b
          return inner * c

      print(evaluate($a, $b, $c))  # $a $sign $b = $inner, $inner * $c = $result
      %%
      >>> inner = $a $sign $b
      >>> inner
      $inner
      >>> inner * $c
      $result
      %%
      function value(a, b, c) {
        const inner = a $sign b;
        return inner * c;
      }
      console.log(value($a, $b, $c)); // $inner * $c = $result
      %%
      $ echo $(( $a $sign $b ))
      $inner
      $ echo $(( $inner * $c ))
      $result
      %%
      func bracket(_ a: Int, _ b: Int, times c: Int) -> Int {
        let inner = a $sign b  // brackets first
        return inner * c
      }
      print(bracket($a, $b, times: $c))  // prints $result
      %%
      -- «brackets bind first|the inner part, then the product|two steps»
      scaled a b c = inner * c
        where inner = a $sign b

      -- scaled $a $b $c: $a $sign $b = $inner, $inner * $c = $result
      %%
      class «Product|Times|Scaled»:
          def __init__(self, inner, factor):
              self.inner, self.factor = inner, factor

          def value(self):
              return self.inner.value() * self.factor

      # «a node for the bracket, a node for the product|the tree is evaluated from the leaves up»
      # $a $sign $b = $inner
      # $inner * $c = $result
      %%
      int «bracket_times|evaluate|run»(int a, int b, int c) {
          int inner = a $sign b;   /* «inside the brackets|bracket» */
          return inner * c;
      }
      /* $a $sign $b = $inner
         $inner * $c = $result */
      %%
      stack = []
      for token in "$a $b $sign $c *".split():
          if token.isdigit():
              stack.append(int(token))
          else:
              right, left = stack.pop(), stack.pop()
              stack.append(left $sign right if token == "$sign" else left * right)
      «print(stack)|assert stack == [$result]|# after the first operator: $inner, after the second: $result»
      """))
}
