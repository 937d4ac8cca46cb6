import Explorer
import Foundation
import RunModel
import Synchronization
import Terminal
import TestSupport
import Testing

/// What a person waits for on a vast corpus, printed and not judged.
///
/// `STEMMA_SCALE=5000000 swift test -c release --filter ScaleTests` prints the figures.
@Suite struct ScaleTests {
  @Test func figures() throws {
    let wanted = ProcessInfo.processInfo.environment["STEMMA_SCALE"].flatMap { Int($0) }
    let source = VastSource(passages: wanted ?? 20_000)
    let clock = ContinuousClock()
    var lines: [String] = []
    func measure<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
      var value: Value?
      let time = try clock.measure { value = try body() }
      lines.append(
        "\(name)  \(Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000) ms"
      )
      guard let value else { fatalError("measured nothing") }
      return value
    }
    var answering = try measure("open", { try Answering(source) })
    let unit = Explorer.Unit(question: 0, step: 1)
    let request = ListRequest(unit: unit, view: .perNat, filter: Filter())
    let top = try measure("top rows", { try answering.top(request) })
    let whole = try measure("whole order", { try answering.list(request) })
    #expect(whole.list.count == source.count)
    if let top {
      for row in 0..<40 { #expect(top.list[row] == whole.list[row]) }
    }
    var filtered = request
    filtered.filter.types = TypeSet([0])
    let code = try measure("type filter", { try answering.list(filtered) })
    #expect(code.list.count == (source.count + 4) / 5)

    var bench = try Bench(width: 120, height: 36)
    try bench.send(.catalog(answering.catalog))
    _ = bench.state.reduce(.ranked(request, whole))
    var times: [Double] = []
    for _ in 0..<100 {
      let time = clock.measure {
        _ = bench.state.reduce(.key(.down))
        _ = bench.frame
      }
      times.append(Double(time.components.attoseconds) / 1e15)
    }
    lines.append("key to frame, slowest of 100  \(times.max() ?? 0) ms")
    if wanted != nil { print(lines.joined(separator: "\n")) }
  }

  /// The slowest key among very many questions, printed and not judged.
  ///
  /// `STEMMA_SCALE=100000 swift test -c release --filter keysAmongManyQuestions` prints the figures.
  @Test func keysAmongManyQuestions() throws {
    let wanted = ProcessInfo.processInfo.environment["STEMMA_SCALE"].flatMap { Int($0) }
    let source = FixtureSource(passages: 20)
    source.before.withLock {
      $0 = (0..<(wanted ?? 2_000)).map { index in
        CatalogQuestion(
          id: "many-\(index)", kind: .factual, task: "facts",
          prompt: "Which river runs through the town number \(index), and where does it end?")
      }
    }
    var bench = try Bench(source: source)
    let clock = ContinuousClock()
    for (name, before, keys) in [
      ("down", "", "j j j G k g g"), ("narrow", "\\", "t o w n 7"), ("choose", "g q", "t o w n 7"),
      ("find", "/", "n u m b e r"), ("command", ":", "q Space m a n y - 9 9 Tab Enter"),
      ("near", ":", "q Space m a n x Enter Esc"), ("order", ":", "s o r t - q Tab Space i d Enter"),
      ("clear", "", "F F"),
    ] {
      var slowest = (0.0, "")
      try bench.press(before)
      for key in keys.split(separator: " ") {
        let event = Event.key(try #require(Key(name: String(key))))
        var effects: [Effect] = []
        // What the screen waits for is answered elsewhere; taking the answer in is part of the time.
        var time = clock.measure {
          effects = bench.state.reduce(event)
          _ = bench.frame
        }
        while let effect = effects.popLast() {
          guard let answer = try bench.answering.answer(effect) else { continue }
          let taking = clock.measure {
            effects += bench.state.reduce(answer)
            _ = bench.frame
          }
          time = max(time, taking)
        }
        let taken = Double(time.components.attoseconds) / 1e15
        if taken > slowest.0 { slowest = (taken, String(key)) }
      }
      try bench.press("Esc Esc")
      if wanted != nil { print("\(name), slowest key \(slowest.1)  \(slowest.0) ms") }
    }
    #expect(bench.state.questionRows.count == (wanted ?? 2_000) + 4)
  }
}

/// Random scores for the one step of one question.
private final class VastSource: Source {
  let count: Int
  init(passages: Int) { count = passages }

  func catalog() -> Catalog {
    Catalog(
      questions: [
        CatalogQuestion(
          id: "q", kind: .factual, prompt: "q", steps: [CatalogStep(text: "s", nats: 2)])
      ], typeNames: FixtureSource.typeNames, types: (0..<count).map { UInt16($0 % 5) })
  }
  func scores(of unit: Explorer.Unit) -> [Float] {
    var random = RandomSource(seed: 1)
    return (0..<count).map { _ in Float(random.next() % 1_000_000) / 500_000 - 1 }
  }
  func passages(_ indices: [Int]) -> [Passage] {
    indices.map { Passage(index: $0, id: "d\($0)", text: "text \($0)") }
  }
  func texts(_ indices: [Int]) -> [String] { indices.map { "text \($0)" } }
  func passagesWithAnswer(of unit: Explorer.Unit) -> Set<UInt32> { [] }
  func passages(holding words: String) -> Set<UInt32> { [] }
  func relevance(of passages: [Int], to unit: Explorer.Unit) -> [Int: Double] { [:] }
  func starred() -> Set<UInt32> { [] }
  func opened() -> Set<UInt32> { [] }
  func star(_ passages: [Int], isOn: Bool) -> [Int] { [] }
  func markRead(_ passage: Int) {}
  func heat(of unit: Explorer.Unit, passage: Int, asking: Bool) -> HeatAnswer { .requested }
  func ask(_ prompt: String, answer: String?, completion: String?) {}
  func keep(question: String, answer: String?) {}
  func discard(question: String) {}
  func passage(ofDocument id: String) -> Int? { nil }
  func change(job: Int, _ change: JobChange) {}
  func pauseEngine(_ rests: Bool) {}
  func status() -> EngineStatus { EngineStatus() }
  func activity() -> Activity { Activity() }
  func stamp() -> Int? { 0 }
  func version() -> SourceVersion { SourceVersion(catalog: 0, scores: 0) }
  var openedVersion: SourceVersion { version() }
}
