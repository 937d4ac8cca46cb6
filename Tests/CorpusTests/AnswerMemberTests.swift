import Answers
import Corpus
import RunModel
import Testing

/// More ways to write answers, in the manner of each kind of `AnswerTableTests`.
@Suite struct AnswerMemberTests {
  private func isCorrect(_ completion: String, _ answer: String) -> Bool? {
    AnswerParser.isCorrect(
      completion: completion,
      question: Question(id: "q", kind: .reasoning, task: "t", prompt: "p", answer: answer))
  }

  @Test(arguments: [
    ("7/2", "3½"), ("12", #"\boxed{\text{12 apples}}"#), ("-5", "(-5)"), ("5", "(5)"),
    ("10:30", "It is 10:30 AM."), ("$1,234.50", "1234.5 dollars"), ("2^{10}", "1024"),
    ("0", "zero"), ("0", "-0"), ("0", "0.00"), ("100", "1e2"),
    ("6.02e23", #"6.02 \times 10^{23}"#), (#"50\%"#, "50%"), ("1.5 billion", "1,500,000,000"),
    ("B", "The answer is: B. 42"), ("B", "Answer: B) Paris"),
    ("C", #"\boxed{\textbf{(C)}\ 12}"#), ("C", #"\boxed{\textbf{(C)} 12}"#),
    ("Yes", "**Yes**, because"), ("no", "No, it is not."), ("18", "<answer>18</answer>"),
    ("18", "<think>Is it 5?</think>\n\n18"),
    ("18", "<answer> 18 </answer> I used 3 steps"), ("B", "<Answer>(B)</Answer> and not A"),
    ("18", "<answer>5</answer> no: <answer>\n18\n</answer>"), ("<answer>18</answer>", "18"),
    ("2", #"\log_{2} 4 = 2"#), ("5", "x_1 = 5"), ("3", "f(2) = 3"), ("5", "|−5| = 5"),
    ("12π", #"12\pi"#), ("1001_2", #"\boxed{1001_2}"#),
    (#"\infty"#, "∞"), (#"-\infty"#, "-∞"), (#"\pm 2"#, "±2"),
    (#"\frac{\sqrt{3}}{2}"#, #"\boxed{\dfrac{\sqrt{3}}{2}}"#), ("x^{10}", "x^10"), ("3x", "3 x"),
    ("ວຽງຈັນ", "ນະຄອນຫຼວງວຽງຈັນ"),
    ("ရန်ကုန်", "မြို့တော်ရန်ကုန်"), ("القاهرة", "العاصمة هي القاهرة."),
    ("ירושלים", "הבירה היא ירושלים."), ("दिल्ली", "राजधानी दिल्ली है।"), ("東京", "答えは「東京」です。"),
    ("서울", "답은 서울입니다."), ("北京", "答案：北京。"),
    (
      "123456789012345678901234567890.5",
      "so 123456789012345678901234567890.50"
    ),
  ]) func isRight(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == true)
  }

  @Test(arguments: [
    ("1001_2", "1001_3"), ("1001_2", "1001"), ("[0,1]", "(0,1)"), ("(1,2]", "[1,2]"),
    ("x", "2x"), ("18", "<answer>17</answer> 18"), ("18", "<answer>18 <answer>17</answer>"),
    ("Paris", "<answer>London</answer>, not Paris"), ("x^{10}", "x^1"),
    ("C", #"\boxed{\textbf{(B)}\ 12}"#),
    ("C", "Choose (A), since C and B are false."), (#"\pm 2"#, "2"),
    ("2π", "2"), ("Kongo", "Kongos"), ("東京", "京東"), ("القاهرة", "الاسكندرية"),
    ("10000000000000000000000000000001", "10000000000000000000000000000002"),
    ("0.10000000000000000001", "0.1"), ("1/3", "333333333/1000000000"),
  ]) func isWrong(answer: String, completion: String) {
    #expect(isCorrect(completion, answer) == false)
  }
}

@Suite struct EqualityMemberTests {
  @Test(arguments: [
    "1,000,000 * 1,000,000 = 1,000,000,000,000", "12345678901234567890 - 12345678901234567889 = 1",
    "0.1 * 3 = 0.3", "1e20 + 1 = 100000000000000000001", "(2 + 3) × (4 − 1) = 15", "7 − −2 = 9",
    "2 + 3 = 5 = 10 / 2", "−4² = −16", "50% of 30 = 15", "3/4 = 0.75 = 75%",
    "999999999999999999999 * 0 = 0", "10^30 / 10^29 = 10", "2(3 + 4) = 14",
  ]) func holds(text: String) { #expect(Equality.firstFalseStep([text]) == nil) }

  @Test(arguments: [
    "1,000,000 * 1,000,001 = 1,000,000,000,000", "12345678901234567890 - 1 = 12345678901234567890",
    "0.1 * 3 = 0.30000001", "1e20 + 1 = 100000000000000000000", "(2 + 3) × (4 − 1) = 14",
    "2 + 3 = 5 = 10 / 3", "10^30 + 1 = 10^30",
  ]) func isFalse(text: String) { #expect(Equality.firstFalseStep([text]) == 0) }
}
