import Foundation
import Glibc

/// Wall and processor time of stages that follow each other.
struct StageClock {
  private(set) var entries: [(name: String, wall: Double, processor: Double)] = []
  private var wall = ProcessInfo.processInfo.systemUptime
  private var processor = Self.processorTime()

  /// Begins the first stage anew.
  mutating func restart() {
    wall = ProcessInfo.processInfo.systemUptime
    processor = Self.processorTime()
  }

  /// Ends a stage and begins the next one.
  mutating func lap(_ name: String) {
    entries.append(
      (name, ProcessInfo.processInfo.systemUptime - wall, Self.processorTime() - processor))
    restart()
  }

  /// Seconds that the process has computed, over all threads.
  private static func processorTime() -> Double {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
