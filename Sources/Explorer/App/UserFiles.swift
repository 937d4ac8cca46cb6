internal import Foundation
internal import SafeFiles
internal import Terminal
internal import Themes

/// A person's own files, where the XDG base directory specification puts them.
package enum UserFiles {
  static func folder(_ variable: String, fallback: String) -> String {
    // Without a home there is nothing to read, and nothing is written.
    PersonalFolders.folder(variable, fallback: fallback) ?? "/dev/null/stemma"
  }

  private static var settings: String { folder("XDG_CONFIG_HOME", fallback: ".config") }
  private static var state: String { folder("XDG_STATE_HOME", fallback: ".local/state") }

  static var config: String { settings + "/config.yaml" }
  static var keys: String { settings + "/keys.yaml" }
  static var themes: String { settings + "/themes" }
  /// Where the last session on each database ended.
  static var session: String { state + "/session.json" }
  /// Sessions that were given a name.
  static var sessions: String { state + "/sessions" }
  /// What was copied last.
  static var copied: String { state + "/copied.txt" }

  /// What each file is for, and its path.
  package static var listing: [(use: String, path: String)] {
    [
      ("settings", config), ("keys", keys), ("themes", themes), ("last sessions", session),
      ("named sessions", sessions), ("what was copied last", copied),
      ("this installation", state + "/installation"),
      ("accepted workspaces", state + "/workspaces.json"),
    ]
  }

  /// Most bytes of a settings file or theme that are read.
  static let maximumLength = 1 << 20

  /// A settings file's text; nil where there is none.
  static func text(_ path: String) -> String? {
    SafeFile.personal(path, atMost: maximumLength).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Writes what was copied last to a file; returns its path, or nil where that is not possible.
  static func keepCopy(_ text: String) -> String? {
    let path = copied
    do {
      try SafeFile.makeFolder(state)
      try SafeFile.replace(path, with: [Data(text.utf8)], suffix: ".new")
      return path
    } catch {
      return nil
    }
  }
}

/// The themes that come with the program and a person's own, in `themes/*.yaml` of the settings folder.
struct ThemeLibrary: Sendable {
  let depth: ColorDepth
  /// Whether characters beyond ASCII may be drawn.
  let isUnicode: Bool

  private var folder: String { UserFiles.themes }

  private var paths: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0 }
  }

  /// A number that differs after a file has changed.
  var stamp: Int {
    var hasher = Hasher()
    for path in paths {
      var facts = stat()
      guard stat(path, &facts) == 0 else { continue }
      hasher.combine(path)
      hasher.combine(facts.st_size)
      hasher.combine(facts.st_mtim.tv_sec)
      hasher.combine(facts.st_mtim.tv_nsec)
    }
    return hasher.finalize()
  }

  /// The theme to begin with, read alone.
  var standard: Theme {
    var theme = Theme.standard(depth: depth)
    theme.isASCII = theme.isASCII || !isUnicode
    return theme
  }

  /// The themes, and what is wrong with files that cannot be read.
  ///
  /// - Parameter before: themes of an earlier look, which stay where their file cannot be read now.
  func themes(before: [Theme] = []) -> (themes: [Theme], troubles: [String]) {
    var themes = Theme.builtIn(depth: depth)
    var troubles: [String] = []
    for path in paths {
      do {
        guard let text = UserFiles.text(path) else {
          throw ScriptError("\(path): is no file that can be read, or longer than 1 MiB")
        }
        var theme = Theme(try ThemeFile(reading: text, file: path), depth: depth)
        theme.file = path
        themes.append(theme)
      } catch {
        troubles.append(
          (error as? ThemeError)?.description ?? "\(error)")
        themes += before.filter { $0.file == path }
      }
    }
    if !isUnicode { for index in themes.indices { themes[index].isASCII = true } }
    return (themes, troubles)
  }
}
