/// A named tensor's place in the arena.
package struct ParameterSlot: Sendable, Equatable {
  package let name: String
  /// Shape in the checkpoint.
  package let shape: [Int]
  /// First float in the arena.
  package let offset: Int
  /// Whether the arena holds the transpose of what the checkpoint holds.
  package let transposed: Bool
  package var count: Int { shape.reduce(1, *) }
  /// Weight decay applies to matrices only.
  package var isMatrix: Bool { shape.count == 2 }
}

/// A norm's weight and bias in the arena; both may be missing.
struct NormSlots: Sendable, Equatable {
  var weight: Int?
  var bias: Int?
}

/// Where the parameters of one block lie.
struct BlockLayout: Sendable {
  var attentionNorm: NormSlots?
  var feedForwardNorm: NormSlots?
  var attentionPostNorm: NormSlots?
  var feedForwardPostNorm: NormSlots?
  var queryNorm: NormSlots?
  var keyNorm: NormSlots?
  var queryKeyValue: Int = 0
  var attentionOutput: Int = 0
  var up: Int = 0
  var down: Int = 0
  /// Offset of the router's weights `[experts × width]`.
  var router: Int = 0
  /// The experts' groups; empty where all tokens take `up` and `down`.
  var experts: [ExpertGroups] = []

  /// The group that a backward pass comes to first.
  var lastGroup: Int { experts.last?.down ?? down }
  /// The groups that write to the residual stream.
  var outputs: [Int] { [attentionOutput] + (experts.isEmpty ? [down] : experts.map(\.down)) }
}

/// The two groups of an expert.
struct ExpertGroups: Sendable {
  var up: Int
  var down: Int
}

