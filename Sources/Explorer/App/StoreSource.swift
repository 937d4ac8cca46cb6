package import Findings
internal import Formatting
internal import Foundation
package import RunModel
internal import SafeFiles
package import Store

/// One run of a database as the explorer reads it.
///
/// Sendable because nothing changes after `init`; `Store` guards itself.
package final class StoreSource: Source {
  let store: Store
  let run: RunRecord
  /// Whether a newer run is to be followed.
  let followsNewest: Bool
  let corpus: Int64
  let questions: [QuestionRecord]
  let steps: [[StepRecord]]
  package let openedVersion: SourceVersion
  private let columns: CorpusColumns
  /// The file that was opened, which another may have taken the place of.
  let file: FileIdentity?
  private let textServices: TextServices?

  /// Opens the newest run, or a given one; nil while there is none.
  package init?(store: Store, run id: Int64?, textServices: TextServices? = nil) throws {
    guard let run = try store.run(id) else {
      if let id { throw StoreError("there is no run \(id) in \(store.path)") }
      return nil
    }
    self.store = store
    self.run = run
    followsNewest = id == nil
    self.textServices = textServices
    file = FileIdentity(store.openedPath)
    corpus = run.corpus
    columns = try store.columns(corpus: corpus)
    openedVersion = try Self.version(
      of: run, shown: run.id, passages: columns.types.count, in: store)
    questions = try store.questions(set: run.questionSet)
    let byQuestion = Dictionary(grouping: try store.steps(set: run.questionSet), by: \.question)
    steps = questions.map { byQuestion[$0.row] ?? [] }
  }

  package var folder: String? { store.folder }

  var passageCount: Int { columns.types.count }
  private var ownerOf: [Int32] { columns.documents }

  package func catalog() throws -> Catalog {
    let norms = try store.gradientNorms(run: run, passages: passageCount)
    var catalog = Catalog(
      model: Self.setting("checkpoint", in: run.settings) ?? "",
      method: ([Self.method(run.settings)] + (try notices())).joined(separator: "; "),
      questions: zip(questions, steps).map(question),
      typeNames: columns.typeLabels, types: columns.types,
      gradientNorms: norms.isComplete && norms.hasNumbers ? norms.values : [])
    catalog.stale = run.stale
    catalog.checkpoints = try store.checkpoints(of: run.id).map(\.label)
    catalog.fields = try store.fieldNames(corpus: corpus)
    catalog.date = isoTime(run.created)
    return catalog
  }

  /// What was found out about the run and its reader should know beside the settings.
  private func notices() throws -> [String] {
    let storage = try store.fact(StepStorageFact.self, run: run.id)
    let coarse = try store.fact(CoarseFact.self, run: run.id)
    return [
      store.snapshot?.sentence,
      storage.flatMap { $0.form == .whole ? nil : "steps kept as \($0.sentence)" },
      coarse?.sentence,
    ].compactMap { $0 }
  }

  package func course(of unit: Unit, passage: Int) throws -> [Float?] {
    try store.course(steps: rows(of: unit), passage: passage, run: run.id)?.scores ?? []
  }

  package func notes() throws -> [GroundTruth.Note] {
    GroundTruth.notes(try store.documentNotes(corpus: corpus), documents: columns.documents)
  }

  private func question(_ record: QuestionRecord, _ steps: [StepRecord]) -> CatalogQuestion {
    CatalogQuestion(
      id: record.name, kind: record.kind, task: record.task,
      prompt: record.prompt, answer: record.answer, aliases: record.aliases,
      isCorrect: record.isCorrect,
      steps: steps.map {
        CatalogStep(
          text: $0.text, nats: $0.nats ?? .nan,
          holds: record.firstFalseStep == $0.number ? false : textServices?.holds($0.text))
      }
    ).marked(isScratch: record.isScratch)
  }

  private static func values(_ settings: String) -> [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(settings.utf8))) as? [String: Any] ?? [:]
  }

  private static func setting(_ name: String, in settings: String) -> String? {
    values(settings)[name] as? String
  }

  /// The settings in one line, in the order of their names.
  private static func method(_ settings: String) -> String {
    values(settings).sorted { $0.key < $1.key }.compactMap { key, value in
      value is [Any] || value is [String: Any] ? nil : "\(key) \(value)"
    }.joined(separator: ", ")
  }

  private func steps(of unit: Unit) -> [StepRecord] {
    let all = steps[unit.question]
    return unit.step == 0 ? all : [all[unit.step - 1]]
  }

  private func rows(of unit: Unit) -> [Int64] { steps(of: unit).map(\.row) }

  package func scores(of unit: Unit) throws -> [Float] {
    let rows = rows(of: unit)
    guard !rows.isEmpty else { return Array(repeating: .nan, count: passageCount) }
    return rows.count == 1
      ? try store.scores(step: rows[0], run: run, passages: passageCount).values
      : try store.scores(steps: rows, run: run, passages: passageCount).values
  }

  package func coarse(of unit: Unit) throws -> [Float]? {
    let rows = rows(of: unit)
    let parts = try rows.compactMap {
      try store.coarse(step: $0, run: run.id, passages: passageCount)
    }
    guard parts.count == rows.count, var sum = parts.first else { return nil }
    for part in parts.dropFirst() { for index in sum.indices { sum[index] += part[index] } }
    return sum
  }

  package func passages(_ indices: [Int]) throws -> [Passage] {
    let records = try store.passages(indices, corpus: corpus)
    let owners = try store.documents(Array(Set(records.map(\.document))), corpus: corpus)
    let documents = Dictionary(owners.map { ($0.number, $0) }, uniquingKeysWith: { one, _ in one })
    let (stars, opened) = (try store.stars(), try store.readMarks())
    return try records.map { record in
      let document = documents[record.document]
      var passage = Passage(
        index: record.number, id: record.id, document: document?.id, source: document?.source,
        text: record.text, tokens: try store.tokens(ofPassage: record.number, corpus: corpus).count,
        typeIsGuessed: document?.isTypeGuessed ?? false,
        isStarred: document.map { stars.contains($0.id) } ?? false,
        isRead: document.map { opened.contains($0.id) } ?? false)
      passage.fields = Self.fields(
        document?.fields, source: document?.source, subtype: document?.subtype)
      return passage
    }
  }

  package func facts(_ indices: [Int]) throws -> [PassageFacts] {
    let records = try store.passageFacts(indices, corpus: corpus)
    guard records.count == indices.count else {
      throw StoreError("\(store.path): passages are missing; compute again")
    }
    return records.map {
      PassageFacts(
        id: $0.id, document: $0.document, source: $0.source, tokens: $0.tokens,
        fields: Self.fields($0.fields, source: $0.source, subtype: $0.subtype))
    }
  }

  /// What a document can be told apart by, by name.
  private static func fields(_ json: String?, source: String?, subtype: String?) -> [String: String]
  {
    var fields = DocumentField.values(json, source: source)
    if let subtype, fields["subtype"] == nil { fields["subtype"] = subtype }
    return fields
  }

  package func texts(_ indices: [Int]) throws -> [String] {
    let records = try store.passages(indices, corpus: corpus)
    guard records.count == indices.count else {
      throw StoreError("\(store.path): passages are missing; compute again")
    }
    return records.map(\.text)
  }

  package func passagesWithAnswer(of unit: Unit) throws -> Set<UInt32> {
    guard let answer = questions[unit.question].answer else { return [] }
    return try passages(holding: answer)
  }

  package func passages(holding words: String) throws -> Set<UInt32> {
    Set(
      try store.search(words, corpus: corpus, limit: passageCount).map {
        UInt32($0.passage)
      })
  }

  package func relevance(of passages: [Int], to unit: Unit) throws -> [Int: Double] {
    try store.relevance(
      of: passages, to: questions[unit.question], steps: steps(of: unit), corpus: corpus)
  }

  package func starred() throws -> Set<UInt32> { try passages(of: store.stars()) }

  package func opened() throws -> Set<UInt32> { try passages(of: store.readMarks()) }

  private func passages(of ids: Set<String>) throws -> Set<UInt32> {
    let numbers = Set(try ids.compactMap { try store.documentNumber(id: $0, corpus: corpus) })
    guard !numbers.isEmpty else { return [] }
    return Set(
      ownerOf.indices.lazy.filter { numbers.contains(Int(self.ownerOf[$0])) }.map(UInt32.init))
  }

  private func document(of passage: Int) throws -> String? {
    guard passage < ownerOf.count else { return nil }
    return try store.documents([Int(ownerOf[passage])], corpus: corpus).first?.id
  }

  package func personalMarks() throws -> PersonalMarks {
    PersonalMarks(starred: try store.stars(), opened: try store.readMarks())
  }

  package func star(_ passages: [Int], isOn: Bool) throws -> [Int] {
    let known = passages.filter { $0 < ownerOf.count }
    let owners = Set(known.map { Int(ownerOf[$0]) })
    let documents = try store.documents(owners.sorted(), corpus: corpus)
    let stars = try store.stars()
    let changed = documents.filter { stars.contains($0.id) != isOn }
    try store.setStars(isOn, documents: changed.map(\.id))
    let numbers = Set(changed.map(\.number))
    return known.filter { numbers.contains(Int(ownerOf[$0])) }
  }

  package func facet(_ fields: [String]) throws -> FacetColumn {
    guard let record = try store.corpus(corpus) else {
      throw StoreError("\(store.path): the corpus is missing; compute again")
    }
    return try FacetColumn(store, corpus: record, fields: fields)
  }

  package func removal() throws -> RemovalFact? {
    try store.fact(RemovalFact.self, run: run.id)?.checked
  }

  package func pins() throws -> [PinnedQuery] { try store.pinnedQueries() }

  package func pin(_ query: PinnedQuery) throws { try store.pin(query) }

  package func unpin(_ name: String) throws { try store.unpin(name) }

  package func markRead(_ passage: Int) throws {
    // What is read of a snapshot is not worth a complaint.
    guard store.snapshot == nil, let id = try document(of: passage) else { return }
    try store.setRead(true, document: id)
  }

  package func heat(of unit: Unit, passage: Int, asking: Bool) throws -> HeatAnswer {
    var sum: HeatRecord?
    var missing: [Int64] = []
    var asked: [Heat.AskedToken]? = []
    for step in steps(of: unit) {
      guard let part = try store.heat(step: step.row, passage: passage, run: run.id),
        !asking || part.losses != nil
      else {
        missing.append(step.row)
        continue
      }
      let tokens = self.asked(step, shares: part.losses?.step ?? [])
      asked = tokens.flatMap { tokens in asked.map { $0 + tokens } }
      guard var total = sum else {
        sum = part
        continue
      }
      guard total.tokens.count == part.tokens.count, total.modules.count == part.modules.count
      else { continue }
      for index in total.tokens.indices { total.tokens[index] += part.tokens[index] }
      for index in total.modules.indices { total.modules[index] += part.modules[index] }
      total.losses = total.losses.flatMap { one in part.losses.map { one.added($0) } }
      sum = total
    }
    guard missing.isEmpty, let sum else {
      if asking {
        for row in missing {
          try store.request(.heat(HeatJob(step: row, passage: passage)))
        }
      }
      return .requested
    }
    var heat = Heat(
      tokens: sum.tokens, ranges: try ranges(passage, count: sum.tokens.count),
      modules: sum.modules, moduleNames: run.modules)
    heat.losses = sum.losses?.passage ?? []
    heat.asked = asked ?? []
    return .known(heat)
  }

  /// The tokens of a step with their shares; nil where these are not known.
  private func asked(_ step: StepRecord, shares: [Float]) -> [Heat.AskedToken]? {
    guard !shares.isEmpty, shares.count == step.tokens.count else { return nil }
    let ranges = textServices?.tokenRanges(step.tokens, step.text) ?? []
    let bytes = Array(step.text.utf8)
    return shares.enumerated().map { index, share in
      let range = ranges.count == shares.count ? ranges[index].clamped(to: 0..<bytes.count) : 0..<0
      return Heat.AskedToken(
        text: range.isEmpty ? "#\(index + 1)" : String(decoding: bytes[range], as: UTF8.self),
        share: share)
    }
  }

  /// Bytes of a passage's text that its tokens cover; empty where that cannot be told.
  private func ranges(_ passage: Int, count: Int) throws -> [Range<Int>] {
    guard let textServices, let record = try store.passages([passage], corpus: corpus).first else {
      return []
    }
    let tokens = try store.tokens(ofPassage: passage, corpus: corpus)
    let ranges = textServices.tokenRanges(tokens, record.text)
    return ranges.count == count ? ranges : []
  }

  package func ask(_ prompt: String, answer: String?, completion: String?) throws {
    try store.request(.ask(AskRequest(prompt: prompt, answer: answer, completion: completion)))
  }

  package func keep(question: String, answer: String?) throws {
    try store.request(.keep(KeepRequest(question: question, answer: answer)))
  }

  package func discard(question: String) throws {
    try store.request(.discard(KeepRequest(question: question)))
  }

  package func passage(ofDocument id: String) throws -> Int? {
    guard let number = try store.documentNumber(id: id, corpus: corpus) else {
      // Of a document with several passages each has an id of its own.
      return try store.passageNumber(id: id, corpus: corpus)
    }
    let first = try store.documents([number], corpus: corpus).first?.passages.lowerBound
    return first.flatMap { $0 < passageCount ? $0 : nil }
  }

  package func change(job: Int, _ change: JobChange) throws {
    let id = Int64(job)
    switch change {
    case .pause: try store.change(job: id, from: [.waiting], to: .paused)
    case .resume: try store.change(job: id, from: [.paused], to: .waiting)
    case .cancel: try store.change(job: id, from: [.waiting, .paused, .running], to: .cancelled)
    case .retry: try store.change(job: id, from: [.failed, .cancelled], to: .waiting)
    case .priority(let priority): try store.setPriority(priority, job: id)
    }
  }

  package func pauseEngine(_ rests: Bool) throws {
    let open = try store.jobs().filter {
      $0.request == .pause && [.waiting, .running].contains($0.state)
    }
    if rests, open.isEmpty {
      try store.request(.pause)
    } else if !rests {
      for job in open { try store.change(job: job.id, from: [.waiting, .running], to: .done) }
    }
  }
}

extension HeatRecord.Losses {
  /// With the shares of another step of the same passage.
  fileprivate func added(_ other: HeatRecord.Losses) -> HeatRecord.Losses {
    let isSame = passage.count == other.passage.count
    return .init(
      passage: isSame ? zip(passage, other.passage).map { $0 + $1 } : [], step: step + other.step)
  }
}

extension CatalogQuestion {
  fileprivate func marked(isScratch: Bool) -> Self {
    var result = self
    result.isScratch = isScratch
    return result
  }
}
