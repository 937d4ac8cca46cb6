import Foundation
import GRDB
import RunModel
import Store
import TestSupport
import Testing

/// A database in a folder of its own, removed with it.
final class TemporaryStore {
  private let temporary: TemporaryFolder
  var folder: URL { temporary.url }
  var path: String { folder.appending(path: "stemma.sqlite").path }

  init() throws { temporary = try TemporaryFolder() }

  func open() throws -> Store { try Store(path: path, access: .create) }
}

func document(_ id: String, _ type: String, _ texts: [String]) -> NewDocument {
  NewDocument(
    id: id, type: type, isTypeGuessed: false, source: nil, subtype: nil, meta: nil,
    passages: texts.enumerated().map { index, text in
      .init(
        id: texts.count == 1 ? id : "\(id)#\(index + 1)", text: text, tokens: [1, 2, Int32(index)])
    })
}

struct StoreTests {
  @Test func corpusComesBackAsItWentIn() throws {
    let folder = try TemporaryStore()
    let store = try folder.open()
    let corpus = try store.beginCorpus(fingerprint: "c")
    _ = try store.append(
      [document("a", "code", ["let x = 1"]), document("b", "forum", ["one", "two"])], to: corpus.id)
    let after = try store.append([document("c", "code", ["three"])], to: corpus.id)
    #expect(after.documents == 3 && after.passages == 4 && after.tokens == 12 && !after.isComplete)
    try store.finishCorpus(corpus.id)
    #expect(try store.corpus(fingerprint: "c")?.isComplete == true)
    let columns = try store.columns(corpus: corpus.id)
    #expect(columns.types == [0, 1, 1, 0] && columns.documents == [0, 1, 1, 2])
    #expect(columns.typeLabels == ["code", "forum"])
    #expect(try store.passageIDs(corpus: corpus.id) == ["a", "b#1", "b#2", "c"])
    #expect(try store.passages([3, 1], corpus: corpus.id).map(\.text) == ["three", "one"])
    #expect(try store.tokens(of: 1..<3, corpus: corpus.id) == [[1, 2, 0], [1, 2, 1]])
    #expect(try store.documents([1], corpus: corpus.id)[0].passages == 1..<3)
  }

  @Test func searchTreatsNothingAsSyntax() throws {
    let folder = try TemporaryStore()
    let store = try folder.open()
    let corpus = try store.beginCorpus(fingerprint: "c")
    _ = try store.append(
      [document("a", "code", ["the slope is 3"]), document("b", "code", ["a recipe"])],
      to: corpus.id)
    #expect(try store.search("slope* \"(3", corpus: corpus.id).map(\.passage) == [0])
    #expect(try store.search("slope recipe", corpus: corpus.id).isEmpty)
    #expect(try store.search("slope recipe", corpus: corpus.id, all: false).count == 2)
    #expect(try store.search("\" ' ; --", corpus: corpus.id).isEmpty)
  }

  @Test func scoresAreHolesUntilCommitted() throws {
    let folder = try TemporaryStore()
    let store = try folder.open()
    let (run, steps) = try makeRun(store)
    try store.commit(
      NewBlock(number: 1, scores: [1, 2, 3, 4, 5, 6], gradientNorms: [7, 8, 9]), steps: steps,
      run: run.id)
    let vector = try store.scores(step: steps[1], run: run, passages: 7)
    #expect(vector.blocks == [false, true, false] && Array(vector.values[3..<6]) == [4, 5, 6])
    #expect(vector.values[0].isNaN && !vector.isComplete)
    let whole = try store.scores(steps: steps, run: run, passages: 7)
    #expect(Array(whole.values[3..<6]) == [5, 7, 9])
    #expect(Array(try store.gradientNorms(run: run, passages: 7).values[3..<6]) == [7, 8, 9])
    #expect(try store.committedBlocks(step: steps[0], run: run.id) == [1])
    let progress = try store.progress(of: run)
    #expect(progress.steps == 2 && progress.blocks == 2 && progress.blocksNeeded == 6)
    #expect(progress.stepsScored == 0 && progress.questionsAnswered == 1 && progress.questions == 2)
  }

  @Test func damagedBlockIsRefused() throws {
    let folder = try TemporaryStore()
    let store = try folder.open()
    let (run, steps) = try makeRun(store)
    try store.commit(
      NewBlock(number: 0, scores: [1, 2, 3, 4, 5, 6], gradientNorms: [7, 8, 9]), steps: steps,
      run: run.id)
    try DatabaseQueue(path: folder.path).write {
      try $0.execute(
        sql: "UPDATE score SET data = zeroblob(12) WHERE step = ?", arguments: [steps[0]])
    }
    #expect(throws: StoreError.self) { try store.scores(step: steps[0], run: run, passages: 7) }
    #expect(try store.scores(step: steps[1], run: run, passages: 7).values[0] == 4)
  }