/// One allocation for all parameters, with a name for every view into it.
package struct ParameterLayout: Sendable {
  package private(set) var slots: [ParameterSlot] = []
  package private(set) var modules: [TrackedModule] = []
  package private(set) var groups: [ModuleGroup] = []
  /// Floats in the arena, padding included.
  package private(set) var size = 0
  var blocks: [BlockLayout] = []
  var embedding = 0
  var positions: Int?
  var finalNorm = NormSlots()
  var unembedding = 0
  var unembeddingBias: Int?

  /// Elements of a block's matrices.
  func weights(ofBlock index: Int) -> Int {
    let block = blocks[index]
    let feedForward =
      block.experts.isEmpty ? [block.up, block.down] : block.experts.flatMap { [$0.up, $0.down] }
    return ([block.queryKeyValue, block.attentionOutput] + feedForward).reduce(0) {
      $0 + groups[$1].inputWidth * groups[$1].outputWidth
    }
  }

  package init(_ model: ModelConfiguration) {
    let names = model.names
    embedding = addTensor(names.embedding + ".weight", [model.vocabularySize, model.width])
    if model.learnedPositions {
      positions = addTensor(names.positions + ".weight", [model.contextLength, model.width])
    }
    for layer in 0..<model.layers { addBlock(model, layer) }
    finalNorm = addNorm(model, names.finalNorm, width: model.width)
    unembedding =
      model.tied
      ? embedding : addTensor(names.unembedding + ".weight", [model.vocabularySize, model.width])
    if model.unembeddingBias {
      unembeddingBias = addTensor(names.unembedding + ".bias", [model.vocabularySize])
    }
  }

  private mutating func addTensor(
    _ name: String, _ shape: [Int], transposed: Bool = false, aligned: Bool = true
  ) -> Int {
    if aligned { size = (size + 15) / 16 * 16 }
    let slot = ParameterSlot(name: name, shape: shape, offset: size, transposed: transposed)
    slots.append(slot)
    size += slot.count
    return slot.offset
  }

  private mutating func addNorm(_ model: ModelConfiguration, _ name: String, width: Int)
    -> NormSlots
  {
    switch model.norm {
    case .rms: NormSlots(weight: addTensor(name + ".weight", [width]))
    case .layer(let weight, let bias):
      NormSlots(
        weight: weight ? addTensor(name + ".weight", [width]) : nil,
        bias: bias ? addTensor(name + ".bias", [width]) : nil)
    }
  }

  private mutating func addGroup(
    _ model: ModelConfiguration, _ layer: Int, _ part: TrackedModule.Part,
    _ parts: [(name: String, width: Int)], inputWidth: Int, bias: Bool, expert: Int? = nil
  ) -> Int {
    let index = groups.count
    let first = modules.count
    var weight = 0
    var offset = 0
    let transposed = model.names.transposed
    for (position, entry) in parts.enumerated() {
      let name = model.names.inLayer(layer, entry.name)
      let shape = transposed ? [inputWidth, entry.width] : [entry.width, inputWidth]
      let start = addTensor(
        name + ".weight", shape, transposed: transposed, aligned: position == 0)
      if position == 0 { weight = start }
      modules.append(
        TrackedModule(
          name: name, layer: layer, part: part, inputWidth: inputWidth, outputWidth: entry.width,
          hasBias: bias, group: index, outputs: offset..<offset + entry.width, expert: expert))
      offset += entry.width
    }
    var biasOffset: Int?
    if bias {
      for (position, entry) in parts.enumerated() {
        let name = model.names.inLayer(layer, entry.name) + ".bias"
        let start = addTensor(name, [entry.width], aligned: position == 0)
        if position == 0 { biasOffset = start }
      }
    }
    groups.append(
      ModuleGroup(
        index: index, layer: layer, modules: first..<modules.count, inputWidth: inputWidth,
        outputWidth: offset, hasBias: bias, weight: weight, bias: biasOffset))
    return index
  }

  private mutating func addBlock(_ model: ModelConfiguration, _ layer: Int) {
    let names = model.names
    var block = BlockLayout()
    func inLayer(_ name: String) -> String { names.inLayer(layer, name) }
    let queryKeyValue: [(name: String, width: Int)] =
      model.fused == .separate
      ? [
        (names.query, model.queryWidth), (names.key, model.keyValueWidth),
        (names.value, model.keyValueWidth),
      ] : [(names.queryKeyValue, model.queryWidth + 2 * model.keyValueWidth)]
    block.queryKeyValue = addGroup(
      model, layer, .attention, queryKeyValue, inputWidth: model.width, bias: model.attentionBias)
    block.attentionOutput = addGroup(
      model, layer, .attention, [(names.attentionOutput, model.width)],
      inputWidth: model.queryWidth, bias: model.attentionOutputBias)
    addFeedForward(model, layer, &block)
    if model.preNorm {
      block.attentionNorm = addNorm(model, inLayer(names.attentionNorm), width: model.width)
      if model.block != .parallelOneNorm {
        block.feedForwardNorm = addNorm(model, inLayer(names.feedForwardNorm), width: model.width)
      }
    }
    if model.postNorm {
      block.attentionPostNorm = addNorm(
        model, inLayer(names.attentionPostNorm), width: model.width)
      block.feedForwardPostNorm = addNorm(
        model, inLayer(names.feedForwardPostNorm), width: model.width)
    }
    addQueryKeyNorms(model, layer, &block)
    blocks.append(block)
  }

  private mutating func addFeedForward(
    _ model: ModelConfiguration, _ layer: Int, _ block: inout BlockLayout
  ) {
    let names = model.names
    guard let experts = model.experts(layer) else {
      block.up = addGroup(
        model, layer, .mlp, Self.upParts(model), inputWidth: model.width,
        bias: model.feedForwardBias)
      block.down = addGroup(
        model, layer, .mlp, [(names.down, model.width)], inputWidth: model.feedForwardWidth,
        bias: model.feedForwardBias)
      return
    }
    block.router = addTensor(
      names.inLayer(layer, names.router) + ".weight", [experts.count, model.width])
    for expert in 0..<experts.count {
      func own(_ name: String) -> String { names.ofExpert(expert, name) }
      let up = addGroup(
        model, layer, .mlp,
        [(own(names.expertGate), experts.width), (own(names.expertUp), experts.width)],
        inputWidth: model.width, bias: false, expert: expert)
      let down = addGroup(
        model, layer, .mlp, [(own(names.expertDown), model.width)], inputWidth: experts.width,
        bias: false, expert: expert)
      block.experts.append(ExpertGroups(up: up, down: down))
    }
  }

  private static func upParts(_ model: ModelConfiguration) -> [(name: String, width: Int)] {
    let names = model.names
    let width = model.feedForwardWidth
    if !names.gateUp.isEmpty { return [(names.gateUp, 2 * width)] }
    return model.gated ? [(names.gate, width), (names.up, width)] : [(names.up, width)]
  }

  private mutating func addQueryKeyNorms(
    _ model: ModelConfiguration, _ layer: Int, _ block: inout BlockLayout
  ) {
    let names = model.names
    func add(_ name: String, heads: Int, width: Int) -> NormSlots {
      let name = names.inLayer(layer, name)
      let shape: [Int]
      switch model.queryKeyNorm {
      case .perHeadTensors:
        let parts = (0..<heads).map { head in
          addTensor(
            name.replacing("#", with: String(head)) + ".weight", [model.headWidth],
            aligned: head == 0)
        }
        return NormSlots(weight: parts[0])
      case .none, .perHead: shape = [model.headWidth]
      case .perHeadOwnWeights: shape = [heads, model.headWidth]
      case .wholeWidth: shape = [width]
      }
      return NormSlots(
        weight: addTensor(name + ".weight", shape),
        bias: model.queryKeyNormBias ? addTensor(name + ".bias", shape) : nil)
    }
    guard model.queryKeyNorm != .none else { return }
    block.queryNorm = add(names.queryNorm, heads: model.heads, width: model.queryWidth)
    block.keyNorm = add(names.keyNorm, heads: model.keyValueHeads, width: model.keyValueWidth)
  }
}
