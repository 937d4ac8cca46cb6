import Foundation
import Store
import TestSupport
import Testing
import Tokenization

/// Conversations and typed questions as a checkpoint's chat template has them, with one first token.
@Suite(.tags(.program)) struct ChatPromptTests {
  private static let template = """
    {{ bos_token }}{% for message in messages %}{% if message['role'] == 'system' %}{{ '<|system|>\\n' + message['content'] + '\\n' }}{% elif message['role'] == 'user' %}{{ '<|user|>\\n' + message['content'] + '\\n' }}{% elif message['role'] == 'assistant' %}{% if not loop.last %}{{ '<|assistant|>\\n'  + message['content'] + eos_token + '\\n' }}{% else %}{{ '<|assistant|>\\n'  + message['content'] + eos_token }}{% endif %}{% endif %}{% if loop.last and add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}{% endfor %}
    """

  /// A workspace whose tokenizer puts `<s>` before every text.
  private struct World {
    let folder: TemporaryFolder
    let work: String
    let tokenizer: Tokenizer
    let beginning: Int32

    init(template: String, questions: String, settings: String = "") throws {
      folder = try TemporaryFolder()
      work = folder.path + "/work"
      let (checkpoint, golden) = (folder.path + "/model", try Golden("llama"))
      try FileManager.default.copyItem(atPath: golden.checkpoint, toPath: checkpoint)
      let path = checkpoint + "/tokenizer.json"
      let data = try Data(contentsOf: URL(filePath: path))
      var file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      file["added_tokens"] = [
        ["id": 0, "content": "<|endoftext|>", "special": true, "normalized": false]
      ]
      file["post_processor"] = [
        "type": "TemplateProcessing",
        "single": [
          ["SpecialToken": ["id": "<|endoftext|>", "type_id": 0]],
          ["Sequence": ["id": "A", "type_id": 0]],
        ],
        "special_tokens": [
          "<|endoftext|>": ["id": "<|endoftext|>", "ids": [0], "tokens": ["<|endoftext|>"]]
        ],
      ]
      try JSONSerialization.data(withJSONObject: file).write(to: URL(filePath: path))
      try JSONSerialization.data(withJSONObject: [
        "bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "chat_template": template,
      ]).write(to: URL(filePath: checkpoint + "/tokenizer_config.json"))
      tokenizer = try Tokenizer(path: checkpoint)
      beginning = 0
      let asked = folder.path + "/q.jsonl"
      try questions.write(toFile: asked, atomically: true, encoding: .utf8)
      try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
      try """
      checkpoint: \(checkpoint)
      corpus: \(golden.corpus)
      questions: \(asked)
      generation: {maximum_tokens: 4}
      \(settings)
      """.write(toFile: work + "/stemma.yaml", atomically: true, encoding: .utf8)
    }

    func compute() throws -> (status: Int32, errors: String) {
      let done = try Program.run("compute", work, "--strategy", "identity")
      return (done.status, done.errors)
    }

    /// Each question's prompt as the model read it, and how often it holds the first token.
    func prompts() throws -> [String: (text: String, beginnings: Int)] {
      let store = try Store(path: work + "/.stemma/stemma.sqlite", access: .existing)
      let run = try #require(try store.run(nil))
      var found: [String: (String, Int)] = [:]
      for question in try store.questions(set: run.questionSet) {
        let tokens = try store.promptTokens(question: question.row)
        #expect(tokens.first == beginning)
        found[question.name] = (
          tokenizer.decode(tokens, skipSpecialTokens: false), tokens.count { $0 == beginning }
        )
      }
      return found
    }
  }

  private static let talk =
    #"{"id": "t", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "the slope?"}, {"role": "assistant", "content": "It is 4"}]}"#

  @Test func talksAndTypedQuestionsHaveOneBeginning() throws {
    let world = try World(template: Self.template, questions: Self.talk)
    let done = try world.compute()
    try #require(done.status == 0, "\(done.errors)")
    let asked = try Program.run("ask", world.work, "the line?")
    try #require(asked.status == 0, "\(asked.errors)")
    let prompts = try world.prompts()
    #expect(
      prompts["t"]?.text
        == "<|endoftext|><|system|>\nBe brief.\n<|user|>\nthe slope?\n<|assistant|>\n")
    #expect(prompts["ask-1"]?.text == "<|endoftext|><|user|>\nthe line?\n<|assistant|>\n")
    #expect(prompts.count == 2 && prompts.values.allSatisfy { $0.beginnings == 1 })
    let steps = try Program.run("steps", world.work, "t", "--json").json as? [String: Any]
    let first = (steps?["steps"] as? [[String: Any]])?.first
    #expect(first?["text"] as? String == "It is 4")
  }

  @Test func whoTurnsTemplatesOffHasTheTextsAsTheyStand() throws {
    let world = try World(template: Self.template, questions: Self.talk, settings: "chat: off")
    let done = try world.compute()
    try #require(done.status == 0, "\(done.errors)")
    let prompts = try world.prompts()
    #expect(
      prompts["t"]?.text
        == "<|endoftext|>system: Be brief.\n\nuser: the slope?\n\nassistant:")
    #expect(prompts["t"]?.beginnings == 1)
  }

  private static let task =
    #"{"question": "How many?", "answer": "It is 2+2=4.\n#### 4"}"#

  @Test(arguments: [
    ("", "<|endoftext|>How many?"),
    ("chat: tulu", "<|endoftext|><|user|>\nHow many?\n<|assistant|>\n"),
  ]) func otherPromptsArePutSoWhereAPersonNamesTheForm(settings: String, prompt: String) throws {
    let world = try World(template: Self.template, questions: Self.task, settings: settings)
    let done = try world.compute()
    try #require(done.status == 0, "\(done.errors)")
    let found = try world.prompts()
    #expect(found["1"]?.text == prompt && found["1"]?.beginnings == 1)
  }

  @Test(arguments: [
    ("{{ bos_token }}{% for m in messages %}{{ m['content'] }}{% endfor %}", "chat: auto, off or"),
    (
      "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token}}{% endif %}{% endfor %}",
      "no place for"
    ),
  ]) func talksThatCannotBePutAreNamed(template: String, words: String) throws {
    let world = try World(template: template, questions: Self.talk)
    let done = try world.compute()
    #expect(done.status == 1 && done.errors.contains("q.jsonl:1"), "\(done.errors)")
    #expect(done.errors.contains(words), "\(done.errors)")
  }
}
