package import Tokenization
package import Transformer

/// Whether a tokenizer and a model belong together.
package struct TokenizerFit {
  private let tokenizer: Tokenizer
  private let model: ModelConfiguration

  package init(_ tokenizer: Tokenizer, _ model: ModelConfiguration) {
    self.tokenizer = tokenizer
    self.model = model
  }

  /// What a person should know; nil where every token has its row in the model.
  ///
  /// Tokens that were added without growing the model do no harm while no text holds them.
  /// - Throws: `EngineError` where tokens of the vocabulary itself have none.
  package func note() throws -> String? {
    let (known, all) = (model.vocabularySize, tokenizer.vocabularySize)
    guard all > known else { return nil }
    guard tokenizer.learnedVocabularySize <= known else {
      throw EngineError(
        "\(tokenizer.path): has \(all) tokens where the model knows \(known); they do not belong together"
      )
    }
    return
      "\(tokenizer.path): \(all - known) added tokens have no place in the model, which knows \(known); texts that hold one are refused"
  }
}
