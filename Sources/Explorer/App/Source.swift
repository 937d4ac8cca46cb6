package import Findings
package import RunModel
package import Store

/// Where the explorer's data comes from: the database, or values made for a test.
///
/// Called from one worker thread, never while a frame is drawn.
package protocol Source: AnyObject, Sendable {
  func catalog() throws -> Catalog
  /// Raw scores `[passages]` of a unit, NaN where there are none yet.
  func scores(of unit: Unit) throws -> [Float]
  /// Approximate scores `[passages]`, NaN where unknown; nil for a unit that has none or needs none.
  func coarse(of unit: Unit) throws -> [Float]?
  func passages(_ indices: [Int]) throws -> [Passage]
  func texts(_ indices: [Int]) throws -> [String]
  /// What is known of passages beside their texts, in the order asked for.
  func facts(_ indices: [Int]) throws -> [PassageFacts]
  /// Passages that hold the answer of a unit's question.
  func passagesWithAnswer(of unit: Unit) throws -> Set<UInt32>
  /// Passages that hold all of these words.
  func passages(holding words: String) throws -> Set<UInt32>
  /// BM25 relevance of passages to the words of a unit's question and steps; those without any are left out.
  func relevance(of passages: [Int], to unit: Unit) throws -> [Int: Double]
  /// Passages of starred documents, or of opened ones.
  func starred() throws -> Set<UInt32>
  func opened() throws -> Set<UInt32>
  /// Ids of the documents that are starred, and of those that were opened, whoever did it.
  func personalMarks() throws -> PersonalMarks
  /// Puts stars on the documents of passages, or takes them off, all or none; returns those that were otherwise.
  func star(_ passages: [Int], isOn: Bool) throws -> [Int]
  func markRead(_ passage: Int) throws
  /// The combinations of questions that people keep here.
  func pins() throws -> [PinnedQuery]
  /// Keeps a combination, in place of what had its name.
  func pin(_ query: PinnedQuery) throws
  /// Forgets the combination of a name.
  func unpin(_ name: String) throws
  /// Where the score of a passage for a unit comes from; asks an engine if nobody has computed it.
  func heat(of unit: Unit, passage: Int, asking: Bool) throws -> HeatAnswer
  /// Leaves a question for an engine.
  ///
  /// - Parameters:
  ///   - prompt: what the model is asked.
  ///   - answer: the expected answer, where there is one.
  ///   - completion: what to attribute instead of the model's own answer.
  func ask(_ prompt: String, answer: String?, completion: String?) throws
  /// Lets everything count a typed question, or forgets it.
  func keep(question: String, answer: String?) throws
  func discard(question: String) throws
  /// The passage that a document begins with; nil where there is no such document.
  func passage(ofDocument id: String) throws -> Int?
  /// Does something with a request that waits for an engine.
  func change(job: Int, _ change: JobChange) throws
  /// Asks the engine to rest after the block it is at, or to go on.
  func pauseEngine(_ rests: Bool) throws
  func status() throws -> EngineStatus
  /// What engines were asked for and what they said.
  func activity() throws -> Activity
  func version() throws -> SourceVersion
  /// Its version from before anything of it was read: what came in meanwhile is a change since then.
  var openedVersion: SourceVersion { get }
  /// A number that differs after anybody has written, cheap enough to be asked for all the time; nil
  /// where the database is not where it was opened any more.
  func stamp() -> Int?
  /// Whether another file than the one that was opened is to be read by now.
  var isSuperseded: Bool { get }
  /// Scores of a passage for a unit at the checkpoints that the catalog names; nil for one without.
  func course(of unit: Unit, passage: Int) throws -> [Float?]
  /// What the corpus's own notes say of its documents; for evaluation only.
  func notes() throws -> [GroundTruth.Note]
  /// The values of documents' fields, for every passage.
  func facet(_ fields: [String]) throws -> FacetColumn
  /// What retraining without the top documents did; nil where nobody has retrained.
  func removal() throws -> RemovalFact?
  /// The folder for files that a study needs while it is made; nil for the system's temporary one.
  var folder: String? { get }
}

extension Source {
  package var isSuperseded: Bool { false }
  package func facts(_ indices: [Int]) throws -> [PassageFacts] {
    try passages(indices).map {
      PassageFacts(
        id: $0.id, document: $0.document, source: $0.source, tokens: $0.tokens, fields: $0.fields)
    }
  }
  package func personalMarks() -> PersonalMarks { PersonalMarks() }
  package func course(of unit: Unit, passage: Int) -> [Float?] { [] }
  package func pins() -> [PinnedQuery] { [] }
  package func pin(_ query: PinnedQuery) {}
  package func unpin(_ name: String) {}
  package func notes() -> [GroundTruth.Note] { [] }
  package func removal() -> RemovalFact? { nil }
  package var folder: String? { nil }

  /// From what is known of passages, where there is no database.
  package func facet(_ fields: [String]) throws -> FacetColumn {
    let catalog = try catalog()
    let facts = try facts(Array(catalog.types.indices))
    let values = facts.enumerated().map { index, facts in
      fields.map { name -> String? in
        switch name {
        case "type": catalog.typeNames[Int(catalog.types[index])]
        case "source": facts.source
        default: facts.fields[name]
        }
      }
    }
    for (index, name) in fields.enumerated() where values.allSatisfy({ $0[index] == nil }) {
      throw StoreError("no document has a field \(name)")
    }
    return FacetColumn(
      values: values.map { $0.map { $0 ?? FacetColumn.missing }.joined(separator: " × ") },
      of: values.indices.map(Int32.init))
  }
}

extension Source {
  package func coarse(of unit: Unit) -> [Float]? { nil }
}

/// What people have done to documents, by the documents' ids.
package struct PersonalMarks: Sendable, Equatable {
  package var starred: Set<String>
  package var opened: Set<String>

  package init(starred: Set<String> = [], opened: Set<String> = []) {
    (self.starred, self.opened) = (starred, opened)
  }
}

/// Numbers that change when what the explorer shows may have changed.
package struct SourceVersion: Sendable, Equatable {
  /// Questions, steps, nats, and whether all gradient lengths are there.
  package var catalog: Int
  package var scores: Int
  /// The run that a start would show.
  package var run: Int64

  package init(catalog: Int, scores: Int, run: Int64 = 0) {
    self.catalog = catalog
    self.scores = scores
    self.run = run
  }
}

/// Where a score comes from, as far as the source knows.
package enum HeatAnswer: Sendable, Equatable {
  case known(Heat)
  /// An engine has been asked and will answer.
  case requested
}
