internal import Dispatch
internal import Findings
internal import Formatting
internal import RunModel
internal import Store
internal import Synchronization
package import Terminal

/// Does the explorer's reading and ranking on a thread of its own.
///
/// Answers come in the order of the questions. A list that nobody waits for any more is not computed.
package final class QueryService: Sendable {
  /// Opens the data anew; nil while there is none.
  package typealias Opener = @Sendable () throws -> (any Source)?

  private struct Memory {
    var answering: Answering?
    var version: SourceVersion?
    var activity: Activity?
    var stamp: Int?
    var marks: PersonalMarks?
    var isGone = false
    var failure: String?
    /// A heat that an engine has been asked for.
    var awaited: HeatRequest?
    /// What could not be answered, as while another program holds the database.
    var unanswered: [Effect] = []
    /// Since when another program has held it.
    var busySince: ContinuousClock.Instant?
    var themeStamp: Int?
    var themes: [Theme] = []

    /// Whether changes are looked for as fast as words come.
    var isFollowing = false

    var hasOpenQuestion: Bool { activity?.asks.contains { $0.isOpen } ?? false }

    mutating func takeUnanswered() -> [Effect] {
      defer { unanswered = [] }
      return unanswered
    }

    /// Something has been answered, which does not help what waits for another program.
    mutating func haveAnswered() {
      guard unanswered.isEmpty else { return }
      (failure, busySince) = (nil, nil)
    }
  }

  private let queue = DispatchQueue(label: "explorer")
  /// Studies take seconds and must not hold up rankings.
  let studies = DispatchQueue(label: "studies")
  /// Looking through thousands of texts must not hold up anything else.
  let searches = DispatchQueue(label: "searches")
  /// Counting the words of a vast corpus takes a second and must not hold up anything else.
  let words = DispatchQueue(label: "words")
  /// Ordering millions of passages must not hold up the top of the next list.
  private let orders = DispatchQueue(label: "orders")
  let mailbox: Mailbox<Event>
  /// Writing a long list takes a while and must not hold up anything else.
  private let files = DispatchQueue(label: "files")
  private let open: Opener
  private let early: @Sendable () throws -> EngineStatus?
  private let engine: EngineWatch
  private let themeLibrary: ThemeLibrary?
  private let place: String
  /// The list asked for last.
  private let wanted = Mutex<ListRequest?>(nil)
  /// What was looked for last.
  let sought = Mutex<FindRequest?>(nil)
  private let isStopped = Mutex(false)
  /// Touched on `queue` only, which is serial; the mutex says so to the compiler.
  private let memory = Mutex(Memory())

  /// - Parameters:
  ///   - place: path of the database.
  ///   - early: what an engine does before there is anything to open.
  convenience package init(
    mailbox: Mailbox<Event>, control: EngineControl?, place: String, open: @escaping Opener,
    early: @escaping @Sendable () throws -> EngineStatus?
  ) {
    self.init(
      mailbox: mailbox, control: control, themeLibrary: nil, place: place, open: open, early: early)
  }

  init(
    mailbox: Mailbox<Event>, control: EngineControl?, themeLibrary: ThemeLibrary?, place: String,
    open: @escaping Opener, early: @escaping @Sendable () throws -> EngineStatus?
  ) {
    self.themeLibrary = themeLibrary
    self.place = place
    self.early = early
    self.mailbox = mailbox
    engine = EngineWatch(mailbox: mailbox, control: control)
    self.open = open
  }

  /// Loads the catalog and from then on looks for changes.
  package func start() {
    queue.async { self.reopen() }
    queue.async { self.watch() }
    // The database may say why an engine has ended, whatever else is waited for.
    engine.start { [weak self] in
      guard let self else { return }
      queue.async {
        self.memory.withLock { $0.stamp = nil }
        self.lookForChanges()
      }
    }
  }

  package func stop() {
    isStopped.withLock { $0 = true }
    engine.stop()
  }

  /// Looks at an engine that was started.
  func lookAtEngine() { engine.lookNow() }

  var hasStopped: Bool { isStopped.withLock { $0 } }

  /// What answers at present; nil while there is no run.
  var answering: Answering? { memory.withLock { $0.answering } }

  func reload() {
    queue.async { self.reopen() }
  }

  /// Answers a request of the explorer.
  package func take(_ effect: Effect) {
    if case .rank(let request) = effect { wanted.withLock { $0 = request } }
    switch effect {
    case .study(let options): return studies.async { self.study(options) }
    case .countFields(let request): return studies.async { self.count(request) }
    case .summarise(let question): return studies.async { self.summarise(question) }
    case .relevance: return words.async { self.countWords(effect) }
    case .find(let request):
      sought.withLock { $0 = request }
      return (request.readsTexts ? searches : .global()).async { self.search(effect) }
    case .findInText: return searches.async { self.search(effect) }
    // What is in memory waits for nothing that is not.
    case .narrowQuestions, .chooseQuestions, .tellApart:
      return DispatchQueue.global().async { self.search(effect) }
    default: break
    }
    queue.async { self.answer(effect) }
    if case .ask = effect { queue.async { self.follow() } }
  }

  /// Writes rows to a file and says where they are.
  func write(_ request: TableRequest) {
    files.async {
      guard var answering = self.memory.withLock({ $0.answering }) else { return }
      do {
        let (path, rows) = try answering.write(request, in: ".")
        self.mailbox.post(.notice("wrote \(grouped(rows)) rows to \(path)"))
      } catch {
        self.mailbox.post(.failed("\(error)"))
      }
    }
  }

  private func answer(_ effect: Effect) {
    memory.withLock { memory in
      do {
        try answer(effect, &memory)
        memory.haveAnswered()
      } catch is CancellationError {
        // Another list is wanted by now.
      } catch {
        say(error, &memory)
        // What is waited for, and what must not be lost, is tried again.
        switch effect {
        case .rank, .load, .compare, .star, .markRead, .pin, .unpin, .ask, .keep, .discard, .change,
          .pauseEngine:
          memory.unanswered.append(effect)
        default: break
        }
      }
    }
  }

  private func answer(_ effect: Effect, _ memory: inout Memory) throws {
    guard memory.answering != nil else { return }
    switch effect {
    case .rank(let request):
      guard wanted.withLock({ $0 == request }), memory.answering?.knows(request.unit) ?? false
      else { return }
      if let top = try memory.answering?.top(request) {
        mailbox.post(.ranked(request, top))
        if let ordering = try memory.answering?.ordering(request) { order(request, ordering) }
        return
      }
    case .heat(let request, let asking):
      memory.awaited = nil
      guard let answering = memory.answering, answering.canHeat(request.unit) else { return }
      switch try answering.source.heat(
        of: request.unit, passage: request.passage, asking: asking)
      {
      case .known(let heat): mailbox.post(.heat(request, heat))
      case .requested: memory.awaited = request
      }
      return
    case .ask, .keep, .discard, .change, .pauseEngine: memory.stamp = nil
    default: break
    }
    if let event = try memory.answering?.answer(effect) { mailbox.post(event) }
    if memory.stamp == nil, let activity = try memory.answering?.source.activity() {
      mailbox.post(.activity(activity))
      memory.activity = activity
    }
  }

  /// Orders a large list beside everything else, if it is still waited for by then.
  private func order(_ request: ListRequest, _ ordering: Answering.Ordering) {
    orders.async {
      guard self.wanted.withLock({ $0 == request }) else { return }
      let list = ordering()
      self.queue.async {
        self.memory.withLock { $0.answering?.keep(list, of: ordering) }
        self.answer(.rank(request))
      }
    }
  }

  /// How long another program may hold the database before a person hears of it: an engine's transactions
  /// are over sooner.
  private static let patience = Duration.seconds(5)

  /// Says what is wrong, once: the same trouble twice a second would bury every other message.
  private func say(_ error: any Error, _ memory: inout Memory) {
    if let error = error as? StoreError, error.isBusy {
      let since = memory.busySince ?? .now
      memory.busySince = since
      if since.duration(to: .now) < Self.patience { return }
    }
    let text = "\(error)".replacing(place + ": ", with: "")
    if memory.failure != text { mailbox.post(.failed(text)) }
    memory.failure = text
  }

  private func reopen() {
    memory.withLock { memory in
      do {
        guard let source = try open() else { return }
        let version = source.openedVersion
        // Before any document is read, which comes with its marks.
        if memory.marks == nil { memory.marks = try source.personalMarks() }
        var answering = try Answering(source)
        answering.isWanted = { [weak self] request in
          guard let self else { return false }
          return wanted.withLock { $0 == request } && !isStopped.withLock { $0 }
        }
        memory.answering = answering
        let known = memory.version
        memory.version = version
        memory.haveAnswered()
        mailbox.post(.catalog(answering.catalog))
        if let known, known.scores != version.scores { mailbox.post(.scoresChanged) }
      } catch {
        say(error, &memory)
      }
    }
  }

  /// Looks for changes, then again after a while.
  private func watch() {
    if isStopped.withLock({ $0 }) { return }
    let isOpen = memory.withLock { $0.answering != nil }
    lookForThemes()
    if isOpen {
      for effect in memory.withLock({ $0.takeUnanswered() }) { answer(effect) }
      lookForChanges()
    } else {
      reopen()
      lookForAnEngine()
    }
    let isBusy =
      memory.withLock { $0.awaited != nil || !$0.unanswered.isEmpty }
      || engine.isWorking || !isOpen
    if memory.withLock({ $0.hasOpenQuestion }) { follow() }
    queue.asyncAfter(deadline: .now() + .milliseconds(isBusy ? 500 : 2000)) { self.watch() }
  }

  /// Looks again and again while somebody waits for every word of an answer.
  private func follow() {
    let begins = memory.withLock { memory in
      defer { memory.isFollowing = true }
      return !memory.isFollowing
    }
    if begins { followOn() }
  }

  private func followOn() {
    if isStopped.withLock({ $0 }) { return }
    lookForChanges(isFrequent: true)
    let goesOn = memory.withLock { memory in
      memory.isFollowing = memory.hasOpenQuestion
      return memory.isFollowing
    }
    guard goesOn else { return }
    queue.asyncAfter(deadline: .now() + .milliseconds(60)) { self.followOn() }
  }

  /// Reads the person's own themes anew when one of their files has changed.
  private func lookForThemes() {
    guard let themeLibrary else { return }
    memory.withLock { memory in
      let stamp = themeLibrary.stamp
      guard let known = memory.themeStamp else {
        memory.themeStamp = stamp
        memory.themes = themeLibrary.themes().themes
        return
      }
      guard known != stamp else { return }
      memory.themeStamp = stamp
      let (themes, troubles) = themeLibrary.themes(before: memory.themes)
      memory.themes = themes
      mailbox.post(.themes(themes))
      for trouble in troubles { mailbox.post(.failed(trouble)) }
    }
  }

  /// Says what an engine does while there is no run to look at.
  private func lookForAnEngine() {
    guard memory.withLock({ $0.answering == nil }), let status = try? early() else { return }
    engine.report(status)
  }

  /// Says, once, that the database is not where it was: what was read is still shown, and nothing is written.
  private func haveLost(_ memory: inout Memory) {
    guard !memory.isGone else { return }
    memory.isGone = true
    memory.stamp = nil
    engine.report(.lost("the database is gone from \(place)"))
  }

  /// - Parameter isFrequent: whether another look will notice an engine that has gone silent.
  private func lookForChanges(isFrequent: Bool = false) {
    var mustReopen = false
    memory.withLock { memory in
      guard let source = memory.answering?.source else { return }
      guard !source.isSuperseded else { return mustReopen = true }
      // Nothing is asked of a database that nobody writes to; a silent engine must be noticed though.
      guard let stamp = source.stamp() else { return haveLost(&memory) }
      memory.isGone = false
      let isQuiet = stamp == memory.stamp && (!engine.isWorking || isFrequent)
      if isQuiet, memory.awaited == nil { return }
      memory.stamp = stamp
      do {
        let version = try source.version()
        if let known = memory.version, known != version {
          mustReopen = known.catalog != version.catalog || known.run != version.run
          if known.run != version.run { mailbox.post(.notice("a newer run is shown from now on")) }
          if !mustReopen {
            memory.answering?.forget()
            mailbox.post(.scoresChanged)
          }
        }
        // What is opened anew takes its version with it: where that fails for now, the next look tries again.
        if mustReopen { memory.stamp = nil } else { memory.version = version }
        let status = try source.status()
        if let request = memory.awaited,
          case .known(let heat) = try source.heat(
            of: request.unit, passage: request.passage, asking: false)
        {
          memory.awaited = nil
          mailbox.post(.heat(request, heat))
        }
        engine.report(status)
        let activity = try source.activity()
        if activity != memory.activity { mailbox.post(.activity(activity)) }
        memory.activity = activity
        let marks = try source.personalMarks()
        if let known = memory.marks, known != marks { mailbox.post(.personalMarks(marks)) }
        memory.marks = marks
        memory.haveAnswered()
      } catch {
        memory.stamp = nil
        say(error, &memory)
      }
    }
    if mustReopen { reopen() }
  }
}
