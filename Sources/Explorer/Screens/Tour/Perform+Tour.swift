internal import RunModel
internal import Terminal

extension ExplorerState {
  /// Begins the tour, or says why the screen has no room for it.
  package mutating func startTour() {
    guard tour == nil else { return }
    (overlay, prompt, pending) = (nil, nil, [])
    tour = Tour(rows: 0, viewBefore: view)
    resize(width: width, height: height)
  }

  /// Takes in a size of the whole screen; the tour keeps its rows at the foot.
  package mutating func resize(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    guard tour != nil else { return }
    let rows = min(tourRows, height - Layout.minimum.height)
    guard width >= Layout.minimum.width, rows >= 3 else {
      leaveTour()
      self.height = height
      refuse("the tour needs a screen of \(Layout.minimum.width) x \(Layout.minimum.height + 3)")
      return
    }
    self.tour?.rows = rows
    self.height = height - rows
  }

  /// Rows that the longest text takes, with a line above for its title and one below for the key.
  private var tourRows: Int {
    var longest = 1
    var state = self
    state.tour?.isUnderway = true
    for stop in Tour.Stop.allCases {
      state.tour?.stop = stop
      longest = max(longest, Self.filled(state.tourText, width: width - 2).count)
    }
    return longest + 2
  }

  /// What an action does during the tour; nil where it does what it always does.
  mutating func performOnTour(_ action: Action) -> [Effect]? {
    guard let tour else { return nil }
    switch action {
    case .quit, .interrupt, .redraw, .suspend, .reload, .mouse: return nil
    case .back, .leave:
      leaveTour()
      report("that was the tour; \(keyName(for: .help)) and then t begins it again")
      return []
    case tour.stop.action where tour.isUnderway:
      hasRefused = false
      let effects = carryOut(action)
      if !hasRefused { goOnWithTour() }
      return effects
    default:
      refuse(
        "the tour waits for \(tour.isUnderway ? keyName(for: tour.stop.action) : "the engine");"
          + " \(keyName(for: .back)) leaves it")
      return []
    }
  }

  private mutating func goOnWithTour() {
    guard let stop = tour?.stop else { return }
    if let next = Tour.Stop(rawValue: stop.rawValue + 1) {
      tour?.stop = next
      message = ""
      // The cursor stays where the person has seen it.
      if next == .documents { seeksTellingStep = false }
    } else {
      leaveTour()
      report("that was the tour. Your own model: \(Tour.ownModel)")
    }
  }

  private mutating func leaveTour() {
    guard let tour else { return }
    self.tour = nil
    height += tour.rows
    view = tour.viewBefore
    seeksTellingStep = false
  }

  /// Takes a waiting tour to its first question as soon as there is one.
  mutating func beginWaitingTour() {
    guard let tour, !tour.isUnderway, let question = openingQuestion else { return }
    self.tour?.isUnderway = true
    filter = Filter()
    view = .perNat
    preferences.isZoomed = false
    go(toQuestion: question)
    seeksTellingStep = true
  }
}
