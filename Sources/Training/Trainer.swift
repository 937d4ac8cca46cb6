import Dispatch
import Foundation
import LinearAlgebra
package import Transformer

/// Trains a language model by AdamW with warm-up, cosine and clipping.
///
/// The result depends on the model's start, the settings, the documents and the processor's kernels
/// alone: shards are summed in a fixed order, so threads and interruptions change no bit.
package final class Trainer {
  package let model: LanguageModel
  package let settings: TrainingSettings
  /// Mean loss of every step so far, in nats.
  package internal(set) var losses: [Double] = []
  package internal(set) var tokens = 0
  package var step: Int { losses.count }
  /// Steps of the whole training, known once it runs.
  private var plannedSteps = 0
  /// Where it stands.
  package var mark: TrainingMark {
    TrainingMark(step: step, steps: plannedSteps, tokens: tokens, settings: settings)
  }

  let first: FloatStorage
  let second: FloatStorage
  private let shards: [GradientShard]

  /// - Throws: `TrainingError` for a setting out of range.
  package init(model: LanguageModel, settings: TrainingSettings) throws {
    try settings.check(vocabularySize: model.configuration.vocabularySize)
    self.model = model
    self.settings = settings
    first = FloatStorage(count: model.layout.size)
    second = FloatStorage(count: model.layout.size)
    shards = (0..<settings.shards).map { _ in GradientShard(model) }
  }

  /// Trains to the end, from the saved state if there is one.
  ///
  /// - Parameters:
  ///   - documents: token ids of each document, in any order.
  ///   - stateFile: where the state is saved every so many steps, at the end and when `progress`
  ///     throws; a state found there is gone on from.
  ///   - keeper: keeps checkpoints on the way; they change no bit of what comes after.
  ///   - progress: called after every step; what it throws ends the run.
  /// - Throws: `TrainingError` when the state belongs to another run, or is past a checkpoint that it did not keep.
  package func run(
    documents: [[Int32]], stateFile: String? = nil, keeper: CheckpointKeeper? = nil,
    progress: (TrainingProgress) throws -> Void = { _ in }
  ) throws {
    let limit = model.configuration.contextLength
    var data = try DataOrder(
      documents: documents, separator: settings.separator,
      sequenceLength: min(settings.sequenceLength ?? limit, limit),
      tokensPerStep: settings.tokensPerStep, seed: settings.seed,
      vocabularySize: model.configuration.vocabularySize)
    let fingerprint = data.fingerprint
    if let stateFile, let position = try load(stateFile, fingerprint: fingerprint) {
      data.move(to: position)
    }
    let steps = data.steps(tokens: settings.tokens)
    plannedSteps = steps
    let kept = try keeper?.steps(of: steps, after: step) ?? []
    let began = seconds()
    let before = tokens
    while step < steps {
      let rate = settings.rate(step: step, of: steps)
      let sequences = data.next().map { data.sequences[$0] }
      let (loss, norm) = try takeStep(sequences, rate: rate)
      let perSecond = Double(tokens - before) / max(1e-9, seconds() - began)
      let report = TrainingProgress(
        step: step, steps: steps, tokens: tokens, loss: loss, rate: rate, gradientNorm: norm,
        tokensPerSecond: perSecond,
        remainingSeconds: Double(tokens) / Double(step) * Double(steps - step) / perSecond)
      // Before the state is saved: a run that is killed in between does this step again, and keeps it then.
      if kept.contains(step) { try keeper?.keep(model, mark) }
      do {
        try progress(report)
      } catch {
        if let stateFile { try save(stateFile, position: data.position, fingerprint: fingerprint) }
        throw error
      }
      if let stateFile, step % settings.stepsPerSave == 0 || step == steps {
        try save(stateFile, position: data.position, fingerprint: fingerprint)
      }
    }
  }

  /// One step over some sequences; the mean loss before it and the gradient's length.
  private func takeStep(_ sequences: [[Int32]], rate: Float) throws -> (Double, Double) {
    let predictions = sequences.reduce(0) { $0 + $1.count - 1 }
    let parts = deal(sequences, shards: shards.count).map {
      packs($0, tokensPerPass: settings.tokensPerPass)
    }
    inParallel(shards.count, threads: settings.threads) { [shards] in shards[$0].run(parts[$0]) }
    let gradients = shards[0].gradients
    for shard in shards.dropFirst() {
      gradients.vector.add(shard.gradients.vector)
    }
    let mean = 1 / Double(predictions)
    let loss = shards.reduce(0) { $0 + $1.lossSum } * mean
    let norm = gradients.vector.sumOfSquares.squareRoot() * mean
    guard loss.isFinite, norm.isFinite else {
      throw TrainingError(
        problem: "the loss is no longer finite after \(step) steps; lower the learning rate")
    }
    let clip = Double(settings.clip)
    let shrink = clip > 0 && norm > clip ? clip / norm : 1
    update(gradients, scale: Float(mean * shrink), rate: rate)
    losses.append(loss)
    tokens += predictions + sequences.count
    return (loss, norm)
  }

  private func update(_ gradients: FloatStorage, scale: Float, rate: Float) {
    let time = Float(step + 1)
    var step = AdamWStep(
      rate: rate, beta1: settings.beta1, beta2: settings.beta2, epsilon: settings.epsilon,
      decay: 0, correction1: 1 - pow(settings.beta1, time),
      correction2: 1 - pow(settings.beta2, time), gradientScale: scale)
    for slot in model.layout.slots {
      step.decay = slot.isMatrix ? settings.weightDecay : 0
      func part(_ storage: FloatStorage) -> Matrix {
        storage.vector(slot.offset, count: slot.count)
      }
      step.apply(part(model.arena), part(gradients), first: part(first), second: part(second))
    }
  }
}

/// Runs work items, side by side on more than one thread.
func inParallel(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
  let width = min(count, threads)
  Threads.withProductThreads(1) {
    guard width > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    DispatchQueue.concurrentPerform(iterations: width) { thread in
      for index in stride(from: thread, to: count, by: width) { body(index) }
    }
  }
}
