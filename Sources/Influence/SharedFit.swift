import LinearAlgebra
import RunModel
package import Transformer

/// A fit whose pieces are computed by several processes, with the bits of `Factors.fit`.
///
/// Packs are summed in fixed shares, each by whoever does it, and the shares are added up in their order; both fits
/// do that. What a piece holds lies in sections, so that whoever needs one section reads no other.
package struct SharedFit: Sendable {
  private let fit: FactorFit
  private let jobs: [EigenJob]
  /// Groups whose sums are made together, stage by stage.
  private let covarianceBatches: [Range<Int>]
  private let lambdaBatches: [Range<Int>]

  /// - Parameter directory: where the finished factors are put together; nil for whoever only makes pieces.
  package init(
    model: LanguageModel, passages: [FactorPassage], settings: InfluenceSettings,
    directory: FitCheckpoint? = nil
  ) throws {
    for (index, passage) in passages.enumerated() {
      try Packing.check(passage.tokens, model) { "factor passage \(index + 1)" }
    }
    fit = try FactorFit(model, passages, settings, directory, hasArena: directory != nil)
    jobs = EigenJob.all(fit.layout)
    covarianceBatches = FactorFit.batches(
      fit.layout, bytes: settings.sumBytes, each: CovarianceSums.bytes)
    lambdaBatches = FactorFit.batches(
      fit.layout, bytes: settings.sumBytes, each: LambdaSums.bytes)
  }

  /// One piece of a summing stage: a share of the packs for a batch of groups.
  package struct SumPiece: Sendable, Hashable {
    package let share: Int
    package let batch: Int

    package init(share: Int, batch: Int) { (self.share, self.batch) = (share, batch) }
  }

  private func pieces(_ batches: Int) -> [SumPiece] {
    fit.shares.indices.flatMap { share in
      (0..<batches).map { SumPiece(share: share, batch: $0) }
    }
  }

  package var covariancePieces: [SumPiece] { pieces(covarianceBatches.count) }
  package var lambdaPieces: [SumPiece] {
    fit.settings.strategy.correctsEigenvalues ? pieces(lambdaBatches.count) : []
  }

  /// Eigenproblems by number, the largest first.
  package var eigenPieces: [Int] {
    jobs.indices.sorted { (jobs[$0].order, $1) > (jobs[$1].order, $0) }
  }

  /// What a piece holds, while it lives.
  package final class Sections: @unchecked Sendable {
    // Unchecked: nothing is written once it is made.
    private let owner: any AnyObject & Sendable
    package let all: [UnsafeRawBufferPointer]

    fileprivate init(_ owner: any AnyObject & Sendable, _ all: [UnsafeRawBufferPointer]) {
      (self.owner, self.all) = (owner, all)
    }

    fileprivate convenience init(_ sums: DoubleSums) {
      self.init(
        sums,
        sums.counts.indices.map { UnsafeRawBufferPointer(sums[$0]) })
    }
  }

  /// Sums one share's `a aᵀ` and `g gᵀ`.
  /// - Parameters:
  ///   - piece: which share, and for which groups.
  ///   - progress: passages done and their number; may throw to cancel.
  package func covariances(_ piece: SumPiece, _ progress: (Int, Int) throws -> Void) throws
    -> Sections
  {
    let share = fit.shares[piece.share]
    let sums = try CovarianceSums(
      fit.layout, groupIndices: covarianceBatches[piece.batch], first: share.lowerBound)
    try fit.add(to: sums) { try run(share, progress, $1) }
    return Sections(sums.sums)
  }

  /// Sums one share's squares of rotated gradients.
  package func lambda(
    _ piece: SumPiece, bases: Bases, _ progress: (Int, Int) throws -> Void
  ) throws -> Sections {
    let share = fit.shares[piece.share]
    let groupIndices = lambdaBatches[piece.batch]
    let sums = try LambdaSums(fit.layout, groupIndices: groupIndices, first: share.lowerBound)
    try fit.add(to: sums, groupIndices, bases.modules) { try run(share, progress, $1) }
    return Sections(sums.sums)
  }

  private func run(
    _ share: Range<Int>, _ progress: (Int, Int) throws -> Void,
    _ body: @escaping @Sendable (Int, Int) throws -> Void
  ) throws {
    let first = fit.packRanges[share.lowerBound].lowerBound
    let total = fit.packRanges[share.upperBound - 1].upperBound - first
    _ = try claimPacks(
      share, workers: fit.workers.count, productThreads: fit.settings.productThreads, body
    ) { packs in
      try progress(fit.packRanges[packs - 1].upperBound - first, total)
      return true
    }
  }

  /// Reads a section of a piece of a summing stage; valid until the next one is read.
  package typealias Reader = (_ piece: SumPiece, _ section: Int) throws -> UnsafeRawBufferPointer

  /// Adds up one section of all shares.
  private func total(
    _ sums: DoubleSums, section: Int, batch: Int, _ read: Reader
  ) throws {
    for share in fit.shares.indices {
      let bytes = try read(SumPiece(share: share, batch: batch), section)
      guard bytes.count == sums.counts[section] * MemoryLayout<Double>.stride else {
        throw InfluenceError(.badFactors, "sums of another size than this fit's")
      }
      sums.add(bytes.assumingMemoryBound(to: Double.self), to: section)
    }
  }

  /// Solves some eigenproblems side by side.
  /// - Parameters:
  ///   - numbers: of the eigenproblems.
  ///   - read: called by several threads.
  ///   - keep: receives each solution on the thread that made it.
  ///   - progress: problems done and their number; stops before the next ones where it returns false.
  package func solve(
    _ numbers: [Int], _ read: @escaping @Sendable (SumPiece, Int) throws -> UnsafeRawBufferPointer,
    keep: @escaping @Sendable (Int, Sections) throws -> Void,
    progress: (Int, Int) throws -> Bool
  ) throws {
    guard let largest = numbers.map({ jobs[$0].order }).max() else { return }
    let workers = min(
      fit.settings.threads, max(1, fit.settings.sumBytes / EigenJob.bytes(largest)))
    _ = try claimPacks(0..<numbers.count, workers: workers) { _, index in
      try keep(numbers[index], solve(numbers[index], read))
    } report: {
      try progress($0, numbers.count)
    }
  }

  /// Adds up the shares of one covariance and decomposes it.
  /// - Returns: the sums, the eigenvectors as columns (both float32) and the eigenvalues (float64).
  func solve(_ number: Int, _ read: Reader) throws -> Sections {
    let job = jobs[number]
    let sums = Matrix(rows: job.order, columns: job.order)
    let groupIndex = fit.layout.groupOfModule[job.module]
    guard let batch = covarianceBatches.firstIndex(where: { $0.contains(groupIndex) }) else {
      preconditionFailure("a group in no batch")
    }
    let groupIndices = covarianceBatches[batch]
    let partial = try CovarianceSums(fit.layout, groupIndices: groupIndices)
    if number < fit.layout.groups.count {
      let index = groupIndex - groupIndices.lowerBound
      try total(partial.sums, section: index, batch: batch, read)
      let ones = groupIndices.count + fit.layout.modules(of: groupIndices).count + index
      if fit.layout.groups[groupIndex].group.hasBias {
        try total(partial.sums, section: ones, batch: batch, read)
      }
      partial.writeInputs(groupIndex: groupIndex, tokens: fit.tokens, into: sums)
    } else {
      let index = groupIndices.count + job.module - fit.layout.modules(of: groupIndices).lowerBound
      try total(partial.sums, section: index, batch: batch, read)
      partial.writeGradients(module: job.module, into: sums)
    }
    let vectors = Matrix(rows: job.order, columns: job.order)
    let values = try job.solve(sums, tokens: fit.tokens, vectors: vectors)
    let kept = DoubleStorage(count: values.count)
    _ = kept.elements.update(fromContentsOf: values)
    return Sections(
      Solution(sums, vectors, kept),
      [
        UnsafeRawBufferPointer(sums.elements), UnsafeRawBufferPointer(vectors.elements),
        UnsafeRawBufferPointer(kept.elements),
      ])
  }

  private final class Solution: @unchecked Sendable {
    // Unchecked: nothing is written once it is made.
    let matrices: [Matrix]
    let values: DoubleStorage

    init(_ sums: Matrix, _ vectors: Matrix, _ values: DoubleStorage) {
      (matrices, self.values) = ([sums, vectors], values)
    }
  }

  /// The eigenbases of all modules.
  package struct Bases {
    fileprivate let modules: [ModuleFactors]
  }

  /// Reads the sections of an eigenproblem; they stay valid while the object that comes with them lives.
  package typealias BasisReader = (_ number: Int) throws -> (
    sections: [UnsafeRawBufferPointer], owner: any AnyObject & Sendable
  )

  package func bases(_ read: BasisReader) throws -> Bases {
    var found: [(vectors: Matrix, values: [Double])] = []
    for (number, job) in jobs.enumerated() {
      let (sections, owner) = try read(number)
      try check(sections, job)
      found.append((Self.matrix(sections[1], job.order, owner), Self.values(sections[2])))
    }
    let layout = fit.layout
    return Bases(
      modules: layout.modules.enumerated().map { index, module in
        let (inputs, outputs) = (
          found[layout.groupOfModule[index]], found[layout.groups.count + index]
        )
        return ModuleFactors(
          module: module, activationVectors: inputs.vectors, gradientVectors: outputs.vectors,
          activationValues: inputs.values, gradientValues: outputs.values, lambdaSums: nil)
      })
  }

  private func check(_ sections: [UnsafeRawBufferPointer], _ job: EigenJob) throws {
    let square = 4 * job.order * job.order
    guard sections.map(\.count) == [square, square, 8 * job.order] else {
      throw InfluenceError(.badFactors, "an eigenbasis of another size than this fit's")
    }
  }

  private static func matrix(
    _ bytes: UnsafeRawBufferPointer, _ order: Int, _ owner: any AnyObject & Sendable
  ) -> Matrix {
    guard let base = bytes.baseAddress else { return Matrix(rows: 0, columns: 0) }
    // Bases are never written to.
    let storage = FloatStorage(
      pointer: UnsafeMutableRawPointer(mutating: base).assumingMemoryBound(to: Float.self),
      count: order * order
    ) { withExtendedLifetime(owner) {} }
    return Matrix(storage: storage, offset: 0, rows: order, columns: order, stride: order)
  }

  private static func values(_ bytes: UnsafeRawBufferPointer) -> [Double] {
    Array(bytes.assumingMemoryBound(to: Double.self))
  }

  /// Puts the factors together in the folder and gives them their place.
  package func assemble(
    to folder: String, _ readBasis: BasisReader, _ readLambda: Reader
  ) throws {
    guard let checkpoint = fit.checkpoint else { preconditionFailure("no folder to assemble in") }
    for (number, job) in jobs.enumerated() {
      let (sections, owner) = try readBasis(number)
      try check(sections, job)
      withExtendedLifetime(owner) {
        job.take(sections, into: fit.arena)
      }
    }
    if fit.settings.strategy.correctsEigenvalues {
      for (batch, groupIndices) in lambdaBatches.enumerated() {
        for groupIndex in groupIndices {
          let sums = try LambdaSums(fit.layout, groupIndices: groupIndex..<groupIndex + 1)
          for module in sums.modules {
            let own = module - sums.modules.lowerBound
            let section = module - fit.layout.modules(of: groupIndices).lowerBound
            for share in fit.shares.indices {
              let bytes = try readLambda(SumPiece(share: share, batch: batch), section)
              guard bytes.count == sums.sums.counts[own] * MemoryLayout<Double>.stride else {
                throw InfluenceError(.badFactors, "sums of another size than this fit's")
              }
              sums.sums.add(bytes.assumingMemoryBound(to: Double.self), to: own)
            }
            sums.write(module: module, into: fit.arena.matrix(.lambda, module))
          }
        }
      }
    }
    _ = try fit.factors()
    try Factors.writeArguments(fit.settings, in: checkpoint.directory)
    try checkpoint.publish(to: folder)
  }
}

extension EigenJob {
  /// Lays what somebody else solved where it belongs.
  fileprivate func take(_ sections: [UnsafeRawBufferPointer], into arena: FactorArena) {
    for (matrix, bytes) in [
      (arena.matrix(covariance, module), sections[0]), (arena.matrix(vectors, module), sections[1]),
    ] {
      UnsafeMutableRawBufferPointer(matrix.elements).copyMemory(from: bytes)
    }
    UnsafeMutableRawBufferPointer(arena.numbers(values, module)).copyMemory(from: sections[2])
  }
}
