import Foundation
import TestSupport
import Testing

/// Small files in the shapes that people hold, from `init` to the ranked documents in one go.
@Suite(.tags(.program)) struct ShapedDataTests {
  /// A corpus and questions of one shape.
  struct Shape: CustomTestStringConvertible, Sendable {
    let name: String
    let corpus: (file: String, lines: String)
    let questions: String
    /// The first question's id, and its number of steps.
    let id: String
    let steps: Int
    /// A field of the documents that is kept, and its value in one of them.
    let field: (name: String, value: String)?
    /// What `init` says of the types.
    let type: String

    var testDescription: String { name }
  }

  private static let plain = """
    {"id": "q", "kind": "reasoning", "prompt": "the slope", "steps": [" is 4."], "answer": 4}
    """

  static let shapes = [
    Shape(
      name: "GSM8K",
      corpus: (
        "c.jsonl",
        """
        {"text": "the slope of the line is 4", "url": "https://stackoverflow.com/q/1", "score": 3}
        {"text": "Paris is the capital of France", "url": "https://en.wikipedia.org/wiki/Paris", "score": 5}
        """
      ),
      questions:
        #"{"question": "How many clips?", "answer": "In April 48/2 = <<48/2=24>>24.\nIn all 48+24 = <<48+24=72>>72.\n#### 72"}"#,
      id: "1", steps: 2, field: ("score", "5"), type: "encyclopedia: 1"),
    Shape(
      name: "MATH", corpus: ("c.csv", "id,text,level\na,the slope is 4,1\nb,the line is 2,2\n"),
      questions:
        #"{"problem": "What is $1/4+1/4$?", "level": "Level 1", "type": "Algebra", "solution": "The sum is $2/4$. So it is $\\boxed{\\frac{1}{2}}$."}"#,
      id: "1", steps: 2, field: ("level", "2"), type: "other: 2"),
    Shape(
      name: "ShareGPT",
      corpus: (
        "c.json",
        """
        [{"id": "s1", "conversations": [{"from": "human", "value": "the slope?"}, {"from": "gpt", "value": "It is 4"}]},
         {"id": "s2", "conversations": [{"from": "human", "value": "capital?"}, {"from": "gpt", "value": "Paris"}], "n": 2}]
        """
      ),
      questions:
        #"{"messages": [{"role": "user", "content": "the slope?"}, {"role": "assistant", "content": "The line\nis 4"}]}"#,
      id: "1", steps: 2, field: ("n", "2"), type: "2 (2 by a guess)"),
    Shape(
      name: "FineWeb",
      corpus: (
        "c.jsonl",
        """
        {"text": "the slope of the line", "id": "<urn:uuid:1>", "dump": "CC-MAIN-2013-20", "url": "https://github.com/x", "language_score": 0.97, "token_count": 5}
        {"text": "Paris is the capital", "id": "<urn:uuid:2>", "dump": "CC-MAIN-2013-20", "url": "https://example.org", "language_score": 0.9, "token_count": 6}
        """
      ), questions: plain, id: "q", steps: 1, field: ("token_count", "6"), type: "code: 1"),
    Shape(
      name: "The Stack",
      corpus: (
        "c.jsonl",
        """
        {"hexsha": "ab", "content": "def slope(): return 4", "lang": "Python", "ext": "py", "max_stars_repo_path": "a.py", "max_stars_count": 7}
        {"hexsha": "cd", "content": "the line", "lang": "Markdown", "ext": "md", "max_stars_repo_path": "r.md", "max_stars_count": 12345678901234567}
        """
      ), questions: plain, id: "q", steps: 1, field: ("max_stars_count", "12345678901234567"),
      type: "code: 1"),
    Shape(
      name: "Dolma",
      corpus: (
        "c.jsonl",
        """
        {"id": 1234567890123456789, "text": "the slope of the line", "source": "stack-v2-0012", "added": "2023", "metadata": {"lang": "c"}}
        {"id": 1234567890123456790, "text": "Paris is the capital", "source": "wiki", "added": "2024", "metadata": {"lang": "en"}}
        """
      ), questions: plain, id: "q", steps: 1, field: ("added", "2024"), type: "encyclopedia: 1"),
  ]

  @Test(arguments: shapes) func fromInitToTheRanking(shape: Shape) throws {
    let folder = try TemporaryFolder()
    let (corpus, questions) = (folder.path + "/" + shape.corpus.file, folder.path + "/q.jsonl")
    try shape.corpus.lines.write(toFile: corpus, atomically: true, encoding: .utf8)
    try shape.questions.write(toFile: questions, atomically: true, encoding: .utf8)
    let work = folder.path + "/work"
    let made = try Program.run(
      "init", work, "--checkpoint", try Golden("llama").checkpoint, "--corpus", corpus,
      "--questions", questions)
    try #require(made.status == 0, "\(made.errors)")
    #expect(made.text.contains(shape.type), "\(made.text)")
    let computed = try Program.run("compute", work, "--strategy", "identity")
    try #require(computed.status == 0, "\(computed.errors)")
    let steps = try Program.run("steps", work, shape.id, "--json")
    let found = try #require(steps.json as? [String: Any])
    #expect((found["steps"] as? [Any])?.count == shape.steps)
    #expect(steps.status == 0)
    let top = try Program.run("top", work, shape.id, "--json")
    let rows = try #require(top.json as? [[String: Any]])
    #expect(rows.count == 2)
    if let (name, value) = shape.field {
      let values = rows.compactMap { ($0["fields"] as? [String: Any])?[name].map { "\($0)" } }
      #expect(values.contains(value), "\(top.text)")
    }
  }

  /// One folder with everything in it, of kinds mixed.
  @Test func aFolderWithEverythingIsEnough() throws {
    let folder = try TemporaryFolder()
    let all = folder.path + "/all"
    let files = FileManager.default
    try files.createDirectory(atPath: all + "/corpus", withIntermediateDirectories: true)
    try files.copyItem(atPath: try Golden("llama").checkpoint, toPath: all + "/model")
    try Self.plain.write(toFile: all + "/questions.jsonl", atomically: true, encoding: .utf8)
    try "{\"id\": \"a\", \"text\": \"the slope\"}\nnonsense\n".write(
      toFile: all + "/corpus/a.jsonl", atomically: true, encoding: .utf8)
    try "id,text\nb,the line\n".write(
      toFile: all + "/corpus/b.csv", atomically: true, encoding: .utf8)
    try "words".write(toFile: all + "/corpus/notes.txt", atomically: true, encoding: .utf8)

    let looked = try Program.run("init", all + "/w", "--from", all, "--check")
    #expect(looked.status == 1 && looked.errors.contains("a.jsonl:2"), "\(looked.errors)")
    let passed = try Program.run("init", all + "/w", "--from", all, "--check", "--skip-bad")
    #expect(passed.status == 0, "\(passed.errors)")
    for words in ["llama", "1 × JSON lines, 1 × table", "notes.txt", "a.jsonl:2", "(stemma)"] {
      #expect(passed.text.contains(words), "\(words): \(passed.text)")
    }
    #expect(!files.fileExists(atPath: all + "/w"))
    let made = try Program.run("init", all + "/w", "--from", all, "--skip-bad")
    #expect(made.status == 0, "\(made.errors)")
    #expect(try Program.run("compute", all + "/w", "--strategy", "identity").status == 1)
    let computed = try Program.run("compute", all + "/w", "--strategy", "identity", "--skip-bad")
    #expect(computed.status == 0, "\(computed.errors)")
    #expect(computed.errors.contains("a.jsonl:2") && computed.errors.contains("notes.txt"))
    let status = try #require(
      try Program.run("status", all + "/w", "--json").json as? [String: Any])
    #expect((status["left_out"] as? [String])?.count == 2)
    let top = try Program.run("top", all + "/w", "q", "--json")
    #expect((top.json as? [[String: Any]])?.count == 2)
  }

  /// Shards that each count from 1 are all read, and what their documents are called is said.
  @Test func idsOfSeveralFilesMayRepeat() throws {
    let folder = try TemporaryFolder()
    let golden = try Golden("llama")
    let all = folder.path + "/all"
    try FileManager.default.createDirectory(atPath: all, withIntermediateDirectories: true)
    let questions = folder.path + "/q.jsonl"
    try Self.plain.write(toFile: questions, atomically: true, encoding: .utf8)
    for file in ["a", "b"] {
      try
        "{\"id\": 1, \"text\": \"the slope \(file)\"}\n{\"id\": \"2\", \"text\": \"the line \(file)\"}\n"
        .write(
          toFile: "\(all)/\(file).jsonl", atomically: true, encoding: .utf8)
    }
    let work = folder.path + "/w"
    let made = try Program.run(
      "init", work, "--checkpoint", golden.checkpoint, "--corpus", all, "--questions", questions)
    try #require(made.status == 0, "\(made.errors)")
    #expect(made.text.contains("holds 2 ids that files before it hold too"), "\(made.text)")
    let computed = try Program.run("compute", work, "--strategy", "identity")
    try #require(computed.status == 0, "\(computed.errors)")
    #expect(computed.errors.contains("called b.jsonl:ID here"), "\(computed.errors)")
    let top = try #require(try Program.run("top", work, "q", "--json").json as? [[String: Any]])
    #expect(
      top.compactMap { $0["passage"] as? String }.sorted()
        == ["1", "2", "b.jsonl:1", "b.jsonl:2"])
    try "{\"id\": 1, \"text\": \"x y\"}\n{\"id\": \"1\", \"text\": \"y z\"}\n".write(
      toFile: all + "/c.jsonl", atomically: true, encoding: .utf8)
    let looked = try Program.run(
      "init", folder.path + "/w2", "--check", "--checkpoint", golden.checkpoint, "--corpus", all,
      "--questions", questions)
    #expect(looked.status == 1 && looked.errors.contains("c.jsonl:2: the id 1 is used twice"))
    try "{\"id\": \"\u{E9}\", \"text\": \"x y\"}\n{\"id\": \"e\u{301}\", \"text\": \"y z\"}\n"
      .write(
        toFile: all + "/c.jsonl", atomically: true, encoding: .utf8)
    let forms = try Program.run(
      "init", folder.path + "/w2", "--check", "--checkpoint", golden.checkpoint, "--corpus", all,
      "--questions", questions)
    #expect(forms.status == 1 && forms.errors.contains("c.jsonl:2: the id e\u{301} differs"))
    #expect(forms.errors.contains("only in its Unicode normal form"))
  }

  @Test func fieldsOfQuestionsCanBeNamed() throws {
    let folder = try TemporaryFolder()
    let golden = try Golden("llama")
    let (first, second) = (folder.path + "/one.jsonl", folder.path + "/two.csv")
    try
      #"{"task_text": "2+2?", "solution_text": "We add. <<x>>It is 4. ANSWER 4 (sure)\nEND more"}"#
      .write(toFile: first, atomically: true, encoding: .utf8)
    try "task_text,solution_text\n3+3?,So 6. ANSWER 6\n".write(
      toFile: second, atomically: true, encoding: .utf8)
    let work = folder.path + "/w"
    let made = try Program.run(
      "init", work, "--checkpoint", golden.checkpoint, "--corpus", golden.corpus, "--questions",
      first, "--questions", second, "--prompt", "task_text", "--answer", "solution_text",
      "--answer-after", "ANSWER", "--steps", "solution_text", "--steps-split", "sentences",
      "--steps-before", "ANSWER", "--steps-drop", "<<.*?>>")
    try #require(made.status == 0, "\(made.errors)")
    for words in ["one:1: 2+2? → 4 (sure)", "· We add.", "· It is 4.", "two:2: 3+3? → 6"] {
      #expect(made.text.contains(words), "\(words): \(made.text)")
    }
    // What was written reads back as what was asked for.
    let again = try Program.run("compute", work, "--strategy", "identity", "--dry-run")
    #expect(again.status == 0 && again.text.contains("questions  2"), "\(again.errors)")
  }

  @Test func fieldsThatAreNotReadAreNamed() throws {
    let folder = try TemporaryFolder()
    let golden = try Golden("llama")
    let questions = folder.path + "/q.jsonl"
    try
      #"{"id": "q", "kind": "control", "prompt": "the slope", "completion": " is 4", "steps": [" x"]}"#
      .write(toFile: questions, atomically: true, encoding: .utf8)
    let made = try Program.run(
      "init", folder.path + "/w", "--checkpoint", golden.checkpoint, "--corpus", golden.corpus,
      "--questions", questions)
    #expect(made.status == 0 && made.text.contains("not read: \"completion\" (1)"), "\(made.text)")
    let computed = try Program.run("compute", folder.path + "/w", "--strategy", "identity")
    #expect(computed.errors.contains("\"completion\" (1)"), "\(computed.errors)")
  }
}
