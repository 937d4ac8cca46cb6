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
}
