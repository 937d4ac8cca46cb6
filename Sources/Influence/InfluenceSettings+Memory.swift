import RunModel
package import Transformer

extension InfluenceSettings {
  /// Tokens a pack should hold for this model: many, so that every product with the steps' gradients
  /// reads them for many passages at once, within a memory that grows with the model.
  ///
  /// Measured with 200 steps: 51 passages a pack reach half of sgemm's rate in that product, 102 two
  /// thirds, 204 five sixths.
  /// - Parameters:
  ///   - longest: tokens of the longest passage.
  ///   - bytes: memory that one worker's activations may take.
  package static func packTokens(
    _ model: ModelConfiguration, longest: Int, bytes: Int = 512 << 20
  ) -> Int {
    let fixed = ActivationBuffers.bytes(model, tokens: 0, longest: longest)
    let each = ActivationBuffers.bytes(model, tokens: 1, longest: longest) - fixed
    let wanted = min(8192, max(0, bytes - fixed) / max(1, each))
    return max(wanted, min(512, longest), 1)
  }

  /// Bytes that the packs need beside the steps' gradients.
  package func workingBytes(_ model: LanguageModel, longest: Int, meanLength: Int) -> Int {
    packsAtOnce * packBytes(model, longest: longest, meanLength: meanLength)
  }

  /// Activations of a pack, the gradients of one group, and what the index takes of each passage.
  private func packBytes(_ model: LanguageModel, longest: Int, meanLength: Int) -> Int {
    let passages = packTokens / max(1, meanLength) + 1
    let layout = GradientLayout(model, modules)
    let row = layout.largestRow + GradientSketch.count(layout, rank: IndexPlan.rank)
    return ActivationBuffers.bytes(model.configuration, tokens: packTokens, longest: longest)
      + passages * row * MemoryLayout<Float>.stride
  }

  /// The same with the sums of a fit bounded, so that they and the packs keep within a memory.
  package func fitting(
    _ model: LanguageModel, longest: Int, meanLength: Int, within bytes: Int
  ) -> InfluenceSettings {
    var result = self
    result.sumBytes = max(
      1, bytes - workingBytes(model, longest: longest, meanLength: meanLength))
    return result
  }

  /// How often a fit goes over its passages, so that sums of as many groups as fit are there at a time.
  package func fitGoes(
    _ model: LanguageModel, longest: Int, meanLength: Int, within bytes: Int
  ) -> (covariances: Int, lambda: Int) {
    let layout = GradientLayout(model, modules)
    let settings = fitting(model, longest: longest, meanLength: meanLength, within: bytes)
    return (
      FactorFit.batches(layout, bytes: settings.sumBytes, each: CovarianceSums.bytes).count,
      FactorFit.batches(
        layout, bytes: settings.lambdaBytes(layout), each: LambdaSums.bytes
      ).count
    )
  }

  /// Bytes that a fit holds at most.
  ///
  /// The packs and the sums of a stage, or the eigenproblems side by side. The factors themselves lie in files
  /// that are mapped.
  package func fitBytes(_ model: LanguageModel, longest: Int, meanLength: Int) -> Int {
    let layout = GradientLayout(model, modules)
    // Totals beside the share under way; large ones that have no room lie in a file.
    func most(_ bytes: Int, _ each: (GroupLayout) -> Int) -> Int {
      FactorFit.batches(layout, bytes: bytes, each: each)
        .map { $0.reduce(0) { $0 + each(layout.groups[$1]) } }
        .map { FactorFit.holdsTotals($0, within: bytes) ? 2 * $0 : $0 }.max() ?? 0
    }
    let orders = EigenJob.all(layout).map(\.order).sorted(by: >)
    let largest = EigenJob.bytes(orders.first ?? 1)
    let sideBySide = min(threads, max(1, sumBytes / largest))
    let eigen = orders.prefix(sideBySide).reduce(0) { $0 + EigenJob.bytes($1) }
    let packs = workingBytes(model, longest: longest, meanLength: meanLength)
    var sums = max(
      most(sumBytes, CovarianceSums.bytes),
      strategy.correctsEigenvalues ? most(lambdaBytes(layout), LambdaSums.bytes) : 0)
    if strategy.correctsEigenvalues { sums += eigenvectorBytes(layout) }
    return packs + max(sums, eigen)
  }

  /// Bytes of eigenvectors that are in memory together while gradients are rotated.
  private func eigenvectorBytes(_ layout: GradientLayout) -> Int {
    let sizes = FactorSizes(layout.modules)
    return MemoryLayout<Float>.stride
      * (releasesFactors
        ? sizes.largestModuleEntries * packsAtOnce : sizes.covarianceEntries)
  }

  /// Bytes that the sums of corrected eigenvalues may take at a time, beside the eigenvectors.
  func lambdaBytes(_ layout: GradientLayout) -> Int {
    sumBytes == .max ? .max : max(1, sumBytes - eigenvectorBytes(layout))
  }

  /// Divides the cores between packs side by side and threads within a product.
  ///
  /// A pack on every core uses them best. A model so large that as many packs would not fit gets fewer of
  /// them, whose products use more threads each. Depends on the model alone, not on what is free, so that a
  /// job gone on with gives the same bits.
  /// - Parameter bytes: what all packs together may take.
  package func sharing(
    _ model: LanguageModel, longest: Int, bytes: Int = 4 << 30
  ) -> InfluenceSettings {
    let most = max(1, bytes / max(1, packBytes(model, longest: longest, meanLength: longest)))
    var result = self
    result.productThreads = (threads + most - 1) / most
    return result
  }
}
