import Influence
import Store
import Transformer

/// What every stage that scores passages works on.
struct RunContext {
  let store: Store
  let model: LanguageModel
  /// nil for a strategy without any.
  let factors: Factors?
  var settings: InfluenceSettings
  let run: RunRecord
  let corpus: CorpusRecord
  let bad: BadPassages
  /// How steps are kept.
  var form = StepForm.whole
  /// What the Gauss-Newton matrix is summed over; empty without conjugate gradients.
  var matrixPassages: [[Int32]] = []
  /// Where their solutions wait for the pass that scores them; nil keeps none.
  var solutionsFolder: String?
}
