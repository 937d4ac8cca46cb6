import Influence
import RunModel
import Transformer

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
    let form = StepStorage.expected(
      model, influence.modules, memory: plan.steps, steps: max(1, steps),
      setting: settings.stepStorage)
    passes = Scoring.passes(
      model, influence.modules, memory: plan.steps, steps: max(1, steps), form: form)
    bytesPerStep = form.bytes(model, influence.modules)
    rebuilding = form.rebuilding(model, influence.modules)
    packing = form.packing(model, influence.modules)
    // Blocks are divided into packs of about equal size, a whole number on each core.
    let block = min(passages, Scoring.blockSize(passages: passages, parameters: factors.parameters))
    let mean = max(1, corpusTokens / max(1, passages))
    let each = influence.packsAtOnce
    let perBlock =
      max(1, (block * mean + influence.packTokens * each - 1) / (influence.packTokens * each))
      * each
    packs = max(1, (passages * perBlock + block - 1) / max(1, block))
    checkedPassages = SelfChecks.passagesAgain
    trialTokens = 2 * SelfChecks.stepsTried * mean
    indexing =
      IndexPlan(model: model, settings: influence, passages: passages).operationsPerToken
      * Double(mean)
    let goes = influence.fitGoes(
      model, longest: settings.passageLength, meanLength: mean, within: plan.fitting)
    (covarianceGoes, lambdaGoes) = (goes.covariances, goes.lambda)
  }
}
