internal import Foundation

/// What the kernel's control groups leave this process, versions 1 and 2 (cgroups(7)).
///
/// A process is held by its own group and by every one above it, so the smallest limit counts.
package struct ControlGroup: Sendable {
  /// What stands before `/proc` and `/sys`: empty but in tests.
  private let root: String

  package init(root: String = "") { self.root = root }

  /// Bytes that the groups still leave: their limit less what is held there and cannot be dropped; nil
  /// without a limit.
  package var memoryLeft: Int? {
    let second = folders(version: 2, controller: "memory").compactMap { folder in
      left(
        in: folder, limit: "memory.max", used: "memory.current",
        droppable: ["inactive_file", "active_file"])
    }
    let first = folders(version: 1, controller: "memory").compactMap { folder in
      left(
        in: folder, limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes",
        droppable: ["total_inactive_file", "total_active_file"])
    }
    return (second + first).min()
  }

  /// Cores' worth of time that the groups give; nil without a limit.
  package var processors: Double? {
    let second = folders(version: 2, controller: "cpu").compactMap { folder -> Double? in
      let parts = (text(folder + "/cpu.max") ?? "").split { $0.isWhitespace }.map { Double($0) }
      guard parts.count == 2 else { return nil }
      return Self.share(parts[0], of: parts[1])
    }
    let first = folders(version: 1, controller: "cpu").compactMap { folder -> Double? in
      Self.share(
        number(folder + "/cpu.cfs_quota_us").map(Double.init),
        of: number(folder + "/cpu.cfs_period_us").map(Double.init))
    }
    return (second + first).min()
  }

  private static func share(_ quota: Double?, of period: Double?) -> Double? {
    guard let quota, let period, quota > 0, period > 0 else { return nil }
    return quota / period
  }

  private func left(in folder: String, limit: String, used: String, droppable: [String]) -> Int? {
    // Version 1 says "no limit" by a number that no machine has.
    guard let limit = number(folder + "/" + limit), limit < 1 << 60 else { return nil }
    let lines = (text(folder + "/memory.stat") ?? "").split(separator: "\n")
    let cache = lines.reduce(0) { sum, line in
      let parts = line.split(separator: " ")
      guard parts.count == 2, droppable.contains(String(parts[0])) else { return sum }
      return sum + max(0, Int(parts[1]) ?? 0)
    }
    return max(0, limit - max(0, (number(folder + "/" + used) ?? 0) - cache))
  }

  /// The process's group and all above it, as folders.
  private func folders(version: Int, controller: String) -> [String] {
    guard let group = path(version, controller), let mount = mount(version, controller) else {
      return []
    }
    // Within a container the mount shows a part of the tree only.
    var own = group
    if mount.root != "/", own.hasPrefix(mount.root) {
      own = String(own.dropFirst(mount.root.count))
    }
    var parts = own.split(separator: "/").map(String.init)
    if parts.contains("..") { parts = [] }
    return (0...parts.count).reversed().map { count in
      root + ([mount.point] + parts.prefix(count)).joined(separator: "/")
    }
  }

  /// Path of the process's group in the hierarchy.
  private func path(_ version: Int, _ controller: String) -> String? {
    for line in (text(root + "/proc/self/cgroup") ?? "").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isWanted =
        version == 2
        ? parts[0] == "0" && parts[1].isEmpty
        : parts[1].split(separator: ",").contains { $0 == controller }
      if isWanted { return String(parts[2]) }
    }
    return nil
  }

  /// Where a hierarchy is mounted, and which of its groups is seen there (proc_pid_mountinfo(5)).
  private func mount(_ version: Int, _ controller: String) -> (root: String, point: String)? {
    for line in (text(root + "/proc/self/mountinfo") ?? "").split(separator: "\n") {
      let halves = line.components(separatedBy: " - ")
      guard halves.count == 2 else { continue }
      let (first, second) = (halves[0].split(separator: " "), halves[1].split(separator: " "))
      guard first.count >= 5, let fileSystem = second.first else { continue }
      let isWanted =
        version == 2
        ? fileSystem == "cgroup2"
        : fileSystem == "cgroup"
          && second.last?.split(separator: ",").contains { $0 == controller }
            == true
      if isWanted { return (String(first[3]), String(first[4])) }
    }
    return nil
  }

  private func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }

  private func number(_ path: String) -> Int? {
    text(path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }
}
