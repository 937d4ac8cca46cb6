import Influence
import RunModel
import Transformer

/// What a pass over the corpus multiplies, whatever steps it scores: what decides how steps are kept.
struct PassWork {
  private let model: LanguageModel
  private let modules: ModuleSelection
  /// Operations of the passages' passes and gradients.
  let operations: Double
  /// Packs, in each of which every step that is not kept dense is rebuilt.
  let packs: Int

  /// - Parameters:
  ///   - passages: of the corpus.
  ///   - tokens: of all of them.
  init(
    _ model: LanguageModel, _ settings: InfluenceSettings, passages: Int, tokens: Int
  ) {
    (self.model, modules) = (model, settings.modules)
    let tracked = Scoring.trackedParameters(model, settings.modules)
    let shape = model.configuration
    let all = FactorSizes(model.trackedModules).parameters + shape.width * shape.vocabularySize
    operations = Double(tokens) * (4 * Double(all) + 2 * Double(tracked))
    // Blocks are divided into packs of about equal size, a whole number on each core.
    let block = min(passages, Scoring.blockSize(passages: passages, parameters: tracked))
    let mean = max(1, tokens / max(1, passages))
    let each = settings.packsAtOnce
    let round = settings.packTokens * each
    let perBlock = max(1, (block * mean + round - 1) / round) * each
    packs = max(1, (passages * perBlock + block - 1) / max(1, block))
  }

  /// Operations of everything that depends on the form that steps have.
  func operations(_ form: StepForm, steps: Int, memory: Int) -> Double {
    let passes = Scoring.passes(model, modules, memory: memory, steps: steps, form: form)
    return Double(passes) * operations
      + Double(steps) * Double(packs) * form.rebuilding(model, modules)
  }
}
