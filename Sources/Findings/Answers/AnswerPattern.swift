import RunModel

/// What counts as one answer in a text: the answer itself or one of its aliases.
package struct AnswerPattern: Sendable {
  /// Keys of the tokens of every phrase; a match is any phrase, token by token.
  let phrases: [[UInt64]]
  /// The phrases as given, those without a token left out.
  package let texts: [String]
  /// Full-text queries that every match of a phrase satisfies, in the syntax of FTS5.
  private let queries: [String]

  /// - Parameter texts: the answer and its aliases.
  package init(_ texts: [String]) {
    var phrases: [[UInt64]] = []
    var kept: [String] = []
    var queries: [String] = []
    for text in texts {
      let tokens = AnswerTokenizer.tokens(of: text)
      guard tokens.contains(where: { $0.kind != .symbol }) else { continue }
      let keys = tokens.map(\.key)
      guard !phrases.contains(keys) else { continue }
      phrases.append(keys)
      kept.append(text)
      let bytes = Array(text.utf8)
      var seen: Set<String> = []
      let terms = tokens.filter { $0.kind != .symbol }.map {
        candidateTerm($0, String(decoding: bytes[$0.start..<$0.end], as: UTF8.self))
      }.filter { seen.insert($0).inserted }
      queries.append("(" + terms.joined(separator: " AND ") + ")")
    }
    self.phrases = phrases
    self.texts = kept
    self.queries = queries
  }

  /// Whether nothing can match.
  package var isEmpty: Bool { phrases.isEmpty }

  /// A query for FTS5 (tokenizer `unicode61`) that finds all passages with the answer, and more.
  ///
  /// What it finds is then verified on the text with `AnswerScanner`. Nil for an empty pattern.
  package var candidateQuery: String? { isEmpty ? nil : queries.joined(separator: " OR ") }
}

/// The term of a full-text query that all spellings of a token satisfy.
private func candidateTerm(_ token: AnswerToken, _ text: String) -> String {
  guard token.kind == .number else { return quoted(text) }
  if let value = (0..<100).first(where: { NumberWords.keys[$0] == token.key }) {
    return "("
      + [String(value), NumberWords.spelled(value) ?? ""].map(quoted).joined(separator: " OR ")
      + ")"
  }
  // The digits before the point, plain or in groups of three; the rest is verified on the text.
  let whole = text.prefix { $0 != "." }.filter { $0.isASCII && $0.isNumber }
  guard whole.count > 3 else { return quoted(whole) }
  var groups: [Substring] = []
  var rest = Substring(whole)
  while !rest.isEmpty {
    groups.insert(rest.suffix(3), at: 0)
    rest = rest.dropLast(3)
  }
  return "(" + quoted(whole) + " OR " + quoted(groups.joined(separator: " ")) + " OR "
    + quoted(groups.joined(separator: "_")) + ")"
}

/// A string of FTS5, in which a quotation mark is written twice.
private func quoted(_ text: String) -> String {
  "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    + "\""
}
