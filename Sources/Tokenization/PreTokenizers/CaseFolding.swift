/// Characters that are like several others where case does not count, as `ß` is like `ss` (Unicode's full case
/// folding, which Oniguruma follows and PCRE2 does not).
enum CaseFolding {
  /// What folds to several characters (CaseFolding.txt, status F).
  private static let several = CodeSet([
    0xDF...0xDF, 0x130...0x130, 0x149...0x149, 0x1F0...0x1F0, 0x390...0x390, 0x3B0...0x3B0,
    0x587...0x587, 0x1E96...0x1E9A, 0x1E9E...0x1E9E, 0x1F50...0x1F50, 0x1F52...0x1F52,
    0x1F54...0x1F54, 0x1F56...0x1F56, 0x1F80...0x1FAF, 0x1FB2...0x1FB4, 0x1FB6...0x1FB7,
    0x1FBC...0x1FBC, 0x1FC2...0x1FC4, 0x1FC6...0x1FC7, 0x1FCC...0x1FCC, 0x1FD2...0x1FD3,
    0x1FD6...0x1FD7, 0x1FE2...0x1FE4, 0x1FE6...0x1FE7, 0x1FF2...0x1FF4, 0x1FF6...0x1FF7,
    0x1FFC...0x1FFC, 0xFB00...0xFB06, 0xFB13...0xFB17,
  ])
  /// Pairs of letters that one character folds to.
  private static let pairs: Set<String> = [
    "ss", "ff", "fi", "fl", "st", "\u{565}\u{582}", "\u{574}\u{576}", "\u{574}\u{565}",
    "\u{574}\u{56B}", "\u{57E}\u{576}", "\u{574}\u{56D}",
  ]

  static func isLikeSeveral(_ range: ClosedRange<UInt32>) -> Bool {
    !several.intersection(CodeSet([range])).isEmpty
  }

  /// Whether a literal, or it and the one before it, are like one character or like several.
  static func isLikeSeveral(_ scalar: Unicode.Scalar, after last: Unicode.Scalar?) -> Bool {
    if isLikeSeveral(scalar.value...scalar.value) { return true }
    guard let last else { return false }
    // Marks above and below letters, and the Greek iota beside a letter.
    if (0x2BC...0x345).contains(scalar.value) || (0x2BC...0x2BE).contains(last.value) {
      return true
    }
    if scalar.value == 0x3B9 || scalar.value == 0x399 {
      return (0x370...0x1FFF).contains(last.value)
    }
    // The long s is an s as well.
    func plain(_ scalar: Unicode.Scalar) -> String {
      scalar == "\u{17F}" ? "s" : String(Character(scalar)).lowercased()
    }
    return pairs.contains(plain(last) + plain(scalar))
  }
}
