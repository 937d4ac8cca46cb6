internal import CNcurses
internal import Glibc

extension Screen {
  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A descriptor of the terminal for both directions, even when input or output is a pipe.
  static func terminalDescriptor() throws(TerminalError) -> Int32 {
    if isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 { return STDIN_FILENO }
    let descriptor = Glibc.open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw .noTerminal }
    return descriptor
  }

  /// Starts ncurses with the terminal type of the environment, or the commonest one if that is unknown.
  static func open(
    output: UnsafeMutablePointer<FILE>, input: UnsafeMutablePointer<FILE>
  ) throws(TerminalError) -> OpaquePointer {
    // With these set, ncurses would ignore real resizes.
    unsetenv("LINES")
    unsetenv("COLUMNS")
    let type = environment("TERM") ?? ""
    if type == "dumb" { throw .cannotPlaceCursor(type) }
    if !type.isEmpty, let screen = newterm(type, output, input) { return screen }
    if environment("COLORTERM") != nil, let screen = newterm("xterm-256color", output, input) {
      return screen
    }
    throw .unknownType(type)
  }

  /// Chooses a UTF-8 locale; false if the person's own locale says that the terminal is not UTF-8.
  ///
  /// With no locale set at all, as in containers, the terminal is taken for a UTF-8 one. Characters only: with the
  /// numbers of many locales Foundation writes 3,0 for 3.0.
  static func chooseLocale() -> Bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment($0) }.first
    if named != nil, setlocale(LC_CTYPE, "") != nil, codeset() == "UTF-8" { return true }
    // ncurses needs the wide functions to work even if only ASCII is shown.
    if setlocale(LC_CTYPE, "C.UTF-8") == nil { return false }
    guard let named else { return true }
    let upper = named.uppercased()
    return upper.contains("UTF-8") || upper.contains("UTF8")
  }

  private static func codeset() -> String {
    String(cString: nl_langinfo(nl_item(CODESET)))
  }

  /// Starts colours as far as the terminal, `NO_COLOR` and the options allow.
  static func startColors(_ options: Options) -> ColorDepth {
    guard !options.monochrome, environment("NO_COLOR") == nil, has_colors() else { return .none }
    start_color()
    use_default_colors()
    switch ncx_colors() {
    case 0..<8: return .none
    case 8..<16: return .eight
    // What lies between 16 and 255 is a palette of the terminal's own, of which nothing is known.
    case 16..<256: return .sixteen
    case 256: return .palette
    default: return .direct
    }
  }
}
