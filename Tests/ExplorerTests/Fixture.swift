import Explorer
import Glibc
import RunModel
import Store
import Synchronization
import Terminal

/// A small run with scores from a seed, as the explorer would read it from a database.
final class FixtureSource: Source {
  static let typeNames = ["code", "textbook", "forum", "encyclopedia", "other"]
  let passageCount: Int
  /// Passages from the first that have scores.
  let scored: Int
  let stars = Mutex<Set<Int>>([])
  let pinned = Mutex<[PinnedQuery]>([])
  /// What somebody has found by retraining.
  let retrained = Mutex<RemovalFact?>(nil)
  /// Ids of questions that nobody has kept; passages without scores have approximate ones for them.
  let scratch = Mutex<Set<String>>([])
  let texts: [String]
  let hasHeat: Bool
  /// Whether heat is known by predicted tokens too.
  let hasLosses: Bool
  /// Whether heat differs between units and passages.
  let variesHeat: Bool
  /// Whether every document has been opened before.
  let areRead: Bool
  /// What approximate scores are of the exact ones.
  let coarseFactor: Float
  let norms: [Float]
  /// What it says of an engine.
  let engine = Mutex(EngineStatus())
  /// Whether whoever asks for scores has to wait, and whether somebody does.
  let isHeld = Mutex(false)
  let isWaiting = Mutex(false)
  /// What the checkpoints of the training are called; empty where there is one.
  let checkpoints: [String]
  /// Questions that have come to stand before the others.
  let before = Mutex<[CatalogQuestion]>([])

  init(
    passages: Int = 60, scored: Int? = nil, texts: [String] = [], hasHeat: Bool = false,
    variesHeat: Bool = false, areRead: Bool = false, coarseFactor: Float = 1,
    norms: [Float]? = nil, checkpoints: [String] = [],
    hasLosses: Bool = false
  ) {
    self.hasLosses = hasLosses
    self.checkpoints = checkpoints
    self.coarseFactor = coarseFactor
    self.norms = norms ?? (0..<passages).map { Float(1 + $0 % 7) }
    self.hasHeat = hasHeat
    self.variesHeat = variesHeat
    self.areRead = areRead
    passageCount = passages
    self.scored = scored ?? passages
    self.texts = texts
  }

  static let questions: [CatalogQuestion] = [
    CatalogQuestion(
      id: "q001", kind: .factual, task: "insects",
      prompt: "What is the common name for the larva of a housefly?", answer: "maggot",
      isCorrect: true, steps: [CatalogStep(text: "The larva is called a maggot.", nats: 9.8)]),
    CatalogQuestion(
      id: "q002", kind: .factual, task: "peaks", prompt: "Which mountain is the tallest?",
      answer: "Everest", isCorrect: false, steps: [CatalogStep(text: "It is K2.", nats: 4.5)]),
    CatalogQuestion(
      id: "q061", kind: .reasoning, task: "slopes",
      prompt: "What is the slope of the line through (41, 23) and (18, 92)?", answer: "-3",
      isCorrect: true,
      steps: [
        CatalogStep(text: "slope = (y2 - y1) / (x2 - x1)\n", nats: 3.9),
        CatalogStep(text: "= (92 - 23) / (18 - 41)\n", nats: 2.8),
        CatalogStep(text: "= 69 / -23\n", nats: 2.6, holds: true),
        CatalogStep(text: "7 - 4 = 2, so -3", nats: 2.1, holds: false),
      ]),
    CatalogQuestion(
      id: "q090", kind: .control, task: "reading", prompt: "Read the sentence:\nall is well.",
      steps: [CatalogStep(text: "All is well.", nats: 1.5)]),
  ]

  func catalog() -> Catalog {
    let scratch = scratch.withLock { $0 }
    var catalog = Catalog(
      model: "sample", method: "ekfac, damping 0.1mean",
      questions: Self.questions.map { question in
        var question = question
        question.isScratch = scratch.contains(question.id)
        return question
      },
      typeNames: Self.typeNames, types: (0..<passageCount).map { UInt16($0 % 5) },
      gradientNorms: norms)
    catalog.questions = before.withLock { $0 } + catalog.questions
    catalog.fields = ["lang", "year"]
    catalog.checkpoints = checkpoints
    return catalog
  }

