import PlainYAML
import Testing

/// Settings hold no anchors, wherever they hide, and nothing that takes long.
@Suite struct PlainYAMLTests {
  private static let rows = "z,z,z,z,z,z,z,z,z,z"

  @Test(arguments: [
    ("a: &x 1\nb: *x\n", 1), ("a: 1\nb: *x\n", 2), ("? *a\n: 1\n", 1), ("- &a [1]\n- *a\n", 1),
    // A lone quotation mark in a block hides nothing from libyaml.
    ("types:\n  x: |\n    \"\na0: &a0 [z]\n", 4), ("x: >\n  '\ny: &a 1\n", 3),
    ("a: \"b\n  c\"\nd: &e 1\n", 3), ("a: 'it''s'\nb: &c 1\n", 2), ("{a: &b 1}", 1),
    ("[&a 1, *a]", 1),
    ("!!str &a b: c\n", 1), ("# \"\na: &b c\n", 2), ("&a a: 1\n", 1), ("&a\nb: 1\n", 1),
  ])
  func anchorsAreRefusedByLine(text: String, line: Int) {
    #expect {
      try PlainYAML.compose(text)
    } throws: { error in
      let error = error as? PlainYAMLError
      return error?.line == line && error?.problem.contains("anchors and aliases") ?? false
    }
  }

  @Test(arguments: [
    "a: '&x'\n", "a: \"*x\"\n", "a: b&c\n", "a: |\n  &x *y\n", "# &a\nb: 1\n", "a: http://x/?a&b\n",
  ])
  func signsInTextsAreTexts(text: String) throws { #expect(try PlainYAML.compose(text) != nil) }

  @Test(arguments: ["? [a, b]\n: 1\n", "? {a: 1}\n: 2\n", "{[a]: 1}", "a:\n  ? - x\n  : y\n"])
  func namesAreTexts(text: String) {
    #expect(throws: PlainYAMLError.self) { try PlainYAML.compose(text) }
  }

  @Test func depthHasALimit() {
    let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(throws: PlainYAMLError.self) { try PlainYAML.compose(deep) }
    let fine = String(repeating: "[", count: 20) + String(repeating: "]", count: 20)
    #expect(throws: Never.self) { try PlainYAML.compose(fine) }
  }
}
