internal import CNcurses

extension Screen {
  /// What keeps the explorer off a terminal of the environment's type; nil if nothing does.
  package static func problemOfTerminal() -> TerminalError? {
    let type = environment("TERM") ?? ""
    if type == "dumb" { return .cannotPlaceCursor(type) }
    if !type.isEmpty, ncx_knows_terminal(type) != 0 { return nil }
    if environment("COLORTERM") != nil, ncx_knows_terminal("xterm-256color") != 0 { return nil }
    return .unknownType(type)
  }

  /// Whether the person's locale says that their terminal shows more than ASCII.
  package static func localeIsUnicode() -> Bool { chooseLocale() }
}
