import Foundation
import LinearAlgebra
import Training
import Transformer

/// What share of the machine's sgemm rate training reaches.
///
/// The floor is 6 floating-point operations a token and parameter of a product (2 forward, 4
/// backward), the unembedding included; attention, norms and the optimiser are not counted.
enum TrainingBench {
  static func run(threads: Int, sgemmRate: Double) throws {
    print("training        tokens/s       TFLOP   share of sgemm")
    for width in [128, 512] {
      let model = LanguageModel.randomlyInitialised(
        configuration: try .llama(
          vocabularySize: 1_024, width: width, layers: width == 128 ? 6 : 4, heads: width / 32,
          feedForwardWidth: ModelConfiguration.gatedWidth(width), contextLength: 256, tied: true,
          endOfSequence: 0),
        seed: 0)
      var settings = TrainingSettings()
      settings.tokensPerStep = 4_096
      settings.threads = threads
      settings.shards = threads
      settings.tokens = settings.tokensPerStep * (width == 128 ? 24 : 6)
      // Passages as long as the sample's, so that packing is measured too.
      let documents = (0..<256).map { number in
        (0..<(40 + number % 200)).map { Int32(1 + (number * 31 + $0 * $0 * 7) % 1_000) }
      }
      var began = Date()
      var (tokens, steps, first) = (0, 0, 0)
      try Trainer(model: model, settings: settings).run(documents: documents) { progress in
        // The first step makes the buffers.
        if progress.step == 1 {
          began = Date()
          first = progress.tokens
        }
        (tokens, steps) = (progress.tokens, progress.step)
      }
      guard steps > 1 else { continue }
      let seconds = Date().timeIntervalSince(began)
      let seen = Double(tokens - first)
      let products = model.trackedModules.reduce(0) { $0 + $1.inputWidth * $1.outputWidth }
      let floor = 6 * seen * Double(products + width * model.configuration.vocabularySize)
      let name = "width \(width)".padding(toLength: 12, withPad: " ", startingAt: 0)
      print(
        name
          + String(
            format: "%12.0f %11.3f %12.1f %%", seen / seconds, floor / 1e12,
            100 * floor / seconds / sgemmRate))
    }
  }
}
