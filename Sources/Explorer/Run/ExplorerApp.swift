internal import Terminal

/// The explorer in a terminal.
package enum ExplorerApp {
  /// Opens the explorer on a database and returns when the person has quit.
  ///
  /// A database that is not there yet is waited for, since an engine may be about to make it.
  /// - Parameters:
  ///   - storePath: the SQLite file.
  ///   - run: id of the run to show; nil shows the newest.
  ///   - engine: how to start and stop an engine; nil leaves engines alone.
  ///   - commands: run one after another at the start, as if typed after `:`.
  ///   - tokenRanges: where in a text its tokens stand, for token heat; nil shows none.
  /// - Throws: `TerminalError` where the terminal cannot be used.
  package static func run(
    storePath: String, run: Int64?, engine: EngineControl?, tokenRanges: TokenRanges? = nil,
    commands: [String] = []
  ) throws {
    let opening = StoreOpening(path: storePath, run: run, tokenRanges: tokenRanges)
    let screen = try Screen()
    let worker = Worker(
      mailbox: Mailbox(), control: engine, open: opening.source, early: opening.status)
    let stopping = converse(
      on: screen, worker, engine: engine, commands: commands, place: storePath)
    screen.close()
    // After the terminal is back, since an engine takes a moment to put its work away.
    if stopping { engine?.stop() }
  }

  /// Talks with the person until they quit; true if the engine is to stop too.
  private static func converse(
    on screen: Screen, _ worker: Worker, engine: EngineControl?, commands: [String], place: String
  ) -> Bool {
    let mailbox = worker.mailbox
    var state = ExplorerState(width: screen.width, height: screen.height)
    state.controlsEngine = engine != nil
    chooseThemes(&state, screen)
    Preferences.read(place)?.apply(to: &state)
    defer { Preferences(state).write(place) }
    var commands = commands[...]
    worker.start()
    defer { worker.stop() }
    let events = EventLoop(screen: screen, mailbox: mailbox)
    let surroundings = Surroundings(screen: screen, worker: worker, engine: engine)
    screen.draw(draw(state))
    while true {
      let happened = events.wait(milliseconds: state.wakeAfter)
      for event in happened.isEmpty ? [.message(.timeout)] : happened {
        guard let effects = take(event, &state, screen) else { return true }
        for effect in effects {
          if let notice = surroundings.perform(effect) { _ = state.reduce(notice) }
          if case .quit(let stopping) = effect { return stopping }
        }
      }
      if state.isListCurrent, let command = commands.popFirst() {
        mailbox.post(.command(command))
      }
      screen.draw(draw(state))
    }
  }

  /// Loads the themes that come with the program and a person's own, and picks the first.
  private static func chooseThemes(_ state: inout ExplorerState, _ screen: Screen) {
    let (own, troubles) = UserFiles.themes(depth: screen.depth)
    state.themes = Theme.builtIn(depth: screen.depth) + own
    for trouble in troubles { _ = state.reduce(.failed(trouble)) }
    if !screen.isUnicode {
      for index in state.themes.indices { state.themes[index].isASCII = true }
    }
    state.theme = state.themes.first ?? .plain
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
