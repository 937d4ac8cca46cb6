import Foundation
import SafeFiles

/// What a trainer has left beside a checkpoint about where the training stood.
///
/// `training.json` of `stemma train`, or `trainer_state.json` of transformers, whose log holds the learning rate
/// every so many steps: each counts for the steps since the one before.
struct TrainingTrace {
  private(set) var step: Int?
  /// Sum of the learning rates of all steps so far.
  private(set) var rateSum: Double?

  private struct Own: Decodable {
    let step: Int?
    let rateSum: Double?
  }
  private struct Foreign: Decodable {
    struct Entry: Decodable {
      let step: Int?
      let learningRate: Double?
    }
    let globalStep: Int?
    let logHistory: [Entry]?
  }

  /// Most bytes that are read.
  private static let limit = 64 << 20
  private static let rates = 0...1e12
  static let steps = 1...0xffff_ffff

  /// What cannot be read says nothing.
  init(folder: String) {
    if let own = Self.read(Own.self, folder + "/training.json") {
      step = own.step.flatMap { Self.steps.contains($0) ? $0 : nil }
      rateSum = own.rateSum.flatMap { Self.rates.contains($0) ? $0 : nil }
    } else if let foreign = Self.read(Foreign.self, folder + "/trainer_state.json") {
      step = foreign.globalStep.flatMap { Self.steps.contains($0) ? $0 : nil }
      rateSum = step.flatMap { Self.sum(foreign.logHistory ?? [], to: $0) }
    }
  }

  private static func sum(_ log: [Foreign.Entry], to end: Int) -> Double? {
    var (sum, last) = (0.0, (step: 0, rate: Double?.none))
    for entry in log {
      guard let step = entry.step, let rate = entry.learningRate, rates.contains(rate),
        step > last.step, step <= end
      else { continue }
      sum += rate * Double(step - last.step)
      last = (step, rate)
    }
    guard let rate = last.rate else { return nil }
    let all = sum + rate * Double(end - last.step)
    return rates.contains(all) ? all : nil
  }

  private static func read<Value: Decodable>(_ type: Value.Type, _ path: String) -> Value? {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard FileFacts(following: path) != nil,
      let data = try? SafeFile.input(path, atMost: limit)
    else { return nil }
    return try? decoder.decode(type, from: data)
  }
}
