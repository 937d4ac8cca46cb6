import Answers
import Corpus
import Foundation
import RunModel
import TestSupport
import Testing
import Tokenization

/// A file that exists for the time of a closure.
func withFile<Result>(
  _ contents: Data, named name: String = "corpus.jsonl", _ body: (String) throws -> Result
) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appendingPathComponent(name)
  try contents.write(to: file)
  return try body(file.path)
}

func withFile<Result>(
  _ text: String, named name: String = "corpus.jsonl", _ body: (String) throws -> Result
) throws -> Result {
  try withFile(Data(text.utf8), named: name, body)
}

func documents(_ path: String, typeMap: [String: String] = [:]) throws -> [Document] {
  var documents: [Document] = []
  try CorpusReader(paths: [path], typeMap: typeMap).forEach { documents.append($0) }
  return documents
}

@Suite struct CorpusReaderTests {
  @Test func readsLinesWithIdsTypesAndSources() throws {
    let text = """
      {"id": "a", "type": "code", "text": "let x = 1", "source": "repo"}

      {"id": 7, "type": "blog", "text": "caf\\u00e9 \\ud83d\\ude42"}
      {"text": "plain words", "meta": {"pile_set_name": "StackExchange"}}
      {"text": "a page", "url": "https://en.wikipedia.org/wiki/Page", "dump": "CC-MAIN-2013-20"}
      {"text": "half \\ud83d pair", "meta": {"x": NaN}}
      """
    let found = try withFile(text) { try documents($0, typeMap: ["blog": "other"]) }
    #expect(found.map(\.id) == ["a", "7", nil, nil, nil])
    #expect(found.map(\.line) == [1, 3, 4, 5, 6])
    #expect(found.map(\.type) == ["code", "other", "forum", "encyclopedia", "other"])
    #expect(found.map(\.typeIsGuessed) == [false, false, false, false, true])
    #expect(found[1].text == "café 🙂")
    #expect(found[4].text == "half \u{FFFD} pair")
  }

  /// Numbers that a `Double` would round are kept as they are written.
  @Test func longIdsAreKeptDigitByDigit() throws {
    let ids = [
      "1234567890123456789", "1234567890123456790", "12345678901234567890", "9007199254740993",
      "-9007199254740993", String(repeating: "7", count: 400), "7", "0",
    ]
    let lines = ids.map {
      "{\"id\": \($0), \"text\": \"x\", \"meta\": {\"n\": \($0)}}"
    }
    let found = try withFile(lines.joined(separator: "\n")) { try documents($0) }
    #expect(found.map(\.id) == ids)
    #expect(found.map(\.meta) == ids.map { "{\"n\": \($0)}" })
    for bad in ["1.5", "--1234567890123456789", "[1]"] {
      try withFile("{\"id\": \(bad), \"text\": \"x\"}") { path in
        _ = #expect(throws: CorpusError.self) { _ = try documents(path) }
      }
    }
  }

  @Test(arguments: [
    ("{\"id\": 1}", "has no \"text\""), ("[1]", "is not a JSON object"),
    ("{\"text\": \"a\"", "ends too early"), ("{\"text\": \"a\", \"type\": 3}", "\"type\""),
    (String(repeating: "[", count: 100_000), "nested too deeply"),
  ]) func aBadLineIsNamed(line: String, words: String) throws {
    try withFile("{\"text\": \"fine\"}\n\(line)\n") { path in
      let error = #expect(throws: CorpusError.self) { _ = try documents(path) }
      #expect(error?.line == 2)
      #expect(error?.description.contains(words) == true)
    }
  }

  @Test func aPathWithoutFilesIsNamed() {
    #expect(throws: CorpusError(path: "/none/x.jsonl", problem: "does not exist")) {
      try CorpusReader(paths: ["/none/x.jsonl"])
    }
    #expect(throws: CorpusError(path: "/none/*.jsonl", problem: "matches no file")) {
      try CorpusReader(paths: ["/none/*.jsonl"])
    }
  }

  @Test func aPatternNamesFilesInOrder() throws {
    try withFile("{\"text\": \"two\"}", named: "b2.jsonl") { path in
      let folder = (path as NSString).deletingLastPathComponent
      try "{\"text\": \"one\"}\n".write(
        toFile: folder + "/b1.jsonl", atomically: true, encoding: .utf8)
      #expect(try documents(folder + "/b*.jsonl").map(\.text) == ["one", "two"])
      #expect(try documents(folder).map(\.text) == ["one", "two"])
    }
  }
}

