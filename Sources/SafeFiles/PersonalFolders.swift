import Foundation
import Glibc

/// Where a person's own files lie, as the XDG base directory specification has it.
package enum PersonalFolders {
  /// The home folder: `HOME`, or what the machine's list of users says where that is not set.
  package static var home: String? {
    if let home = ProcessInfo.processInfo.environment["HOME"], home.hasPrefix("/") { return home }
    guard let entry = getpwuid(geteuid()), let folder = entry.pointee.pw_dir else { return nil }
    let path = String(cString: folder)
    return path.hasPrefix("/") && path != "/" ? path : nil
  }

  /// What a person should know where `HOME` is not set; nil where it is.
  package static var trouble: String? {
    let environment = ProcessInfo.processInfo.environment
    if environment["HOME"]?.hasPrefix("/") ?? false { return nil }
    let given = ["XDG_CONFIG_HOME", "XDG_STATE_HOME"].allSatisfy {
      environment[$0]?.hasPrefix("/") ?? false
    }
    if given { return nil }
    return home.map { "HOME is not set; a person's own files are looked for in \($0)" }
      ?? "HOME is not set; a person's own files are neither read nor written"
  }

  /// Stemma's folder under one of the specification's variables; nil where there is no home.
  package static func folder(_ variable: String, fallback: String) -> String? {
    if let given = ProcessInfo.processInfo.environment[variable], given.hasPrefix("/") {
      return given + "/stemma"
    }
    return home.map { $0 + "/" + fallback + "/stemma" }
  }

  /// What is kept between starts, such as sessions.
  package static var state: String? { folder("XDG_STATE_HOME", fallback: ".local/state") }
}
