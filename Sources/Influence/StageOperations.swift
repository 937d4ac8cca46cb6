import RunModel
package import Transformer

/// Floating-point operations of every stage of a job, all of its products counted as they are done.
///
/// Element-wise work is left out. A product of [m, k] and [k, n] counts 2·m·n·k, the upper triangle of `xᵀx` of k
/// rows and n columns k·n², an eigenproblem of n rows 9·n³: LAPACK's 4/3 + 4/3 + 2 in float64, of which a processor
/// does half as many as in float32.
package struct StageOperations: Sendable {
  private let model: LanguageModel
  private let settings: InfluenceSettings
  private let layout: GradientLayout
  /// Of one token: everything but attention.
  private let passPerToken: Double
  private let parameters: Double

  package init(_ model: LanguageModel, _ settings: InfluenceSettings) {
    self.model = model
    self.settings = settings
    layout = GradientLayout(model, settings.modules)
    let configuration = model.configuration
    let blocks = model.trackedModules.reduce(0) { $0 + $1.inputWidth * $1.outputWidth }
    passPerToken =
      4 * Double(blocks) + 4 * Double(configuration.width * configuration.vocabularySize)
    parameters = Double(layout.parameterCount)
  }

  /// A forward and a backward pass over sequences, the unembedding and attention included.
  package func pass(_ lengths: [Int]) -> Double {
    let configuration = model.configuration
    // Two products forward and five back, each of half the keys in the mean.
    let attention = 7 * Double(configuration.layers * configuration.queryWidth)
    return lengths.reduce(0) { sum, length in
      sum + Double(length) * (passPerToken + attention * Double(length))
    }
  }

  private func gradients(_ lengths: [Int]) -> Double {
    pass(lengths) + 2 * Double(lengths.reduce(0, +)) * parameters
  }

  package func covariances(_ lengths: [Int]) -> Double {
    let squares = layout.groups.reduce(0.0) { sum, groupLayout in
      groupLayout.modules.reduce(sum + square(groupLayout.group.inputWidth)) {
        $0 + square($1.outputWidth)
      }
    }
    return pass(lengths) + Double(lengths.reduce(0, +)) * squares
  }

  private func square(_ width: Int) -> Double { Double(width) * Double(width) }

  package var eigenproblems: Double {
    EigenJob.all(layout).reduce(0) { $0 + 9 * square($1.order) * Double($1.order) }
  }

  /// Corrected eigenvalues, sides turned where that costs less.
  package func lambda(_ lengths: [Int]) -> Double { gradients(lengths) + rotations(lengths) }

  private func rotations(_ lengths: [Int]) -> Double {
    let (tokens, sequences) = (Double(lengths.reduce(0, +)), Double(lengths.count))
    return layout.groups.reduce(0) { sum, groupLayout in
      let input = Double(groupLayout.modules[0].augmentedWidth)
      let inputs =
        min(tokens, sequences * Double(groupLayout.group.outputWidth)) * 2 * input * input
      return groupLayout.modules.reduce(sum + inputs) {
        $0 + min(tokens, sequences * input) * 2 * square($1.outputWidth)
      }
    }
  }

  /// The gradients of steps and their way through the damped inverse.
  /// - Parameter queries: tokens and number of steps of each.
  package func steps(_ queries: [(tokens: Int, steps: Int)]) -> Double {
    let wayBack = layout.modules.reduce(0.0) {
      let (input, output) = (Double($1.augmentedWidth), Double($1.outputWidth))
      return $0 + 2 * input * output * (input + output)
    }
    return queries.reduce(0) { sum, query in
      // A forward pass serves all steps: half of the whole first pass.
      let (own, count) = ([query.tokens], Double(query.steps))
      let turned = !settings.strategy.needsFactors ? 0 : rotations(own) + wayBack
      return sum + pass(own) / 2
        + count * (pass(own) / 2 + 2 * Double(query.tokens) * parameters + turned)
    }
  }

  package func scores(_ lengths: [Int], steps: Int) -> Double {
    gradients(lengths) + 2 * parameters * Double(steps) * Double(lengths.count)
  }
}