  private func question(_ unit: Unit) -> CatalogQuestion {
    Self.questions[max(0, unit.question - before.withLock { $0.count })]
  }

  func score(_ unit: Unit, _ passage: Int) -> Float {
    if unit.step == 0 {
      let steps = question(unit).steps.count
      return (1...steps).reduce(0) { $0 + score(Unit(question: unit.question, step: $1), passage) }
    }
    let mixed = (passage * 7919 + unit.question * 104_729 + unit.step * 1301) % 1009
    let x = Float(mixed) / 1009 - 0.5
    return x * x * x
  }

  func scores(of unit: Unit) -> [Float] {
    while isHeld.withLock({ $0 }) {
      isWaiting.withLock { $0 = true }
      usleep(1_000)
    }
    return (0..<passageCount).map { $0 < scored ? score(unit, $0) : .nan }
  }

  func coarse(of unit: Unit) -> [Float]? {
    guard scratch.withLock({ $0.contains(question(unit).id) }) else { return nil }
    return (0..<passageCount).map { coarseFactor * score(unit, $0) }
  }

  func passages(_ indices: [Int]) -> [Passage] {
    let stars = stars.withLock { $0 }
    return indices.map { index in
      let text =
        index < texts.count
        ? texts[index]
        : "def slope_\(index)(p, q):\n    \"\"\"The slope through p and q.\"\"\"\n"
          + "    return (q.y - p.y) / (q.x - p.x)  # -3\n\nA maggot is a larva."
      var passage = Passage(
        index: index, id: "d\(index)", source: index % 2 == 0 ? "the-stack/python" : "forum dump",
        text: text, tokens: 64 + index * 37 % 50,
        isStarred: stars.contains(index), isRead: areRead)
      passage.fields = ["year": "\(2000 + index % 20)", "lang": index % 3 == 0 ? "en" : "de"]
      return passage
    }
  }

  func texts(_ indices: [Int]) -> [String] { passages(indices).map(\.text) }

