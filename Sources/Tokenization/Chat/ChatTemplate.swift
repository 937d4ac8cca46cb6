internal import Foundation

/// The forms in which models were trained to be asked.
package enum ChatFormat: String, Sendable, CaseIterable {
  /// `<|im_start|>role … <|im_end|>` (SmolLM2, Qwen).
  case chatml
  /// `<|start_header_id|>role<|end_header_id|> … <|eot_id|>` (Llama 3).
  case llama3
  /// `<start_of_turn>role … <end_of_turn>`; the assistant is called model (Gemma).
  case gemma
  /// `<|role|>` and a line (OLMo 2, Tülu).
  case tulu
  /// `<|role|>` and a line, ended by the end token (Zephyr, TinyLlama).
  case zephyr
  /// `[INST] … [/INST]` (Mistral).
  case mistral
  /// `<|role|>` and a line, ended by `<|end|>` (Phi 3).
  case phi3

  /// Texts that only this form's templates hold, and what else they may hold.
  fileprivate var marks: (needed: [String], allowed: [String]) {
    switch self {
    case .chatml: (["<|im_start|>", "<|im_end|>"], [])
    case .llama3: (["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"], [])
    case .gemma: (["<start_of_turn>", "<end_of_turn>"], ["<start_of_image>"])
    case .tulu: (["<|user|>\n", "<|assistant|>\n"], ["<|system|>"])
    case .zephyr: (["<|user|>\n", "<|assistant|>"], ["<|system|>"])
    case .mistral: (["[INST] ", " [/INST]"], ["<<SYS>>", "<</SYS>>"])
    case .phi3: (["<|user|>\n", "<|end|>\n", "<|assistant|>\n"], ["<|system|>", "<|end|>"])
    }
  }

  /// How a turn stands in what the model reads; nil where the form has none of its speaker.
  fileprivate func turn(_ turn: ChatTurn, end: String) -> String? {
    let trimmed = turn.text.trimmingCharacters(in: .whitespacesAndNewlines)
    let text = turn.text
    switch (self, turn.speaker) {
    case (.chatml, _): return "<|im_start|>\(turn.speaker.rawValue)\n\(text)<|im_end|>\n"
    case (.llama3, _):
      return "<|start_header_id|>\(turn.speaker.rawValue)<|end_header_id|>\n\n\(trimmed)<|eot_id|>"
    case (.gemma, .system), (.mistral, .system): return nil
    case (.gemma, .user): return "<start_of_turn>user\n\(trimmed)<end_of_turn>\n"
    case (.gemma, .assistant): return "<start_of_turn>model\n\(trimmed)<end_of_turn>\n"
    case (.tulu, .assistant): return "<|assistant|>\n\(text)\(end)\n"
    case (.tulu, _): return "<|\(turn.speaker.rawValue)|>\n\(text)\n"
    case (.zephyr, _): return "<|\(turn.speaker.rawValue)|>\n\(text)\(end)\n"
    case (.mistral, .user): return "[INST] \(text) [/INST]"
    case (.mistral, .assistant): return text + end
    case (.phi3, _): return "<|\(turn.speaker.rawValue)|>\n\(text)<|end|>\n"
    }
  }

  /// What the model goes on from.
  fileprivate var answer: String {
    switch self {
    case .chatml: "<|im_start|>assistant\n"
    case .llama3: "<|start_header_id|>assistant<|end_header_id|>\n\n"
    case .gemma: "<start_of_turn>model\n"
    case .tulu, .zephyr, .phi3: "<|assistant|>\n"
    case .mistral: ""
    }
  }
}

/// What one of two says in a conversation, or what stands before it.
package struct ChatTurn: Sendable, Equatable {
  package enum Speaker: String, Sendable { case system, user, assistant }

  package let speaker: Speaker
  package let text: String

  package init(_ speaker: Speaker, _ text: String) {
    self.speaker = speaker
    self.text = text
  }
}

