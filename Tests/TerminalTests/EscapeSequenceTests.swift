import Terminal
import Testing

/// What terminals send of their own accord is swallowed to its last byte.
@Suite struct EscapeSequenceTests {
  /// How many of the code points after the escape are swallowed.
  private func swallowed(_ text: String) -> Int {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, var sequence = EscapeSequence(introducer: first) else {
      return 0
    }
    var count = 1
    while count < scalars.count {
      count += 1
      if !sequence.take(scalars[count - 1]) { break }
    }
    return count
  }

  @Test(arguments: [
    // kitty's keyboard, xterm's modified keys, focus, cursor reports, device attributes, Linux's F1.
    "[105;5u", "[27;5;13~", "[I", "[O", "[12;40R", "[?62;4c", "[>0;276;0c", "[1;5P", "[200;3$y",
    // Colours, titles and clipboards as answers; terminfo and version strings.
    "]11;rgb:1e1e/1e1e/1e1e\u{7}", "]11;rgb:1e1e/1e1e/1e1e\u{1B}\\", "]52;c;YWJj\u{7}",
    "P1+r544e=787465726D\u{1B}\\", "P>|foot(1.16)\u{1B}\\", "_Gi=31;OK\u{1B}\\", "^x\u{1B}\\",
    "Xx\u{9C}", "OM",
  ])
  func sequencesEndWhereTheyEnd(text: String) {
    #expect(swallowed(text + "qQX") == text.unicodeScalars.count)
  }

  @Test func lettersAloneBeginNothing() {
    for text in ["a", "q", "1", "x[", "\u{1B}"] { #expect(swallowed(text) == 0) }
  }

  @Test func whatNeverEndsIsEndedByEnter() {
    #expect(swallowed("]11;rgb\rq") == 8)
    #expect(swallowed("[12;\u{3}q") == 5)
  }
}