@Suite struct QuestionFileTests {
  @Test func readsTheGoldensQuestions() throws {
    let golden = try Golden("llama")
    let questions = try QuestionFile.read(golden.questions)
    #expect(questions.first?.id == "q-00")
    #expect(questions.first?.kind == .reasoning)
    // The first segment is the prompt.
    let counts = questions.map { $0.steps?.count }
    #expect(counts == golden.questionSegments.map { $0.count - 1 } && counts[0] ?? 0 > 1)
  }

  @Test(arguments: [
    ("{\"id\": \"a\", \"kind\": \"odd\", \"prompt\": \"p\"}", "kind"),
    ("{\"id\": \"\", \"kind\": \"factual\", \"prompt\": \"p\"}", "empty \"id\""),
    ("{\"id\": \"z\", \"kind\": \"factual\", \"prompt\": \"p\"}", "id z of line 1"),
    ("{\"id\": \"a\", \"kind\": \"factual\", \"prompt\": \"p\", \"steps\": [{}]}", "steps"),
  ]) func aBadLineIsNamed(line: String, words: String) throws {
    let good = "{\"id\": \"z\", \"kind\": \"control\", \"prompt\": \"p\", \"answer\": 12}"
    try withFile("\(good)\n\(line)\n") { path in
      let error = #expect(throws: CorpusError.self) { _ = try QuestionFile.read(path) }
      #expect(error?.line == 2)
      #expect(error?.description.contains(words) == true)
    }
    let forms = [good, good].enumerated().map {
      $1.replacing("\"z\"", with: $0 == 0 ? "\"\u{E9}\"" : "\"e\u{301}\"")
    }
    try withFile(forms.joined(separator: "\n")) { path in
      let error = #expect(throws: CorpusError.self) { _ = try QuestionFile.read(path) }
      #expect(error?.line == 2 && error?.problem.contains("Unicode normal form") == true)
    }
    let read = try withFile(good) { try QuestionFile.read($0) }
    #expect(read == [Question(id: "z", kind: .control, task: "control", prompt: "p", answer: "12")])
  }
}

@Suite struct PassageTests {
  @Test func passagesCoverTheDocument() throws {
    let tokenizer = try Tokenizer(path: Golden("llama").checkpoint)
    let text = "naïve 日本 slope of the line 🙂🙂 equals 12 and then some more 日本日本"
    let document = Document(
      id: "d", text: text, type: "other", typeIsGuessed: false, source: nil, line: 3)
    let tokens = tokenizer.encode(text)
    for length in [6, 7, 8, 11, 15, 20] {
      let passages = PassageSplitter(tokenizer: tokenizer, contextLength: length)
        .split(document, number: 3)
      #expect(passages.flatMap(\.tokens) == tokens)
      #expect(passages.map(\.text).joined() == text)
      #expect(passages.allSatisfy { $0.tokens.count <= length && $0.tokens.count >= 2 })
      #expect(passages.map(\.id) == (1...passages.count).map { "d#\($0)" })
    }
    let whole = PassageSplitter(tokenizer: tokenizer, contextLength: 500)
    #expect(whole.split(document, number: 3).map(\.id) == ["d"])
    let unnamed = Document(
      id: nil, text: "a line", type: "other", typeIsGuessed: true, source: nil, line: 3)
    #expect(whole.split(unnamed, number: 3).map(\.id) == ["3"])
    let empty = Document(
      id: nil, text: "", type: "other", typeIsGuessed: true, source: nil, line: 4)
    #expect(whole.split(empty, number: 4).isEmpty)
  }
}