/// A checkpoint's way of being asked.
package struct ChatTemplate: Sendable, Equatable {
  package let format: ChatFormat
  /// What the template says before the question where nobody says otherwise.
  let system: String?
  /// The text of the first token, where the template writes it.
  let beginning: String
  /// The text of the token that ends texts.
  let end: String

  /// A form that a person chose.
  package init(_ format: ChatFormat, beginning: String = "", end: String = "") {
    self.format = format
    system = nil
    self.beginning = beginning
    self.end = end
  }

  /// Recognises a Jinja template by its structure; nil where anything in it is not known.
  ///
  /// - Parameters:
  ///   - template: the text of `chat_template`.
  ///   - beginning: the text of `bos_token`.
  ///   - end: the text of `eos_token`.
  package init?(template: String, beginning: String, end: String) {
    // What depends on the day, on tools or on settings is not read.
    let strange = ["strftime_now", "date_string", "enable_thinking", "tools", "namespace", "macro"]
    guard template.utf8.count <= Self.maximumLength, !strange.contains(where: template.contains)
    else {
      return nil
    }
    let literals = Self.literals(template)
    func fits(_ format: ChatFormat) -> (isFit: Bool, system: String?) {
      let (needed, allowed) = format.marks
      guard needed.allSatisfy({ mark in literals.contains { $0.contains(mark) } }) else {
        return (false, nil)
      }
      var system: String?
      for literal in literals {
        var rest = literal
        if format == .chatml, let own = Self.defaultSystem(literal) {
          guard system == nil || system == own else { return (false, nil) }
          system = own
          continue
        }
        for mark in needed + allowed { rest = rest.replacingOccurrences(of: mark, with: "") }
        let bare = rest.trimmingCharacters(in: .whitespacesAndNewlines)
        guard bare.isEmpty || Self.words.contains(bare) else { return (false, nil) }
      }
      return (true, system)
    }
    let candidates = ChatFormat.allCases.filter { fits($0).isFit && Self.agrees($0, template) }
    guard candidates.count == 1, let format = candidates.first else { return nil }
    self.format = format
    system = fits(format).system
    self.beginning = template.contains("bos_token") ? beginning : ""
    self.end = end
  }

  /// A question as the model reads it, up to where its answer begins.
  package func prompt(_ text: String) -> String {
    beginning + start(system) + (format.turn(ChatTurn(.user, text), end: end) ?? text)
      + format.answer
  }

  /// A conversation as the model reads it, up to where its next answer begins.
  /// - Returns: nil where the form has no place for one of the turns, or not in this order.
  package func prompt(_ turns: [ChatTurn]) -> String? {
    let spoken = turns.first?.speaker == .system ? turns.dropFirst() : turns[...]
    guard spoken.last?.speaker == .user else { return nil }
    for (offset, turn) in spoken.enumerated() {
      guard turn.speaker == (offset % 2 == 0 ? .user : .assistant) else { return nil }
    }
    var text = beginning + (turns.first?.speaker == .system ? "" : start(system))
    for turn in turns {
      guard let words = format.turn(turn, end: end) else { return nil }
      text += words
    }
    return text + format.answer
  }

  private func start(_ system: String?) -> String {
    system.flatMap { format.turn(ChatTurn(.system, $0), end: end) } ?? ""
  }

  /// How every prompt of this form begins.
  package var opening: String {
    let text = prompt("?")
    return String(text[..<(text.firstIndex(of: "?") ?? text.endIndex)])
  }

  /// Whether a text begins as a conversation of this form does, whoever speaks first.
  package func begins(_ text: String) -> Bool {
    let starts = [ChatTurn.Speaker.system, .user].compactMap { speaker in
      format.turn(ChatTurn(speaker, "?"), end: end).flatMap { turn in
        turn.firstIndex(of: "?").map { beginning + turn[..<$0] }
      }
    }
    return text.hasPrefix(opening) || starts.contains { text.hasPrefix($0) }
  }

  /// Most bytes of a template that is read; published ones have a tenth of it.
  private static let maximumLength = 1 << 17

  /// Names that templates compare with or look up.
  private static let words: Set<String> = [
    "role", "content", "system", "user", "assistant", "model", "text", "type", "image",
  ]

  /// What tells forms with the same marks apart.
  private static func agrees(_ format: ChatFormat, _ template: String) -> Bool {
    let ended = template.contains("eos_token")
    // Where a form's templates leave texts as they are, one that trims them is another form.
    let trims = template.contains("trim") || template.contains("strip(")
    let userEnds =
      template.firstMatch(
        of: /<\|user\|>\\n['"]\s*\+\s*message\[['"]content['"]\]\s*\+\s*eos_token/)
      != nil
    switch format {
    case .llama3, .gemma: return template.contains("trim")
    case .tulu: return !trims && !userEnds && !template.contains("<|end|>")
    case .zephyr: return !trims && ended && userEnds
    default: return !trims
    }
  }

  /// The system text that a literal states, such as `<|im_start|>system\n…<|im_end|>\n`.
  private static func defaultSystem(_ literal: String) -> String? {
    guard
      let match = literal.wholeMatch(
        of: /<\|im_start\|>system\n(.+?)<\|im_end\|>\n?(?:<\|im_start\|>)?/.dotMatchesNewlines())
    else { return nil }
    return String(match.1)
  }

  /// The strings inside a template's tags and the texts between them, without what only complains.
  private static func literals(_ template: String) -> [String] {
    let text = template.replacing(/raise_exception\((?:'[^']*'|"[^"]*")\)/, with: "")
    var result: [String] = []
    var rest = text[...]
    // A tag that is not closed is none, and nothing after it is one either.
    while let start = rest.firstTag, let end = rest[start.upperBound...].firstTagEnd {
      result.append(String(rest[..<start.lowerBound]))
      result += strings(in: rest[start.upperBound..<end.lowerBound])
      rest = rest[end.upperBound...]
    }
    result.append(String(rest))
    return result
  }

  /// The strings of a tag, each looked at once.
  private static func strings(in tag: Substring) -> [String] {
    var result: [String] = []
    var unclosed: Set<Character> = []
    var rest = tag
    while let start = rest.firstIndex(where: { "'\"".contains($0) && !unclosed.contains($0) }) {
      let mark = rest[start]
      var end = rest.index(after: start)
      while end < rest.endIndex, rest[end] != mark {
        // What a backslash stands before ends nothing.
        let step = rest[end] == "\\" ? 2 : 1
        end = rest.index(end, offsetBy: step, limitedBy: rest.endIndex) ?? rest.endIndex
      }
      guard end < rest.endIndex else {
        unclosed.insert(mark)
        rest = rest[rest.index(after: start)...]
        continue
      }
      result.append(unescaped(rest[rest.index(after: start)..<end]))
      rest = rest[rest.index(after: end)...]
    }
    return result
  }

  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("\\n", with: "\n").replacing("\\t", with: "\t")
      .replacing("\\'", with: "'").replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
  }
}

extension Substring {
  /// Where the first tag begins: `{{` or `{%`.
  fileprivate var firstTag: Range<Index>? {
    firstPair { $0 == UInt8(ascii: "{") && ($1 == $0 || $1 == UInt8(ascii: "%")) }
  }

  /// Where the first tag ends: `}}` or `%}`.
  fileprivate var firstTagEnd: Range<Index>? {
    firstPair { $1 == UInt8(ascii: "}") && ($0 == $1 || $0 == UInt8(ascii: "%")) }
  }

  private func firstPair(_ isPair: (UInt8, UInt8) -> Bool) -> Range<Index>? {
    var offset = utf8.startIndex
    while offset < utf8.endIndex {
      let next = utf8.index(after: offset)
      guard next < utf8.endIndex else { return nil }
      if isPair(utf8[offset], utf8[next]) { return offset..<utf8.index(after: next) }
      offset = next
    }
    return nil
  }
}
