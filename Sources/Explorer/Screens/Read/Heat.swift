/// Where in a passage, and where in the model, one score comes from.
package struct Heat: Sendable, Hashable {
  /// Share of the score at each token of the passage.
  package var tokens: [Float]
  /// Bytes of the passage's text that each token covers; empty where nobody can say.
  package var ranges: [Range<Int>]
  /// Share of the score at each tracked module.
  package var modules: [Float]
  /// Names of the modules.
  package var moduleNames: [String]
  /// Share of the score by each token's own loss; empty where that is not known.
  package var losses: [Float] = []
  /// The tokens of what the passage is read for, with their shares by their losses.
  package var asked: [AskedToken] = []

  /// A token of a step.
  package struct AskedToken: Sendable, Hashable {
    package var text: String
    package var share: Float

    package init(text: String, share: Float) { (self.text, self.share) = (text, share) }
  }

  package init(
    tokens: [Float], ranges: [Range<Int>], modules: [Float] = [], moduleNames: [String] = []
  ) {
    self.tokens = tokens
    self.ranges = ranges
    self.modules = modules
    self.moduleNames = moduleNames
  }

  /// Whether the shares can be laid over the text.
  package var hasPlaces: Bool { !tokens.isEmpty && tokens.count == ranges.count }

  /// The same heat on the predicted tokens, where it is known there.
  var onPredictions: Heat {
    var heat = self
    if losses.count == tokens.count { heat.tokens = losses }
    return heat
  }

  /// Largest absolute share of a token.
  package var scale: Float { tokens.reduce(0) { max($0, abs($1)) } }

  /// The step from -5 to 5 that a share has: sign · ⌈5 · (|x| ÷ max)^γ⌉, 0 below 2 % of the maximum.
  package static func step(_ share: Float, scale: Float, gamma: Double) -> Int {
    guard scale > 0, share.isFinite else { return 0 }
    let size = min(1, Double(abs(share) / scale))
    if size < 0.02 { return 0 }
    let step = min(5, Int(drawn: (5 * power(size, gamma)).rounded(.up)))
    return share < 0 ? -step : step
  }

  /// Sums of the modules' shares by layer, with the layer's number as the name.
  package func layers() -> [(name: String, share: Double)] {
    var order: [String] = []
    var sums: [String: Double] = [:]
    for (name, share) in zip(moduleNames, modules) {
      let layer = name.split(separator: ".").first { $0.allSatisfy(\.isNumber) }.map(String.init)
      let key = layer ?? "-"
      if sums[key] == nil { order.append(key) }
      sums[key, default: 0] += Double(share)
    }
    return order.map { ($0, sums[$0] ?? 0) }
  }

  /// Sums by what the modules are: the last two parts of their names.
  package func kinds() -> [(name: String, share: Double)] {
    var order: [String] = []
    var sums: [String: Double] = [:]
    for (name, share) in zip(moduleNames, modules) {
      let key = name.split(separator: ".").last.map(String.init) ?? name
      if sums[key] == nil { order.append(key) }
      sums[key, default: 0] += Double(share)
    }
    return order.map { ($0, sums[$0] ?? 0) }
  }
}
