import Explorer
import Foundation
import RunModel
import Store
import Synchronization
import Terminal
import TerminalHarness
import Testing

/// A database with two questions and seven passages of which some have scores.
final class SampleStore {
  let folder: URL
  let store: Store
  let run: RunRecord
  let steps: [Int64]

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "stemma-explorer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try Store(path: folder.appending(path: "stemma.sqlite").path, access: .create)
    let corpus = try store.beginCorpus(fingerprint: "c")
    let texts = ["the slope is -3", "a maggot is a larva", "nothing", "slope", "a", "b", "c"]
    _ = try store.append(
      texts.enumerated().map { index, text in
        NewDocument(
          id: "d\(index)", type: index % 2 == 0 ? "code" : "forum", isTypeGuessed: index == 2,
          source: "here", subtype: nil, meta: nil,
          passages: [.init(id: "d\(index)", text: text, tokens: [1, 2])])
      }, to: corpus.id)
    try store.finishCorpus(corpus.id)
    let set = try store.questionSet(
      fingerprint: "q",
      questions: [
        NewQuestion(
          name: "q1", kind: .reasoning, task: "slopes", prompt: "Slope?", answer: "-3",
          aliases: []),
        NewQuestion(
          name: "q2", kind: .factual, task: "", prompt: "Larva?", answer: nil, aliases: []),
      ])
    run = try store.beginRun(
      fingerprint: "r", corpus: corpus.id, questionSet: set,
      settings: #"{"strategy":"ekfac","damping":"0.1mean"}"#, blockSize: 4, modules: ["a"])
    let question = try store.questions(set: set)[0]
    try store.save(
      NewCompletion(
        promptTokens: [1], text: "ab", isGenerated: true, isCorrect: true, firstFalseStep: 2,
        steps: [.init(text: "a", tokens: [1], nats: 2), .init(text: "b", tokens: [2], nats: 3)]),
      question: question.row)
    steps = try store.steps(question: question.row).map(\.row)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func commit(_ block: Int, _ scores: [Float], norms: [Float]) throws {
    try store.commit(
      NewBlock(number: block, scores: scores, gradientNorms: norms), steps: steps, run: run.id)
  }
}

@Suite struct StoreSourceTests {
  @Test func readsWhatTheEngineWrote() throws {
    let sample = try SampleStore()
    try sample.commit(0, [1, -2, 3, 0.5, 1, 1, 1, 1], norms: [1, 2, 3, 4])
    let source = try #require(try StoreSource(store: sample.store, run: nil))
    let catalog = try source.catalog()
    #expect(catalog.questions.map(\.id) == ["q1", "q2"])
    #expect(catalog.questions[0].steps.map(\.nats) == [2, 3])
    #expect(catalog.questions[0].steps.map(\.isFalse) == [false, true])
    #expect(catalog.questions[0].isCorrect == true && catalog.questions[1].isCorrect == nil)
    #expect(catalog.typeNames == ["code", "forum"] && catalog.types == [0, 1, 0, 1, 0, 1, 0])
    #expect(catalog.gradientNorms.isEmpty && catalog.method.contains("strategy ekfac"))
    let scores = try source.scores(of: Unit(question: 0, step: 1))
    #expect(Array(scores[0..<4]) == [1, -2, 3, 0.5] && scores[4].isNaN)
    #expect(Array(try source.scores(of: Unit(question: 0, step: 0))[0..<4]) == [2, -1, 4, 1.5])
    #expect(try source.scores(of: Unit(question: 1, step: 0)).allSatisfy(\.isNaN))
    #expect(try source.passages([2])[0].typeIsGuessed)
  }

  /// An engine may write while the run is being opened; what was read then must not be taken for the newest.
  @Test func whatComesInWhileItIsOpenedIsReadAfterwards() throws {
    let sample = try SampleStore()
    let mailbox = Mailbox<Event>()
    let (store, set) = (sample.store, sample.run.questionSet)
    let openings = Mutex(0)
    let service = QueryService(
      mailbox: mailbox, control: nil, place: store.path,
      open: {
        let source = try StoreSource(store: store, run: nil)
        let isFirst = openings.withLock { count in
          count += 1
          return count == 1
        }
        if isFirst {
          let question = try store.questions(set: set)[1]
          try store.save(
            NewCompletion(
              promptTokens: [1], text: "c", isGenerated: true, isCorrect: true, firstFalseStep: nil,
              steps: [.init(text: "c", tokens: [1], nats: 4)]), question: question.row)
        }
        return source
      }, early: { nil })
    service.start()
    defer { service.stop() }
    #expect(
      comesTrue {
        mailbox.drain().contains {
          if case .catalog(let catalog) = $0 { catalog.questions[1].nats == 4 } else { false }
        }
      })
  }

