package import Engine
import Foundation
package import RunModel

/// What a run would cost in parts, from what it would cost one process like this one.
package struct ClusterForecast: Sendable {
  private let forecast: Forecast
  private let parts: Int

  /// Most pieces a stage of sums divides into; see `SharedFit`.
  private static let shares = 16

  package init(_ forecast: Forecast, parts: Int) {
    (self.forecast, self.parts) = (forecast, parts)
  }

  /// Seconds of a stage with this many parts of this machine's kind.
  package func seconds(_ stage: Stage) -> Double? {
    forecast.seconds[stage].map { all in
      switch stage {
      case .covariances, .eigenvalues: all / Double(min(parts, Self.shares))
      case .eigenbases, .stepGradients, .scores: all / Double(parts)
      default: all
      }
    }
  }

  /// Seconds from the plan to the end.
  package var total: Double { Stage.allCases.compactMap(seconds).reduce(0, +) }

  /// For a person.
  package var text: String {
    let rows = Stage.allCases.compactMap { stage in
      seconds(stage).map { String(format: "%9.1f s  ", $0) + stage.rawValue }
    }
    let hours = forecast.total / 3600
    return
      (["in \(parts) parts on machines like this one"] + rows + [
        String(
          format: "%9.1f s  in all; %.2f machine hours, and the waits of the scheduler", total,
          hours)
      ]).joined(separator: "\n")
  }
}
