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
    let fixed = Workspace.bytes(model, tokens: 0, longest: longest)
    let each = Workspace.bytes(model, tokens: 1, longest: longest) - fixed
    let wanted = min(8192, max(0, bytes - fixed) / max(1, each))
    return max(wanted, min(512, longest), 1)
  }

  /// Bytes that the workers need beside the steps' gradients.
  package func workingBytes(_ model: LanguageModel, longest: Int, meanLength: Int) -> Int {
    let layout = GradientLayout(model, modules)
    let passages = packTokens / max(1, meanLength) + 1
    let chunk = passages * layout.largestRow * MemoryLayout<Float>.stride
    return threads
      * (Workspace.bytes(model.configuration, tokens: packTokens, longest: longest) + chunk)
  }
}
