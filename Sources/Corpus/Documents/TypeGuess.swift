/// A plain guess at a document's type, for documents that state neither type nor source.
///
/// Each type has signs that are counted in the first 8,000 bytes. Signs of lines count as shares of
/// the lines, words as occurrences. The rules, in order:
///
/// 1. code: at least a quarter of the lines look like program text or a shell session;
/// 2. forum: two signs of people answering one another, or one such sign and a question mark;
/// 3. textbook: two signs of teaching (definitions, theorems, exercises, worked solutions);
/// 4. encyclopedia: the first sentence says what its subject is or was;
/// 5. other.
package enum TypeGuess {
  package static func type(of text: String) -> String {
    let head = String(decoding: text.utf8.prefix(8_000), as: UTF8.self)
    let lines = head.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }
      .filter { !$0.isEmpty }
    guard !lines.isEmpty else { return "other" }
    if 4 * lines.count(where: looksLikeCode) >= lines.count { return "code" }
    let words = " " + head.lowercased() + " "
    let answers = count(forumSigns, in: words) + lines.count(where: startsLikeForum)
    if answers >= 2 || (answers == 1 && words.contains("?")) { return "forum" }
    if count(textbookSigns, in: words) + lines.count(where: startsLikeTextbook) >= 2 {
      return "textbook"
    }
    return saysWhatItIs(lines[0]) ? "encyclopedia" : "other"
  }

  private static func count(_ signs: [String], in words: String) -> Int {
    signs.count { words.contains($0) }
  }

  private static func looksLikeCode(_ line: Substring) -> Bool {
    if codeStarts.contains(where: { line.hasPrefix($0) }) { return true }
    guard let last = line.last(where: { $0 != " " }) else { return false }
    if last == ";" || last == "{" || line == "}" || line == "};" || line == "})" { return true }
    return last == ":" && codeBlocks.contains { line.hasPrefix($0) }
  }

  private static func startsLikeForum(_ line: Substring) -> Bool {
    forumStarts.contains { line.lowercased().hasPrefix($0) }
  }

  private static func startsLikeTextbook(_ line: Substring) -> Bool {
    textbookStarts.contains { line.lowercased().hasPrefix($0) }
  }

  /// Whether a line's first words have `is a`, `was an`, `are the` and the like.
  private static func saysWhatItIs(_ line: Substring) -> Bool {
    let words = line.split(separator: " ").prefix(25).map { $0.lowercased() }
    guard let first = line.first, first.isUppercase || first.isNumber else { return false }
    for (verb, article) in zip(words, words.dropFirst())
    where ["is", "was", "are", "were"].contains(verb) {
      if ["a", "an", "the", "one"].contains(article) { return true }
    }
    return false
  }

  private static let codeStarts = [
    "import ", "from ", "#include", "def ", "return ", "print(", "func ", "fn ", "let ", "const ",
    "var ", "public ", "private ", "static ", "package ", "using ", "assert ", "//", "/*", "#!",
    ">>> ", "$ ", "In [", "Out[", "@", "SELECT ", "<?php", "elif ", "self.", "console.log", "```",
  ]
  private static let codeBlocks = [
    "if ", "for ", "while ", "class ", "else", "try", "except", "with ", "elif ", "switch ",
    "case ",
  ]
  private static let forumStarts = [
    "q:", "a:", "re:", "> ", "answer:", "edit:", "update:", "posted by", "question:", "user",
    "comment", "reply", "asked by", "answered by", "accepted answer", "op:", "thread:",
    "subject: re",
  ]
  private static let forumSigns = [
    " wrote:", " thanks in advance", " thanks!", " upvote", " anyone know", " can someone",
    " i'm stuck", " im stuck", " please help", " this thread", " original poster", " op ",
    " nevermind", " never mind", " edited:", " posted ", " replied", " you're right",
    " hope that helps",
    " hope this helps", " any ideas", " i don't get", " i'm confused",
  ]
  private static let textbookStarts = [
    "theorem", "proof", "definition", "lemma", "corollary", "exercise", "example", "solution",
    "chapter", "section", "problem", "worked example", "step 1", "remark", "note:", "summary",
    "objective", "lesson", "unit ", "rule", "method",
  ]
  private static let textbookSigns = [
    " we define", " is defined as", " is called", " it follows that", " therefore", " hence ",
    " let us", " suppose ", " recall that", " q.e.d", " as shown", " exercises", " the student",
    " students", " in general", " consider ", " solve ", " to find the", " formula", " equation",
  ]
}
