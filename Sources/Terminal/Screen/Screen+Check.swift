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

  /// Colours that the terminal shows, as its type says; 0 for none.
  package static func colorsOfTerminal() -> Int {
    let known = max(0, Int(ncx_terminal_colors(environment("TERM") ?? "")))
    let isDirect = ["truecolor", "24bit"].contains(environment("COLORTERM") ?? "")
    return isDirect ? max(known, 1 << 24) : known
  }
}
