import Corpus
import Testing

@Suite struct TypeGuessTests {
  @Test(arguments: [
    ("import os\n\ndef area(w, h):\n    return w * h\n\nprint(area(2, 3))", "code"),
    ("int main(void) {\n  printf(\"%d\", 3);\n  return 0;\n}", "code"),
    ("$ git status\n$ make test\n12 tests passed", "code"),
    (
      "Can someone help? I'm stuck on this.\nanna77: Divide both sides.\n> both sides\nThanks!",
      "forum"
    ),
    ("Subject: old laptop\nposted by mo_ok\nAny ideas?\nEdit: solved", "forum"),
    (
      "Theorem 2. Every even number is a sum.\nProof. Suppose not. Hence a contradiction.",
      "textbook"
    ),
    ("Exercise 3. Solve the equation.\nSolution: 2 + 3 = 5\n5 - 1 = 4", "textbook"),
    ("Oslo is the capital of Norway. Its population grew in the 20th century.", "encyclopedia"),
    ("The rain kept the trains back for hours. Nobody was hurt.", "other"), ("", "other"),
    ("\n \n", "other"),
  ]) func guesses(text: String, type: String) {
    #expect(TypeGuess.type(of: text) == type)
  }
}
