import Foundation
import Hashing
import LinearAlgebra
import RunModel
import SafeFiles
import Safetensors
import Transformer

/// Where a fit keeps what it has done, so that a killed one goes on from there with the same bits.
///
/// The folder holds the factor files, of their whole size from the start and filled in as the fit goes; beside them
/// a journal of what they hold, and from time to time the sums of the stage that is under way.
package struct FitCheckpoint: Sendable {
  /// Folder of the files, made when needed.
  package let directory: String
  /// Names the model and whatever else the caller's factors depend on.
  package let fingerprint: String
  /// Seconds between writes at least.
  package let interval: Double

  package init(directory: String, fingerprint: String, interval: Double = 5) {
    self.directory = directory
    self.fingerprint = fingerprint
    self.interval = interval
  }

  /// Gives the finished factors their place.
  /// - Parameter folder: whole or not there; one that is there already is replaced.
  /// - Throws: `InfluenceError` when the disk refuses.
  package func publish(to folder: String) throws {
    let manager = FileManager.default
    do {
      for path in [journal, partial(.covariance), partial(.lambda)]
      where manager.fileExists(atPath: path) {
        try manager.removeItem(atPath: path)
      }
      if manager.fileExists(atPath: folder) { try manager.removeItem(atPath: folder) }
      try manager.moveItem(atPath: directory, toPath: folder)
    } catch {
      throw InfluenceError(.badFactors, "\(folder): cannot be replaced (\(error))")
    }
  }

  /// Removes everything that was kept.
  package func remove() { try? FileManager.default.removeItem(atPath: directory) }

  private var journal: String { directory + "/fit.json" }

  private func partial(_ stage: FitStage) -> String {
    directory + "/partial_\(stage.rawValue).safetensors"
  }

  // MARK: The journal

  /// What the factor files hold.
  struct Journal: Codable, Equatable {
    /// Of the fit.
    let identity: String
    /// Selected groups whose covariances are there, in their order.
    var covariances = 0
    /// Eigenproblems that are solved, by their place in the fit's list.
    var eigen: Set<Int> = []
    /// Selected groups whose corrected eigenvalues are there.
    var lambda = 0
  }

  /// The journal of this very fit; a new one, and an empty folder, where another's or none is there.
  /// - Throws: `InfluenceError` when the folder cannot be made.
  func open(_ identity: String) throws -> Journal {
    // A link could lead to somebody's own files.
    guard FileFacts(directory).map({ $0.kind == .folder }) ?? true else {
      throw InfluenceError(
        .badFactors, "\(directory): is no folder of this fit's own; remove it and run again")
    }
    if let data = (try? SafeFile.contents(of: journal, atMost: 64 << 20, owners: .anybody)) ?? nil,
      let found = try? JSONDecoder().decode(Journal.self, from: data), found.identity == identity
    {
      return found
    }
    remove()
    do {
      try SafeFile.makeFolder(directory)
    } catch {
      throw InfluenceError(.badFactors, "\(error)")
    }
    let journal = Journal(identity: identity)
    try save(journal)
    return journal
  }

  func save(_ state: Journal) throws {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      try SafeFile.replace(journal, with: [try encoder.encode(state)], suffix: ".new")
    } catch {
      throw InfluenceError(.badFactors, "\(journal): cannot be written (\(error))")
    }
  }

  // MARK: Sums under way

  /// Keeps a stage's sums after some packs.
  func write(_ stage: FitStage, _ sums: DoubleSums, packs: Int, identity: String) throws {
    var writer = SafetensorsWriter(metadata: ["identity": identity])
    writer.add("packs", shape: [1], [Int64(packs)])
    writer.add(
      "sums", type: .f64, shape: [sums.bytes.count / MemoryLayout<Double>.stride], sums.bytes)
    if let totals = sums.totalBytes {
      writer.add("totals", type: .f64, shape: [totals.count / MemoryLayout<Double>.stride], totals)
    }
    try writer.write(to: partial(stage), mode: SafeFile.ownMode)
  }

  /// Goes on from the sums that this very stage left.
  /// - Returns: the packs they hold; 0 where there are none, or another fit's or damaged ones.
  func restore(_ stage: FitStage, _ sums: DoubleSums, packs: Int, identity: String) -> Int {
    let path = partial(stage)
    guard FileManager.default.fileExists(atPath: path),
      let file = try? SafetensorsFile(path: path), file.metadata["identity"] == identity,
      let found = try? file.integers("packs"), found.count == 1, found[0] >= 0, found[0] <= packs,
      (try? sums.restore(
        packs: found[0], { try file.readDoubles($1 ? "totals" : "sums", into: $0) })) != nil
    else {
      sums.restart()
      return 0
    }
    return found[0]
  }

  func discardSums(_ stage: FitStage) { unlink(partial(stage)) }

  /// A number that changes when anything does that the sums depend on.
  func identity(
    _ passages: [FactorPassage], _ settings: InfluenceSettings, packRanges: [Range<Int>]
  ) -> String {
    var hash: UInt64 = 0
    func add(_ value: UInt64) { hash = SplitMix64.hash(hash ^ value) }
    for passage in passages {
      add(passage.key)
      add(UInt64(passage.tokens.count))
      for token in passage.tokens { add(UInt64(UInt32(bitPattern: token))) }
    }
    for range in packRanges { add(UInt64(range.upperBound)) }
    for share in FactorFit.shares(packs: packRanges.count) { add(UInt64(share.upperBound)) }
    return
      "\(fingerprint) \(settings.strategy.rawValue) \(settings.modules.rawValue) \(settings.labels) "
      + String(hash, radix: 16)
  }
}

/// When sums under way are worth keeping: writing takes a twentieth of the time at most, and none is written where
/// doing the work again would cost less.
struct WriteBudget {
  private let least: Double
  private var written = ContinuousClock.now
  private var interval: Double

  /// What a slow disk writes in a second, until this one has been seen.
  private static let assumedRate = 200e6

  /// - Parameters:
  ///   - least: seconds between writes at least; 0 writes whenever asked.
  ///   - bytes: what a write takes.
  init(least: Double, bytes: Int) {
    self.least = least
    interval = least == 0 ? 0 : max(least, 20 * Double(bytes) / Self.assumedRate)
  }

  var isDue: Bool { (ContinuousClock.now - written) / .seconds(1) >= interval }

  /// Writes and learns how long that takes.
  mutating func spend(_ write: () throws -> Void) rethrows {
    let start = ContinuousClock.now
    try write()
    written = ContinuousClock.now
    guard least > 0 else { return }
    let seconds = (written - start) / .seconds(1)
    interval = max(least, 20 * seconds)
  }
}
