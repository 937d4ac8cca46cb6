/// Checkpoints that hold a layer's experts in two tensors, as `transformers` 5 holds them in memory.
///
/// `experts.gate_up_proj` `[experts × 2 dExpert × dModel]`, the gates' rows before the ups', and
/// `experts.down_proj` `[experts × dModel × dExpert]`.
struct FusedExperts {
  /// A parameter inside a tensor.
  struct Part: Sendable, Equatable {
    let tensor: String
    /// Its first element there.
    let first: Int
  }

  private let model: ModelConfiguration
  private let directory: String
  /// Layers by the names of their experts and their routers.
  private var layers: [String: Int] = [:]

  /// - Parameter directory: the checkpoint's folder, for messages.
  init(_ model: ModelConfiguration, directory: String) {
    self.model = model
    self.directory = directory
    for layer in 0..<model.layers where model.experts(layer) != nil {
      let name = model.names.inLayer(layer, model.names.expert)
      // Mixtral's files name them otherwise than `transformers` 5 does.
      for own in [name, name.replacing("block_sparse_moe", with: "mlp")] {
        layers[own.replacing(".@", with: "")] = layer
      }
    }
  }

  /// The parameters that a tensor holds; nil where it is none of experts.
  ///
  /// - Parameters:
  ///   - name: what it is called, without what a wrapper put before.
  ///   - tensor: its name in the file.
  /// - Throws: `ModelError` where its shape does not fit.
  func parts(of name: String, in tensor: String, shape: [Int]) throws -> [String: Part]? {
    if let router = router(name) { return [router: Part(tensor: tensor, first: 0)] }
    let isUp = name.hasSuffix(".gate_up_proj")
    guard isUp || name.hasSuffix(".down_proj"), let dot = name.lastIndex(of: "."),
      let layer = layers[String(name[..<dot])], let experts = model.experts(layer)
    else { return nil }
    let wanted =
      isUp
      ? [experts.count, 2 * experts.width, model.width]
      : [experts.count, model.width, experts.width]
    guard shape == wanted else {
      throw ModelError(
        path: directory,
        problem: "tensor \(tensor) has shape \(shape) where config.json asks for \(wanted)")
    }
    let names = model.names
    let size = experts.width * model.width
    var parts: [String: Part] = [:]
    for expert in 0..<experts.count {
      func own(_ part: String) -> String {
        names.inLayer(layer, names.ofExpert(expert, part)) + ".weight"
      }
      if isUp {
        parts[own(names.expertGate)] = Part(tensor: tensor, first: 2 * expert * size)
        parts[own(names.expertUp)] = Part(tensor: tensor, first: (2 * expert + 1) * size)
      } else {
        parts[own(names.expertDown)] = Part(tensor: tensor, first: expert * size)
      }
    }
    return parts
  }

  /// The router that goes by the name of `transformers` 5 where the family's files have another.
  private func router(_ name: String) -> String? {
    guard model.names.router != "mlp.gate", name.hasSuffix(".mlp.gate.weight") else { return nil }
    let experts = name.replacing(".mlp.gate.weight", with: ".mlp.experts")
    return layers[experts].map { model.names.inLayer($0, model.names.router) + ".weight" }
  }
}
