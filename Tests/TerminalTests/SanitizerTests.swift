import Terminal
import Testing

@Suite struct SanitizerTests {
  @Test(arguments: [
    ("a\tb", "a→b"), ("\u{1B}[31mred", "␛[31mred"), ("x\u{07}", "x^G"), ("\r\n", "␍␊"),
    ("\u{7F}", "^?"), ("\u{202E}evil", "<U+202E>evil"), ("\u{9B}2J", "<U+009B>2J"),
    ("zero\u{200B}width", "zero<U+200B>width"), ("naïve café", "naïve café"), ("日本", "日本"),
  ])
  func spellsOut(text: String, shown: String) {
    #expect(Sanitizer.visible(text) == shown)
  }

  @Test func keepsTwoMarksOfMany() {
    let pile = "e" + String(repeating: "\u{301}", count: 4096)
    #expect(Sanitizer.visible(pile).unicodeScalars.count == 3)
    #expect(Sanitizer.visible("\u{301}a") == "a")
  }

  @Test func everyCodePointBecomesDrawable() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), value < 0x3100 || value % 7 == 0 else { continue }
      for shown in Sanitizer.visible(String(scalar)).unicodeScalars {
        #expect(columns(of: shown) != nil, "U+\(String(value, radix: 16))")
      }
    }
  }
}
