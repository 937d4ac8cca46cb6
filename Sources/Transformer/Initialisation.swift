import Foundation
import Hashing
import LinearAlgebra

extension LanguageModel {
  /// A model with random parameters, the same ones for the same seed.
  ///
  /// Matrices are drawn from N(0, 0.02²), those that write to the residual stream with the deviation
  /// divided by √(2·layers) (Radford et al. 2019); norms start as the identity, biases at 0.
  package static func randomlyInitialised(
    configuration: ModelConfiguration, seed: UInt64, deviation: Double = 0.02
  ) -> LanguageModel {
    let model = LanguageModel(configuration: configuration)
    let layout = model.layout
    let names = configuration.names
    let outputs = Set(
      layout.blocks.flatMap { block in block.outputs.map { layout.groups[$0].weight } })
    let identity: Float = configuration.norm == .rms(unitOffset: true) ? 0 : 1
    for (index, slot) in layout.slots.enumerated() {
      let values = model.arena.elements(slot.offset..<slot.offset + slot.count)
      let isQueryKeyNorm = [names.queryNorm, names.keyNorm].contains {
        !$0.isEmpty && slot.name.contains("." + $0 + ".")
      }
      if slot.name.hasSuffix(".bias") {
        values.update(repeating: 0)
      } else if isQueryKeyNorm {
        values.update(repeating: 1)
      } else if !slot.isMatrix {
        values.update(repeating: identity)
      } else {
        let own =
          outputs.contains(slot.offset)
          ? deviation / Double(2 * configuration.layers).squareRoot() : deviation
        fillNormal(
          values, deviation: own, seed: SplitMix64.hash(seed &+ SplitMix64.hash(UInt64(index))))
      }
    }
    return model
  }

  /// Normal numbers by the polar form's older sibling (Box and Muller 1958), from a counter.
  private static func fillNormal(
    _ values: UnsafeMutableBufferPointer<Float>, deviation: Double, seed: UInt64
  ) {
    var index = 0
    while index < values.count {
      let bits = SplitMix64.hash(seed &+ UInt64(2 * index))
      let turns = SplitMix64.hash(seed &+ UInt64(2 * index + 1))
      let radius = (-2 * log((Double(bits >> 11) + 1) * 0x1p-53)).squareRoot() * deviation
      let angle = 2 * Double.pi * Double(turns >> 11) * 0x1p-53
      values[index] = Float(radius * cos(angle))
      if index + 1 < values.count { values[index + 1] = Float(radius * sin(angle)) }
      index += 2
    }
  }
}
