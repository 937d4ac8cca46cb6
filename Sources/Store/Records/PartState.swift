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

extension PartState {
  /// Such as 3/8.
  package var name: String { "\(index)/\(count)" }

  /// What it is at, what it waits for, or how it ended.
  package var work: String {
    if let ended { return ended }
    if let waitsFor { return "waits for \(waitsFor)" }
    return "\(stage?.title ?? "begins") \(done)/\(total)" + (piece.map { ", " + $0 } ?? "")
  }

  /// The piece that it is at: files of pieces are named by two numbers, those of eigenbases by one.
  private var piece: String? {
    guard let unit else { return nil }
    let numbers = unit.prefix { $0 != "." }.split(separator: "-").compactMap { Int($0) }
    guard let first = numbers.first, let last = numbers.last else { return nil }
    switch stage {
    case .scores, .stepGradients: return (first > 0 ? "pass \(first) " : "") + "block \(last)"
    case .eigenbases: return "basis \(first)"
    default: return "share \(first)"
    }
  }

  /// Passages a second, unless it waits.
  package var shownRate: Double? { waitsFor == nil ? rate : nil }

  /// Whole seconds since its last sign of life.
  package func silence(now: Double) -> Int { Int(max(0, min(now - time, 1e9))) }

  /// Whether it is probably dead.
  package func isSilent(now: Double) -> Bool {
    ended == nil && Double(silence(now: now)) > PartsOverview.silence
  }
}

/// The parts of a run as a person looks at them.
package struct PartsOverview: Sendable, Equatable {
  package let states: [PartState]
  /// Parts that have given no sign of life yet.
  package let unseen: [Int]

  /// The plan that parts share, beside a database.
  package static func planPath(in folder: String) -> String { folder + "/parts/plan.json" }

  /// Reads what lies beside a database; nil where no parts are at work.
  package init?(folder: String) {
    guard FileManager.default.fileExists(atPath: Self.planPath(in: folder)) else { return nil }
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
    var text = "\(state.name) \(state.host): \(state.work)"
    if let rate = state.shownRate { text += ", \(Int(min(rate, 1e12).rounded())) passages/s" }
    if state.ended == nil {
      text += ", last sign of life \(state.silence(now: now)) s ago"
      if state.isSilent(now: now) { text += ": probably dead, start it again" }
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
