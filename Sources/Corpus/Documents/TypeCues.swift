/// The words that `TypeGuess` looks for, in lower case.
enum TypeCues {
  static let codeStarts = bytes([
    "import ", "from ", "#include", "def ", "return ", "print(", "func ", "fn ", "let ", "const ",
    "var ", "public ", "private ", "static ", "package ", "using ", "assert ", "//", "/*", "#!",
    ">>> ", "$ ", "in [", "in: ", "out[", "julia> ", "irb> ", "ghci> ", "sqlite> ", "@", "select ",
    "<?php", "elif ", "self.", "console.log", "```",
    "function ", "class ", "struct ", "diff --git", "+++ ", "--- a/", "git ", "commit ", "# ",
    "-- ",
    "; ", "use ", "module ", "require", "echo ", "for (", "if (", "while (", "insert into ",
    "put ", "set ", "sudo ", "make ", "int ", "double ", "float ", "void ", "author: ", "path: ",
  ])
  static let codeBlocks = bytes([
    "if ", "for ", "while ", "class ", "else", "try", "except", "with ", "elif ", "switch ",
    "case ",
  ])
  static let code = bytes([
    "def ", "();", "){", ") {", " := ", " => ", "::", "==", "&&", "</", "/>", "$(", "print(",
    "printf",
    "println", "return ", "null", "import ", "--help", "function ", "diff --git", "+ 1)", "\" | ",
    ".append(", ".map(", "lambda", "assert", "#include", ".py", ".swift", ".js", ".rs", ".c\n",
    ".hs",
    "(defun", "(define", "(x", "[i]", "(a, b",
  ])
  static let forum = bytes([
    " wrote:", "thanks in advance", "thanks!", "upvote", "anyone know", "can someone", "i'm stuck",
    "please help", "this thread", "moderator", "original poster", "nevermind", "edited:", "edit:",
    "posted by", "asked by", "replied", "reply", "hope that helps", "hope this helps", "any ideas",
    "i don't get", "i'm confused", "subject:", "board:", "homework", "re: ", " adds:", "beginner",
    "first post", "question:", "answered by", "accepted answer", "comment", " user", "thread",
    "forum", "q: ", "a: ", "did any of you", "you're right",
  ])
  static let textbook = bytes([
    "theorem", "proof", "definition", "lemma", "corollary", "exercise", "example", "solution",
    "chapter", "section", "worked", "step 1", "remark", "proposition", "lesson", "practice",
    "method",
    "we define", "is defined as", "it follows that", "therefore", "hence ", "let us", "suppose ",
    "recall that", "qed", "q.e.d", "student", "in general", "consider ", "to find the", "formula",
    "on the board", "equation", "the unit", "dictation", "in your own words", "rule", "show your",
    "think step by step", "the reader", "glossary", "pupil", "the class", "new words", "teachers",
    "we have", "divide the", "teacher",
  ])
  static let encyclopedia = bytes([
    "see also", "category:", "compare:", "the capital of", "born ", " century", "population",
    "located in", "lies on", "lies in", "entry ", "article", "encyclop", "inhabitants", "founded",
    "is known for", "was known", "refers to", "the subject", "revised", "country",
    "chemical element",
    "invented by", "discovered by", "species", "its history", "the name ", "many books",
    "schoolchildren", "in the world", "symbol", " km",
  ])

  static let index = CueIndex([code, forum, textbook, encyclopedia])

  private static func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}

/// Finds the cues of all types in one pass, by their first two bytes.
struct CueIndex: Sendable {
  private let cues: [(type: Int, bytes: [UInt8])]
  /// The last cue with each pair of first bytes, and the cue before that with the same pair.
  private var last = [Int16](repeating: -1, count: 1 << 16)
  private var before: [Int16] = []

  init(_ types: [[[UInt8]]]) {
    cues = types.enumerated().flatMap { type, cues in
      cues.filter { $0.count >= 2 }.map { (type: type, bytes: $0) }
    }
    for (number, cue) in cues.enumerated() {
      let pair = Int(cue.bytes[0]) << 8 | Int(cue.bytes[1])
      before.append(last[pair])
      last[pair] = Int16(number)
    }
  }

  /// How many cues of each type occur, three at the most.
  func points(
    _ head: [UInt8]
  ) -> (code: Double, forum: Double, textbook: Double, encyclopedia: Double) {
    var found = [Bool](repeating: false, count: cues.count)
    var counts = [0.0, 0, 0, 0]
    for place in head.indices.dropLast() {
      var number = Int(last[Int(head[place]) << 8 | Int(head[place + 1])])
      while number >= 0 {
        if !found[number], head[place...].starts(with: cues[number].bytes) {
          found[number] = true
          counts[cues[number].type] += 1
        }
        number = Int(before[number])
      }
    }
    return (min(counts[0], 3), min(counts[1], 3), min(counts[2], 3), min(counts[3], 3))
  }
}
