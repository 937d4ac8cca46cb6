/// Which layer each tracked module belongs to, by the number in its name.
package struct ModuleLayers: Sendable, Equatable {
  /// Names of the layers, in the order of the modules; `-` for modules without a number.
  package let names: [String]
  /// Index of each module's layer.
  package let ofModule: [Int]

  package init(modules: [String]) {
    var names: [String] = []
    ofModule = modules.map { module in
      let name = module.split(separator: ".").first { $0.allSatisfy(\.isNumber) }
      let layer = name.map(String.init) ?? "-"
      if let known = names.firstIndex(of: layer) { return known }
      names.append(layer)
      return names.count - 1
    }
    self.names = names
  }
}
