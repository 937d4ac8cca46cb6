import Foundation
import LinearAlgebra

/// What the kernel says of memory, in bytes; nil where it says nothing.
package enum SystemMemory {
  /// What a new program may take.
  package static var available: Int? { bytes("MemAvailable:", in: "/proc/meminfo") }

  /// What this program has held at most.
  ///
  /// Not `getrusage`, which counts what the program that started this one held.
  static var peakResident: Int? { bytes("VmHWM:", in: "/proc/self/status") }

  /// What this program holds now.
  static var held: Int? { bytes("VmRSS:", in: "/proc/self/status") }

  /// A line such as `VmHWM:   1024 kB`.
  fileprivate static func bytes(_ name: String, in path: String) -> Int? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) })
    else { return nil }
    return line.split { !$0.isNumber }.first.flatMap { Int($0) }.map { $0 << 10 }
  }
}

/// Who limits the memory of this process, in bytes, and how much of it the engine takes by itself.
package struct MemoryLimits: Sendable, Equatable {
  /// What the machine could give without paging.
  package let available: Int?
  /// What the control group leaves.
  package let group: Int?
  /// What the scheduler SLURM gave the job on this node.
  package let scheduler: Int?

  package init(available: Int?, group: Int?, scheduler: Int?) {
    self.available = available
    self.group = group
    self.scheduler = scheduler
  }

  /// - Parameters:
  ///   - root: what stands before `/proc` and `/sys`: empty but in tests.
  ///   - environment: where a scheduler leaves what it gave.
  package init(
    root: String = "", environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.init(
      available: SystemMemory.bytes("MemAvailable:", in: root + "/proc/meminfo"),
      group: ControlGroup(root: root).memoryLeft, scheduler: Self.scheduled(environment))
  }

  /// What SLURM grants.
  ///
  /// `--mem`, or `--mem-per-cpu` times the cores: MiB, or a number with K, M, G or T; 0 means all there is.
  private static func scheduled(_ environment: [String: String]) -> Int? {
    if let node = environment["SLURM_MEM_PER_NODE"].flatMap(size) { return node }
    guard let each = environment["SLURM_MEM_PER_CPU"].flatMap(size),
      let cores = environment["SLURM_CPUS_ON_NODE"].flatMap(Int.init), cores > 0
    else { return nil }
    let (bytes, overflows) = each.multipliedReportingOverflow(by: cores)
    return overflows ? nil : bytes
  }

  private static func size(_ text: String) -> Int? {
    let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    let unit = text.last.flatMap { shifts[Character($0.uppercased())] }
    guard let count = Int(unit == nil ? text : String(text.dropLast())), count > 0 else {
      return nil
    }
    let (bytes, overflows) = count.multipliedReportingOverflow(by: 1 << (unit ?? 20))
    return overflows ? nil : bytes
  }

  /// The smallest of all; nil where nobody says anything.
  package var smallest: Int? { [available, group, scheduler].compactMap { $0 }.min() }

  /// What the engine takes where nobody says how much: the smallest limit less a reserve of an eighth, of
  /// 256 MiB at least and 4 GiB at most, for other programs and what cannot be counted.
  package var standard: Int {
    guard let smallest else { return 4 << 30 }
    let reserve = min(4 << 30, max(256 << 20, smallest / 8))
    return max(smallest / 2, smallest - reserve)
  }

  /// For a person: `20.1 GiB (available 23.0 GiB, control group 24.0 GiB)`.
  package var text: String {
    let named = [("available", available), ("control group", group), ("SLURM", scheduler)]
    let parts = named.compactMap { name, bytes in bytes.map { "\(name) \(Self.text($0))" } }
    return "\(Self.text(standard)) by default (\(parts.joined(separator: ", ")))"
  }

  package static func text(_ bytes: Int) -> String {
    bytes < 1 << 30
      ? String(format: "%.0f MiB", Double(bytes) / Double(1 << 20))
      : String(format: "%.1f GiB", Double(bytes) / Double(1 << 30))
  }
}
