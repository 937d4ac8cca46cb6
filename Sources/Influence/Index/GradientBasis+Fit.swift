import CKernels
import LinearAlgebra
import Synchronization
package import Transformer

extension GradientBasis {
  /// Learns each group's directions from some passages of the corpus, the landmarks.
  ///
  /// A group's directions are the principal components of the landmarks' whitened gradients, through their
  /// Gram matrix: with its eigenvectors v, `u_j = Σ_i v_ij c_i w_i / √λ_j`.
  ///
  /// Each landmark counts with `c_i = 1/‖w_i‖²`, the inverse of its self-influence: unweighted, a few long
  /// passages with large gradients take most directions.
  /// - Parameters:
  ///   - factors: nil for strategy identity only.
  ///   - landmarks: passages drawn at random, several times as many as directions.
  ///   - directions: of each group; fewer where the landmarks span fewer.
  ///   - memory: bytes that the landmarks' gradients may take; groups that do not fit together are learned
  ///     one after another, each with a pass over the landmarks.
  ///   - progress: work done and the whole, in landmarks; may throw to cancel.
  /// - Throws: `InfluenceError`, or what `progress` throws.
  package static func fit(
    model: LanguageModel, factors: Factors?, landmarks: [[Int32]], directions: Int,
    settings: InfluenceSettings, memory: Int = 1 << 30,
    progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws -> GradientBasis {
    // A single token has no gradient.
    let landmarks = landmarks.filter { $0.count > 1 }
    guard !landmarks.isEmpty, directions > 0 else {
      throw InfluenceError(.badInput, "an index needs landmarks of two tokens or more")
    }
    for (index, landmark) in landmarks.enumerated() {
      try Packing.check(landmark, model, passage: index) { "landmark \(index + 1)" }
    }
    let layout = GradientLayout(model, settings.modules)
    let preconditioner = try preconditioner(layout, factors, settings)
    let sweeps = sweeps(layout, landmarks: landmarks.count, memory: memory)
    let total = sweeps.count * landmarks.count
    var learned: [LearnedGroup] = []
    try progress(0, total)
    for (number, sweep) in sweeps.enumerated() {
      let rows = try gradients(model, layout, sweep, landmarks, settings) {
        try progress(number * landmarks.count + $0, total)
      }
      Threads.setProductThreads(1)
      // The largest groups first, so that no thread ends up alone with one.
      let order = rows.indices.sorted { rows[$0].columns > rows[$1].columns }
      let results = LearnedGroups(rows.count)
      let threads = max(1, min(settings.threads, rows.count))
      try runWorkers(threads) { worker in
        for place in stride(from: worker, to: order.count, by: threads) {
          let index = order[place]
          results.set(
            index,
            try learn(layout.groups[sweep.lowerBound + index], rows[index], preconditioner, directions))
        }
      }
      learned += results.values
    }
    let variance = learned.reduce(0) { $0 + $1.variance }
    guard variance > 0 else {
      throw InfluenceError(.notFinite, "the landmarks' gradients are all zero")
    }
    return GradientBasis(
      kind: .learned, captured: learned.reduce(0) { $0 + $1.captured } / variance,
      settings: settings, layout: layout,
      directions: learned.map { .learned(codes: $0.codes, scales: $0.scales) },
      counts: learned.map(\.sizes.count), sizes: learned.flatMap(\.sizes))
  }

  /// A basis that needs no passages: `rank` × `rank` coordinates of each module.
  package static func sketch(
    model: LanguageModel, factors: Factors?, rank: Int, settings: InfluenceSettings
  ) throws -> GradientBasis {
    let layout = GradientLayout(model, settings.modules)
    let preconditioner = try preconditioner(layout, factors, settings)
    let groups = layout.groups.map { shape in
      shape.modules.indices.map { index in
        let number = layout.firstModule[shape.slot] + index
        guard let preconditioner, let factors else {
          return ModuleSketch(layout.modules[number], number: number, rank: rank)
        }
        return ModuleSketch(
          factors.modules[number], inverse: preconditioner.inverses[number], rank: rank)
      }
    }
    let counts = groups.map { $0.reduce(0) { $0 + $1.count } }
    return GradientBasis(
      kind: .sketch, captured: 0, settings: settings, layout: layout,
      directions: groups.map { .sketch($0) }, counts: counts,
      sizes: [Float](repeating: 1, count: counts.reduce(0, +)))
  }

  private static func preconditioner(
    _ layout: GradientLayout, _ factors: Factors?, _ settings: InfluenceSettings
  ) throws -> Preconditioner? {
    guard settings.strategy != .identity else { return nil }
    guard let factors else {
      throw InfluenceError(.badSettings, "strategy \(settings.strategy.rawValue) needs factors")
    }
    return try Preconditioner(layout, factors, settings)
  }

  /// Groups whose landmarks' gradients fit the memory together.
  private static func sweeps(_ layout: GradientLayout, landmarks: Int, memory: Int) -> [Range<Int>] {
    var sweeps: [Range<Int>] = []
    var start = 0
    var bytes = 0
    for (index, shape) in layout.groups.enumerated() {
      let own = landmarks * shape.stride * MemoryLayout<Float>.stride
      if bytes + own > memory, index > start {
        sweeps.append(start..<index)
        (start, bytes) = (index, 0)
      }
      bytes += own
    }
    sweeps.append(start..<layout.groups.count)
    return sweeps
  }

  /// Raw gradients of all landmarks for some groups, `[landmarks × elements]` each.
  private static func gradients(
    _ model: LanguageModel, _ layout: GradientLayout, _ sweep: Range<Int>, _ landmarks: [[Int32]],
    _ settings: InfluenceSettings, progress: (Int) throws -> Void
  ) throws -> [Matrix] {
    let rows = sweep.map { layout.groups[$0].matrix(rows: landmarks.count) }
    let runs = Packing.runs(
      landmarks.map(\.count), target: settings.packTokens, multiple: settings.threads)
    let workers = (0..<max(1, min(settings.threads, runs.count))).map { _ in
      PackWorker(model, layout)
    }
    try forEachPack(runs.count, workers: workers.count) { worker, index in
      let run = runs[index]
      let pack = TokenPack(Array(landmarks[run]))
      let worker = workers[worker]
      worker.forward(pack)
      worker.gradients.prepare(pack)
      worker.gradients.consume = { shape, chunk in
        guard sweep.contains(shape.slot) else { return }
        rows[shape.slot - sweep.lowerBound].rows(run).copy(from: chunk)
      }
      _ = worker.backward(.given(pack.nextTokens), worker.gradients)
      worker.gradients.consume = { _, _ in }
    } afterRound: { done in
      try progress(runs[done - 1].upperBound)
    }
    return rows
  }

  /// Directions of one group from its landmarks' raw gradients, which are whitened in place.
  private static func learn(
    _ shape: GroupGradient, _ rows: Matrix, _ preconditioner: Preconditioner?, _ directions: Int
  ) throws -> LearnedGroup {
    let count = rows.rows
    if let preconditioner {
      for row in 0..<count { preconditioner.whiten(shape, rows.pointer + row * rows.stride) }
    }
    let gram = gram(rows)
    let own = (0..<count).map { gram[$0 * count + $0] }
    guard own.allSatisfy(\.isFinite) else {
      throw InfluenceError(
        .notFinite, "a landmark's gradient is not finite in \(shape.modules[0].name)")
    }
    // A passage that the model knows by heart has hardly a gradient and would count for everything.
    let least = 0.01 * own.sorted()[count / 2]
    let counts = own.map { $0 > 0 ? 1 / max($0, least) : 0 }
    var weighted = gram
    for row in 0..<count {
      for column in 0..<count { weighted[row * count + column] *= counts[row] * counts[column] }
    }
    let eigen = try SymmetricEigen(weighted, order: count)
    // Directions with no more than rounding in them would only add noise.
    let floor = (eigen.values.last ?? 0) * 1e-6
    let kept = eigen.values.indices.reversed().filter { eigen.values[$0] > floor }
      .prefix(directions)
    let combination = Matrix(rows: kept.count, columns: count)
    var sizes: [Float] = []
    for (place, vector) in kept.enumerated() {
      let root = eigen.values[vector].squareRoot()
      var squares = 0.0
      for landmark in 0..<count {
        let share = eigen.vectors[vector * count + landmark]
        combination[place, landmark] = Float(share * counts[landmark] / root)
        // The landmark's coordinate: u_j·w_i = √λ_j v_ij / c_i.
        if counts[landmark] > 0 {
          let coordinate = root * share / counts[landmark]
          squares += coordinate * coordinate
        }
      }
      sizes.append(Float((squares / Double(count)).squareRoot()))
    }
    let found = shape.matrix(rows: kept.count)
    multiply(combination, rows, into: found)
    if let preconditioner {
      for row in 0..<found.rows { preconditioner.unwhiten(shape, found.pointer + row * found.stride) }
    }
    return LearnedGroup(
      found, shape, sizes: sizes, captured: kept.reduce(0) { $0 + eigen.values[$1] },
      variance: eigen.values.reduce(0) { $0 + max(0, $1) })
  }

  /// Inner products of all rows, `[rows × rows]`; the upper half is computed and copied.
  private static func gram(_ rows: Matrix) -> [Double] {
    let count = rows.rows
    let tile = 128
    let block = Matrix(rows: tile, columns: count)
    var result = [Double](repeating: 0, count: count * count)
    for start in stride(from: 0, to: count, by: tile) {
      let end = min(count, start + tile)
      let target = block.rows(0..<end - start).columns(0..<count - start)
      multiply(rows.rows(start..<end), .no, rows.rows(start..<count), .yes, into: target)
      for row in start..<end {
        for column in row..<count {
          let value = Double(target.pointer[(row - start) * target.stride + column - start])
          result[row * count + column] = value
          result[column * count + row] = value
        }
      }
    }
    return result
  }
}

/// What was learned of one group, rounded to int8.
private struct LearnedGroup: Sendable {
  let codes: [Int8]
  let scales: [Float]
  let sizes: [Float]
  let captured: Double
  let variance: Double

