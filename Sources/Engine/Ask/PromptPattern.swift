/// What a workspace's prompts have in common around the question itself, such as `Question: … Answer:`.
///
/// A model that was trained on such a pattern answers a bare sentence badly.
struct PromptPattern: Equatable {
  var before = ""
  var after = ""

  /// Fewer prompts than these may begin alike by chance.
  private static let minimumPrompts = 3

  init(_ prompts: [String]) {
    guard prompts.count >= Self.minimumPrompts, let first = prompts.first else { return }
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
