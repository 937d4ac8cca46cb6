import Corpus
import RunModel
import Testing

/// Kinds of answers of which a number, a letter or a word is only a part: what must not count, and what must.
@Suite struct AnswerKindTests {
  private func isCorrect(_ completion: String, _ answer: String) -> Bool? {
    AnswerParser.isCorrect(
      completion: completion,
      question: Question(id: "q", kind: .reasoning, task: "t", prompt: "p", answer: answer))
  }

  /// A number with a variable behind it is another value; one with a unit is not.
  static let isNoNumberCases: [(String, String)] = [
    ("2", "2x"), ("2", "The answer is 2x."), ("2", "2x + 3"), ("3", "2x + 3"), ("3", "y = 2x + 3"),
    ("3", "3n"), ("5", "5π"), ("5", #"5\pi"#), ("5", #"\boxed{5\pi}"#), ("3", #"2\sqrt{3}"#),
    ("2", #"\boxed{2\sqrt{3}}"#), ("3", "2√3"), ("2", "2xy"), ("4", "4ab"), ("2", #"\boxed{2x}"#),
    ("2", "x > 2"), ("2", #"\boxed{x \ge 2}"#), ("2", "x ≠ 2"), ("2", "±2"),
    ("2", #"\boxed{\pm 2}"#),
    ("3", "so f(3)"), ("2", "x^2"), ("3", "2a_n"), ("5", "5 - x"), ("2", "2 x"), ("2", #"2\theta"#),
    ("2", "2X"), ("9", "√9"), ("5", "5‰"), ("2", "2sin(30)"), ("2", "#### 2x"),
  ]
  @Test(arguments: isNoNumberCases) func isNoNumber(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == false)
  }

  static let isStillANumberCases: [(String, String)] = [
    ("5", "5km"), ("12", "12cm"), ("3", "3rd"), ("20", "20%"), ("5", "5m"), ("5", "5g"),
    ("5", "5s"),
    ("5", "5h"), ("5", "5L"), ("5", "5V"), ("5", "5kg"), ("5", "5pm"), ("21", "21st"),
    ("70", "70F"),
    ("5", "5Ω"), ("5", "5 min"), ("5", "5yr"), ("5", "5ft"), ("5", "5in"),
    ("5", "2x = 10, so x = 5"), ("7", "2x + 3 = 7"), ("6", "x = 2y = 6"), ("10", "So 2x = 10"),
    ("5", "1) x = 5"), ("3", "f(2) = 3"), ("6.28", "2π = 6.28"), ("12", "12 kWh"), ("2", "x = 2"),
    ("5", "n = 5 - 0"), ("2", "->2"), ("2", "=> 2"), ("18", "18x^0 = 18"), ("3x", "3x"),
    ("2x+3", "y = 2x + 3"), ("18km/h", "18"), ("5h", "5"), ("18元", "18"), ("18个苹果", "18"),
  ]
  @Test(arguments: isStillANumberCases) func isStillANumber(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == true)
  }

  /// A member of a list, an end of a range or of an interval is not the answer.
  static let isNoMemberCases: [(String, String)] = [
    ("2", #"\boxed{(2, 5)}"#), ("5", #"\boxed{(2, 5)}"#), ("2", #"\boxed{2, 5}"#),
    ("2", #"\boxed{2 \text{ or } 5}"#), ("2", #"\boxed{x = 2, y = 5}"#),
    ("5", #"\boxed{x = 2, y = 5}"#),
    ("2", "The answer is (2, 5)."), ("2", "The answer is 2 and 5."), ("0", #"\boxed{[0, 1)}"#),
    ("10", "The answer is 10-12."), ("10", "The answer is 10–12 cm."), ("2", #"\boxed{\{2, 5\}}"#),
    ("2", "#### 2; 5"), ("2", "<answer>2, 3, 5</answer>"), ("2", "The answer is 2 cm and 5 cm."),
    ("(1,2)", "{1, 2}"), ("(1,2)", #"\boxed{[1,2]}"#), ("(1,2)", #"\boxed{(2,1)}"#),
    (#"\{1,2\}"#, #"\boxed{\{1,3\}}"#), (#"\{1,1,2\}"#, #"\boxed{\{1,2\}}"#),
  ]
  @Test(arguments: isNoMemberCases) func isNoMember(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == false)
  }

  static let isTheWholeCases: [(String, String)] = [
    ("2", "The answer is 2, not 5."), ("18", "#### 18 (6*3)"), ("18", "The answer is 18 (6 × 3)."),
    ("18", "so 18 (6*3)"), ("6", "The answer is 2 × 3."), ("18", "so profit = 20 - 2 dollars"),
    ("7", "The answer is 7 = 3 + 4"), ("18", #"\boxed{18, \text{ because } 3 \cdot 6 = 18}"#),
    ("2.5", #"\boxed{2,5}"#), ("1234", #"\boxed{1,234}"#), (#"\{1,2\}"#, #"\boxed{\{2,1\}}"#),
    ("(0.5, 3)", #"\boxed{\left(\frac{1}{2}, 3\right)}"#), ("(1/2, 3)", "The answer is (0.5, 3)."),
    ("(1; 2)", "(1, 2)"), ("[0, 1/2]", #"\boxed{[0, 0.5]}"#),
    (#"(-\infty, 0) \cup (2, \infty)"#, "(-∞,0) U (2,∞)"),
    ("x = 3y", #"\boxed{3y}"#), ("3y", #"\boxed{x = 3y}"#), ("f(x) = 2x", #"\boxed{2x}"#),
    ("[0,1)", #"\boxed{x \in [0,1)}"#),
    (
      #"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"#,
      #"\boxed{\begin{bmatrix}1&2\\3&4\end{bmatrix}}"#
    ),
    (#"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"#, "[[1, 2], [3, 4]]"),
  ]
  @Test(arguments: isTheWholeCases) func isTheWhole(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == true)
  }

  static let unitsOfFormulaeDoNotCountCases: [(String, String)] = [
    (#"12\pi \text{ cm}^2"#, "12π"), (#"12\pi \text{ cm}^2"#, #"\boxed{12\pi}"#),
    ("12π", #"\boxed{12\pi \text{ cm}^2}"#), (#"12\pi"#, #"\boxed{12\pi\text{ square inches}}"#),
    (#"2\sqrt{3}\text{ cm}"#, "2√3"),
    (#"\frac{\pi}{3} \text{ radians}"#, #"\boxed{\frac{\pi}{3}}"#),
    (#"5\sqrt{2} m"#, #"\boxed{5\sqrt{2}}"#), (#"3\pi\text{ m/s}"#, "3π"), ("x + h", "x + h"),
  ]
  @Test(arguments: unitsOfFormulaeDoNotCountCases) func unitsOfFormulaeDoNotCount(
    answer: String, completion: String
  ) {
    #expect(isCorrect(completion, answer) == true)
  }

  static let formulaeOfOtherValueCases: [(String, String)] = [
    (#"12\pi \text{ cm}^2"#, "13π"), (#"12\pi \text{ cm}^2"#, "12"), ("x + h", "x"), ("2x", "2xy"),
    ("2π", "2π r"), ("x = 3y", #"\boxed{z = 3y}"#),
  ]
  @Test(arguments: formulaeOfOtherValueCases) func formulaeOfOtherValue(
    answer: String, completion: String
  ) {
    #expect(isCorrect(completion, answer) == false)
  }

  /// Case is folded, not lowered.
  static let caseIsFoldedCases: [(String, String)] = [
    ("Straße", "STRASSE"), ("STRASSE", "In der Straße."), ("ΟΔΟΣ", "οδός"), ("οδός", "ΟΔΌΣ"),
    ("Ελλάς", "ΕΛΛΑΣ"), ("ﬁn", "FIN"), ("Maſs", "MASS"), ("İstanbul", "istanbul"), ("ΆΣ", "ας"),
    ("Ǆ", "ǆ"), ("3:30 pm", "It is 3:30 p.m."), ("U.S.", "the US"), ("USA", "the U.S.A."),
  ]
  @Test(arguments: caseIsFoldedCases) func caseIsFolded(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == true)
  }

  static let isWrongCases: [(String, String)] = [
    ("Straße", "STRAFE"), ("Paris", "It is not Paris."), ("no", "There is no doubt: yes."),
    ("yes", "No, although yes would be nicer."), ("true", "False. It is true that it looks so."),
    ("Paris", "<think>Paris perhaps?</think>London"), ("5", "<think>5</think>\n\n6"),
    ("C", "I choose B, since C is false."), ("1", "one half"), ("5万元", "5"), ("5", "5万元"),
    ("50", "18 dollars and 50 cents"), ("0", "0xFF"), ("2", "two and a half"), ("3", "$3k"),
  ]
  @Test(arguments: isWrongCases) func isWrong(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == false)
  }

  static let isRightCases: [(String, String)] = [
    ("five", "5"), ("twenty-five", "The answer is 25."), ("1/2", "one half"),
    ("0.75", "three quarters"),
    ("2.5", "two and a half"), ("2.75", "two and three quarters"), ("20.5", "twenty and a half"),
    ("2.5", "2 and a half hours"), ("18.5", "18 dollars and 50 cents"),
    ("18.50", "$18 and 50 cents"),
    ("80000", "$80k"), ("2500000", "$2.5M"), ("3000000000", "$3bn"), ("50000", "5万元"),
    ("12000", "1.2万"),
    ("3", "3千克"), ("3000", "3千"), ("150000", "1.5 lakh"), ("20000000", "2 crore"),
    ("500", "5 hundred"),
    ("100", "a hundred"), ("255", "0xFF"), ("5", "0b101"), ("50%", "百分之50"), ("0.5", "50 percent"),
    ("0.5", "fifty-fifty, so 50 pct"), ("-5", "\u{2012}5"), ("-5", "➖5"), ("R$ 18", "18"),
    ("kr 18", "18"),
    ("no", "No, there is a way."), ("yes", "There is no doubt: yes."), ("True", "It is true."),
    ("B", "I think B"), ("B", "The answer is: I think it is B."), ("B", "b) because it rains"),
    ("C", "I choose C, since A is wrong."), ("18", #"\boxed{} so \boxed{18}, \boxed{ }"#),
    ("18", "\u{8}oxed{18}"), ("1/2", "\u{8}oxed{\u{C}rac{1}{2}}"),
    ("Paris", "<think>London?</think>Paris"),
    ("5", "<think>the answer is 6</think>5"), ("one", "No one but one."), ("two thirds", "2/3"),
    ("-2.5", "minus two and a half"), ("1003/4", "two hundred fifty and three quarters"),
  ]
  @Test(arguments: isRightCases) func isRight(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == true)
  }
}
