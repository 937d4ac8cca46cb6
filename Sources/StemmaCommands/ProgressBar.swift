import Engine
import Formatting
import Foundation
import Interruptions
import RunModel

/// A line on standard error that says how far the engine has come; where that is no terminal, a line a stage and one
/// a minute.
final class ProgressBar {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var stage: Stage?
  /// When the last line was written where there is no terminal.
  private var spoken = ContinuousClock.now

  func show(_ progress: EngineProgress) {
    if isTerminal {
      if let stage, stage != progress.stage { write("\n") }
      write("\r\u{1B}[K" + line(progress))
    } else if stage != progress.stage {
      write(progress.stage.title + "\n")
      spoken = .now
    } else if (ContinuousClock.now - spoken) / .seconds(60) >= 1 {
      write(Self.time() + " " + line(progress) + "\n")
      spoken = .now
    }
    if Interruption.takeStatusRequest() {
      write((isTerminal ? "\r\u{1B}[K" : "") + Self.time() + " " + line(progress) + "\n")
    }
    stage = progress.stage
  }

  func finish() {
    if isTerminal, stage != nil { write("\n") }
    stage = nil
  }

  /// The time with its zone, as ISO 8601 has it.
  static func time() -> String { Date().ISO8601Format(.init(timeZone: .current)) }

  private func line(_ progress: EngineProgress) -> String {
    let name = progress.stage.title.padding(toLength: 22, withPad: " ", startingAt: 0)
    guard progress.total > 0 else {
      return progress.done > 0 ? "\(name) \(progress.done)" : name
    }
    guard isTerminal else { return plainLine(progress) }
    let share = min(1, Double(progress.done) / Double(progress.total))
    let width = 24
    let filled = Int(share * Double(width))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    var text = "\(name) \(bar) \(min(progress.done, progress.total))/\(progress.total)"
    if let rate = progress.rate { text += String(format: "  %.4g/s", rate) }
    if let remaining = progress.remaining { text += "  \(durationInWords(remaining)) left in all" }
    return text
  }

  /// Without a bar, for logs.
  private func plainLine(_ progress: EngineProgress) -> String {
    var text = "\(progress.stage.title) \(min(progress.done, progress.total)) of \(progress.total)"
    if let rate = progress.rate { text += String(format: ", %.4g/s", rate) }
    if let remaining = progress.remaining { text += ", \(durationInWords(remaining)) left in all" }
    return text
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
