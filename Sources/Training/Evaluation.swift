import LinearAlgebra
package import Transformer

extension LanguageModel {
  /// Mean loss in nats of every prediction inside the documents, cut as the trainer cuts them.
  ///
  /// - Parameter separator: token put after every document; nil for none.
  /// - Throws: `TrainingError` when there is nothing to predict.
  package func meanLoss(
    documents: [[Int32]], separator: Int32? = nil, threads: Int = 2, tokensPerPass: Int = 1024
  ) throws -> Double {
    let data = try DataOrder(
      documents: documents, separator: separator, sequenceLength: configuration.contextLength,
      tokensPerStep: .max, seed: 0, vocabularySize: configuration.vocabularySize)
    let parts = deal(data.sequences, shards: 2).map { packs($0, tokensPerPass: tokensPerPass) }
    let shards = parts.map { _ in GradientShard(self, keepsGradients: false) }
    inParallel(parts.count, threads: threads) { shards[$0].evaluate(parts[$0]) }
    let predictions = data.sequences.reduce(0) { $0 + $1.count - 1 }
    return shards.reduce(0) { $0 + $1.lossSum } / Double(predictions)
  }
}
