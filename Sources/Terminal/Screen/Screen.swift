internal import CNcurses
internal import Glibc

/// The terminal in full-screen mode, which takes grids and gives keys.
///
/// There is one at a time, used from one thread. The terminal is given back by `close()`, by leaving
/// scope, and by the crash guard. Signals come as numbers on `signalDescriptor`; none of them touches
/// ncurses from a handler.
package final class Screen {
  /// What a person may ask for beside what the environment says.
  package struct Options: Sendable {
    /// Forces colour off; `NO_COLOR` does too.
    package var monochrome = false
    package var mouse = true
    /// Draws ASCII only; a locale without UTF-8 does too.
    package var ascii = false
    package init() {}
  }

  /// Columns and rows of the terminal, never less than 1.
  package private(set) var width = 1
  package private(set) var height = 1
  package let depth: ColorDepth
  /// Whether characters beyond ASCII reach the terminal.
  package let isUnicode: Bool

  let inputDescriptor: Int32
  let signalDescriptor: Int32
  private let screen: OpaquePointer
  private let window: UnsafeMutablePointer<WINDOW>
  private let files: [UnsafeMutablePointer<FILE>]
  private var decoder = KeyDecoder()
  private var pairs: PairTable
  private var shown: CellGrid?
  private var mouse: Bool
  private var isOpen = true

  /// Takes over the terminal of this process.
  package init(options: Options = .init()) throws(TerminalError) {
    isUnicode = !options.ascii && Screen.chooseLocale()
    let descriptor = try Screen.terminalDescriptor()
    inputDescriptor = descriptor
    guard let output = fdopen(dup(descriptor), "w"), let input = fdopen(dup(descriptor), "r")
    else { throw .noTerminal }
    files = [output, input]
    let opened = try Screen.open(output: output, input: input)
    screen = opened
    window = ncx_stdscr()
    guard ncx_can_place_cursor() != 0 else {
      endwin()
      delscreen(opened)
      throw .cannotPlaceCursor(Screen.environment("TERM") ?? "")
    }
    depth = Screen.startColors(options)
    pairs = PairTable(depth: depth)
    mouse = options.mouse
    signalDescriptor = ncx_signal_pipe()
    raw()
    noecho()
    nonl()
    keypad(window, true)
    nodelay(window, true)
    meta(window, true)
    typeahead(-1)
    set_escdelay(25)
    KeyDecoder.prepare()
    ncx_restore_terminal_on_crash(descriptor)
    enterModes()
    readSize()
  }

  deinit { close() }

  /// Gives the terminal back as it was.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    leaveModes()
    endwin()
    ncx_forget_crash_guard()
    ncx_close_signal_pipe()
    delscreen(screen)
    for file in files { fclose(file) }
  }

  /// Draws a grid, sending only what differs from the last one.
  package func draw(_ grid: CellGrid) {
    guard isOpen else { return }
    let full = shown.map { $0.width != grid.width || $0.height != grid.height } ?? true
    if full { werase(window) }
    for y in 0..<min(grid.height, height) {
      for x in 0..<min(grid.width, width) {
        let cell = grid[x, y]
        if !full, shown?[x, y] == cell { continue }
        put(cell, x: x, y: y)
      }
    }
    shown = grid
    if let cursor = grid.cursor, cursor.x < width, cursor.y < height {
      wmove(window, Int32(cursor.y), Int32(cursor.x))
      curs_set(1)
    } else {
      curs_set(0)
    }
    wrefresh(window)
  }

  /// Draws everything anew with the next grid, for a terminal that something else has written on.
  package func invalidate() {
    shown = nil
    clearok(window, true)
  }

  /// Reads the terminal's size again; true if it changed.
  @discardableResult
  package func readSize() -> Bool {
    var rows: Int32 = 0
    var columns: Int32 = 0
    guard ncx_window_size(inputDescriptor, &rows, &columns) == 0 else { return false }
    // The kernel may say 0 where nobody ever set a size; ncurses has then asked terminfo.
    if rows == 0 || columns == 0 { (rows, columns) = (max(1, rows), max(1, columns)) }
    if Int(rows) == height && Int(columns) == width { return false }
    resizeterm(rows, columns)
    (width, height) = (Int(columns), Int(rows))
    invalidate()
    return true
  }

  /// Gives the terminal to the shell until the person continues the program.
  package func suspend() {
    leaveModes()
    endwin()
    ncx_lend_terminal()
    ncx_stop()
    resume()
  }

  /// Takes the terminal back after a stop.
  package func resume() {
    ncx_take_terminal_back(inputDescriptor)
    // No WINCH arrives while stopped, so the size is read first.
    readSize()
    enterModes()
    invalidate()
    wrefresh(window)
  }

  /// Whether the mouse is taken; off leaves selecting to the terminal.
  package var mouseIsOn: Bool {
    get { mouse }
    set {
      mouse = newValue
      ncx_mouse(newValue ? 1 : 0)
    }
  }

  /// Sends bytes past ncurses, for requests such as the clipboard's that draw nothing.
  package func send(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = write(
          inputDescriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent)
        if count <= 0 { return }
        sent += count
      }
    }
  }

  /// The next waiting event from the keyboard or mouse.
  func nextEvent() -> KeyDecoder.Event? { decoder.next(from: window) }

  private func put(_ cell: Cell, x: Int, y: Int) {
    guard cell.width > 0 else { return }
    var attributes: attr_t = 0
    if cell.style.attributes.contains(.bold) { attributes |= ncx_bold }
    if cell.style.attributes.contains(.reverse) { attributes |= ncx_reverse }
    if cell.style.attributes.contains(.underline) { attributes |= ncx_underline }
    if cell.style.attributes.contains(.italic) { attributes |= ncx_italic }
    let pair = pairs.pair(for: cell.style)
    if isUnicode || cell.base < 0x7F {
      let marks = isUnicode ? (cell.mark1, cell.mark2) : (0, 0)
      ncx_put(
        window, Int32(y), Int32(x), wchar_t(cell.base), wchar_t(marks.0), wchar_t(marks.1),
        Int32(cell.width), attributes, pair)
    } else {
      for column in x..<min(x + Int(cell.width), width) {
        ncx_put(window, Int32(y), Int32(column), 0x3F, 0, 0, 1, attributes, pair)
      }
    }
  }

  private func enterModes() {
    send(Array("\u{1B}[?2004h".utf8))
    ncx_mouse(mouse ? 1 : 0)
  }

  private func leaveModes() {
    send(Array("\u{1B}[?2004l".utf8))
    ncx_mouse(0)
  }
}
