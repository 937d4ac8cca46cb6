internal import RunModel
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

  /// What Read shows of its document and beside it.
  var readNeeds: [Query] {
    guard let reader else { return [] }
    var passages = [reader.passage]
    if readerSides(layout).count > 1 || reader.focus == .neighbours {
      passages += neighbours(40).map(\.passage)
    }
    guard reader.isLoaded else { return [.texts(passages)] }
    let request = reader.request
    // A combination has no words to look for and no heat.
    guard catalog.questions[request.unit.question].combination == nil else {
      return [.texts(passages), .relations(request)] + courseNeeds(request)
    }
    var needs: [Query] = [.relations(request), .matches(request)]
    if heat(of: request) == nil {
      // An engine may come only later; until then it is enough to look for what one has left.
      let hasEngine = engine.isServing || engine.state == .running
      needs.append(hasEngine ? .heat(request) : .glance(request))
    }
    return needs + courseNeeds(request) + textNeeds(passages, of: [answered?.unit])
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
    let heat = heat(of: open.request)
    open.layer = (readerLooks.isOnPredictions ? heat?.onPredictions : heat).flatMap {
      $0.hasPlaces ? HeatLayer($0, text: text, grain: heatGrain) : nil
    }
    open.measureLines()
    reader = open
  }

  /// The heat of the previewed document, if it has been computed already.
  var previewNeeds: [Query] {
    guard let wanted = previewed, texts[wanted.passage] != nil, heat(of: wanted) == nil,
      catalog.questions[wanted.unit.question].combination == nil
    else {
      return []
    }
    return [.glance(wanted)]
  }

  /// The document that the preview of Explore shows, for what it is ranked for.
  var previewed: HeatRequest? {
    guard tab == .explore, pane == .documents, !layout.preview.isEmpty, let unit = answered?.unit,
      let passage = document?.passage
    else { return nil }
    return HeatRequest(unit: unit, passage: passage)
  }

  mutating func toggleAnswerMarks() {
    readerLooks.marksAnswer.toggle()
    message = readerLooks.marksAnswer ? "the answer is marked" : "the answer is not marked"
  }

  mutating func changeGrain(_ grain: HeatLayer.Grain) {
    heatGrain = grain
    message = "heat by \(heatGrain.rawValue)"
    layHeat()
  }

  /// Lays heat on the tokens whose losses carry the score, or on the positions where the gradient arrives.
  mutating func changeHeatPlace() {
    if let known = reader.flatMap({ heat(of: $0.request) }), known.losses.isEmpty {
      return refuse("the shares by predicted tokens are not known here")
    }
    readerLooks.isOnPredictions.toggle()
    message =
      readerLooks.isOnPredictions
      ? "heat on the predicted tokens, whose losses carry the score"
      : "heat on the tokens before the predicted ones, where the gradient arrives"
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
