package import Influence
import RunModel
package import Store
package import Transformer

/// What every stage that scores passages works on.
package struct RunContext {
  let store: Store
  let model: LanguageModel
  /// nil for a strategy without any.
  package let factors: Factors?
  var settings: InfluenceSettings
  let run: RunRecord
  let corpus: CorpusRecord
  let bad: SkippedPassages
  /// How steps are kept.
  package var form = StepForm.whole
  /// What the Gauss-Newton matrix is summed over; empty without conjugate gradients.
  package var matrixPassages: [[Int32]] = []
  /// Where their solutions wait for the pass that scores them; nil keeps none.
  var solutionsFolder: String?
  /// How finely scores are kept apart beside their sums; nil where they are not.
  var keeps: ScoreGrain?

  package init(
    store: Store, model: LanguageModel, factors: Factors?, settings: InfluenceSettings,
    run: RunRecord, corpus: CorpusRecord, bad: SkippedPassages
  ) {
    (self.store, self.model, self.factors, self.settings) = (store, model, factors, settings)
    (self.run, self.corpus, self.bad) = (run, corpus, bad)
  }
}
