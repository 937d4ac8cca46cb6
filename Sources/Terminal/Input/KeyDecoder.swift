internal import CNcurses

/// Turns what ncurses reads from the terminal into keys, one call per event.
struct KeyDecoder {
  private static let pasteStart: Int32 = 0x2001
  private static let pasteEnd: Int32 = 0x2002
  /// A paste longer than this is cut: a prompt has no use for more, and memory is not the sender's.
  private static let pasteLimit = 65_536

  private var pasted: String.UnicodeScalarView?
  /// A sequence that means nothing here and has not ended.
  private var sequence: EscapeSequence?
  /// Where and when the mouse was pressed last, if that was no double click.
  private var lastPress: (x: Int, y: Int, time: ContinuousClock.Instant)?

  /// Teaches ncurses the sequences that bracket a paste.
  static func prepare() { ncx_bracketed_paste(pasteStart, pasteEnd) }

  /// The next key; `.none` when the event was swallowed, nil when nothing is waiting.
  mutating func next(from window: UnsafeMutablePointer<WINDOW>) -> Event? {
    var code: wint_t = 0
    switch wget_wch(window, &code) {
    case KEY_CODE_YES:
      sequence = nil
      return special(Int32(bitPattern: code))
    case OK: return code == 0x1B && pasted == nil && sequence == nil ? escape(window) : plain(code)
    default: return nil
    }
  }

  /// What one read gave.
  enum Event {
    case none
    case key(Key)
  }

  /// The Escape key, or the beginning of a sequence that ncurses does not know: the rest of one is there already.
  private mutating func escape(_ window: UnsafeMutablePointer<WINDOW>) -> Event {
    var code: wint_t = 0
    let status = wget_wch(window, &code)
    if status == OK, let scalar = Unicode.Scalar(code),
      let begun = EscapeSequence(introducer: scalar)
    {
      sequence = begun
      return .none
    }
    if status == OK { unget_wch(wchar_t(bitPattern: code)) }
    if status == KEY_CODE_YES { ungetch(Int32(bitPattern: code)) }
    return .key(.escape)
  }

  private mutating func plain(_ code: wint_t) -> Event {
    guard let scalar = Unicode.Scalar(code) else { return .none }
    if var open = sequence {
      sequence = open.take(scalar) ? open : nil
      return .none
    }
    if pasted != nil {
      if (pasted?.count ?? 0) < Self.pasteLimit { pasted?.append(scalar) }
      return .none
    }
    switch code {
    case 0x0D: return .key(.enter)
    case 0x09: return .key(.tab)
    case 0x1B: return .key(.escape)
    case 0x08, 0x7F: return .key(.backspace)
    case 0x00: return .key(.control(" "))
    case 0x01..<0x1B:
      return .key(.control(Character(Unicode.Scalar(UInt8(code) + 0x60))))
    case 0x1C..<0x20:
      return .key(.control(Character(Unicode.Scalar(UInt8(code) + 0x40))))
    default:
      return columns(of: scalar) == nil ? .none : .key(.character(Character(scalar)))
    }
  }

  private mutating func special(_ code: Int32) -> Event {
    switch code {
    case Self.pasteStart: pasted = .init()
    case Self.pasteEnd:
      guard let text = pasted else { return .none }
      pasted = nil
      return .key(.paste(String(text)))
    case KEY_MOUSE: return mouse()
    default:
      if let key = Self.keys[code] { return .key(key) }
      if code >= ncx_key_f(1) && code <= ncx_key_f(12) {
        return .key(.function(Int(code - ncx_key_f(0))))
      }
    }
    return .none
  }

  /// Time between two presses at one place that are a double click.
  private static let doubleClick = Duration.milliseconds(400)

  private mutating func mouse() -> Event {
    var event = MEVENT()
    guard getmouse(&event) == OK else { return .none }
    let (x, y) = (Int(event.x), Int(event.y))
    let state = event.bstate
    if state & ncx_wheel_up != 0 { return .key(.mouse(.init(.wheelUp, x: x, y: y))) }
    if state & ncx_wheel_down != 0 { return .key(.mouse(.init(.wheelDown, x: x, y: y))) }
    if state & ncx_button1_released != 0 {
      return .key(.mouse(.init(.release, x: x, y: y)))
    }
    guard state & (ncx_button1_pressed | ncx_button1_clicked | ncx_button1_double_clicked) != 0
    else { return .none }
    // ncurses would have to hold back every press to tell double clicks, so they are told here.
    let now = ContinuousClock.now
    let isDouble =
      state & ncx_button1_double_clicked != 0
      || lastPress.map { $0.x == x && $0.y == y && $0.time.duration(to: now) < Self.doubleClick }
        ?? false
    lastPress = isDouble ? nil : (x, y, now)
    return .key(.mouse(.init(isDouble ? .doubleClick : .press, x: x, y: y)))
  }

  private static let keys: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_HOME: .home,
    KEY_END: .end, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_ENTER: .enter,
    KEY_BTAB: .backTab, KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_IC: .insert,
  ]
}
