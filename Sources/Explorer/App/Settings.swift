internal import Foundation
internal import PlainYAML

/// What a person has written about the explorer in `config.yaml` and `keys.yaml`.
///
/// The settings are what a start begins with: over what the last session left, and under the options of
/// the command line.
package struct Settings {
  package var theme: String?
  package var isASCII: Bool?
  package var hasColor: Bool?
  package var hasMouse: Bool?
  package var keymap = Keymap.standard
  /// One sentence for each line that means nothing.
  package private(set) var troubles: [String] = []

  private static let names = ["theme", "keys", "ascii", "color", "mouse"]

  package init() {}

  /// Reads the files where the XDG base directory specification puts them; files that are not there say nothing.
  static var ofPerson: Settings {
    var settings = Settings()
    settings.read(config: UserFiles.text(UserFiles.config))
    settings.read(keys: UserFiles.text(UserFiles.keys))
    return settings
  }

  package mutating func read(config text: String?) {
    guard let text else { return }
    var file = SettingsFile(reading: text, name: "config.yaml")
    for entry in file.entries {
      guard case .text(let value) = entry.value else {
        file.complain(entry.line, "\(entry.name) takes one value")
        continue
      }
      switch entry.name {
      case "theme": theme = value
      case "keys" where value == "arrows": keymap = keymap.withoutLetterMotion
      case "keys" where value == "vim": break
      case "keys": file.complain(entry.line, "keys is vim or arrows, not \(value)")
      case "ascii": isASCII = Self.flag(value, entry, &file)
      case "color": hasColor = Self.flag(value, entry, &file)
      case "mouse": hasMouse = Self.flag(value, entry, &file)
      default:
        file.complain(
          entry.line,
          "there is no setting \(entry.name)\(suggestion(for: entry.name, among: Self.names))"
        )
      }
    }
    troubles += file.troubles
  }

  package mutating func read(keys text: String?) {
    guard let text else { return }
    var file = SettingsFile(reading: text, name: "keys.yaml")
    let changes = KeyChange.read(&file)
    let (changed, conflicts) = keymap.rebound(by: changes, file: "keys.yaml")
    keymap = changed
    troubles += file.troubles + conflicts
  }

  private static func flag(
    _ value: String, _ entry: SettingsFile.Entry, _ file: inout SettingsFile
  ) -> Bool? {
    switch value.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default:
      file.complain(entry.line, "\(entry.name) is true or false, not \(value)")
      return nil
    }
  }
}
