package import Terminal

/// The panes of the Explore screen.
package enum Pane: String, Sendable, CaseIterable {
  case questions, steps, documents

  package var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// Where keys are looked up while the pane has the focus.
  var context: Context {
    switch self {
    case .questions: .questions
    case .steps: .steps
    case .documents: .documents
    }
  }
}

/// Which rectangle belongs to what, from the size of the screen alone.
package struct Layout: Sendable, Hashable {
  /// The least screen that anything can be drawn on.
  package static let minimum = (width: 40, height: 10)

  package var isTooSmall = false
  /// Row 0: the name, the tabs and the engine.
  package var tabs = Rect.empty
  package var breadcrumb = Rect.empty
  package var message = Rect.empty
  package var hints = Rect.empty
  /// What is left for the screen itself.
  package var body = Rect.empty
  package var isBordered = true
  package var questions = Rect.empty
  package var steps = Rect.empty
  package var documents = Rect.empty
  package var preview = Rect.empty

  /// The frame that all screens share.
  package init(width: Int, height: Int) {
    guard width >= Self.minimum.width, height >= Self.minimum.height else {
      isTooSmall = true
      return
    }
    tabs = Rect(x: 0, y: 0, width: width, height: 1)
    breadcrumb = Rect(x: 0, y: 1, width: width, height: 1)
    let head = height < 14 ? 1 : 2
    if height < 14 { breadcrumb = .empty }
    message = Rect(x: 0, y: height - 2, width: width, height: 1)
    hints = Rect(x: 0, y: height - 1, width: width, height: 1)
    body = Rect(x: 0, y: head, width: width, height: height - head - 2)
    isBordered = width >= 60
  }

  /// What a person has changed about the arrangement.
  package struct Preferences: Sendable, Hashable {
    /// Nil leaves it to the size of the screen.
    package var preview: Bool?
    package var isZoomed = false
    /// How far the border between the lists is moved to the right, in hundredths of the screen's width.
    package var splits: [Arrangement: Int] = [:]
    package init() {}
  }

  /// How the panes stand, each with a border of its own to move.
  package enum Arrangement: String, Sendable, Hashable, CaseIterable {
    /// One pane alone, which has no border to move.
    case single
    /// Questions over steps, documents beside them.
    case stacked
    case columns
    /// Stacked, with the preview at the right.
    case wide
  }

  /// The arrangement on a screen of this size.
  package static func arrangement(width: Int, height: Int, preferences: Preferences) -> Arrangement
  {
    let isFlat = Layout(width: width, height: height).body.height < 12
    if width < 80 || preferences.isZoomed || (isFlat && width < 100) { return .single }
    if !isFlat, width < 100 || height < 30 && width < 120 { return .stacked }
    return width >= 140 && !isFlat ? .wide : .columns
  }

  /// The Explore screen with one pane in focus.
  package static func explore(
    width: Int, height: Int, focus: Pane, preferences: Preferences = .init()
  ) -> Layout {
    var layout = Layout(width: width, height: height)
    guard !layout.isTooSmall else { return layout }
    let body = layout.body
    let arrangement = arrangement(width: width, height: height, preferences: preferences)
    let moved = (preferences.splits[arrangement] ?? 0) * width / 100
    switch arrangement {
    case .single:
      var list = body
      if preferences.preview ?? false, body.height >= 16 {
        (list, layout.preview) = split(body, top: body.height * 3 / 5)
      }
      layout[focus] = list
    case .stacked:
      layout.stack(
        body, left: bounded(28 + moved, in: body.width), focus: focus,
        preview: preferences.preview ?? (height >= 22))
    case .wide:
      var lists = body
      if preferences.preview ?? true {
        let room = body.width * 2 / 5
        lists = Rect(x: body.x, y: body.y, width: body.width - room, height: body.height)
        layout.preview = Rect(x: lists.maxX, y: body.y, width: room, height: body.height)
      }
      let left = bounded(max(32, lists.width * 2 / 5) + moved, in: lists.width)
      layout.stack(lists, left: left, focus: focus, preview: false)
    case .columns:
      var lists = body
      if preferences.preview ?? (height >= 30), body.height >= 16 {
        (lists, layout.preview) = split(body, top: body.height - max(8, body.height * 3 / 8))
      }
      var (one, two) = (width * 34 / 120, width * 32 / 120)
      if moved != 0 {
        let both = max(40, bounded(one + two + moved, in: width))
        (one, two) = (both * 34 / 66, both - both * 34 / 66)
      }
      layout.questions = Rect(x: 0, y: lists.y, width: one, height: lists.height)
      layout.steps = Rect(x: one, y: lists.y, width: two, height: lists.height)
      layout.documents = Rect(
        x: one + two, y: lists.y, width: width - one - two, height: lists.height)
    }
    return layout
  }

  /// Columns of what stands at the left, so that neither side is too narrow to read.
  private static func bounded(_ left: Int, in width: Int) -> Int { max(24, min(left, width - 30)) }

  /// Questions over steps at the left, documents over the preview at the right.
  private mutating func stack(_ area: Rect, left: Int, focus: Pane, preview wanted: Bool) {
    let upper = focus == .steps ? area.height * 2 / 5 : area.height * 11 / 20
    (questions, steps) = Self.split(
      Rect(x: area.x, y: area.y, width: left, height: area.height), top: upper)
    documents = Rect(
      x: area.x + left, y: area.y, width: area.width - left, height: area.height)
    if wanted {
      let below: Rect
      (documents, below) = Self.split(documents, top: area.height - max(6, area.height / 3))
      preview = below
    }
  }

  private static func split(_ area: Rect, top: Int) -> (Rect, Rect) {
    (
      Rect(x: area.x, y: area.y, width: area.width, height: top),
      Rect(x: area.x, y: area.y + top, width: area.width, height: area.height - top)
    )
  }

  /// The rectangle of a pane; empty where it is not on the screen.
  package subscript(pane: Pane) -> Rect {
    get {
      switch pane {
      case .questions: questions
      case .steps: steps
      case .documents: documents
      }
    }
    set {
      switch pane {
      case .questions: questions = newValue
      case .steps: steps = newValue
      case .documents: documents = newValue
      }
    }
  }

  /// The inside of a rectangle that has a border if there is room for borders.
  package func inside(_ area: Rect) -> Rect { isBordered ? area.inside : area }

  /// The rows of a list: the inside without its heading and, if it has one, its foot.
  package func rows(of area: Rect, hasFoot: Bool = false) -> Rect {
    let inner = inside(area)
    let head = inner.height >= 4 ? 1 : 0
    let foot = hasFoot && inner.height >= 8 ? 1 : 0
    return Rect(
      x: inner.x, y: inner.y + head, width: inner.width, height: inner.height - head - foot)
  }

  /// The rows of a pane's list.
  package func rows(of pane: Pane) -> Rect { rows(of: self[pane], hasFoot: pane == .documents) }

  /// Compare: what each side is at the top, its documents below.
  package struct Sides: Sendable, Hashable {
    package var leftHead = Rect.empty
    package var rightHead = Rect.empty
    package var overlap = Rect.empty
    package var left = Rect.empty
    package var right = Rect.empty
    package var leftTypes = Rect.empty
    package var rightTypes = Rect.empty
  }

  /// The Compare screen; below 80 columns only the side in focus is drawn.
  package func compare(focusOnLeft: Bool) -> Sides {
    var sides = Sides()
    let isSingle = body.width < 80
    let half = isSingle ? body.width : body.width / 2
    let head = body.height >= 28 ? 9 : body.height >= 18 ? 6 : 0
    let bar = body.height >= 28 ? 4 : body.height >= 16 ? 1 : 0
    sides.overlap = Rect(x: body.x, y: body.y + head, width: body.width, height: bar)
    let below = body.y + head + bar
    let foot = body.height >= 30 ? 5 : 0
    func place(_ x: Int, _ width: Int) -> (Rect, Rect) {
      (
        Rect(x: x, y: body.y, width: width, height: head),
        Rect(x: x, y: below, width: width, height: body.maxY - below - foot)
      )
    }
    if !isSingle || focusOnLeft { (sides.leftHead, sides.left) = place(body.x, half) }
    if !isSingle {
      (sides.rightHead, sides.right) = place(body.x + half, body.width - half)
    } else if !focusOnLeft {
      (sides.rightHead, sides.right) = place(body.x, half)
    }
    for (list, types) in [(sides.left, \Sides.leftTypes), (sides.right, \Sides.rightTypes)]
    where foot > 0 && !list.isEmpty {
      sides[keyPath: types] = Rect(x: list.x, y: list.maxY, width: list.width, height: foot)
    }
    return sides
  }
}
