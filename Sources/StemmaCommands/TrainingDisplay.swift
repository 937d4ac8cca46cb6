import Formatting
import Foundation
import Training

/// The loss curve and the time left, on one line of standard error; a line every so often elsewhere.
final class TrainingDisplay {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var shown = Date.distantPast
  private static let bars = Array("▁▂▃▄▅▆▇█")

  func show(_ progress: TrainingProgress, losses: [Double]) {
    let isLast = progress.step == progress.steps
    let now = Date()
    guard isLast || now.timeIntervalSince(shown) > (isTerminal ? 0.2 : 30) else { return }
    shown = now
    let recent = losses.suffix(20)
    let text = String(
      format: "step %d/%d  loss %.3f  %@  %.0f tokens/s  %@ left", progress.step, progress.steps,
      recent.reduce(0, +) / Double(max(1, recent.count)), Self.curve(losses, width: 24),
      progress.tokensPerSecond, durationInWords(progress.remainingSeconds))
    write(isTerminal ? "\r\u{1B}[K" + text : text + "\n")
  }

  func finish() {
    if isTerminal { write("\n") }
  }

  /// Mean losses of equal parts of the run so far, as bars between the lowest and the highest.
  static func curve(_ losses: [Double], width: Int) -> String {
    let columns = min(width, losses.count)
    let means = (0..<columns).map { column in
      let part = losses[column * losses.count / columns..<(column + 1) * losses.count / columns]
      return part.reduce(0, +) / Double(part.count)
    }
    guard let low = means.min(), let high = means.max(), high > low else {
      return String(repeating: bars[0], count: columns)
    }
    return String(means.map { bars[Int(($0 - low) / (high - low) * 7)] })
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
