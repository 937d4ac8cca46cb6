internal import Foundation
internal import Terminal
internal import Themes

/// A person's own files, where the XDG base directory specification puts them.
enum UserFiles {
  static func folder(_ variable: String, fallback: String) -> String {
    let environment = ProcessInfo.processInfo.environment
    if let given = environment[variable], given.hasPrefix("/") { return given + "/stemma" }
    return (environment["HOME"] ?? "/") + "/" + fallback + "/stemma"
  }

  /// Themes in `themes/*.yaml` of the settings folder, and what is wrong with those that cannot be read.
  static func themes(depth: ColorDepth) -> (themes: [Theme], troubles: [String]) {
    let folder = folder("XDG_CONFIG_HOME", fallback: ".config") + "/themes"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var themes: [Theme] = []
    var troubles: [String] = []
    for name in names.sorted() where name.hasSuffix(".yaml") {
      let path = folder + "/" + name
      do {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        themes.append(Theme(try ThemeFile(reading: text, file: path), depth: depth))
      } catch let error as ThemeError {
        troubles.append(error.description)
      } catch {
        troubles.append("\(path): \(error.localizedDescription)")
      }
    }
    return (themes, troubles)
  }
}
