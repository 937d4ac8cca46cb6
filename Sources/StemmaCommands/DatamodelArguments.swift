import ArgumentParser
import Evaluation

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
  @Option(help: "A file that keeps the retrainings' losses.", completion: .file())
  var results: String?

  func validate() throws {
    guard documents > 1, questions > 0, models > 0, parts > 2, epochs > 0, threads > 0 else {
      throw ValidationError(
        "--documents, --questions, --models, --parts, --epochs, --threads are positive")
    }
    guard share > 0, share < 1 else { throw ValidationError("--share lies between 0 and 1") }
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
    options.results = results
    return options
  }
}
