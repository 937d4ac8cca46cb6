import Corpus
import Foundation
import LinearAlgebra
import Store
import Tokenization
import Transformer
import Workspace

/// How long the completions of questions are, from a few answers that are cut short.
package struct AnswerEstimate {
  private(set) var steps = 0
  /// Tokens that the model has to generate, and how many of them a second one core generates.
  private(set) var generatedTokens = 0
  private(set) var tokensPerSecond = 0.0
  /// Tokens of the questions with their completions, and the same counted once for each step.
  private(set) var queryTokens = 0
  private(set) var stepQueryTokens = 0

  /// Answers that are tried.
  private static let tries = 3

  /// What a few answers came to; those that were cut say only that they are longer.
  package struct Observed: Equatable {
    package var tokens = 0
    package var steps = 0
    package var ended = 0
    package var tried = 0
    var seconds = 0.0

    package init(tokens: Int = 0, steps: Int = 0, ended: Int = 0, tried: Int = 0) {
      (self.tokens, self.steps, self.ended, self.tried) = (tokens, steps, ended, tried)
    }

    /// Tokens of a whole answer: all tokens by the answers that ended, the estimate for lengths of which some
    /// were cut (censored); the most that may be generated where none ended.
    package func length(limit: Int) -> Double {
      guard tried > 0, tokens > 0 else { return 1 }
      return ended == 0 ? Double(limit) : min(Double(limit), Double(tokens) / Double(ended))
    }

    /// Steps of a whole answer, one at least.
    package func stepsPerAnswer(limit: Int) -> Double {
      guard tokens > 0 else { return 1 }
      return max(1, Double(steps) / Double(tokens) * length(limit: limit))
    }
  }

  /// - Parameters:
  ///   - budget: seconds for all tries together; one token is generated in any case.
  ///   - clock: seconds so far.
  init(
    _ questions: [Question], _ answering: CompletionStage, budget: Double,
    clock: @escaping () -> Double
  ) throws {
    var open: [(question: Question, prompt: Int)] = []
    for question in questions {
      guard let given = question.steps else {
        open.append((question, answering.promptTokens(question.prompt).count))
        continue
      }
      let (prompt, parts) = try answering.complete(
        prompt: question.prompt, question: question.id, given: given)
      let length = prompt.count + parts.reduce(0) { $0 + $1.tokens.count }
      steps += parts.count
      queryTokens += length
      stepQueryTokens += length * parts.count
    }
    guard !open.isEmpty else { return }
    var observed = Observed()
    let stride = max(1, open.count / Self.tries)
    let chosen = Array(Swift.stride(from: 0, to: open.count, by: stride).prefix(Self.tries))
    for index in chosen {
      let start = clock()
      var isCut = false
      let (_, parts) = try answering.complete(
        prompt: open[index].question.prompt, question: open[index].question.id, given: nil
      ) { _ in
        isCut = clock() - start > budget / Double(chosen.count)
        return !isCut
      }
      observed.seconds += clock() - start
      observed.tried += 1
      observed.ended += isCut ? 0 : 1
      observed.tokens += parts.reduce(0) { $0 + $1.tokens.count }
      observed.steps += parts.count
    }
    let limit = answering.settings.maximumTokens
    let length = observed.length(limit: limit)
    let each = observed.stepsPerAnswer(limit: limit)
    let prompts = open.reduce(0) { $0 + $1.prompt }
    tokensPerSecond = Double(max(1, observed.tokens)) / max(1e-9, observed.seconds)
    generatedTokens = Int((length * Double(open.count)).rounded())
    steps += Int((each * Double(open.count)).rounded())
    queryTokens += prompts + generatedTokens
    stepQueryTokens += Int((each * Double(prompts + generatedTokens)).rounded())
  }
}
