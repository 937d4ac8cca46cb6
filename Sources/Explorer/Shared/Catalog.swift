package import Findings
package import RunModel

/// What a run is about: its questions with their steps, and a few bytes for every passage.
///
/// Texts are not here; they are paged by passage when something shows them.
package struct Catalog: Sendable {
  /// Name of the model whose run this is.
  package var model: String
  /// How the scores were computed, in one line for the facts that `i` shows.
  package var method: String
  package var questions: [CatalogQuestion]
  /// Names of the document types; a passage's type is an index into them.
  package var typeNames: [String]
  /// Type of every passage `[passages]`.
  package var types: [UInt16]
  /// Length of every passage's gradient `[passages]`; empty where unknown.
  package var gradientNorms: [Float]
  /// Why the run no longer matches its inputs; nil where it does.
  package var stale: String?
  /// Names in the documents' own metadata, as far as they were looked for.
  package var fields: [String] = []
  /// What the checkpoints of the run's training are called, in its order; empty where there is one.
  package var checkpoints: [String] = []
  /// When the run was begun, ISO 8601; empty where unknown.
  package var date = ""
  /// Names of tasks and kinds, which combinations may name.
  package var tasks: [String] = []

  package init(
    model: String = "", method: String = "", questions: [CatalogQuestion] = [],
    typeNames: [String] = [], types: [UInt16] = [], gradientNorms: [Float] = []
  ) {
    self.model = model
    self.method = method
    self.questions = questions
    self.typeNames = typeNames
    self.types = types
    self.gradientNorms = gradientNorms
  }

  package var passageCount: Int { types.count }
}

/// A question and what the model answered.
package struct CatalogQuestion: Sendable, Hashable {
  /// Which of the study's sets a question belongs to.
  package typealias Kind = QuestionKind

  package var id: String
  package var kind: Kind
  package var task: String
  package let prompt: String
  /// The prompt as one line.
  package let title: String
  package var answer: String?
  /// Other ways to write the answer.
  package var aliases: [String]
  /// Whether the model's answer is right; nil where nobody can say.
  package var isCorrect: Bool?
  package var steps: [CatalogStep]
  /// Whether it was typed and nobody has kept it yet: only Ask shows it.
  package var isScratch = false
  /// What it combines, where it is no question but a combination of some.
  package var combination: Combination?

  package init(
    id: String, kind: Kind, task: String = "", prompt: String, answer: String? = nil,
    aliases: [String] = [], isCorrect: Bool? = nil, steps: [CatalogStep] = []
  ) {
    self.id = id
    self.kind = kind
    self.task = task
    self.prompt = prompt
    title = Self.title(of: prompt)
    self.answer = answer
    self.aliases = aliases
    self.isCorrect = isCorrect
    self.steps = steps
  }

  /// Nats of the whole completion; NaN for a combination, which has none.
  package var nats: Double { combination == nil ? steps.reduce(0) { $0 + $1.nats } : .nan }

  /// The ways to write what is expected as its answer.
  package var answerPattern: AnswerPattern { AnswerPattern((answer.map { [$0] } ?? []) + aliases) }

  /// Four letters that stand for the question's set or, if it reasons, for its task; `pin` for a combination.
  package var tag: String {
    if combination != nil { return "pin" }
    return switch kind {
    case .factual: "fact"
    case .control: "ctrl"
    case .reasoning: task.isEmpty ? "reas" : String(task.prefix(4))
    }
  }

  /// A prompt as one line, without the labels that a pattern puts around the question.
  private static func title(of prompt: String) -> String {
    var line = oneLine(prompt)
    for label in ["Question: ", "Q: "] where line.hasPrefix(label) {
      line.removeFirst(label.count)
    }
    for label in [" Answer:", " A:"] where line.hasSuffix(label) { line.removeLast(label.count) }
    return line
  }
}

/// One step of a completion: what the model wrote, and how surprising it was.
package struct CatalogStep: Sendable, Hashable {
  package var text: String
  package var nats: Double
  /// Whether the equalities that the step states hold; nil where it states none that can be checked.
  package var holds: Bool?
  /// Whether the step states an equality that does not hold.
  package var isFalse: Bool { holds == false }

  package init(text: String, nats: Double, holds: Bool? = nil) {
    self.text = text
    self.nats = nats
    self.holds = holds
  }
}

/// A text with every run of white space turned into one space.
package func oneLine(_ text: some StringProtocol, limit: Int = 400) -> String {
  var result = String.UnicodeScalarView()
  // A view of scalars counts them one by one.
  var (count, space) = (0, false)
  for scalar in text.unicodeScalars {
    if count >= limit { break }
    if scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" {
      space = count > 0
    } else {
      if space {
        result.append(" ")
        count += 1
      }
      space = false
      result.append(scalar)
      count += 1
    }
  }
  return String(result)
}
