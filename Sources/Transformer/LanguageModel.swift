package import LinearAlgebra

/// A decoder-only language model: configuration and parameters in one arena.
///
/// Threads share it; each brings a `ActivationBuffers` of its own. Only a trainer writes the arena, between steps.
package final class LanguageModel: Sendable {
  package let configuration: ModelConfiguration
  package let layout: ParameterLayout
  /// All parameters, float32.
  package let arena: FloatStorage
  /// The same numbers where they lie in the checkpoint's files, for decoding.
  let stored: StoredWeights?

  /// Number of parameters, tied ones counted once.
  package var parameterCount: Int { layout.slots.reduce(0) { $0 + $1.count } }
  package var trackedModules: [TrackedModule] { layout.modules }
  package var groups: [ModuleGroup] { layout.groups }

  /// A model with zeroed parameters, for a trainer to fill.
  package convenience init(configuration: ModelConfiguration) {
    let layout = ParameterLayout(configuration)
    self.init(
      configuration: configuration, layout: layout, filled: FloatStorage(count: layout.size))
  }

  init(
    configuration: ModelConfiguration, layout: ParameterLayout, filled arena: FloatStorage,
    stored: StoredWeights? = nil
  ) {
    self.stored = stored
    self.configuration = configuration
    self.layout = layout
    self.arena = arena
  }

  // MARK: Views

  func matrix(_ offset: Int, rows: Int, columns: Int) -> Matrix {
    Matrix(storage: arena, offset: offset, rows: rows, columns: columns, stride: columns)
  }

  /// Stacked weights of a group, `[outputWidth × inputWidth]`.
  package func weight(_ group: ModuleGroup) -> Matrix {
    matrix(group.weight, rows: group.outputWidth, columns: group.inputWidth)
  }

  /// Weights of one module, `[outputWidth × inputWidth]`.
  package func weight(_ module: TrackedModule) -> Matrix {
    weight(groups[module.group]).rows(module.outputs)
  }

  /// Embeddings, `[vocabulary × width]`.
  package var embedding: Matrix {
    matrix(layout.embedding, rows: configuration.vocabularySize, columns: configuration.width)
  }

  /// Unembedding, `[vocabulary × width]`; the embedding where they are tied.
  package var unembedding: Matrix {
    matrix(layout.unembedding, rows: configuration.vocabularySize, columns: configuration.width)
  }
}
