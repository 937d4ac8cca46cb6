import Foundation
import SafeFiles
package import Tokenization
import Transformer

/// How typed questions are put to the model: `chat` in `stemma.yaml`.
package enum ChatChoice: Sendable, Equatable {
  /// As the checkpoint's template has it, where it has one.
  case auto
  /// As they are typed.
  case off
  case format(ChatFormat)

  /// Whether a person named a form.
  var isForm: Bool {
    if case .format = self { return true }
    return false
  }

  /// What `chat` may say.
  package static let allowed =
    "auto, off or " + ChatFormat.allCases.map(\.rawValue).joined(separator: ", ")

  package init?(_ text: String) {
    switch text {
    case "auto": self = .auto
    // YAML reads a bare off as false.
    case "off", "false": self = .off
    default:
      guard let format = ChatFormat(rawValue: text) else { return nil }
      self = .format(format)
    }
  }
}

/// What a checkpoint says of conversations.
package struct CheckpointChat: Sendable {
  /// How questions are put; nil where they are put as they are.
  package let template: ChatTemplate?
  /// Why questions cannot be put to the model without a person's word; nil where they can.
  package let problem: String?

  /// Reads `chat_template.jinja` or `tokenizer_config.json` of a checkpoint's folder.
  package init(folder: String, choice: ChatChoice) {
    let name = "tokenizer_config.json"
    let folder = CheckpointFiles.folder(of: folder, holding: name)
    let values = Self.object(folder + "/" + name)
    let beginning = Self.token(values["bos_token"])
    let end = Self.token(values["eos_token"])
    switch choice {
    case .off: (template, problem) = (nil, nil)
    case .format(let format):
      let text = Self.text(folder, values) ?? ""
      template = ChatTemplate(
        format, beginning: text.contains("bos_token") ? beginning : "", end: end)
      problem = nil
    case .auto:
      guard let text = Self.text(folder, values) else {
        (template, problem) = (nil, nil)
        return
      }
      template = ChatTemplate(template: text, beginning: beginning, end: end)
      problem =
        template != nil
        ? nil
        : "\(folder): its chat template is not one that Stemma knows; name its form in stemma.yaml "
          + "(chat: \(ChatChoice.allowed)); with off, type questions as the model reads them"
    }
  }

  private static let maximumTemplateLength = 4 << 20

  private static func object(_ path: String) -> [String: Any] {
    guard let data = try? SafeFile.input(path, atMost: 50_000_000),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return [:] }
    return object
  }

  private static func token(_ value: Any?) -> String {
    value as? String ?? (value as? [String: Any])?["content"] as? String ?? ""
  }

  private static func text(_ folder: String, _ values: [String: Any]) -> String? {
    if let data = try? SafeFile.input(
      folder + "/chat_template.jinja", atMost: maximumTemplateLength)
    {
      return String(decoding: data, as: UTF8.self)
    }
    if let text = values["chat_template"] as? String { return text }
    let named = values["chat_template"] as? [[String: Any]] ?? []
    return named.first { $0["name"] as? String == "default" }?["template"] as? String
  }
}
