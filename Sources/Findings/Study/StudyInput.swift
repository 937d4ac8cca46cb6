import RunModel

/// All that a study is computed from, beside the scores.
package struct StudyInput: Sendable {
  /// One for each row of the scores, in their order.
  package var questions: [StudyQuestion]
  /// Type code of every passage [D].
  package var types: [UInt16]
  /// Names of the codes.
  package var typeLabels: [String]
  /// ‖∇L‖ of every passage [D]; empty where unknown, and the gradient-norm view with it.
  package var gradientNorms: [Float]
  /// Which passages hold the answers; nil leaves finding 3 out.
  package var answers: AnswerSearch?
  /// Notes on which passages carry what, for evaluation only; nil leaves recovery out.
  package var truth: GroundTruth?
  /// Other rankings to stand beside the scores in ground-truth recovery.
  package var baselines: [Baseline]

  package init(
    questions: [StudyQuestion], types: [UInt16], typeLabels: [String],
    gradientNorms: [Float] = [], answers: AnswerSearch? = nil, truth: GroundTruth? = nil,
    baselines: [Baseline] = []
  ) {
    self.questions = questions
    self.types = types
    self.typeLabels = typeLabels
    self.gradientNorms = gradientNorms
    self.answers = answers
    self.truth = truth
    self.baselines = baselines
  }

  /// Passages of every question in the order of some other method, such as BM25.
  package struct Baseline: Sendable {
    package let name: String
    /// Most relevant first, one list a question; what a list leaves out is not found.
    package let orders: [[UInt32]]

    package init(name: String, orders: [[UInt32]]) {
      self.name = name
      self.orders = orders
    }
  }
}

/// How a score is looked at when passages are ranked.
package enum StudyView: String, Sendable, Codable, CaseIterable {
  /// The influence itself.
  case raw
  /// Influence divided by the length of the passage's gradient.
  case gradientNorm

  /// The view's name for people.
  package var name: String { self == .raw ? "influence" : "influence per gradient norm" }
}

/// Which questions a study takes in, and the depths at which it counts.
package struct StudyOptions: Sendable, Codable, Equatable {
  /// Which completions are kept.
  package enum Correctness: String, Sendable, Codable, CaseIterable {
    case all, correct, wrong
  }

  /// The view of everything but the answers.
  package var view = StudyView.raw
  /// The view in which answers are looked for; the study took the gradient norm's.
  package var answerView = StudyView.gradientNorm
  package var correctness = Correctness.all
  /// Groups that are kept; nil keeps all.
  package var groups: Set<String>?
  /// Finding 1: passages whose overlap is counted.
  package var overlapDepth = 100
  /// Finding 2b: scores of one sign that the slope is fitted to.
  package var slopeDepth = 500
  /// Finding 3: passages among which an answer counts as found, at several depths.
  package var answerDepths = [10, 50, 500]
  /// Finding 4: passages of each question that may be shared.
  package var reuseDepth = 100
  /// Finding 4: questions that a shared passage must serve.
  package var reuseMinimum = 3
  /// Finding 5: depths of the pooled top and bottom.
  package var typeDepths = [50, 500, 5_000]
  /// Ground truth: depth of the share of passages that carry the procedure.
  package var shareDepth = 50
  /// Ground truth: depth of recall.
  package var recallDepth = 10
  /// Whether rank correlations are computed too, which takes most of the time.
  package var includesSpearman = true

  package init() {}

  /// The same with the depths that are no matter of the study's: those of a corpus of this size, as on every screen.
  ///
  /// The depths of answers, types and slopes stay the study's, whose own numbers stand beside them.
  package func derived(passages: Int) -> StudyOptions {
    var options = self
    options.overlapDepth = TopDepth.of(passages: passages)
    options.reuseDepth = options.overlapDepth
    return options
  }

  /// Whether a question is kept.
  package func keeps(_ question: StudyQuestion) -> Bool {
    switch correctness {
    case .all: break
    case .correct: if question.isCorrect != true { return false }
    case .wrong: if question.isCorrect != false { return false }
    }
    return groups?.contains(question.group) ?? true
  }
}
