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

  /// How a question stands between what comes before and what the model answers after.
  fileprivate func question(_ text: String, system: String?, end: String) -> String {
    switch self {
    case .chatml:
      return (system.map { "<|im_start|>system\n\($0)<|im_end|>\n" } ?? "")
        + "<|im_start|>user\n\(text)<|im_end|>\n<|im_start|>assistant\n"
    case .llama3:
      let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
      return "<|start_header_id|>user<|end_header_id|>\n\n\(text)<|eot_id|>"
        + "<|start_header_id|>assistant<|end_header_id|>\n\n"
    case .gemma:
      let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
      return "<start_of_turn>user\n\(text)<end_of_turn>\n<start_of_turn>model\n"
    case .tulu: return "<|user|>\n\(text)\n<|assistant|>\n"
    case .zephyr: return "<|user|>\n\(text)\(end)\n<|assistant|>\n"
    case .mistral: return "[INST] \(text) [/INST]"
    case .phi3: return "<|user|>\n\(text)<|end|>\n<|assistant|>\n"
    }
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
    guard !strange.contains(where: template.contains) else { return nil }
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
    beginning + format.question(text, system: system, end: end)
  }

  /// How every prompt of this form begins.
  package var opening: String {
    let text = prompt("?")
    return String(text[..<(text.firstIndex(of: "?") ?? text.endIndex)])
  }

  /// Names that templates compare with or look up.
  private static let words: Set<String> = [
    "role", "content", "system", "user", "assistant", "model", "text", "type", "image",
  ]

  /// What tells forms with the same marks apart.
  private static func agrees(_ format: ChatFormat, _ template: String) -> Bool {
    let ended = template.contains("eos_token")
    let userEnds =
      template.firstMatch(
        of: /<\|user\|>\\n['"]\s*\+\s*message\[['"]content['"]\]\s*\+\s*eos_token/)
      != nil
    switch format {
    case .llama3, .gemma: return template.contains("trim")
    case .tulu: return !userEnds && !template.contains("<|end|>")
    case .zephyr: return ended && userEnds
    default: return true
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
    while let match = rest.firstMatch(of: /\{[\{%]-?(.*?)-?[%\}]\}/.dotMatchesNewlines()) {
      result.append(String(rest[..<match.range.lowerBound]))
      var inside = match.1
      while let string = inside.firstMatch(of: /'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"/) {
        result.append(unescaped(string.1 ?? string.2 ?? ""))
        inside = inside[string.range.upperBound...]
      }
      rest = rest[match.range.upperBound...]
    }
    result.append(String(rest))
    return result
  }

  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("\\n", with: "\n").replacing("\\t", with: "\t")
      .replacing("\\'", with: "'").replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
  }
}
