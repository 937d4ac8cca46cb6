package import Findings
package import RunModel
package import Terminal

/// What can happen to the explorer.
package enum Event: Sendable {
  case key(Key)
  case resized(width: Int, height: Int)
  /// The time that `wakeAfter` asked for is over.
  case timeout
  case catalog(Catalog)
  case ranked(ListRequest, ListAnswer)
  /// Why there is no such list.
  case listRefused(ListRequest, reason: String)
  case passages([Passage])
  case summaries(question: Int, [StepSummary])
  case compared(CompareRequest, Comparison)
  case heat(HeatRequest, Heat)
  /// What is known already of where a score comes from; nil where nobody has computed it.
  case glanced(HeatRequest, Heat?)
  case relations(HeatRequest, Relations)
  /// Scores at the checkpoints of the catalog.
  case course(HeatRequest, [Float?])
  /// Where the answer and the steps' results stand in a document.
  case matched(HeatRequest, ReaderMatches)
  /// What two completions, or steps of them, share.
  case toldApart(UnitPair, CompletionDiff)
  /// The questions that hold every word of a narrowing, as indices in the catalog.
  case narrowed(QuestionNarrowing, [Int])
  /// The questions that hold what was typed into a picker.
  case chosen(QuestionChoice, [Int])
  /// The row that was looked for; nil where none holds the text.
  case found(FindRequest, row: Int?)
  /// Bytes at which a text stands in a document.
  case foundInText(TextFind, [Int])
  /// Bytes of passages in which the answer of a question stands.
  case answersFound(question: Int, [Int: [Range<Int>]])
  /// Relevance by passage, without those that share no word.
  case relevance(RelevanceRequest, [Int: Double])
  case study(StudyAnswer)
  case fieldsCounted(FieldsAnswer)
  case valuesCounted(ValuesAnswer)
  case activity(Activity)
  /// Passages whose documents have got stars, or lost them, because of an effect.
  case starred([Int], isOn: Bool, takesBack: Bool)
  /// What anybody has starred and opened by now.
  case personalMarks(PersonalMarks)
  case engine(EngineStatus)
  /// The database holds scores that it did not hold before.
  case scoresChanged
  /// A command as typed after `:`, from the command line.
  case command(String)
  /// Where a document was found that somebody wanted to go to; nil if there is none.
  case located(id: String, passage: Int?)
  /// A combination that cannot be kept, why, and the character, from 1, of it where the trouble is.
  case pinRefused(PinnedQuery, reason: String, place: Int?)
  /// The themes that there are now.
  case themes([Theme])
  /// A session that was asked for, and what in its file means nothing.
  case session(Session, troubles: [String])
  case notice(String)
  case failed(String)
}

/// What the explorer asks its surroundings to do; none of it happens while a frame is drawn.
package enum Effect: Sendable, Equatable {
  case rank(ListRequest)
  case load([Int])
  case summarise(question: Int)
  case compare(CompareRequest)
  /// Ask where a score comes from; an engine may have to compute it.
  case heat(HeatRequest, asking: Bool)
  case relate(HeatRequest)
  /// Find the scores of a document at every checkpoint of the training.
  case course(HeatRequest)
  /// Find the answer and the steps' results in a document.
  case search(HeatRequest)
  /// Set two completions, or steps of them, against each other.
  case tellApart(UnitPair)
  /// Find the questions that hold every word.
  case narrowQuestions(QuestionNarrowing)
  /// Find the questions for a picker.
  case chooseQuestions(QuestionChoice)
  /// Find the next row of a list that holds a text.
  case find(FindRequest)
  /// Find a text in a document.
  case findInText(TextFind)
  /// Find the answer of a question in passages.
  case findAnswers(question: Int, [Int])
  /// Find out how much passages have in common with the words of what they are listed for.
  case relevance(RelevanceRequest)
  /// Look whether it is known already where a score comes from.
  case glance(HeatRequest)
  /// Compute every finding over what is scored.
  case study(StudyOptions)
  /// Count the values of documents' fields in the tops of the study's groups.
  case countFields(FieldsRequest)
  /// Count the values of a field among the rows of a list.
  case countValues(ValuesRequest)
  /// Put stars on documents, or take them off; what is taken back is not remembered again.
  case star([Int], isOn: Bool, takesBack: Bool = false)
  case markRead(passage: Int)
  case copy(String)
  case export(Export)
  /// Write rows as they are in the database.
  case writeTable(TableRequest)
  /// Write this text to this very path.
  case save(path: String, contents: String)
  case saveSession(Session, name: String)
  case loadSession(String)
  /// Leave a question for an engine; with a completion to attribute instead of the model's own.
  case ask(prompt: String, answer: String?, completion: String? = nil)
  /// Let everything count a typed question, with what it expects as its answer.
  case keep(question: String, answer: String?)
  /// Forget a typed question.
  case discard(question: String)
  /// Keep a combination of questions, or forget the one of a name.
  case pin(PinnedQuery)
  case unpin(String)
  /// Find the passage that a document begins with.
  case locate(String)
  case change(job: Int, JobChange)
  /// Let an engine rest after the block it is at, or go on.
  case pauseEngine(Bool)
  /// Take the workspace for one's own from now on.
  case trust
  case startEngine
  case stopEngine
  case reload
  case redraw
  case suspend
  case mouse(Bool)
  case quit(stoppingEngine: Bool)
}

