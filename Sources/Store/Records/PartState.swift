import Foundation
package import RunModel
import SafeFiles

/// What a part of a run that several processes share last said of itself.
package struct PartState: Codable, Sendable, Equatable {
  /// Which part, from 0, of how many.
  package var index: Int
  package var count: Int
  package var host: String
  package var pid: Int32
  package var stage: Stage?
  /// The piece it is at or has done last.
  package var unit: String?
  /// Pieces of the stage that are done, and all of this part's.
  package var done = 0
  package var total = 0
  /// Passages a second.
  package var rate: Double?
  /// Last sign of life, seconds since 1970.
  package var time = 0.0
  /// What it waits for; nil while it works.
  package var waitsFor: String?
  /// How it ended; nil while it works.
  package var ended: String?
  /// Whether everything that is its own is done.
  package var isWhole = false

  package init(index: Int, count: Int, host: String, pid: Int32) {
    (self.index, self.count, self.host, self.pid) = (index, count, host, pid)
  }

  /// Whether every number is one that a part can have said; the file may come from anywhere.
  private var makesSense: Bool {
    0 <= index && index < count && count <= 1_000_000 && (0...1e12).contains(time)
      && (0...1e15).contains(rate ?? 0) && done >= 0 && total >= 0
  }

  /// Parts that are looked at, at most.
  private static let limit = 10_000

  /// Writes it where others look.
  package func write(to folder: String, suffix: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try SafeFile.replace(
      folder + "/part-\(index)-of-\(count).json", with: [try encoder.encode(self)], suffix: suffix)
  }

  /// What all parts said, by their number; what cannot be read is passed over.
  package static func all(in folder: String) -> [PartState] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix("part-") && $0.hasSuffix(".json") }.prefix(limit)
      .compactMap { name in
        guard
          let data =
            (try? SafeFile.contents(of: folder + "/" + name, atMost: 1 << 16, owners: .anybody))
              ?? nil, let state = try? JSONDecoder().decode(PartState.self, from: data),
          state.makesSense
        else { return nil }
        return state
      }
      .sorted { ($0.count, $0.index) < ($1.count, $1.index) }
  }
}

/// The parts of a run as a person looks at them.
package struct PartsOverview: Sendable, Equatable {
  package let states: [PartState]
  /// Parts that have given no sign of life yet.
  package let unseen: [Int]

  /// Reads what lies beside a database; nil where no parts are at work.
  package init?(folder: String) {
    guard FileManager.default.fileExists(atPath: folder + "/parts/plan.json") else { return nil }
    let all = PartState.all(in: folder + "/parts/state")
    // Whoever came last knows how many there are.
    let count = all.max { $0.time < $1.time }?.count ?? 0
    states = all.filter { $0.count == count }
    let seen = Set(states.map(\.index))
    unseen = (0..<count).filter { !seen.contains($0) }
  }

  /// Seconds after which a part that has not ended and says nothing is taken for dead.
  package static let silence = 120.0

  /// One line of a part.
  /// - Parameter now: seconds since 1970.
  package static func line(_ state: PartState, now: Double) -> String {
    var text = "\(state.index)/\(state.count) \(state.host): "
    let age = max(0, Int(now - state.time))
    if let ended = state.ended {
      text += ended
    } else if let waits = state.waitsFor {
      text += "waits for \(waits)"
    } else {
      text += "\(state.stage?.title ?? "begins") \(state.done) of \(state.total)"
      if let block = state.unit?.split(separator: ".").first { text += ", block \(block)" }
      if let rate = state.rate { text += ", \(Int(rate.rounded())) passages/s" }
    }
    if state.ended == nil {
      text += ", last sign of life \(age) s ago"
      if Double(age) > silence { text += ": probably dead, start it again" }
    }
    return text
  }

  /// What is missing, in words; nil where nothing is.
  package var missing: String? {
    let left = states.filter { !$0.isWhole }.map(\.index) + unseen
    guard !left.isEmpty else { return states.isEmpty ? "no part has begun" : nil }
    let shown = left.sorted().prefix(20).map(String.init).joined(separator: ",")
    return "parts \(shown)\(left.count > 20 ? " and \(left.count - 20) more" : "")"
  }
}