  @Test func readersOpenWhileAnotherHoldsTheWriteLock() throws {
    let folder = try TemporaryStore()
    let store = try folder.open()
    _ = try store.beginCorpus(fingerprint: "c")
    try DatabaseQueue(path: folder.path).inDatabase { writer in
      try writer.execute(sql: "BEGIN IMMEDIATE")
      let reader = try Store(path: folder.path, access: .existing)
      #expect(try reader.corpus(fingerprint: "c") != nil)
      try writer.execute(sql: "ROLLBACK")
    }
  }

  @Test func aLockThatOutlastsPatienceIsSaid() throws {
    let folder = try TemporaryStore()
    _ = try folder.open()
    let hasty = try Store(path: folder.path, access: .existing, patience: 0.1)
    try DatabaseQueue(path: folder.path).inDatabase { writer in
      try writer.execute(sql: "BEGIN IMMEDIATE")
      let refusal = #expect(throws: StoreError.self) { _ = try hasty.beginCorpus(fingerprint: "c") }
      #expect(refusal?.isBusy == true)
      #expect(
        refusal?.description
          == folder.path
          + ": another program holds the database; wait for it or stop it, then run again")
      try writer.execute(sql: "ROLLBACK")
    }
    _ = try hasty.beginCorpus(fingerprint: "c")
  }

  @Test func fileLeftBeforeItsFirstTableIsGoneOnWith() throws {
    let folder = try TemporaryStore()
    try DatabaseQueue(path: folder.path).write {
      try $0.execute(
        sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    #expect(try folder.open().runs().isEmpty)
  }

  @Test func foreignAndNewerFilesAreRefused() throws {
    let folder = try TemporaryStore()
    try DatabaseQueue(path: folder.path).write { try $0.execute(sql: "CREATE TABLE other (x)") }
    #expect(throws: StoreError.self) { try folder.open() }
    let newer = try TemporaryStore()
    _ = try newer.open()
    try DatabaseQueue(path: newer.path).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')")
    }
    #expect(throws: StoreError.self) { try newer.open() }
    let text = try TemporaryStore()
    try Data("not a database, but long enough to look like one".utf8).write(
      to: URL(filePath: text.path))
    #expect(throws: StoreError.self) { try text.open() }
    #expect(throws: StoreError.self) { try Store(path: text.path + ".missing", access: .existing) }
  }

  @Test func jobsGoByPriorityAndComeBackAfterACrash() throws {
    let folder = try TemporaryStore()
    let store = try folder.open()
    try store.request(.discard(KeepRequest(question: "q1")), priority: 0)
    try store.request(.heat(HeatJob(step: 1, passage: 2)), priority: 5)
    let first = try #require(try store.takeJob())
    #expect(first.request == .heat(HeatJob(step: 1, passage: 2)))
    try store.requeueInterruptedJobs()
    #expect(try store.takeJob()?.id == first.id)
    try store.finish(job: first.id, state: .done, message: nil)
    #expect(try store.takeJob()?.request.kind == .discard)
    #expect(try store.takeJob() == nil)
  }

  /// In one transaction: a kill between two would leave steps whose −log p nobody measures again.
  @Test func anAnswerIsStoredWithItsNats() throws {
    let folder = try TemporaryStore()
    let store = try folder.open()
    let (run, _) = try makeRun(store)
    #expect(try store.steps(set: run.questionSet).map(\.nats) == [0.5, 0.25])
  }

  /// A corpus of seven passages, two questions, the first with two steps, blocks of three.
  func makeRun(_ store: Store) throws -> (RunRecord, [Int64]) {
    let corpus = try store.beginCorpus(fingerprint: "c")
    _ = try store.append((0..<7).map { document("d\($0)", "code", ["text \($0)"]) }, to: corpus.id)
    let set = try store.questionSet(
      fingerprint: "q",
      questions: ["q1", "q2"].map {
        NewQuestion(
          name: $0, kind: .reasoning, task: "slope", prompt: "?", answer: "2", aliases: ["two"])
      })
    let question = try store.questions(set: set)[0]
    try store.save(
      NewCompletion(
        promptTokens: [1], text: "a\nb", isGenerated: true, isCorrect: true, firstFalseStep: nil,
        steps: [
          .init(text: "a\n", tokens: [2], nats: 0.5), .init(text: "b", tokens: [3], nats: 0.25),
        ]), question: question.row)
    let run = try store.beginRun(
      fingerprint: "r", corpus: corpus.id, questionSet: set, settings: "{}", blockSize: 3,
      modules: ["m"])
    return (run, try store.steps(question: question.row).map(\.row))
  }
}