/// What a person can do with a request that waits for an engine.
package enum JobChange: Sendable, Hashable {
  /// Keep it from being taken, or let it be taken again.
  case pause, resume
  case cancel
  /// Put a failed or cancelled request back into the queue.
  case retry
  /// Larger goes first.
  case priority(Int)
}

/// A list of documents that something shows.
package struct ListRequest: Sendable, Hashable {
  package var unit: Unit
  package var view: ScoreView
  package var filter: Filter
  /// Another order than that of the ranking.
  package var order: ListOrder?

  package init(unit: Unit, view: ScoreView, filter: Filter, order: ListOrder? = nil) {
    self.unit = unit
    self.view = view
    self.filter = filter
    self.order = order
  }
}

/// One score: of a passage for a unit.
package struct HeatRequest: Sendable, Hashable {
  package var unit: Unit
  package var passage: Int

  package init(unit: Unit, passage: Int) {
    self.unit = unit
    self.passage = passage
  }
}

/// The list, and how much of the corpus it covers.
package struct ListAnswer: Sendable {
  package var list: DocumentList
  /// Passages with a score for the unit.
  package var scored: Int
  package var total: Int
  /// Passages whose scores are approximate, where there are any.
  package var coarse: PassageSet?
  /// Whether approximate scores have the scale of the exact ones; else they tell the order only.
  package var isCalibrated = true
  /// Passages whose ranks by influence and by influence over gradient length differ more than tenfold.
  package var flags: PassageSet?
  /// Which part of a condition left no row, or what cannot be asked of a combination.
  package var note: String?
  /// The scores of a whole combination; nil for a question or a step.
  package var combined: CombinedScores?

  package init(list: DocumentList, scored: Int, total: Int) {
    self.list = list
    self.scored = scored
    self.total = total
  }

  package var isPartial: Bool { scored < total }
}

/// What the steps pane says about one step beside its text.
package struct StepSummary: Sendable, Hashable {
  /// Highest score per nat.
  package var best: Float
  /// Sum of the absolute scores, for the share of influence.
  package var mass: Double
  package var scored: Int
  /// What of the top holds the answer (whole completion) or the step's own result; nil where it has none.
  package var hits: TopHits?
  /// What of the top holds the question's answer; nil where it has none.
  package var answer: TopHits?
  /// Of the whole completion: mean of Pearson's r with every other question of its group.
  package var likeness: Double?

  package init(
    best: Float, mass: Double, scored: Int, hits: TopHits? = nil, answer: TopHits? = nil,
    likeness: Double? = nil
  ) {
    self.best = best
    self.mass = mass
    self.scored = scored
    self.hits = hits
    self.answer = answer
    self.likeness = likeness
  }
}

/// How many documents at the top of a ranking hold something, beside what a random top would hold.
package struct TopHits: Sendable, Hashable {
  package var count: Int
  /// How long the top is.
  package var depth: Int
  /// Share of all documents that hold it.
  package var share: Double
  /// The first rank in the top that holds it; nil where none does.
  package var first: Int?

  package init(count: Int, depth: Int, share: Double, first: Int?) {
    self.count = count
    self.depth = depth
    self.share = share
    self.first = first
  }

  /// How many of a random top hold it: `depth · share`.
  package var expected: Double { Double(depth) * share }

  /// Chance that a random top holds it at all: `1 - (1 - share)^depth`.
  package var chanceOfAny: Double { 1 - power(1 - share, Double(depth)) }
}

/// Two units whose texts are set against each other.
package struct UnitPair: Sendable, Hashable {
  package var left: Unit
  package var right: Unit

  package init(left: Unit, right: Unit) { (self.left, self.right) = (left, right) }
}

/// Two units to be put side by side.
package struct CompareRequest: Sendable, Hashable {
  package var left: Unit
  package var right: Unit
  package var view: ScoreView
  package var filter: Filter

  package init(left: Unit, right: Unit, view: ScoreView, filter: Filter) {
    self.left = left
    self.right = right
    self.view = view
    self.filter = filter
  }
}

/// Two lists side by side and what they have in common.
package struct Comparison: Sendable {
  package var left: ListAnswer
  package var right: ListAnswer
  /// Pearson's r over all passages scored for both, approximately where nothing better is known; nil where undefined.
  package var correlation: Double?
  /// Passages in both top lists, by passage with the ranks on the left and right.
  package var common: [UInt32: (left: Int, right: Int)]
  /// How long the top lists are.
  package var depth: Int
  package var leftProfile = SideProfile()
  package var rightProfile = SideProfile()

  package init(
    left: ListAnswer, right: ListAnswer, correlation: Double?,
    common: [UInt32: (left: Int, right: Int)], depth: Int
  ) {
    self.left = left
    self.right = right
    self.correlation = correlation
    self.common = common
    self.depth = depth
  }

  /// How many passages two random tops have in common: `depth² ÷ passages`.
  package var byChance: Double {
    Double(depth) * Double(depth) / Double(max(1, left.total))
  }

  /// The same in words.
  package var commonByChance: String { countText(byChance) }
}

/// A text to be written to a file of its own.
package struct Export: Sendable, Equatable {
  /// Beginning of the file's name.
  package var name: String
  package var ending: String
  package var contents: String
}