  init(
    _ rows: Matrix, _ shape: GroupGradient, sizes: [Float], captured: Double, variance: Double
  ) {
    self.sizes = sizes
    self.captured = captured
    self.variance = variance
    let runs = GradientBasis.runs(shape.count)
    var codes = [Int8](repeating: 0, count: rows.rows * shape.count)
    var scales = [Float](repeating: 0, count: rows.rows * runs)
    codes.withUnsafeMutableBufferPointer { codes in
      scales.withUnsafeMutableBufferPointer { scales in
        guard let code = codes.baseAddress, let scale = scales.baseAddress else { return }
        for row in 0..<rows.rows {
          stemma_to_i8(
            rows.pointer + row * rows.stride, code + row * shape.count, scale + row * runs,
            shape.count, GradientBasis.run)
        }
      }
    }
    self.codes = codes
    self.scales = scales
  }
}

/// Results that workers fill in, each its own places.
private final class LearnedGroups: Sendable {
  private let places: Mutex<[LearnedGroup?]>

  init(_ count: Int) { places = Mutex(Array(repeating: nil, count: count)) }

  func set(_ index: Int, _ group: LearnedGroup) { places.withLock { $0[index] = group } }

  var values: [LearnedGroup] { places.withLock { $0.compactMap { $0 } } }
}
