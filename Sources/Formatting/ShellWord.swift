/// A word of a command that is offered for copying: whatever is in it, it stays one word and commands no terminal.
///
/// Quotes do not help against characters that a terminal takes for keys, such as ^U, which erases the quote: they are
/// spelled as bash, ksh and zsh read them.
package func shellWord(_ text: String) -> String {
  let isPlain =
    !text.isEmpty
    && text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || "_-./,:@%+".utf8.contains($0)
    }
  if isPlain { return text }
  guard text.unicodeScalars.contains(where: HiddenCharacters.include) else {
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
  return "$'" + text.unicodeScalars.map(spelled).joined() + "'"
}

private func spelled(_ scalar: Unicode.Scalar) -> String {
  if scalar == "'" || scalar == "\\" { return "\\" + String(scalar) }
  guard HiddenCharacters.include(scalar) else { return String(scalar) }
  let digits = String(scalar.value, radix: 16)
  func padded(_ width: Int) -> String {
    String(repeating: "0", count: width - digits.count) + digits
  }
  return scalar.value < 0x80
    ? "\\x" + padded(2) : scalar.value > 0xFFFF ? "\\U" + padded(8) : "\\u" + padded(4)
}
