import Findings
import Testing

@Suite struct AnswerSearchTests {
  private func isFound(_ answers: String..., in text: String) -> Bool {
    !AnswerScanner([AnswerPattern(answers)]).matches(in: text).isEmpty
  }

  @Test(arguments: [
    ("5 - 3 = 2", "so 5-3=2."), ("5-3=2", "5 − 3 = 2"), ("7*4", "7 × 4"), ("7*4", #"$7 \times 4$"#),
    ("7*4", "7·4"), ("-3", "the slope is -3."), ("-3", "(4, -3)"), ("-3", "x = −3"),
    ("-3", "slope: -3.0"), ("3.5", "3.50 metres"), ("7", "seven samurai"), ("21", "twenty-one"),
    ("twenty one", "he is 21"), ("20", "twenty, one"), ("1,234,567", "1234567"),
    ("Mount Everest", "the MOUNT\neverest, highest"), ("Shakespeare", "Shakespeare's plays"),
    ("rock-and-roll", "Rock and Roll"), ("café", "Cafe\u{301} noir"), ("Ångström", "ÅNGSTRÖM"),
    ("29029", "It is 29,029 feet high."), ("29,029", "about 29029 ft"),
    ("29,029", "(29\u{202F}029)"),
    ("富士山", "日本の富士山は"), ("9", "_9_"), ("12", "12%"), ("AC/DC", "by AC/DC in"),
    ("北京", "中国的首都是北京。"), ("東京", "東京です"), ("กรุงเทพ", "กรุงเทพเป็นเมืองหลวง"),
    ("ວຽງຈັນ", "ນະຄອນຫຼວງວຽງຈັນແມ່ນ"), ("ရန်ကုန်", "သူသည်ရန်ကုန်မြို့"), ("ភ្នំពេញ", "រាជធានីភ្នំពេញ។"), ("서울", "수도는 서울이다"),
    ("スミス", "ジョン・スミスさん"), ("時々", "時々刻々"), ("0.5", "it is .5"), (".5", "(0.50)"), ("-.5", "is -0.5"),
    (#"\frac{1}{2}"#, "so 1/2"), ("1/2", #"$\dfrac{1}{2}$"#), ("3/4", #"\tfrac34"#),
    (#"\frac{1}{2}"#, #"\boxed{\frac{1}{2}}"#), ("1234", "1{,}234"), ("1,234,567", #"1\,234\,567"#),
    ("18", #"\boxed{18}"#),
  ]) func matches(answer: String, text: String) { #expect(isFound(answer, in: text)) }

  @Test(arguments: [
    ("2", "12"), ("2", "21"), ("2", "x2"), ("2", "2nd"), ("2", "1.2.3"), ("2", "2.5"), ("2", "0.2"),
    ("2", "-2"), ("-3", "5-3=2"), ("-3", "5 -3"), ("-3", "x-3"), ("-3", "(1) - 3"), ("3", "3,456"),
    ("456", "3,456"), ("1", "21"), ("20", "twenty-one"), ("1", "twenty-one"), ("cat", "category"),
    ("cat", "cat_2"), ("5-3=2", "15-3=2"), ("5-3=2", "5-3=21"), ("art", "über-heart ärt"),
    ("11", "1-1"), ("3", "a3b4"), ("กา", "กำ"), ("ハリ", "バリ"), ("3.5", "1.3.5"), ("0.5", "v.5"),
    (#"\frac{1}{2}"#, #"\frac{2}{1}"#), ("1/2", #"\frac{11}{2}"#), ("5", ".5"), ("234", "1{,}234"),
    ("", "anything"), ("?!", "what?!"),
  ]) func doesNotMatch(answer: String, text: String) { #expect(!isFound(answer, in: text)) }

  @Test func aliasesCountAsTheAnswer() {
    #expect(isFound("housefly maggot", "maggot", in: "A Maggot is a larva."))
    #expect(AnswerPattern(["", "?"]).candidateQuery == nil)
  }

  @Test func tellsWhereTheAnswerStands() {
    let text = "héllo: 5-3=2, then 2."
    let scanner = AnswerScanner([AnswerPattern(["2"]), AnswerPattern(["5 - 3 = 2"])])
    let matches = scanner.matches(in: text)
    let utf8 = Array(text.utf8)
    #expect(matches.map(\.pattern) == [1, 0, 0])
    #expect(
      matches.map { String(decoding: utf8[$0.range], as: UTF8.self) } == ["5-3=2", "2", "2"])
    #expect(scanner.patterns(in: text) == [0, 1])
  }

  @Test func candidateQueriesCoverTheSpellings() {
    #expect(
      AnswerPattern(["29,029 feet"]).candidateQuery
        == #"(("29029" OR "29 029" OR "29_029") AND "feet")"#)
    #expect(AnswerPattern(["-7"]).candidateQuery == #"("7")"#)
    #expect(AnswerPattern(["7", "a\"b"]).candidateQuery == #"(("7" OR "seven")) OR ("a" AND "b")"#)
  }

  @Test(arguments: [
    ("First, 92 - 23 = 69.", "92 - 23 = 69"), ("slope = 69 / -23 = -3", "69 / -23 = -3"),
    ("(8 - 2) * 3 = 6 * 3 = 18", "6 * 3 = 18"), ("6x = 12, so x = 2.", "x = 2"),
    ("Step 2: (7-4)*7 = 21", "(7-4)*7 = 21"), ("we get a 5 - 3 = 2", "5 - 3 = 2"),
    ("1. 5 - 3 = 2", "5 - 3 = 2"),
  ]) func stepResults(step: String, result: String) { #expect(stepResult(in: step) == result) }

  @Test(arguments: ["no equality", "= -3", "slope =", "the answer = yes", "speed = 5"])
  func stepsWithoutResult(step: String) { #expect(stepResult(in: step) == nil) }
}
