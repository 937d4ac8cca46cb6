import Influence
import Store
import Transformer

/// What every stage that scores passages works on.
struct RunContext {
  let store: Store
  let model: LanguageModel
  /// nil for a strategy without any.
  let factors: Factors?
  let settings: InfluenceSettings
  let run: RunRecord
  let corpus: CorpusRecord
  let bad: BadPassages
  /// How steps are kept.
  var form = StepForm.whole
}
