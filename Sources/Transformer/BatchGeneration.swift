import LinearAlgebra

extension LanguageModel {
  /// Continues several prompts at a time: each token costs one pass over the weights for all of them.
  ///
  /// Greedy completions are those that ``generate(prompt:maximumTokens:sampling:stop:onToken:)`` gives one
  /// at a time; the logits differ by float32's rounding.
  /// - Parameters:
  ///   - prompts: token ids, none empty.
  ///   - maximumTokens: a completion's longest length; the context may end it earlier.
  ///   - stop: tokens that end a completion and are not part of it; the model's own if nil.
  ///   - onToken: sees a prompt's number and its completion so far after each token; false ends it.
  ///   - between: called after each token of all; what it throws ends everything.
  /// - Throws: `GenerationError` of the first prompt that leaves no room, with its number.
  package func generate(
    prompts: [[Int32]], maximumTokens: Int, sampling: Sampling = .greedy, stop: Set<Int32>? = nil,
    onToken: (_ prompt: Int, _ completion: [Int32]) -> Bool = { _, _ in true },
    between: () throws -> Void = {}
  ) throws -> [(tokens: [Int32], reason: StopReason)] {
    let context = configuration.contextLength
    for prompt in prompts {
      precondition(!prompt.isEmpty)
      guard prompt.count < context else {
        throw GenerationError(promptTokens: prompt.count, contextLength: context)
      }
    }
    let stop = stop ?? Set(configuration.endOfSequence)
    let buffers = ActivationBuffers(self)
    var results = prompts.map { _ in (tokens: [Int32](), reason: StopReason.maximumTokens) }
    var sessions: [DecodingSession?] = []
    var logits: [[Float]] = []
    for prompt in prompts {
      let session = DecodingSession(
        self, capacity: min(context, prompt.count + maximumTokens), buffers: buffers)
      logits.append(session.feed(prompt))
      sessions.append(session)
      try between()
    }
    var open = Array(prompts.indices)
    while !open.isEmpty {
      var going: [Int] = []
      for index in open {
        let token = Self.choose(
          logits[index], sampling, position: results[index].tokens.count)
        if stop.contains(token) {
          results[index].reason = .endOfSequence
        } else {
          results[index].tokens.append(token)
          let count = results[index].tokens.count
          if !onToken(index, results[index].tokens) {
            results[index].reason = .stopRequested
          } else if count < maximumTokens, prompts[index].count + count < context {
            going.append(index)
            continue
          }
        }
        sessions[index] = nil
      }
      open = going
      guard !open.isEmpty else { break }
      let next = DecodingSession.feed(
        open.compactMap { sessions[$0] },
        open.map { results[$0].tokens[results[$0].tokens.count - 1] },
        buffers)
      for (row, index) in open.enumerated() { logits[index] = next.rows(row..<row + 1).values() }
      try between()
    }
    return results
  }
}
