import Corpus
import Foundation
import Testing

/// Questions in forms of public sets: what a question is not the same without is read, or refused by name.
@Suite struct QuestionMemberTests {
  private func read(_ lines: String...) throws -> QuestionSet {
    try withFile(lines.joined(separator: "\n")) { try QuestionFile.read([$0]) }
  }

  @Test(arguments: [
    // MMLU, BoolQ-like, SQuAD-like, ShareGPT with tools, DeepSeek-like thoughts, calls of tools.
    (#"{"question": "2+2?", "choices": ["3", "4"], "answer": 1}"#, "\"choices\""),
    (#"{"question": "Is it?", "passage": "It is.", "answer": "yes"}"#, "\"passage\""),
    (#"{"question": "When?", "context": "In 1815.", "answer": "1815"}"#, "\"context\""),
    (#"{"system": "S", "instruction": "do", "output": "x"}"#, "\"system\""),
    (#"{"problem": "p", "solution": "s", "image": {"bytes": "x"}}"#, "\"image\""),
    (
      #"{"messages": [{"role": "user", "content": "h"}, {"role": "assistant", "reasoning_content": "t", "content": "a"}]}"#,
      "\"reasoning_content\""
    ),
    (
      #"{"messages": [{"role": "user", "content": "h"}, {"role": "assistant", "content": "", "tool_calls": [{"n": 1}]}, {"role": "assistant", "content": "a"}]}"#,
      "\"tool_calls\""
    ),
    (
      #"{"tools": [{"name": "f"}], "messages": [{"role": "user", "content": "h"}, {"role": "assistant", "content": "a"}]}"#,
      "\"tools\""
    ),
    (
      #"{"question": "who?", "answer": {"value": "Paris", "aliases": ["x"]}}"#,
      "name a field inside it: answer.value, answer.aliases"
    ),
  ]) func whatBelongsToAQuestionIsNotLost(line: String, words: String) throws {
    let error = #expect(throws: CorpusError.self) { _ = try read(line) }
    #expect(error?.problem.contains(words) == true, "\(String(describing: error))")
  }

  @Test func emptyPartsAreNone() throws {
    let set = try read(
      #"{"question": "q", "context": "", "choices": [], "system": null, "answer": "a"}"#)
    #expect(set.questions.map(\.prompt) == ["q"])
  }

  @Test func fieldsThatAPersonNamesAreAllThatCounts() throws {
    let mapping = QuestionMapping(prompt: "question", answer: .init(field: "answer.value"))
    let line = #"{"question": "q", "context": "c", "answer": {"value": "Paris"}}"#
    let set = try withFile(line) { try QuestionFile.read([$0], mapping: mapping) }
    #expect(set.questions[0].prompt == "q" && set.questions[0].answer == "Paris")
  }

  @Test func instructionsTakeTheirContext() throws {
    let set = try read(
      #"{"instruction": "When?", "context": "In 1815.", "response": "1815", "category": "qa"}"#)
    #expect(set.questions[0].prompt == "When?\nIn 1815.")
    #expect(set.note?.contains("\"category\" (1)") == true)
  }

  /// Whoever has the last word in a talk, the model answers after it.
  @Test func aTalkThatEndsWithTheUserAsksTheModel() throws {
    let set = try read(
      #"{"system": "S", "messages": [{"role": "user", "content": "h"}, {"role": "assistant", "content": "a"}, {"role": "user", "content": "and?"}]}"#
    )
    #expect(set.questions[0].steps == nil)
    #expect(
      set.questions[0].prompt
        == "system: S\n\nuser: h\n\nassistant: a\n\nuser: and?\n\nassistant:")
  }

  @Test func twoFormsInOneFileAreRefused() throws {
    let error = #expect(throws: CorpusError.self) {
      _ = try read(
        #"{"question": "q", "answer": "5"}"#,
        #"{"question": "r", "answer": "We add.\n#### 6"}"#)
    }
    #expect(error?.line == 2 && error?.problem.contains("####") == true)
  }

  @Test func whatIsNotReadIsNamedInEveryForm() throws {
    let set = try read(#"{"question": "q", "answer": null, "answer_number": 18}"#)
    #expect(set.questions[0].answer == nil)
    #expect(set.note?.contains("\"answer_number\" (1)") == true)
  }

  /// SVAMP, ASDiv, AIME, GSM-Hard, OpenMath, MetaMath and the like: what is asked, and what is expected.
  @Test(arguments: [
    (
      #"{"Body": "Tom has 3.", "Question": "How many?", "Answer": 3.0}"#, "Tom has 3. How many?",
      "3"
    ),
    (#"{"body": "b", "question": "q", "answer": "9 (apples)"}"#, "b q", "9 (apples)"),
    (#"{"problem": "p", "answer": 4}"#, "p", "4"), (#"{"input": "q", "target": 27.0}"#, "q", "27"),
    (#"{"inputs": "q", "targets": "5"}"#, "q", "5"),
    (#"{"Problem": "p", "Answer": 204}"#, "p", "204"),
    (#"{"question": "q", "expected_answer": "5"}"#, "q", "5"),
    (#"{"prompt": "q", "ground_truth": "5"}"#, "q", "5"),
    (#"{"question": "q", "answer": false}"#, "q", "no"),
    (
      #"{"prompt": [{"role": "user", "content": "q"}], "reward_model": {"ground_truth": "72"}}"#,
      "q", "72"
    ),
  ]) func publicFormsAreRead(line: String, prompt: String, answer: String) throws {
    let question = try read(line).questions[0]
    #expect(question.prompt == prompt && question.answer == answer && question.steps == nil)
  }

  @Test func answersInAListAreWaysToGiveOne() throws {
    let question = try read(#"{"question": "q", "answer": ["Paris", "City of Light"]}"#).questions[
      0]
    #expect(question.answer == "Paris" && question.aliases == ["City of Light"])
  }

  @Test func solutionsInCapitalsAndCompletionsOfTurnsAreSteps() throws {
    let solved = try read(#"{"Problem": "p", "Solution": "One. Two.", "Answer": 2}"#).questions[0]
    #expect(solved.steps?.count == 2 && solved.answer == "2")
    let talk = try read(
      #"{"prompt": [{"role": "user", "content": "q"}], "completion": [{"role": "assistant", "content": "a\nb"}]}"#
    ).questions[0]
    #expect(talk.prompt == "q" && talk.steps?.count == 2)
  }

  /// A file of Stemma's own form that lacks its kinds is told so.
  @Test func anOwnFormWithoutKindsIsNoOtherForm() {
    for line in [
      #"{"prompt": "p", "answer": "4"}"#, #"{"prompt": "p", "canonical_solution": "4"}"#,
    ] {
      let error = #expect(throws: CorpusError.self) { _ = try read(line) }
      #expect(error?.problem.contains("or by --prompt") == true)
    }
    let error = #expect(throws: CorpusError.self) {
      _ = try read(#"{"prompt": "p", "kind": "fact", "answer": "4"}"#)
    }
    #expect(error?.problem.hasSuffix("one of factual, reasoning, control") == true)
  }

  /// MGSM's tables, among others, begin with a question.
  @Test func aTableWithoutNamesIsToldSo() throws {
    let table = "Roger has 5 balls. How many are left?\t11\nRoger has 6 balls. How many?\t12\n"
    let error = #expect(throws: CorpusError.self) {
      try withFile(table, named: "q.tsv") { _ = try QuestionFile.read([$0]) }
    }
    #expect(error?.problem.contains("first line is to name its columns") == true)
  }

  /// Several on one line, as most programs write a JSON array.
  @Test func questionsOfAnArrayAreCounted() throws {
    for text in [
      #"[{"question": "q", "answer": "1"}, {"question": "r", "answer": "2"}]"#,
      #"{"data": [{"question": "q", "answer": "1"}, {"question": "r", "answer": "2"}]}"#,
    ] {
      let set = try withFile(text, named: "q.json") { try QuestionFile.read([$0]) }
      #expect(set.questions.map(\.id) == ["1", "2"] && set.questions.map(\.prompt) == ["q", "r"])
    }
  }

  @Test func nothingBehindTheMarkIsNoAnswer() {
    let error = #expect(throws: CorpusError.self) {
      _ = try read(#"{"question": "q", "answer": "We add.\n#### \n"}"#)
    }
    #expect(error?.problem.contains("nothing behind \"####\"") == true)
  }
}