  /// A run that begins while another is being opened is shown at the next look.
  @Test func aRunThatBeginsWhileAnotherIsOpenedIsShown() throws {
    let sample = try SampleStore()
    let source = try #require(try StoreSource(store: sample.store, run: nil))
    _ = try sample.store.beginRun(
      fingerprint: "s", corpus: sample.run.corpus, questionSet: sample.run.questionSet,
      settings: "{}", blockSize: 4, modules: ["a"])
    #expect(source.openedVersion.run == sample.run.id)
    #expect(try source.version().run != sample.run.id)
  }

  @Test func ranksPartialScoresAndTakesInTheRest() throws {
    let sample = try SampleStore()
    let source = try #require(try StoreSource(store: sample.store, run: nil))
    let partway = try source.version()
    try sample.commit(0, [1, -2, 3, 0.5, 1, 1, 1, 1], norms: [1, 2, 3, 4])
    var answering = try Answering(source)
    let before = try source.version()
    let request = ListRequest(unit: Unit(question: 0, step: 1), view: .perNat, filter: Filter())
    let partial = try answering.list(request)
    #expect(partial.isPartial && partial.scored == 4 && partial.total == 7)
    #expect((0..<4).map { partial.list[$0].passage } == [2, 0, 3, 1])
    #expect((0..<4).map { partial.list[$0].value } == [1.5, 0.5, 0.25, -1])
    try sample.commit(1, [9, 8, -7, 1, 1, 1], norms: [5, 6, 7])
    let after = try source.version()
    #expect(after != before)
    // All gradient lengths are there now, which the catalog is read anew for.
    #expect(after.catalog != before.catalog)
    #expect(before.catalog == partway.catalog)
    #expect(try source.catalog().gradientNorms == [1, 2, 3, 4, 5, 6, 7])
    answering.forget()
    let whole = try answering.list(request)
    #expect(!whole.isPartial && whole.list[0].passage == 4)
  }

  @Test func marksAndSearchesGoThroughTheStore() throws {
    let sample = try SampleStore()
    let source = try #require(try StoreSource(store: sample.store, run: nil))
    _ = try source.star([3], isOn: true)
    try source.markRead(1)
    #expect(try source.starred() == [3] && source.opened() == [1])
    #expect(try source.passages([3])[0].isStarred && source.passages([1])[0].isRead)
    #expect(try source.passages(holding: "slope") == [0, 3])
    #expect(try source.passagesWithAnswer(of: Unit(question: 0, step: 0)).contains(0))
  }

  @Test func saysWhatTheEngineDoes() throws {
    let sample = try SampleStore()
    let source = try #require(try StoreSource(store: sample.store, run: nil))
    #expect(try source.status().state == .idle)
    let now = Date().timeIntervalSince1970
    var engine = EngineState(
      pid: 1, host: "h", started: now - 12, heartbeat: now, run: sample.run.id, stage: .scores,
      done: 3, total: 9, rate: 1, remaining: 192, stopped: nil)
    try sample.store.save(engine)
    #expect(try source.status().strip == "engine ● scoring passages 33%  eta 3m12s")
    #expect(try source.status().age == 12)
    engine.heartbeat = now - 60
    try sample.store.save(engine)
    #expect(try source.status().state == .stale)
    engine.stopped = .failed("the disk is full")
    try sample.store.save(engine)
    #expect(try source.status().failure == "the disk is full")
    try sample.commit(0, [1, 2, 3, 4, 1, 1, 1, 1], norms: [1, 2, 3, 4])
    try sample.commit(1, [1, 2, 3, 1, 1, 1], norms: [1, 2, 3])
    engine.stopped = .finished
    try sample.store.save(engine)
    #expect(try source.catalog().gradientNorms == [1, 2, 3, 4, 1, 2, 3])
  }

  @Test func aMissingRunSaysSo() throws {
    let sample = try SampleStore()
    #expect(throws: StoreError.self) { try StoreSource(store: sample.store, run: 99) }
    #expect(try StoreSource(store: sample.store, run: sample.run.id) != nil)
  }
}
