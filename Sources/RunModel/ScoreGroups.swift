/// How finely scores are kept apart where somebody asks for it.
package enum ScoreGrain: String, Sendable {
  case layer, module

  /// The option of `stemma compute` that asks for it.
  package var option: String { self == .layer ? "--layers" : "--each-module" }
}

/// Groups of tracked modules whose shares of the scores belong together, and what each is summed from.
package struct ScoreGroups: Sendable, Equatable {
  package let names: [String]
  /// Index of each module's group; nil for modules of none.
  package let ofModule: [Int?]
  /// The same of each layer; nil where the groups cannot be told from what is kept by layer.
  package let ofLayer: [Int?]?

  /// Every layer, by the number in its modules' names, in their order; `-` for modules without one.
  package static func layers(of modules: [String]) -> ScoreGroups {
    var names: [String] = []
    let ofModule = modules.map { module -> Int? in
      let number = module.split(separator: ".").first { $0.allSatisfy(\.isNumber) }
      let layer = number.map(String.init) ?? "-"
      if let known = names.firstIndex(of: layer) { return known }
      names.append(layer)
      return names.count - 1
    }
    return ScoreGroups(names: names, ofModule: ofModule, ofLayer: Array(names.indices))
  }

  /// Every module by itself.
  package static func modules(_ modules: [String]) -> ScoreGroups {
    ScoreGroups(names: modules, ofModule: Array(modules.indices), ofLayer: nil)
  }

  package static func all(_ grain: ScoreGrain, of modules: [String]) -> ScoreGroups {
    grain == .layer ? layers(of: modules) : Self.modules(modules)
  }

  /// One layer; nil where there is none of that number.
  package static func layer(_ name: String, of modules: [String]) -> ScoreGroups? {
    let layers = layers(of: modules)
    guard let index = layers.names.firstIndex(of: name) else { return nil }
    let chosen = layers.names.indices.map { $0 == index ? 0 : nil }
    return ScoreGroups(
      names: [name], ofModule: layers.ofModule.map { $0.flatMap { chosen[$0] } }, ofLayer: chosen)
  }

  /// The modules together whose names hold the parts of `name` one after the other; nil where there is none.
  ///
  /// `mlp.down_proj` is that of every layer, `3.mlp` the whole feed-forward of layer 3.
  package static func modules(holding name: String, of modules: [String]) -> ScoreGroups? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let ofModule = modules.map { module -> Int? in
      let own = module.split(separator: ".")
      guard own.count >= parts.count else { return nil }
      return (0...own.count - parts.count).contains {
        own[$0..<$0 + parts.count].elementsEqual(parts)
      } ? 0 : nil
    }
    guard ofModule.contains(0) else { return nil }
    return ScoreGroups(names: [name], ofModule: ofModule, ofLayer: nil)
  }
}
