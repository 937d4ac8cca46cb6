import Influence
import RunModel
import Transformer
import Workspace

extension JobSizes {
  /// What model and settings decide; counts of corpus and questions are still missing.
  init(model: LanguageModel, plan: MemoryPlan) {
    let modules = plan.influence.modules
    self.init(factors: FactorSizes(model.trackedModules.filter { modules.includes($0) }))
    weights = FactorSizes(model.trackedModules).parameters
    strategy = plan.influence.strategy
    unembedding = model.configuration.width * model.configuration.vocabularySize
  }

  /// Passages of a pack.
  var packPassages: Double { max(1, Double(passages) / Double(max(1, packs))) }

  /// The corpus, and the part of it that factors are fitted on.
  mutating func count(passages: Int, tokens: Int, settings: RunSettings) {
    self.passages = passages
    corpusTokens = tokens
    factorPassages = min(settings.factorPassages ?? passages, passages)
    factorTokens = Int(
      (Double(tokens) * Double(factorPassages) / Double(max(1, passages))).rounded())
  }

  /// The questions' steps, and the passes over the corpus that their gradients ask for.
  ///
  /// The corpus must have been counted.
  mutating func count(
    steps: Int, queryTokens: Int, stepQueryTokens: Int, model: LanguageModel, plan: MemoryPlan,
    settings: RunSettings
  ) {
    let influence = plan.influence
    self.steps = steps
    self.queryTokens = queryTokens
    self.stepQueryTokens = stepQueryTokens
    let work = PassWork(model, influence, passages: passages, tokens: corpusTokens)
    packs = work.packs
    let form = StepStorage.expected(
      model, influence.modules, memory: plan.steps, steps: max(1, steps),
      setting: settings.stepStorage, work: work)
    self.form = form
    passes = Scoring.passes(
      model, influence.modules, memory: plan.steps, steps: max(1, steps), form: form)
    bytesPerStep = form.bytes(model, influence.modules)
    rebuilding = form.rebuilding(model, influence.modules)
    packing = form.packing(model, influence.modules)
    let mean = max(1, corpusTokens / max(1, passages))
    if form != .whole {
      let tried = StepStorage.tried(form, steps: steps, passages: passages)
      (triedSteps, triedTokens) = (tried.steps, mean * tried.passages)
    }
    checkedPassages = SelfChecks.again(
      of: min(passages, Scoring.blockSize(passages: passages, parameters: factors.parameters)))
    trialTokens = 2 * mean
    indexing =
      IndexPlan(model: model, settings: influence, passages: passages).operationsPerToken
      * Double(mean)
    let goes = influence.fitGoes(
      model, longest: settings.passageLength, meanLength: mean, within: plan.fitting)
    (covarianceGoes, lambdaGoes) = (goes.covariances, goes.lambda)
  }
}
