import ArgumentParser
import Evaluation
import Foundation

/// How the linear datamodelling score is measured.
struct DatamodelArguments: ParsableArguments {
  @Option(help: "Documents, drawn by the seed from those that fit the context.")
  var documents = 1_000
  @Option(help: "Questions, spread over the file.") var questions = 40
  @Option(help: "Models on all documents, each from its own start, whose scores are averaged.")
  var models = 5
  @Option(help: "Retrainings.") var parts = 50
  @Option(help: "Share of the documents in each.") var share = 0.5
  @Option(help: "Width of the small model.") var width = 64
  @Option(help: "Its blocks.") var layers = 2
  @Option(help: "Its heads.") var heads = 4
  @Option(help: "Passes over the documents in each training.") var epochs = 8
  @Option(help: "Learning rate after the warm-up.") var rate: Float = 3e-3
  @Option(help: "Decides the documents, the start and the parts.") var seed: UInt64 = 0
  @Option(help: "Models trained side by side.") var threads = 2
  @Option(help: "Iterations of conjugate gradients; 0 leaves them out.") var cgIterations = 8
  @Option(help: "Documents that their matrix is summed over.") var cgDocuments = 64
  @Option(help: "With --removal: numbers of documents removed, separated by commas.")
  var removed = "10,50,100"
  @Option(help: "With --removal: starts of every retraining.") var removalSeeds = 3
  @Flag(
    help:
      "Also EK-FAC and conjugate gradients at dampings from .001 to 30 of the mean eigenvalue."
  )
  var dampingSweep = false
  @Option(help: "A file that keeps the retrainings' losses.", completion: .file())
  var results: String?

  func validate() throws {
    guard documents > 1, questions > 0, models > 0, parts > 2, epochs > 0, threads > 0 else {
      throw ValidationError(
        "--documents, --questions, --models, --parts, --epochs, --threads are positive")
    }
    guard !removedCounts.isEmpty, removalSeeds > 0 else {
      throw ValidationError(
        "--removed is a list of numbers from 1, --removal-seeds a number from 1")
    }
    guard cgIterations >= 0, cgDocuments > 0 else {
      throw ValidationError("--cg-iterations is a number from 0, --cg-documents one from 1")
    }
    guard share > 0, share < 1 else { throw ValidationError("--share lies between 0 and 1") }
  }

  private var removedCounts: [Int] {
    let parts = removed.split(separator: ",", omittingEmptySubsequences: false)
    let counts = parts.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    return counts.count == parts.count && counts.allSatisfy { $0 > 0 } ? counts : []
  }

  var options: DatamodelOptions {
    var options = DatamodelOptions()
    options.documents = documents
    options.questions = questions
    options.models = models
    options.parts = parts
    options.share = share
    options.width = width
    options.layers = layers
    options.heads = heads
    options.epochs = epochs
    options.rate = rate
    options.seed = seed
    options.threads = threads
    options.cgIterations = cgIterations
    options.cgDocuments = cgDocuments
    options.dampings = dampingSweep ? DatamodelOptions.sweep : []
    options.removed = removedCounts
    options.removalSeeds = removalSeeds
    options.results = results
    return options
  }
}