@Suite struct StepTests {
  @Test(arguments: [
    (StepRule.line, "7 - 4 = 3\n\n3 * 2 = 6\nSo 6.", ["7 - 4 = 3\n\n", "3 * 2 = 6\n", "So 6."]),
    (
      .sentence, "First 7 - 4 = 3. Then 3.5 x 2, i.e. 7! Done",
      [
        "First 7 - 4 = 3.", " Then 3.5 x 2, i.e. 7!", " Done",
      ]
    ),
    (
      .sentence, "1. Subtract. Dr. A. Smith says so.\n2. Divide.",
      [
        "1. Subtract.", " Dr. A. Smith says so.\n", "2. Divide.",
      ]
    ),
    (
      .numbered, "We go:\n1. Take\nit\n2) Add\nStep 3: Stop",
      [
        "We go:\n", "1. Take\nit\n", "2) Add\n", "Step 3: Stop",
      ]
    ),
    (.line, "one", ["one"]), (.line, "\n\n", ["\n\n"]), (.line, "", []),
  ]) func cutsByRule(rule: StepRule, completion: String, expected: [String]) throws {
    let tokenizer = try Tokenizer(path: Golden("llama").checkpoint)
    let segmentation = StepSegmentation(rule: rule)
    let steps = segmentation.steps(of: completion, tokenizer: tokenizer)
    #expect(steps.map(\.text) == expected)
    let tokens = tokenizer.encode(completion)
    #expect(steps.flatMap(\.tokens) == tokens)
    #expect(segmentation.steps(of: tokens, tokenizer: tokenizer) == steps)
  }
}

@Suite struct EqualityTests {
  @Test(arguments: [
    "7 - 4 = 3", "So (7 - 3) / (4 - 2) = 4 / 2 = 2.", "x = 3", "2x = 4", "10 / 3 = 3.33",
    "50% of 80 = 40", "the sum of 3 and 4 = 7", "f(2) = 5", "1,000 + 1 = 1001", "3 × 4 = 12",
    "3 x 4 = 12", "2^3 = 8", "2(3 + 4) = 14", "-3 + 5 = 2", "4 - 7 = −3", "7 / 2 = 3 remainder 1",
    "a >= 3, 4 != 5", "x += 3", "slope m = 8/4 = 2", "3 + 4 = 7 apples", "y = 2 * 3 + 1 = 7",
    "(1, 2) = (3, 4)", "12 inches = 1 foot", "5² = 25", "3 + 4 == 7", "",
  ]) func findsNothingFalse(text: String) {
    #expect(Equality.firstFalseStep([text]) == nil)
  }

  @Test(arguments: [
    "7 - 4 = 2", "So (7 - 3) / (4 - 2) = 4 / 2 = 3.", "10 / 3 = 3.34", "slope m = 8/4 = 3",
    "3 x 4 = 13", "we get 2 + 2 = 5 apples", "7 / 2 = 3", "12 = 13", "2 - 5 = 3",
  ]) func findsTheFalseStep(text: String) {
    #expect(Equality.firstFalseStep(["1 + 1 = 2", text, "1 = 2"]) == 1)
  }

  @Test func countsWhatCanBeChecked() {
    #expect(Equality.checkable("x = 3 and 4 + 4 = 8 = 16 / 2") == 2)
  }
}

@Suite struct AnswerParserTests {
  @Test(arguments: [
    ("7 - 4 = 3\n3 * 2 = 6", "6", true), ("The answer is 6, not 7.", "6", true),
    ("It is 6 or 7", "6", false), ("= -2", "-2", true), ("4 - 2", "-2", false),
    ("so 2/3", "2/3", true), ("1,200 people", "1200", true),
    ("It is São Paulo.", "sao paulo", true),
    ("Parisian life", "Paris", false), ("", "Paris", false), ("none", "5", false),
  ]) func judges(completion: String, answer: String, expected: Bool) {
    let question = Question(id: "q", kind: .factual, task: "t", prompt: "p", answer: answer)
    #expect(AnswerParser.isCorrect(completion: completion, question: question) == expected)
  }

  @Test func knowsAliasesAndNoAnswer() {
    let open = Question(id: "q", kind: .factual, task: "t", prompt: "p")
    #expect(AnswerParser.isCorrect(completion: "x", question: open) == nil)
    let named = Question(
      id: "q", kind: .factual, task: "t", prompt: "p", answer: "USA", aliases: ["United States"])
    #expect(AnswerParser.isCorrect(completion: "the united states", question: named) == true)
  }
}

@Test func notesAndSubtypesAreKept() throws {
  let line = """
    {"text": "x", "type": "textbook", "subtype": "proof", "meta": {"procedures": ["slope"], "n": 2, "q": "a\\"b\\n"}}
    """
  let document = try #require(try withFile(line) { try documents($0) }.first)
  #expect(document.subtype == "proof")
  let notes = try JSONSerialization.jsonObject(with: Data(try #require(document.meta).utf8))
  #expect((notes as? [String: Any])?["procedures"] as? [String] == ["slope"])
  #expect((notes as? [String: Any])?["n"] as? Int == 2)
  #expect((notes as? [String: Any])?["q"] as? String == "a\"b\n")
}
