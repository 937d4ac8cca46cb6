internal import Foundation
internal import Terminal

/// Does what the state asks of the world outside, except ending the program.
struct Surroundings {
  let screen: Screen
  let worker: Worker
  let engine: EngineControl?

  /// Performs an effect; returns what the person should be told.
  func perform(_ effect: Effect) -> Event? {
    switch effect {
    case .rank, .load, .summarise, .compare, .heat, .relate, .study, .ask, .star, .markRead:
      worker.take(effect)
    case .reload: worker.reload()
    case .redraw: screen.invalidate()
    case .suspend: screen.suspend()
    case .mouse(let isOn): screen.mouseIsOn = isOn
    case .startEngine: return start()
    case .stopEngine:
      engine?.stop()
      return engine == nil ? nil : .notice("asked the engine to stop; what is committed is kept")
    case .copy(let text): return copy(text)
    case .export(let export): return write(export)
    case .save(let path, let contents):
      do {
        try Data(contents.utf8).write(to: URL(fileURLWithPath: path))
        return .notice("wrote \(path)")
      } catch {
        return .failed("\(path) could not be written: \(error.localizedDescription)")
      }
    case .quit: break
    }
    return nil
  }

  private func start() -> Event {
    guard let engine else { return .notice("no engine can be started from here") }
    if engine.isRunning() { return .notice("the engine runs already") }
    do {
      try engine.start()
      return .notice("the engine starts")
    } catch {
      return .failed("\(error)")
    }
  }

  /// Longest text that terminals take through OSC 52, before encoding.
  private static let clipboardLimit = 74_994 / 4 * 3

  /// Asks the terminal to put a text on the clipboard; nothing is ever read from it.
  private func copy(_ text: String) -> Event {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.clipboardLimit else {
      return .failed("\(bytes.count) bytes are more than a terminal's clipboard takes; E exports")
    }
    let encoded = Data(bytes).base64EncodedString()
    screen.send(Array("\u{1B}]52;c;\(encoded)\u{07}".utf8))
    return .notice("sent \(bytes.count) bytes to the terminal's clipboard")
  }

  /// Writes a text to a new file in the current folder; nothing is overwritten.
  private func write(_ export: Export) -> Event {
    let name = String(export.name.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
    for attempt in 1...999 {
      let number = attempt == 1 ? "" : "-\(attempt)"
      let path = "stemma-\(name)\(number).\(export.ending)"
      do {
        try Data(export.contents.utf8).write(
          to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        return .notice("wrote \(path)")
      } catch let error as CocoaError where error.code == .fileWriteFileExists {
        continue
      } catch {
        return .failed("\(path) could not be written: \(error.localizedDescription)")
      }
    }
    return .failed("there are too many files of this name")
  }
}
