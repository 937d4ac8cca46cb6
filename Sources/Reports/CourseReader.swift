import Engine
import Findings
import RunModel
import Store

/// Reads how the scores of a study's questions came about along a training.
struct CourseReader {
  let results: Results
  let reading: StudyReader.Reading
  let options: StudyOptions

  private var store: Store { results.store }
  private var passages: Int { results.corpus.passages }

  /// nil where the run is of one checkpoint.
  func read(progress: (String, Int, Int) -> Void) throws -> CourseFinding? {
    let checkpoints = try store.checkpoints(of: results.run.id)
    guard checkpoints.count > 1, let last = checkpoints.last?.run else { return nil }
    let norms = try checkpoints.map { checkpoint in
      options.view == .gradientNorm
        ? try store.gradientNorms(run: checkpoint.run, passages: passages).values : []
    }
    let nats = try checkpoints.map { try store.nats(run: $0.run.id) }
    let kept = reading.input.questions.indices.filter { options.keeps(reading.input.questions[$0]) }
    var courses: [CourseFinding.Question] = []
    for (done, number) in kept.enumerated() {
      let steps = reading.steps[number]
      let final = try scores(steps, last)
      var course = CourseFinding.Question(nats: [], likeness: [])
      let label = reading.input.truth?.labels[number]
      course.note = label.map { label in
        (
          label.kind,
          RecoveryScore(
            randomOf: label.passages.count, passageCount: passages,
            recallDepth: options.recallDepth)
        )
      }
      for (index, checkpoint) in checkpoints.enumerated() {
        course.nats.append(Self.sum(steps, checkpoint.run.last == nil ? nil : nats[index]))
        let own = checkpoint.run.id == last.id ? final : try scores(steps, checkpoint.run)
        course.likeness.append(try Self.likeness(own, final))
        guard let label else { continue }
        course.recovery.append(try own.map { try recovery(label, $0, norms[index]) })
      }
      courses.append(course)
      progress("training", done + 1, kept.count)
    }
    let known = checkpoints.compactMap(\.step)
    return CourseFinding(
      checkpoints: checkpoints.map(\.label),
      steps: known.count == checkpoints.count ? known : nil,
      questions: kept.map { reading.input.questions[$0] }, courses: courses, options: options)
  }

  /// nil where blocks are missing.
  private func scores(_ steps: [StepRecord], _ run: RunRecord) throws -> [Float]? {
    let vector = try store.scores(steps: steps.map(\.row), run: run, passages: passages)
    return vector.isComplete ? vector.withSkippedAsZero : nil
  }

  private static func sum(_ steps: [StepRecord], _ own: [Int64: Double]?) -> Double? {
    let nats = steps.compactMap { step in own.map { $0[step.row] } ?? step.nats }
    return nats.count == steps.count ? nats.reduce(0, +) : nil
  }

  private static func likeness(_ own: [Float]?, _ final: [Float]?) throws -> Double? {
    guard let own, let final else { return nil }
    let r = try pearsonCorrelation(own, final)
    return r.isFinite ? r : nil
  }

  private func recovery(_ label: GroundTruth.Label, _ scores: [Float], _ norms: [Float]) throws
    -> RecoveryScore
  {
    let values =
      norms.isEmpty ? scores : zip(scores, norms).map { $1 > 0 ? $0 / $1 : 0 }
    return RecoveryScore(
      order: try Ranking(values).order, relevant: Set(label.passages),
      shareDepth: min(options.shareDepth, passages), recallDepth: options.recallDepth)
  }
}
