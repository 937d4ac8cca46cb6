internal import RunModel
package import Store
internal import Terminal

/// The explorer in a terminal.
package enum ExplorerApp {
  /// Seconds that it waits for another program's transaction.
  ///
  /// What has to wait is tried again, and must not keep the worker from all else.
  package static let patience = 1.0

  /// Opens the explorer on a database and returns when the person has quit.
  ///
  /// - Parameters:
  ///   - store: the database, opened with ``patience``.
  ///   - run: id of the run to show; nil shows the newest.
  ///   - engine: how to start and stop an engine; nil leaves engines alone.
  ///   - options: what was asked for on the command line.
  ///   - textServices: what only others can say of texts; nil shows nothing of it.
  /// - Throws: `TerminalError` where the terminal cannot be used.
  package static func run(
    _ store: Store, run: Int64?, engine: EngineControl?, options: ExplorerOptions = .init(),
    textServices: TextServices? = nil
  ) throws {
    let opening = StoreOpening(
      path: store.path, run: run, textServices: textServices, patience: patience, store: store)
    let settings = Settings.ofPerson
    var looks = Screen.Options()
    looks.monochrome = options.isMonochrome || settings.hasColor == false
    looks.ascii = options.isASCII || settings.isASCII == true
    looks.mouse = options.hasMouse && settings.hasMouse != false
    let screen = try Screen(options: looks)
    let themeLibrary = ThemeLibrary(depth: screen.depth, isUnicode: screen.isUnicode)
    let worker = QueryService(
      mailbox: Mailbox(), control: engine, themeLibrary: themeLibrary, place: store.path,
      open: opening.source,
      early: opening.status)
    let stopping = converse(
      on: screen, worker, themeLibrary, engine: engine, settings: settings, options: options,
      place: store.path)
    screen.close()
    // After the terminal is back, since an engine takes a moment to put its work away.
    if stopping { engine?.stop() }
  }

  /// Talks with the person until they quit; true if the engine is to stop too.
  private static func converse(
    on screen: Screen, _ worker: QueryService, _ themeLibrary: ThemeLibrary, engine: EngineControl?,
    settings: Settings, options: ExplorerOptions, place: String
  ) -> Bool {
    let mailbox = worker.mailbox
    var state = ExplorerState(width: screen.width, height: screen.height)
    state.controlsEngine = engine?.start != nil
    state.isMouseOn = screen.mouseIsOn
    state.keymap = settings.keymap
    state.workspace = options.workspace
    state.sessionNames = SessionFiles.names
    // A script begins at the beginning and looks as it did, whatever somebody looked at before.
    let isFresh = options.isFresh || !options.commands.isEmpty
    let last = isFresh ? nil : SessionFiles.last(on: place)
    // The first frame needs one theme, and to read all of them takes longer than to draw it.
    let standard = themeLibrary.standard
    state.theme = standard
    let name = options.theme ?? settings.theme ?? last?.theme
    let isStandard = name == nil || name == standard.name
    if !isStandard { readThemes(&state, themeLibrary) }
    if let last { state.resume(last) }
    state.opensAtReasoning = state.lastLocation == nil && options.commands.isEmpty
    if options.hasTour { state.startTour() }
    state.foreign = options.foreign
    if let foreign = options.foreign {
      _ = state.reduce(.notice("these results were \(foreign); :trust accepts them"))
    }
    for trouble in settings.troubles { _ = state.reduce(.failed(trouble)) }
    if !isStandard, let name = options.theme ?? settings.theme {
      _ = state.reduce(.command("theme \(name)"))
    }
    defer { SessionFiles.keep(Session(state), for: place) }
    var commands = options.commands[...]
    worker.start()
    defer { worker.stop() }
    let events = EventLoop(screen: screen, mailbox: mailbox)
    let surroundings = EffectRunner(
      screen: screen, worker: worker, engine: engine, accept: options.accept)
    screen.draw(draw(state))
    if isStandard { readThemes(&state, themeLibrary) }
    while true {
      let happened = events.wait(milliseconds: state.wakeAfter)
      for event in happened.isEmpty ? [.message(.timeout)] : happened {
        guard var effects = take(event, &state, screen) else { return true }
        while !effects.isEmpty {
          let effect = effects.removeFirst()
          if let notice = surroundings.perform(effect) { effects += state.reduce(notice) }
          if case .quit(let stopping) = effect { return stopping }
        }
      }
      if state.isListCurrent, state.isSettled, let command = commands.popFirst() {
        mailbox.post(.command(command))
      }
      screen.draw(draw(state))
    }
  }

  /// Gives the state all themes that there are, and says which files cannot be read.
  private static func readThemes(_ state: inout ExplorerState, _ themeLibrary: ThemeLibrary) {
    let (themes, troubles) = themeLibrary.themes()
    state.themes = themes
    for trouble in troubles { _ = state.reduce(.failed(trouble)) }
  }

  /// Gives an event of the terminal to the state; nil ends the program.
  private static func take(
    _ event: TerminalEvent<Event>, _ state: inout ExplorerState, _ screen: Screen
  ) -> [Effect]? {
    switch event {
    case .key(let key): state.reduce(.key(key))
    case .message(let message): state.reduce(message)
    case .resized, .continued:
      state.reduce(.resized(width: screen.width, height: screen.height))
    case .terminated: nil
    }
  }
}

/// What was asked for on the command line.
package struct ExplorerOptions: Sendable {
  /// Run one after another at the start, as if typed after `:`.
  package var commands: [String] = []
  /// Begin at the beginning, not where the last session ended.
  package var isFresh = false
  /// Begin with the tour.
  package var hasTour = false
  package var theme: String?
  /// The folder as it was named, for links to what is shown.
  package var workspace = ""
  package var isMonochrome = false
  package var isASCII = false
  package var hasMouse = true
  /// Where the results come from, if not from this installation.
  package var foreign: String?
  /// Accepts the workspace as one's own.
  package var accept: (@Sendable () throws -> Void)?

  package init() {}
}
