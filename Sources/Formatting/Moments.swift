internal import Glibc

// By the C library: Foundation's formatters load megabytes of calendars and zones for these few characters.

/// The time of day where the person is, such as `09:05:00`; `--:--:--` for what no calendar has.
///
/// - Parameter moment: seconds since 1970.
package func clockTime(_ moment: Double) -> String {
  text(of: moment, as: "%H:%M:%S", calendar: localtime_r) ?? "--:--:--"
}

/// Date and time in UTC as ISO 8601 has them, such as `2026-11-30T09:05:00Z`; empty for what no calendar has.
///
/// - Parameter moment: seconds since 1970.
package func isoTime(_ moment: Double) -> String {
  text(of: moment, as: "%Y-%m-%dT%H:%M:%SZ", calendar: gmtime_r) ?? ""
}

private func text(
  of moment: Double, as form: String,
  calendar: (UnsafePointer<time_t>, UnsafeMutablePointer<tm>) -> UnsafeMutablePointer<tm>?
) -> String? {
  guard moment.magnitude < 1e15 else { return nil }
  var (seconds, parts) = (time_t(moment.rounded(.down)), tm())
  guard calendar(&seconds, &parts) != nil else { return nil }
  return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
    guard let start = buffer.baseAddress, strftime(start, buffer.count, form, &parts) > 0 else {
      return nil
    }
    return String(cString: start)
  }
}
