import Answers
import Corpus
import RunModel
import Testing

/// Ways in which people and models write answers: the expected one, a completion, and the verdict.
@Suite struct AnswerTableTests {
  private func isCorrect(_ completion: String, _ answer: String) -> Bool? {
    AnswerParser.isCorrect(
      completion: completion,
      question: Question(id: "q", kind: .reasoning, task: "t", prompt: "p", answer: answer))
  }

  private static let solution = """
    The cost came out to 80,000+50,000=$<<80000+50000=130000>>130,000
    So he made a profit of 200,000-130,000=$<<200000-130000=70000>>70,000
    #### 70000
    """

  @Test(arguments: [
    // Numbers in their spellings.
    ("1234", "The total is 1,234."), ("1,234", "so 1234"), ("1234567", "1 = 1_234_567"),
    ("1234", "exactly 1\u{202F}234"), ("1234", "It costs 1'234 francs"), ("18", "$18"),
    ("$18", "It is 18."), ("18", "£18.00"), ("18.00", "18"), ("29", "The total is $29.00."),
    ("-3", "slope = \u{2212}3"), ("\u{2212}3", "the slope is -3"), ("-3", "the slope is –3"),
    ("0.5", "The answer is .5"), (".5", "We get 0.50"), ("0.5", "= 1/2"), ("1/2", "0.5"),
    ("3/4", "so 0.75"), ("3/4", "6/8"), ("3/4", "It is ¾"), ("2.5", "it is 2½ hours"),
    ("5/2", "2 1/2"), ("2 1/2", "2.5"), ("1500", "1.5 × 10^3"), ("1.5e3", "that is 1500"),
    ("0.333333", "the result is 1/3"), ("50%", "50 percent, or 50%"), ("50%", "so 0.5"),
    ("0.25", "it is 25%"), ("25", "it is 25 %"), ("18 dollars", "She has 18 left"),
    ("18", "She has 18 dollars."), ("5 cm^2", "The area is 5"), ("x = 5", "so 5"), ("5", "x = 5"),
    ("7", "The answer is seven."), ("42", "the answer is forty-two"), ("１２", "答えは12です"),
    ("12", "全部で１２個"), ("18", "- 12\n- 18"),
    (
      "123456789012345678901234567890",
      "2 * 3 = 123,456,789,012,345,678,901,234,567,890"
    ),
    // Announced.
    ("18", "**Final Answer**: 18 (see step 2)"), ("6", "The answer is 2 × 3 = 6"),
    ("18", "### Final Answer\n\n**18**\n"),
    ("18", "Final Answer: The final answer is $18$. I hope it is correct."),
    ("6", "The answer is 6, not 7."), ("18", "Answer：18（见第2步）"), ("18", "答案是18。共用了3步。"),
    ("18", "答案：18"), ("18", "La réponse est 18, en 3 étapes."),
    ("18", "Die Antwort lautet: 18 (2 Schritte)"),
    ("18", "Ответ: 18"), ("18", "**Answer:** 18 apples, after 3 days"),
    ("-7", "The answer is: -7 (from 3)"),
    // As GSM8K has it.
    (solution, "200,000-130,000 = 70,000.\n#### 70000"), (solution, "The profit is $70,000."),
    ("18", "#### 18\nHope this helps! It took 3 steps."), ("1234", "#### $1,234"),
    ("#### 18", "18"),
    // LaTeX.
    ("1/2", #"\boxed{\frac{1}{2}}"#), (#"\frac{1}{2}"#, "1/2"),
    (#"\frac{3}{4}"#, #"\boxed{\dfrac{3}{4}}"#),
    ("1234", #"\boxed{1{,}234}"#), ("1234", #"\boxed{1\,234}"#),
    ("42", #"so \boxed{42} in 7 steps"#),
    ("7/3", #"$2\frac{1}{3}$"#), ("-1/2", #"\boxed{-\frac{1}{2}}"#),
    ("-1/2", #"\boxed{\frac{-1}{2}}"#),
    (#"\frac12"#, "0.5"), ("18", #"\boxed{18\text{ dollars}}"#), ("5", #"\boxed{x = 5}"#),
    ("12", #"\[ 3 \times 4 = 12 \]"#), ("50", #"\boxed{50\%}"#), ("18", #"\boxed{\$18.00}"#),
    (#"The final value is $\boxed{18}$ in 2 steps"#, "18"), ("90", #"\boxed{90^\circ}"#),
    (#"2\sqrt{3}"#, #"\boxed{2\sqrt{3}}"#),
    (#"(3, \frac{1}{2})"#, #"\boxed{\left(3,\dfrac{1}{2}\right)}"#),
    (#"\frac{\pi}{2}"#, #"\boxed{\dfrac{\pi}{2}}"#), ("x^2+1", #"so $x^{2} + 1$"#),
    ("2x", "we get 2x."),
    ("1998-2004", "from 1998–2004"), (#"\text{Paris}"#, #"\boxed{\text{Paris}}"#),
    // Choices and words.
    ("B", "The answer is (B)."), ("B", #"\boxed{\text{B}}"#), ("(C)", "I choose C"),
    ("São Paulo", "It is sao paulo."), ("北京", "中国的首都是北京。"), ("東京", "東京です"),
    ("กรุงเทพ", "กรุงเทพเป็นเมืองหลวง"), ("서울", "수도는 서울이다"), ("ភ្នំពេញ", "រាជធានីភ្នំពេញ។"),
    ("ＴＯＫＹＯ", "tokyo"), ("Apollo 11", "It was apollo 11, in 1969"), ("Ελλάδα", "ελλαδα"),
  ]) func isRight(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == true)
  }

  @Test(arguments: [
    ("2", #"\boxed{\frac{1}{2}}"#), ("80779853376", " 123456 * 654321 = 80779853377"),
    ("1000000000", " 1000000001"),
    ("123456789012345678901234567890", "123456789012345678901234567891"),
    ("9007199254740993", "9007199254740992"), ("18", "#### 17\nnot 18"),
    ("3", "#### 18\nIt took 3 steps."),
    ("7", "**Final Answer**: 6 (not 7)"), ("0.333", "1/3"), ("0.34", "1/3"), ("3", "-3"),
    ("234", "1,234"),
    ("5", "0.5"), ("5", ".5"), ("50", "0.5"), ("(3,4)", "(-3,4)"),
    (#"\sqrt{2}"#, #"\boxed{\sqrt{3}}"#),
    ("2x", "x"), ("London", #"\boxed{\text{Paris}} and not London"#), ("A", "The answer is a B."),
    ("A", "I think it is a cat, so (C)."), ("パリ", "バリです"), ("京都", "東京です"), ("กา", "กำ"),
    ("Paris", "Parisian life"), ("10", "10^2"),
  ]) func isWrong(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == false)
  }

  @Test func theExpectedAnswerOfASolutionIsItsLast() {
    #expect(FinalAnswer.expected(Self.solution) == "70000")
    #expect(
      FinalAnswer.expected(#"We have \boxed{2}, then $\boxed{\frac{1}{2}}$."#) == #"\frac{1}{2}"#)
    #expect(
      FinalAnswer.expected(#"an open \boxed{1 and then 5"#) == #"an open \boxed{1 and then 5"#)
    #expect(FinalAnswer.expected("Paris") == "Paris")
  }
}

@Suite struct ExactEqualityTests {
  @Test(arguments: [
    "123456 * 654321 = 80779853376", "2^100 = 1267650600228229401496703205376",
    "99999999999999999999 + 1 = 100000000000000000000", "0.1 + 0.2 = 0.3", "1/3 + 1/3 + 1/3 = 1",
    #"3 \times 4 + 2 = 14"#, #"\frac{1}{2} + \frac{1}{3} = \frac{5}{6}"#, "½ + ¼ = ¾",
    "80,000+50,000=$<<80000+50000=130000>>130,000", "- 3 + 5 = 8", "- 3 + 5 = 2", "* 2 + 2 = 4",
    "**3** + 4 = **7**", "2 ** 3 = 8", "3×4＝12", "1e3 = 1000", "22/7 = 3.142857143",
    "1 - 0.9999999999999999 = 0.0000000000000001", "10 / 4 = 2.5 = 5/2", "7 ÷ 0 = 3",
  ]) func holds(text: String) { #expect(Equality.firstFalseStep([text]) == nil) }

  @Test(arguments: [
    "123456 * 654321 = 80779853377", "123456 * 654321 = 80779853300",
    "99999999999999999999 + 1 = 100000000000000000001", "2^100 = 1267650600228229401496703205377",
    "9007199254740993 - 1 = 9007199254740993", "1/3 = 0.3333334", #"3 \times 4 = 13"#,
    #"\frac{1}{2} + \frac{1}{2} = 2"#, "3×4＝13", "1000000000000 = 1000000000001",
    "- 3 + 5 = 9", "0.1 + 0.2 = 0.4",
  ]) func isFalse(text: String) { #expect(Equality.firstFalseStep([text]) == 0) }

  @Test func longNumbersAreExactAtAnyLength() {
    let nines = String(repeating: "9", count: 3_000)
    let one = "1" + String(repeating: "0", count: 3_000)
    #expect(Equality.holds("\(nines) + 1 = \(one)") == true)
    #expect(Equality.holds("\(nines) + 2 = \(one)") == false)
    // (10ⁿ − 1)² = 10²ⁿ − 2·10ⁿ + 1
    let square =
      String(repeating: "9", count: 2_999) + "8" + String(repeating: "0", count: 2_999) + "1"
    #expect(Equality.holds("\(nines) * \(nines) = \(square)") == true)
    #expect(Equality.holds("\(nines) * \(nines) = 1\(square)") == false)
    #expect(Equality.holds("9^64^64^64 = 1") != true)
    #expect(Equality.holds("2^99999999999999999999 = 1") == nil)
  }
}
