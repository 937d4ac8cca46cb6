import Foundation
import Influence
import LinearAlgebra
import RunModel
import Store
import Transformer
import Workspace

/// The same steps under the earlier checkpoints of the training: a run for each, over the corpus of the last one's.
extension Compute {
  /// Scores what is missing, checkpoint by checkpoint in the order of the training.
  ///
  /// The last one's model stays in memory, since what people ask meanwhile is asked of it.
  /// - Parameter between: called after every block.
  func scoreEarlier(
    _ read: ReadInputs, _ last: RunInputs, _ answering: CompletionStage, _ cost: CostModel,
    between: () throws -> Void
  ) throws {
    let store = last.store
    let records = try store.checkpoints(of: last.run.id)
    for (number, pair) in zip(read.series.earlier, records).enumerated() {
      let (earlier, record) = pair
      if try isDone(record.run, last.wanted, last.corpus, in: store) { continue }
      try store.log(
        "checkpoint \(record.name), \(number + 1) of \(records.count) along the training")
      try last.reporter.begin(.reading, total: 0)
      let model = try LanguageModel(directory: earlier.checkpoint.folder, decodesStored: .large)
      try read.stamps.check()
      let plan = try MemoryPlan(
        model: model, settings: read.settings,
        influence: try read.settings.influence(model, threads: options.threads),
        memory: last.memory.promised, beside: last.memory.resident)
      let inputs = last.under(model, earlier.prints, plan, record.run)
      try expect(inputs, after: read.series.count - number - 1, cost)
      try NatsStage(store: store, answering: answering.under(model)).run(
        last.wanted, run: record.run, reporter: last.reporter)
      let context = try context(inputs, factors: factors(inputs))
      let scoring = Scoring(
        context: context, memory: plan.steps,
        // The index is of the last checkpoint, of which questions are asked.
        index: IndexStage(context, folder: "", fingerprint: ""))
      try inputs.warn(
        try scoring.run(questions: last.wanted, reporter: last.reporter, between: between))
    }
  }

  /// Whether a run has every block of the steps that are wanted, and their nats.
  private func isDone(
    _ run: RunRecord, _ wanted: [QuestionRecord], _ corpus: CorpusRecord, in store: Store
  ) throws -> Bool {
    let nats = try store.nats(run: run.id)
    let blocks = run.blocks(of: corpus.passages)
    return try wanted.allSatisfy { question in
      try store.steps(question: question.row).allSatisfy { step in
        try nats[step.row] != nil
          && store.committedBlocks(step: step.row, run: run.id).count == blocks
      }
    }
  }

  /// Tells what a checkpoint is expected to cost, with those that come after it.
  private func expect(_ inputs: RunInputs, after: Int, _ cost: CostModel) throws {
    let sizes = try sizes(
      inputs.store, inputs.model, inputs.memory, inputs.corpus, inputs.run, inputs.settings,
      questions: inputs.wanted, factorFolder: inputs.factorFolder)
    cost.expect(
      JobCost(sizes),
      rates: WorkRates(
        sgemmRate: try sgemmRate(threads: options.threads, repeats: 10),
        packPassages: sizes.packPassages), then: sizes.again(after))
  }
}

extension JobSizes {
  /// What the same job costs on so many other checkpoints: neither reading nor answering, and no index.
  package func again(_ checkpoints: Int) -> [StageCost] {
    var sizes = self
    (sizes.textBytes, sizes.generatedTokens, sizes.indexing, sizes.scored) = (0, 0, 0, 0)
    sizes.needsFactors = strategy.needsFactors
    let stages = JobCost(sizes).stages
    return (0..<checkpoints).flatMap { _ in stages }
  }
}

/// Measures how likely steps are under a checkpoint that has not written them.
struct NatsStage {
  let store: Store
  let answering: CompletionStage

  func run(_ questions: [QuestionRecord], run: RunRecord, reporter: Reporter) throws {
    let known = try store.nats(run: run.id)
    try reporter.begin(.reading, total: questions.count)
    for (done, question) in questions.enumerated() {
      let steps = try store.steps(question: question.row)
      if !steps.allSatisfy({ known[$0.row] != nil }) {
        let nats = answering.nats(
          prompt: try store.promptTokens(question: question.row), steps: steps.map(\.tokens))
        try store.save(nats: zip(steps, nats).map { (step: $0.row, nats: $1) }, run: run.id)
      }
      try reporter.advance(to: done + 1, of: questions.count)
    }
  }
}
