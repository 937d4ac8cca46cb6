import LinearAlgebra
import Transformer

extension GradientLayout {
  /// Refuses a gradient that holds an infinity or a NaN, naming the module.
  func checkFinite(_ rows: [Matrix], _ row: Int, _ what: () -> String) throws {
    for groupLayout in groups {
      guard !rows[groupLayout.index].vector(row: row).isFinite else { continue }
      throw InfluenceError(
        .notFinite,
        "\(what()) is not finite in \(groupLayout.modules[0].name); the weights or activations overflow "
          + "float32", step: row)
    }
  }
}