  func passagesWithAnswer(of unit: Unit) -> Set<UInt32> {
    Set((0..<UInt32(passageCount)).filter { $0 % 3 == 0 })
  }
  func passages(holding words: String) -> Set<UInt32> { [1, 2, 3] }
  /// Every fourth passage shares no word.
  func relevance(of passages: [Int], to unit: Unit) -> [Int: Double] {
    let sharing = passages.filter { $0 % 4 != 0 }
    return Dictionary(
      uniqueKeysWithValues: sharing.map { ($0, Double($0) * 1.07 + Double(unit.step)) })
  }
  func starred() -> Set<UInt32> { Set(stars.withLock { $0 }.map(UInt32.init)) }
  func opened() -> Set<UInt32> { [] }
  func star(_ passages: [Int], isOn: Bool) -> [Int] {
    stars.withLock { stars in
      let changed = passages.filter { stars.contains($0) != isOn }
      if isOn { stars.formUnion(passages) } else { stars.subtract(passages) }
      return changed
    }
  }
  func removal() -> RemovalFact? { retrained.withLock { $0 } }
  func pins() -> [PinnedQuery] { pinned.withLock { $0 } }
  func pin(_ query: PinnedQuery) {
    pinned.withLock { pinned in
      if let place = pinned.firstIndex(where: { $0.name == query.name }) {
        pinned[place] = query
      } else {
        pinned.append(query)
      }
    }
  }
  func unpin(_ name: String) { pinned.withLock { $0.removeAll { $0.name == name } } }
  func markRead(_ passage: Int) {}
  /// The first tokens of a passage are words; their shares fall from the first.
  func heat(of unit: Unit, passage: Int, asking: Bool) -> HeatAnswer {
    guard hasHeat else { return .requested }
    let text = passages([passage])[0].text
    var ranges: [Range<Int>] = []
    var start = 0
    for (index, byte) in text.utf8.enumerated() where byte == 0x20 || byte == 0x0A {
      ranges.append(start..<index + 1)
      start = index + 1
    }
    let turn = variesHeat ? unit.question * 5 + unit.step + passage : 0
    let shares = ranges.indices.map {
      Float(($0 + turn) % 2 == 0 ? 1 : -0.4) / Float(($0 + turn) % ranges.count + 1)
    }
    var heat = Heat(
      tokens: shares, ranges: ranges, modules: [3, -1, 2],
      moduleNames: ["layers.0.mlp.up", "layers.0.attn.q", "layers.1.mlp.up"])
    if hasLosses {
      // All that one position predicts stands on the next.
      heat.losses = [0] + shares.dropLast()
      heat.asked = ["69", " /", " -", "23"].enumerated().map {
        Heat.AskedToken(text: $1, share: $0 == 2 ? -0.5 : Float($0 + 1))
      }
    }
    return .known(heat)
  }
  /// Against the score at the first checkpoint, unknown at the second, then growing to the score itself.
  func course(of unit: Unit, passage: Int) -> [Float?] {
    let last = checkpoints.count - 1
    return checkpoints.indices.map { index in
      index == 1
        ? nil : score(unit, passage) * (index == 0 ? -0.25 : Float(index) / Float(last))
    }
  }
  func ask(_ prompt: String, answer: String?, completion: String?) {}
  func keep(question: String, answer: String?) {}
  func discard(question: String) {}
  func activity() -> Activity {
    Activity(
      jobs: [
        .init(id: 8, kind: .ask, target: "Why?", state: .failed, note: "context is too short"),
        .init(id: 7, kind: .heat, target: "passage 3", state: .waiting, note: "", priority: 10),
      ],
      log: [.init(time: "12:00:00", level: .warning, text: "few passages")])
  }
  func passage(ofDocument id: String) -> Int? {
    Int(id.dropFirst()).flatMap { $0 < passageCount ? $0 : nil }
  }
  func change(job: Int, _ change: JobChange) {}
  func pauseEngine(_ rests: Bool) {}
  func status() -> EngineStatus { engine.withLock { $0 } }
  func stamp() -> Int? { 0 }
  func personalMarks() -> PersonalMarks {
    PersonalMarks(starred: Set(stars.withLock { $0 }.map { "d\($0)" }))
  }
  func version() -> SourceVersion { SourceVersion(catalog: 0, scores: 0) }
  var openedVersion: SourceVersion { version() }
}

/// The explorer without a terminal: keys in, frames out, every question answered at once.
struct Bench {
  var state: ExplorerState
  var source: FixtureSource
  var answering: Answering
  /// Effects that the world outside would have seen.
  var effects: [Effect] = []

  init(width: Int = 120, height: Int = 36, source: FixtureSource = FixtureSource()) throws {
    self.source = source
    answering = try Answering(source)
    state = ExplorerState(width: width, height: height)
    try send(.catalog(answering.catalog))
  }

  /// Gives an event and everything that follows from it.
  mutating func send(_ event: Event) throws {
    var waiting = [event]
    while !waiting.isEmpty {
      for effect in state.reduce(waiting.removeFirst()) {
        effects.append(effect)
        switch effect {
        case .heat(let request, let asking):
          let answer = source.heat(of: request.unit, passage: request.passage, asking: asking)
          if case .known(let heat) = answer { waiting.append(.heat(request, heat)) }
        default:
          if let answer = try answering.answer(effect) { waiting.append(answer) }
        }
      }
    }
  }

  /// Does what an action stands for, with all that follows from it.
  mutating func perform(_ action: Action) throws {
    for effect in state.perform(action) {
      effects.append(effect)
      if let answer = try answering.answer(effect) { try send(answer) }
    }
    try send(.timeout)
  }

  /// Presses keys by their names, apart by spaces: `j j Enter f c`.
  mutating func press(_ names: String) throws {
    for name in names.split(separator: " ") {
      guard let key = Key(name: String(name)) else { throw UnknownKey(name: String(name)) }
      try send(.key(key))
    }
  }

  /// Types a text, character by character.
  mutating func type(_ text: String) throws {
    for character in text { try send(.key(.character(character))) }
  }

  var frame: CellGrid { draw(state) }
  var text: String { frame.rows.joined(separator: "\n") }
}

struct UnknownKey: Error { var name: String }
