internal import Terminal

extension ExplorerState {
  /// Where the score of a passage for a unit comes from, if that is known.
  package func heat(of request: HeatRequest) -> Heat? {
    heats[request] ?? glances[request].flatMap { $0 }
  }

  /// Whether an engine has been asked for the heat of the open document.
  package var awaitsHeat: Bool {
    reader.map { heat(of: $0.request) == nil && heats.isRequested($0.request) } ?? false
  }

  /// What the reader must ask for once its text is there.
  mutating func readerQuestions() -> [Effect] {
    guard tab == .read, let request = reader?.request, reader?.isLoaded ?? false else { return [] }
    var effects: [Effect] = []
    if heat(of: request) == nil {
      // An engine may come only later; until then it is enough to look for what one has left.
      let hasEngine = engine.isServing || engine.state == .running
      if hasEngine, heats.mustAsk(request) {
        effects.append(.heat(request, asking: true))
      } else if !hasEngine, glances.mustAsk(request) {
        effects.append(.glance(request))
      }
    }
    if relations.mustAsk(request) { effects.append(.relate(request)) }
    if matches.mustAsk(request) { effects.append(.search(request)) }
    return effects
  }

  mutating func receive(_ heat: Heat?, for request: HeatRequest) {
    glances.receive(heat, for: request)
    guard let heat else { return }
    heats.receive(heat, for: request)
    heatScales[request.unit] = max(heatScales[request.unit] ?? 0, heat.scale)
    if reader?.request == request { layHeat() }
  }

  /// Lays the heat of the open document over its text, as finely as is wished.
  mutating func layHeat() {
    guard var open = reader, let text = texts[open.passage]?.text else { return }
    open.layer = heat(of: open.request).flatMap {
      $0.hasPlaces ? HeatLayer($0, text: text, grain: heatGrain) : nil
    }
    open.measureLines()
    reader = open
  }

  /// Asks for the heat of the previewed document, if it has been computed already.
  mutating func previewQuestions() -> [Effect] {
    guard let wanted = previewed, texts[wanted.passage] != nil, heat(of: wanted) == nil,
      glances.mustAsk(wanted)
    else { return [] }
    return [.glance(wanted)]
  }

  /// The document that the preview of Explore shows, for what it is ranked for.
  var previewed: HeatRequest? {
    guard tab == .explore, pane == .documents, !layout.preview.isEmpty, let unit = answered?.unit,
      let passage = document?.passage
    else { return nil }
    return HeatRequest(unit: unit, passage: passage)
  }

  mutating func changeGrain(_ action: Action) {
    heatGrain =
      switch action {
      case .heatByWord: .word
      case .heatBySentence: .sentence
      case .heatByLine: .line
      case .heatByParagraph: .paragraph
      default: .token
      }
    message = "heat by \(heatGrain.rawValue)"
    layHeat()
  }

  /// What the hottest colour stands for.
  mutating func changeScale() {
    heatReach = heatReach.next
    message = "the strongest colour is the strongest token of \(heatReach.name)"
  }

  /// The share of a score that has the strongest colour in the open document.
  package var heatScale: Float {
    guard let reader else { return 0 }
    let unit = reader.unit
    let own = reader.layer?.scale ?? 0
    switch heatReach {
    case .document: return own
    case .ranking: return max(heatScales[unit] ?? 0, own)
    case .question:
      return heatScales.reduce(own) { $1.key.question == unit.question ? max($0, $1.value) : $0 }
    }
  }

  /// Goes to the next or previous row that is hot.
  mutating func goToHeat(by step: Int) {
    guard let open = reader, let layer = open.layer else {
      refuse("no token heat to go by")
      return
    }
    let scale = layer.scale
    let end = texts[open.passage]?.text.utf8.count ?? 0
    let hot = open.lines.indices.filter { index in
      open.bytes(ofRow: index).clamped(to: 0..<end).contains {
        abs(layer.sum(atByte: $0) ?? 0) >= scale / 2
      }
    }
    let next =
      step > 0
      ? hot.first { $0 > open.top } ?? hot.first : hot.last { $0 < open.top } ?? hot.last
    if let next { reader?.top = next }
  }

  mutating func changeGamma(by factor: Double) {
    let gamma = min(2, max(0.1, readerLooks.gamma * factor))
    readerLooks.gamma = gamma
    message =
      "gamma \(signed(gamma)): \(gamma < 0.5 ? "mild places stand out" : "strong places only")"
  }
}

extension Reader {
  /// Finds the row of text with the largest absolute sum of heat.
  mutating func measureLines() {
    lineScale = lines.indices.reduce(0) { max($0, abs(lineSum($1) ?? 0)) }
  }
}

/// Over what the strongest colour of token heat is taken.
package enum HeatReach: String, Sendable, CaseIterable {
  case document, ranking, question

  var next: HeatReach {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// In words; of a ranking and a question only what has been looked at is known.
  package var name: String {
    switch self {
    case .document: "this document"
    case .ranking: "the documents read for this step"
    case .question: "the documents read for this question"
    }
  }
}
