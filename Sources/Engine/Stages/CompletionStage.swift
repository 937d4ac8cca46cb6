import Answers
import Corpus
import Foundation
import LinearAlgebra
import RunModel
import Store
import Synchronization
import Tokenization
import Transformer
import Workspace

/// Completes the questions: by the model, or with the steps the file gives.
struct CompletionStage {
  /// Where completions go; nil for one who only wants to see them.
  let store: Store?
  let model: LanguageModel
  let tokenizer: Tokenizer
  let settings: GenerationSettings
  let threads: Int
  /// How typed questions are put to the model.
  var chat: CheckpointChat?

  /// The same with another model of the same tokens.
  func under(_ model: LanguageModel) -> CompletionStage {
    CompletionStage(
      store: nil, model: model, tokenizer: tokenizer, settings: settings, threads: threads,
      chat: chat)
  }

  /// Completes every question of a set that has no completion yet.
  ///
  /// - Parameters:
  ///   - questions: the question file, in the set's order.
  ///   - only: ids of the questions wanted; all if nil.
  func run(set: Int64, questions: [Question], only: Set<String>?, reporter: Reporter) throws {
    guard let store else { return }
    let records = try store.questions(set: set)
    let open = records.filter {
      $0.completion == nil && !$0.isScratch && only?.contains($0.name) != false
    }
    guard !open.isEmpty else { return }
    let given = Dictionary(questions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    try reporter.begin(.generation, done: records.count - open.count, total: records.count)
    var done = records.count - open.count
    for start in stride(from: 0, to: open.count, by: Self.batch) {
      let batch = Array(open[start..<min(start + Self.batch, open.count)])
      let answers = try answers(batch, given: batch.map { given[$0.name]?.steps }) {
        try reporter.advance(to: done, of: records.count)
      }
      for (answer, question) in zip(answers, batch) {
        try store.save(answer, question: question.row)
        done += 1
      }
      try reporter.advance(to: done, of: records.count)
    }
  }

  /// Questions that are answered together: one pass over the weights serves all of them.
  static let batch = 16

  /// Completes several questions at a time.
  ///
  /// - Parameters:
  ///   - given: the steps that the file gives each, if any.
  ///   - between: called after every token; what it throws ends everything.
  private func answers(
    _ questions: [QuestionRecord], given: [[String]?], between: () throws -> Void
  ) throws -> [NewCompletion] {
    var steps: [[NewCompletion.Step]?] = questions.map { _ in nil }
    let prompts = questions.map { promptTokens($0.prompt) }
    let open = questions.indices.filter { given[$0] == nil }
    for index in open { try checkPrompt(prompts[index], question: questions[index].name) }
    let sampling = Sampling(
      temperature: settings.temperature, topP: settings.topP, seed: settings.seed)
    let generated = try Threads.withProductThreads(threads) {
      try model.generate(
        prompts: open.map { prompts[$0] }, maximumTokens: settings.maximumTokens,
        sampling: sampling, onToken: { _, completion in !isStopped(completion) }, between: between)
    }
    for (index, completion) in zip(open, generated) { steps[index] = split(completion.tokens) }
    let done = steps
    let results = Mutex([Int: Result<NewCompletion, any Error>]())
    DispatchQueue.concurrentPerform(iterations: questions.count) { index in
      let result = Result {
        let question = questions[index]
        let parts =
          try done[index]
          ?? complete(prompt: question.prompt, question: question.name, given: given[index]).steps
        return answer(question, prompt: prompts[index], steps: parts, isGiven: given[index] != nil)
      }
      results.withLock { $0[index] = result }
    }
    return try questions.indices.compactMap { index in
      try results.withLock { $0[index] }?.get()
    }
  }

  /// The steps of a completion that somebody typed.
  func split(_ completion: String) -> [String] {
    let rule = StepRule(rawValue: settings.steps) ?? .line
    return StepSegmentation(rule: rule).steps(of: completion, tokenizer: tokenizer).map(\.text)
  }

  /// Completes one question.
  func answer(
    _ question: QuestionRecord, given: [String]?,
    onToken: @escaping (String) -> Bool = { _ in true }
  ) throws -> NewCompletion {
    let (prompt, steps) = try complete(
      prompt: question.prompt, question: question.name, given: given, onToken: onToken)
    return answer(question, prompt: prompt, steps: steps, isGiven: given != nil)
  }

  private func answer(
    _ question: QuestionRecord, prompt: [Int32], steps: [NewCompletion.Step], isGiven: Bool
  ) -> NewCompletion {
    let text = steps.map(\.text).joined()
    let expected = Question(
      id: question.name, kind: question.kind,
      task: question.task,
      prompt: question.prompt, answer: question.answer, aliases: question.aliases, steps: nil)
    var completion = NewCompletion(
      promptTokens: prompt, text: text, isGenerated: !isGiven,
      isCorrect: AnswerParser.isCorrect(completion: text, question: expected),
      firstFalseStep: Equality.firstFalseStep(steps.map(\.text)).map { $0 + 1 }, steps: steps)
    for (index, nats) in nats(prompt: prompt, steps: steps.map(\.tokens)).enumerated() {
      completion.steps[index].nats = nats
    }
    return completion
  }

  /// A prompt's tokens and its completion's steps, given or generated.
  func complete(
    prompt text: String, question: String, given: [String]?,
    onToken: @escaping (String) -> Bool = { _ in true }
  ) throws -> (prompt: [Int32], steps: [NewCompletion.Step]) {
    let prompt = promptTokens(text)
    try check(prompt, question: question)
    guard let given else {
      return (prompt, try generate(prompt, question: question, onToken: onToken))
    }
    let steps = given.map {
      NewCompletion.Step(text: $0, tokens: tokenizer.encodeContinuation($0))
    }.filter { !$0.tokens.isEmpty }
    try check(steps.flatMap(\.tokens), question: question)
    let length = prompt.count + steps.reduce(0) { $0 + $1.tokens.count }
    guard length <= model.configuration.contextLength else {
      throw EngineError(
        "question \(question): prompt and steps have \(length) tokens, the model's context is \(model.configuration.contextLength); shorten them"
      )
    }
    return (prompt, steps)
  }

  /// A prompt's tokens; where the tokenizer begins texts with tokens of its own, so does a prompt.
  ///
  /// A text in the form of the checkpoint's chats begins as its template has it.
  func promptTokens(_ text: String) -> [Int32] {
    if let template = chat?.template, template.begins(text) {
      return tokenizer.encode(text, addSpecialTokens: false)
    }
    return tokenizer.prompt(text)
  }

  /// A typed question as the model expects it.
  ///
  /// - Parameter prompts: the questions of the set, whose form is followed where they have one.
  /// - Throws: `EngineError` where the checkpoint's chat template is not known.
  func prompt(of question: String, like prompts: [String]) throws -> String {
    // Prompts in the form of the checkpoint's chats have no pattern beside it.
    if let template = chat?.template, !prompts.isEmpty,
      prompts.allSatisfy(template.begins)
    {
      return question.hasPrefix(template.opening) ? question : template.prompt(question)
    }
    let pattern = PromptPattern(prompts)
    guard pattern == PromptPattern([]) else { return pattern.prompt(question) }
    if let problem = chat?.problem { throw EngineError(problem) }
    guard let template = chat?.template, !question.hasPrefix(template.opening) else {
      return question
    }
    return template.prompt(question)
  }

  /// An added token may have been left out of the model's table, as long as no text holds it.
  private func check(_ tokens: [Int32], question: String) throws {
    let size = model.configuration.vocabularySize
    guard let strange = tokens.first(where: { $0 < 0 || Int($0) >= size }) else { return }
    let text = tokenizer.decode([strange], skipSpecialTokens: false)
    throw EngineError(
      "question \(question): holds \(text.debugDescription), token \(strange), but the model knows \(size); leave it out"
    )
  }

  /// That a prompt leaves the model something to say.
  private func checkPrompt(_ prompt: [Int32], question: String) throws {
    guard !prompt.isEmpty else {
      throw EngineError("question \(question): the prompt is empty; give it a text")
    }
    try check(prompt, question: question)
    let context = model.configuration.contextLength
    guard prompt.count < context else {
      let error = GenerationError(promptTokens: prompt.count, contextLength: context)
      throw EngineError("question \(question): \(error)")
    }
  }

  /// Whether a completion holds a text that ends it.
  private func isStopped(_ completion: [Int32]) -> Bool {
    guard !settings.stop.isEmpty else { return false }
    let text = tokenizer.decode(completion)
    return settings.stop.contains { text.contains($0) }
  }

  /// The steps of a completion's tokens; a stop text and all after it are no part of it.
  private func split(_ completion: [Int32]) -> [NewCompletion.Step] {
    var tokens = completion
    while isStopped(tokens) { tokens.removeLast() }
    let rule = StepRule(rawValue: settings.steps) ?? .line
    return StepSegmentation(rule: rule).steps(of: tokens, tokenizer: tokenizer).map {
      .init(text: $0.text, tokens: $0.tokens)
    }
  }

  private func generate(
    _ prompt: [Int32], question: String, onToken: @escaping (String) -> Bool
  ) throws -> [NewCompletion.Step] {
    try checkPrompt(prompt, question: question)
    let sampling = Sampling(
      temperature: settings.temperature, topP: settings.topP, seed: settings.seed)
    // Alone, a token is one pass over the weights, which all cores share.
    let tokens = try Threads.withProductThreads(threads) {
      try model.generate(
        prompt: prompt, maximumTokens: settings.maximumTokens, sampling: sampling
      ) { completion in onToken(tokenizer.decode(completion)) && !isStopped(completion) }.tokens
    }
    return split(tokens)
  }

  /// −log p of each step given all before it, in nats (sum of cross-entropies over its tokens).
  func nats(prompt: [Int32], steps: [[Int32]]) -> [Double] {
    let tokens = prompt + steps.joined()
    guard tokens.count > 1, !steps.isEmpty else { return steps.map { _ in 0 } }
    let buffers = ActivationBuffers(model)
    let losses = Threads.withProductThreads(1) {
      model.forward(TokenPack([tokens]), buffers)
      return model.loss(.given(buffers.pack.nextTokens), buffers)
    }
    var position = prompt.count
    return steps.map { step in
      // The loss at a position is that of the token after it.
      let range = max(position - 1, 0)..<(position + step.count - 1)
      position += step.count
      return losses[range].reduce(0) { $0 + Double($1) }
    }
  }
}
