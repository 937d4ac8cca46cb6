import Store

/// A typed question, as JSON in the payload of a request of the kind `ask`.
package struct AskRequest: Codable, Sendable {
  package var prompt: String
  /// The expected answer, where there is one.
  package var answer: String?
  /// A completion to attribute instead of the model's own.
  package var completion: String?
  /// Share of the passages to score exactly, from the best in coarse order; nil for all.
  package var exact: Double?

  package init(
    prompt: String, answer: String? = nil, completion: String? = nil, exact: Double? = nil
  ) {
    self.prompt = prompt
    self.answer = answer
    self.completion = completion
    self.exact = exact
  }
}

extension AskRequest {
  /// Longest texts that are typed, in bytes.
  private static let longest = 1 << 20

  /// Refuses what nobody types: the request may come from a database of elsewhere.
  package func check() throws {
    guard exact.map({ (0...1).contains($0) }) ?? true else {
      throw EngineError("a request wants \(exact ?? 0) of the passages, which is no share of them")
    }
    guard [prompt, answer ?? "", completion ?? ""].allSatisfy({ $0.utf8.count <= Self.longest })
    else { throw EngineError("a request holds a text of more than \(Self.longest) bytes") }
  }
}

/// Keeps or forgets a typed question, as JSON in the payload of requests of the kinds `keep` and `discard`.
package struct KeepRequest: Codable, Sendable {
  /// Id of the question.
  package var question: String
  /// The expected answer; nil leaves what is known.
  package var answer: String?

  package init(question: String, answer: String? = nil) {
    self.question = question
    self.answer = answer
  }
}

/// What a workspace's prompts have in common around the question itself, such as `Question: … Answer:`.
///
/// A model that was trained on such a pattern answers a bare sentence badly.
struct PromptPattern: Equatable {
  var before = ""
  var after = ""

  /// Fewer prompts than these may begin alike by chance.
  private static let least = 3

  init(_ prompts: [String]) {
    guard prompts.count >= Self.least, let first = prompts.first else { return }
    var head = Array(first.unicodeScalars)
    var tail = Array(head.reversed())
    for prompt in prompts.dropFirst() {
      let scalars = Array(prompt.unicodeScalars)
      head = Self.common(head, scalars)
      tail = Self.common(tail, scalars.reversed())
    }
    // Whole labels only: the first words of the questions may be alike as well.
    if let end = head.lastIndex(where: { $0 == ":" || $0 == "\n" }) {
      let label = head[...end] + head[(end + 1)...].prefix { $0 == " " }
      before = String(String.UnicodeScalarView(label))
    }
    tail.reverse()
    if let start = tail.firstIndex(of: "\n") {
      after = String(String.UnicodeScalarView(tail[start...]))
    }
  }

  private static func common(
    _ one: [Unicode.Scalar], _ other: [Unicode.Scalar]
  ) -> [Unicode.Scalar] {
    Array(one[..<(zip(one, other).prefix { $0 == $1 }.count)])
  }

  /// A typed text as the model expects it.
  func prompt(_ text: String) -> String {
    (text.hasPrefix(before) ? "" : before) + text
      + (after.isEmpty || text.hasSuffix(after) ? "" : String(after.dropFirst(shared(text))))
  }

  /// Line ends at the text's end that the pattern would write a second time.
  private func shared(_ text: String) -> Int {
    text.hasSuffix("\n") && after.hasPrefix("\n") ? 1 : 0
  }
}
