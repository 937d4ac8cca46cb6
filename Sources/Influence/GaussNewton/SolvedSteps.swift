import LinearAlgebra
import RunModel
import Transformer

/// The solutions `(H + d)⁻¹ g` of some steps, in the forms they are scored in.
struct SolvedSteps {
  let layout: GradientLayout
  let preconditioner: Preconditioner?
  let solver: ConjugateGradients
  let stored: [StoredSteps]
  /// Cross-entropy of each step.
  let nats: [Double]
  let traces: [ConjugateGradientTrace]

  /// By how much a residual computed anew may be above the one that the iterations carried along.
  private static let drift = 1e-2

  init(
    model: LanguageModel, factors: Factors?, queries: [StepQuery], settings: InfluenceSettings,
    forms: [StepForm], conjugateGradients: ConjugateGradientSettings, passages: [[Int32]],
    kept: SolutionFiles?, progress: (Int, Int) throws -> Void
  ) throws {
    let layout = GradientLayout(model, settings.modules)
    self.layout = layout
    preconditioner = try Preconditioner.make(layout, factors, settings)
    solver = try ConjugateGradients(
      model: model, preconditioner: preconditioner, passages: passages, settings: settings,
      conjugateGradients: conjugateGradients)
    let total = queries.reduce(0) { $0 + $1.steps.count }
    stored = forms.map { StoredSteps($0, layout, steps: total) }
    var (nats, traces): ([Double], [ConjugateGradientTrace]) = ([], [])
    var isChecked = false
    for batch in Self.batches(queries, size: settings.rightHandSides) {
      try progress(nats.count, total)
      let first = nats.count
      let gradients = try Self.gradients(model, batch, settings, layout)
      nats += gradients.nats
      let rows = gradients.rows
      var own: [ConjugateGradientTrace?] = (0..<rows.count).map {
        kept?.read(first + $0, into: rows, row: $0)
      }
      let missing = own.indices.filter { own[$0] == nil }
      if !missing.isEmpty {
        let before = GradientRows(layout, count: missing.count)
        let work = GradientRows(layout, count: missing.count)
        for (index, row) in missing.enumerated() {
          before.copy(rows, row, to: index)
          work.copy(rows, row, to: index)
        }
        let found = try solver.solve(work) { try progress(first, total) }
        for row in 0..<work.count {
          try layout.checkFinite(work.groups, row) {
            "the solution for step \(first + missing[row] + 1)"
          }
        }
        if !isChecked {
          try Self.check(solver, work, before, found[0])
          isChecked = true
        }
        for (index, row) in missing.enumerated() {
          rows.copy(work, index, to: row)
          own[row] = found[index]
          try kept?.write(first + row, rows, row: row, found[index])
        }
      }
      traces += own.compactMap { $0 }
      for row in 0..<rows.count {
        for groupLayout in layout.groups {
          let matrix = rows.groups[groupLayout.index].rows(row..<row + 1)
          for form in stored { try form.store(matrix, of: groupLayout, step: first + row, layout) }
        }
      }
    }
    try progress(total, total)
    self.nats = nats
    self.traces = traces
  }

  /// The first solution of a call is put into the equation anew: a fault of code or machine cannot stay silent.
  private static func check(
    _ solver: ConjugateGradients, _ solutions: GradientRows, _ gradients: GradientRows,
    _ trace: ConjugateGradientTrace
  ) throws {
    guard !trace.residuals.isEmpty else { return }
    let found = try solver.trueResidual(solutions, gradients, row: 0)
    guard found <= trace.plainResidual + drift else {
      throw InfluenceError(
        .notFinite,
        "a solution that conjugate gradients found leaves a residual of \(found), not of "
          + "\(trace.plainResidual): the machine's memory or processor may be at fault")
    }
  }

  /// Queries of so many steps at most, in order.
  private static func batches(_ queries: [StepQuery], size: Int) -> [[StepQuery]] {
    var result: [[StepQuery]] = [[]]
    var room = max(1, size)
    for query in queries {
      var steps = query.steps[...]
      while !steps.isEmpty {
        if room == 0 {
          result.append([])
          room = max(1, size)
        }
        let own = steps.prefix(room)
        result[result.count - 1].append(StepQuery(tokens: query.tokens, steps: Array(own)))
        steps = steps.dropFirst(own.count)
        room -= own.count
      }
    }
    return result.filter { !$0.isEmpty }
  }

  /// The steps' gradients as they are, every query by itself: what stands beside it changes no bit.
  private static func gradients(
    _ model: LanguageModel, _ queries: [StepQuery], _ settings: InfluenceSettings,
    _ layout: GradientLayout
  ) throws -> (rows: GradientRows, nats: [Double]) {
    var plain = settings
    plain.strategy = .identity
    plain.inverse = .approximate
    let steps = try PreconditionedSteps(
      model: model, factors: nil, queries: queries, settings: plain,
      packs: queries.indices.map { $0..<$0 + 1 })
    let rows = GradientRows(layout, count: steps.count)
    for row in 0..<steps.count {
      for (groupIndex, own) in steps.whole(row: row).enumerated() {
        rows.groups[groupIndex].copyRow(row, from: own, 0)
      }
    }
    return (rows, steps.nats)
  }
}
