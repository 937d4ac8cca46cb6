/// How the linear datamodelling score is measured.
package struct DatamodelOptions: Sendable {
  /// Documents, drawn by the seed from those that fit the context.
  package var documents = 1_000
  /// Questions, spread over the file.
  package var questions = 40
  /// Models on all documents, each from its own start, whose scores are averaged.
  package var models = 5
  /// Retrainings.
  package var parts = 50
  /// Share of the documents in each, between 0 and 1.
  package var share = 0.5
  /// Width of the small model.
  package var width = 64
  /// Its blocks.
  package var layers = 2
  /// Its heads.
  package var heads = 4
  /// Passes over the documents in each training.
  package var epochs = 8
  /// Learning rate after the warm-up.
  package var rate: Float = 3e-3
  /// Decides the documents, the start and the parts.
  package var seed: UInt64 = 0
  /// Models trained side by side.
  package var threads = 2
  /// A file that keeps the retrainings' losses; nil keeps none.
  package var results: String?

  /// Iterations of conjugate gradients; 0 leaves them out.
  package var cgIterations = 8
  /// Documents that their matrix is summed over.
  package var cgDocuments = 64
  /// Dampings, to the mean eigenvalue, at which EK-FAC and conjugate gradients are measured too.
  package var dampings: [Double] = []

  /// Documents that are removed, for several numbers of them.
  package var removed = [10, 50, 100]
  /// Starts of every retraining after a removal.
  package var removalSeeds = 3

  /// The sweep's dampings.
  package static let sweep: [Double] = [1e-3, 1e-2, 0.1, 1, 10, 30]

  package init() {}
}
