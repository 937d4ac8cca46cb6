import Corpus
import Foundation
import Hashing
import Influence
import Tokenization
import Transformer
import Workspace

/// Documents and generated steps of a study by retraining.
struct DatamodelText {
  let documents: [[Int32]]
  let queries: [StepQuery]
  /// The task of each query.
  let tasks: [String]

  /// Draws documents by the seed and lets the workspace's model answer questions.
  init(
    _ workspace: Workspace, _ tokenizer: Tokenizer, _ model: LanguageModel, documents: Int,
    questions: Int, separator: Int32?, seed: UInt64
  ) throws {
    let context = model.configuration.contextLength
    var fitting: [[Int32]] = []
    try workspace.corpusReader(tokenizer: tokenizer).forEach { document in
      let tokens = tokenizer.encode(document.text) + (separator.map { [$0] } ?? [])
      if tokens.count > 1 && tokens.count <= context { fitting.append(tokens) }
    }
    guard fitting.count > 1 else {
      throw EngineError("no two documents of the corpus fit a context of \(context) tokens")
    }
    let drawn = fitting.indices.sorted {
      (SplitMix64.hash(SplitMix64.hash(seed) &+ UInt64($0)), $0) < (
        SplitMix64.hash(SplitMix64.hash(seed) &+ UInt64($1)), $1
      )
    }
    self.documents = drawn.prefix(documents).sorted().map { fitting[$0] }
    let all = try workspace.questionSet().questions
    let count = min(questions, all.count)
    let settings = workspace.configuration.generation.resolved(model.configuration.generation)
    let asked = try (0..<count).compactMap { index in
      let question = all[index * all.count / count]
      return try Self.query(question, tokenizer, model, settings).map { ($0, question.task) }
    }
    queries = asked.map(\.0)
    tasks = asked.map(\.1)
    guard !queries.isEmpty else { throw EngineError("no question has an answer with steps") }
  }

  private static func query(
    _ question: Question, _ tokenizer: Tokenizer, _ model: LanguageModel,
    _ settings: GenerationSettings
  ) throws -> StepQuery? {
    var tokens = tokenizer.prompt(question.prompt)
    guard tokens.count < model.configuration.contextLength else { return nil }
    var completion = try model.generate(
      prompt: tokens, maximumTokens: settings.maximumTokens
    ) { completion in
      let text = tokenizer.decode(completion)
      return !settings.stop.contains { text.contains($0) }
    }.tokens
    while settings.stop.contains(where: { tokenizer.decode(completion).contains($0) }) {
      completion.removeLast()
    }
    var steps: [Range<Int>] = []
    let rule = StepRule(rawValue: settings.steps) ?? .line
    for step in StepSegmentation(rule: rule).steps(of: completion, tokenizer: tokenizer)
    where !step.tokens.isEmpty {
      steps.append(tokens.count..<tokens.count + step.tokens.count)
      tokens += step.tokens
    }
    return steps.isEmpty ? nil : StepQuery(tokens: tokens, steps: steps)
  }

  /// Okapi BM25 of each step's distinct tokens (Robertson and Zaragoza 2009; k₁ 1.2, b 0.75).
  func bm25() -> [[Float]] {
    var containing: [Int32: Int] = [:]
    let counts = documents.map { document in
      document.reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }
    }
    for document in counts { for token in document.keys { containing[token, default: 0] += 1 } }
    let total = Double(documents.count)
    let mean = documents.reduce(0.0) { $0 + Double($1.count) } / total
    return queries.flatMap { query in
      query.steps.map { step in
        let terms = Set(query.tokens[step])
        return zip(documents, counts).map { document, counts in
          let length = 1.2 * (0.25 + 0.75 * Double(document.count) / mean)
          return terms.reduce(Float(0)) { sum, term in
            guard let count = counts[term] else { return sum }
            let holders = Double(containing[term] ?? 0)
            let weight = log(1 + (total - holders + 0.5) / (holders + 0.5))
            return sum + Float(weight * Double(count) * 2.2 / (Double(count) + length))
          }
        }
      }
    }
  }
}
