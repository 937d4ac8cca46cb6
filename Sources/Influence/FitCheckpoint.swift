import Foundation
import RunModel
import Safetensors
import Transformer

/// Where a fit keeps what it has summed, so that a killed one goes on from there with the same bits.
package struct FitCheckpoint: Sendable {
  /// Folder of the partial sums, made when needed.
  package let directory: String
  /// Names the model and whatever else the caller's factors depend on.
  package let fingerprint: String
  /// Seconds between writes.
  package let interval: Double

  package init(directory: String, fingerprint: String, interval: Double = 5) {
    self.directory = directory
    self.fingerprint = fingerprint
    self.interval = interval
  }

  /// Removes the partial sums, for when the finished factors are safe.
  package func remove() {
    for stage in FitStage.allCases { try? FileManager.default.removeItem(atPath: path(stage)) }
    // Only if nothing else is in it.
    rmdir(directory)
  }

  private func path(_ stage: FitStage) -> String {
    directory + "/partial_\(stage.rawValue).safetensors"
  }

  /// Sums of every worker after some packs.
  struct State {
    var packs: Int
    /// By worker.
    var tokens: [Int]
    /// By worker, then by matrix.
    var sums: [[[Double]]]
  }

  func write(_ stage: FitStage, _ state: State, identity: String) throws {
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    var writer = SafetensorsWriter(metadata: ["identity": identity])
    writer.add("packs", shape: [1], [Int64(state.packs)])
    writer.add("tokens", shape: [state.tokens.count], state.tokens.map(Int64.init))
    for (worker, matrices) in state.sums.enumerated() {
      for (index, values) in matrices.enumerated() {
        writer.add("\(worker).\(index)", shape: [values.count], values)
      }
    }
    try writer.write(to: path(stage))
  }

  /// The state of a stage that this very fit left; nil without one, or when it is another fit's or damaged.
  /// - Parameter shapes: elements of each matrix.
  func read(_ stage: FitStage, identity: String, workers: Int, shapes: [Int]) -> State? {
    guard FileManager.default.fileExists(atPath: path(stage)),
      let file = try? SafetensorsFile(path: path(stage)), file.metadata["identity"] == identity,
      let packs = try? file.integers("packs"), packs.count == 1,
      let tokens = try? file.integers("tokens"), tokens.count == workers
    else { return nil }
    var state = State(packs: packs[0], tokens: tokens, sums: [])
    for worker in 0..<workers {
      var matrices: [[Double]] = []
      for (index, count) in shapes.enumerated() {
        guard let values = try? file.doubles("\(worker).\(index)"), values.count == count else {
          return nil
        }
        matrices.append(values)
      }
      state.sums.append(matrices)
    }
    return state
  }

  /// A number that changes when anything does that the sums depend on.
  func identity(
    _ passages: [FactorPassage], _ settings: InfluenceSettings, runs: [Range<Int>], workers: Int
  ) -> String {
    var hash: UInt64 = 0
    func add(_ value: UInt64) { hash = mixed(hash ^ value) }
    for passage in passages {
      add(passage.key)
      add(UInt64(passage.tokens.count))
      for token in passage.tokens { add(UInt64(UInt32(bitPattern: token))) }
    }
    for run in runs { add(UInt64(run.upperBound)) }
    add(UInt64(workers))
    return
      "\(fingerprint) \(settings.modules.rawValue) \(settings.labels) \(String(hash, radix: 16))"
  }
}
