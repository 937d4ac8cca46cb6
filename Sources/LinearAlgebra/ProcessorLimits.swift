internal import Foundation

/// How many cores this process should use, and who says so.
package struct ProcessorLimits: Sendable, Equatable {
  /// Cores that the process may run on at all.
  package let affinity: Int
  /// Cores' worth of time that its control group gives it; nil without a limit.
  package let group: Double?
  /// What the scheduler SLURM gave its task; nil outside of it.
  package let scheduler: Int?

  package init(affinity: Int, group: Double?, scheduler: Int?) {
    self.affinity = affinity
    self.group = group
    self.scheduler = scheduler
  }

  init(
    affinity: Int, group: ControlGroup = ControlGroup(),
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.init(
      affinity: affinity, group: group.processors,
      scheduler: environment["SLURM_CPUS_PER_TASK"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil })
  }

  /// The smallest of all; a part of a core counts as one.
  package var threads: Int {
    // A share may be beyond what a whole number holds.
    let group = self.group.map { Int(min($0.rounded(.up), 1e6)) }
    return max(1, [affinity, group, scheduler].compactMap { $0 }.min() ?? 1)
  }

  /// For a person: `2 of 8 (control group 1.5)`.
  package var text: String {
    var reasons: [String] = []
    if let group { reasons.append(String(format: "control group %.4g", group)) }
    if let scheduler { reasons.append("SLURM_CPUS_PER_TASK \(scheduler)") }
    let said = threads == affinity ? "\(threads)" : "\(threads) of \(affinity)"
    return reasons.isEmpty ? said : "\(said) (\(reasons.joined(separator: ", ")))"
  }
}
