internal import RunModel
internal import Terminal

extension ExplorerState {
  /// The unit that the open document was ranked for.
  package var readerUnit: Unit? {
    guard readerOrigin == .compare else { return unit }
    return compare.side == .left ? compare.left : compare.right
  }

  /// What the reader must ask for once its text is there.
  mutating func readerQuestions() -> [Effect] {
    guard tab == .read, var open = reader, open.isLoaded, let unit = readerUnit else { return [] }
    let request = HeatRequest(unit: unit, passage: open.passage)
    var effects: [Effect] = []
    if !open.hasAsked {
      open.hasAsked = true
      open.awaitsHeat = engine.isServing || engine.state == .running
      effects = [.heat(request, asking: open.awaitsHeat), .relate(request)]
      reader = open
    } else if !open.awaitsHeat, open.heat == nil, engine.isServing {
      // An engine has come since.
      reader?.awaitsHeat = true
      effects = [.heat(request, asking: true)]
    }
    return effects
  }

  mutating func takeIn(_ heat: Heat, for request: HeatRequest) {
    heatScales[request.unit] = max(heatScales[request.unit] ?? 0, heat.scale)
    if request == glanced { glance = heat }
    guard var open = reader, open.passage == request.passage, readerUnit == request.unit else {
      return
    }
    open.heat = heat
    open.awaitsHeat = false
    reader = open
    layHeat()
  }

  /// Lays the heat of the open document over its text, as finely as is wished.
  mutating func layHeat() {
    guard var open = reader, let text = texts[open.passage]?.text else { return }
    open.layer = open.heat.flatMap {
      $0.hasPlaces ? HeatLayer($0, text: text, grain: heatGrain) : nil
    }
    open.measureLines()
    reader = open
  }

  /// Asks for the heat of the previewed document, if it has been computed already.
  mutating func previewQuestions() -> [Effect] {
    guard tab == .explore, pane == .documents, !layout.preview.isEmpty, let unit = answered?.unit,
      let passage = document?.passage, texts[passage] != nil
    else { return [] }
    let wanted = HeatRequest(unit: unit, passage: passage)
    guard glanced != wanted else { return [] }
    (glanced, glance) = (wanted, nil)
    return [.glance(wanted)]
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
    guard let reader, let unit = readerUnit else { return 0 }
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
      message = "no token heat to go by"
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
    guard let open = reader else { return }
    let gamma = min(2, max(0.1, open.gamma * factor))
    reader?.gamma = gamma
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
