import Corpus
import Foundation
import LinearAlgebra
import Store
import Synchronization
import Tokenization
import Transformer

/// Completes the questions: by the model, or with the steps the file gives.
struct Answering {
  /// Where completions go; nil for one who only wants to see them.
  let store: Store?
  let model: LanguageModel
  let tokenizer: Tokenizer
  let settings: GenerationSettings
  let threads: Int

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
    for start in stride(from: 0, to: open.count, by: threads) {
      let batch = Array(open[start..<min(start + threads, open.count)])
      let results = Mutex([Int: Result<Answer, any Error>]())
      DispatchQueue.concurrentPerform(iterations: batch.count) { index in
        let result = Result { try answer(batch[index], given: given[batch[index].name]?.steps) }
        results.withLock { $0[index] = result }
      }
      for (index, question) in batch.enumerated() {
        guard let result = results.withLock({ $0[index] }) else { continue }
        let answer = try result.get()
        try save(answer, of: question, in: store)
        done += 1
      }
      try reporter.advance(to: done, of: records.count)
    }
  }

  /// The steps of a completion that somebody typed.
  func split(_ completion: String) -> [String] {
    let rule = StepRule(rawValue: settings.steps) ?? .line
    return StepSegmentation(rule: rule).steps(of: completion, tokenizer: tokenizer).map(\.text)
  }

  /// Stores what came of a question.
  ///
  /// - Parameter kind: replaces the question's kind.
  func save(
    _ answer: Answer, of question: QuestionRecord, kind: String? = nil, in store: Store
  ) throws {
    try store.save(answer.completion, question: question.row, kind: kind)
    let rows = try store.steps(question: question.row).map(\.row)
    try store.save(nats: zip(rows, answer.nats).map { (step: $0, nats: $1) })
  }

  /// A completion with its steps' −log p.
  struct Answer {
    let completion: NewCompletion
    let nats: [Double]
  }

  /// Completes one question.
  func answer(
    _ question: QuestionRecord, given: [String]?,
    onToken: @escaping (String) -> Bool = { _ in true }
  ) throws -> Answer {
    let (prompt, steps) = try complete(
      prompt: question.prompt, question: question.name, given: given, onToken: onToken)
    let text = steps.map(\.text).joined()
    let expected = Question(
      id: question.name, kind: QuestionKind(rawValue: question.kind) ?? .reasoning,
      task: question.task,
      prompt: question.prompt, answer: question.answer, aliases: question.aliases, steps: nil)
    let completion = NewCompletion(
      promptTokens: prompt, text: text, isGenerated: given == nil,
      isCorrect: AnswerParser.isCorrect(completion: text, question: expected),
      firstFalseStep: Equality.firstFalseStep(steps.map(\.text)).map { $0 + 1 }, steps: steps)
    return Answer(completion: completion, nats: nats(prompt: prompt, steps: steps.map(\.tokens)))
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
  func promptTokens(_ text: String) -> [Int32] { tokenizer.prompt(text) }

  /// An added token may have been left out of the model's table, as long as no text holds it.
  private func check(_ tokens: [Int32], question: String) throws {
    let size = model.configuration.vocabularySize
    guard let strange = tokens.first(where: { $0 < 0 || Int($0) >= size }) else { return }
    let text = tokenizer.decode([strange], skipSpecialTokens: false)
    throw EngineError(
      "question \(question): holds \(text.debugDescription), token \(strange), but the model knows \(size); leave it out"
    )
  }

  private func generate(
    _ prompt: [Int32], question: String, onToken: @escaping (String) -> Bool
  ) throws -> [NewCompletion.Step] {
    guard !prompt.isEmpty else {
      throw EngineError("question \(question): the prompt is empty; give it a text")
    }
    var tokens: [Int32] = []
    do {
      let sampling = Sampling(
        temperature: settings.temperature, topP: settings.topP, seed: settings.seed)
      tokens = try Threads.withProductThreads(1) {
        try model.generate(
          prompt: prompt, maximumTokens: settings.maximumTokens, sampling: sampling
        ) { completion in
          let text = tokenizer.decode(completion)
          return onToken(text) && !settings.stop.contains { text.contains($0) }
        }.tokens
      }
    } catch let error as GenerationError {
      throw EngineError("question \(question): \(error)")
    }
    // A stop text and all after it are no part of the completion.
    while let text = Optional(tokenizer.decode(tokens)),
      settings.stop.contains(where: { text.contains($0) })
    {
      tokens.removeLast()
    }
    let rule = StepRule(rawValue: settings.steps) ?? .line
    return StepSegmentation(rule: rule).steps(of: tokens, tokenizer: tokenizer).map {
      .init(text: $0.text, tokens: $0.tokens)
    }
  }

  /// −log p of each step given all before it, in nats (sum of cross-entropies over its tokens).
  private func nats(prompt: [Int32], steps: [[Int32]]) -> [Double] {
    let tokens = prompt + steps.joined()
    guard tokens.count > 1, !steps.isEmpty else { return steps.map { _ in 0 } }
    let workspace = Transformer.Workspace(model)
    let losses = Threads.withProductThreads(1) {
      model.forward(TokenPack([tokens]), workspace)
      return model.loss(.given(workspace.pack.nextTokens), workspace)
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
