internal import Dispatch
internal import Foundation
internal import SafeFiles
internal import Terminal

/// Does what the state asks of the world outside, except ending the program.
struct EffectRunner {
  let screen: Screen
  let worker: QueryService
  let engine: EngineControl?
  let accept: (@Sendable () throws -> Void)?

  /// Performs an effect; returns what the person should be told.
  func perform(_ effect: Effect) -> Event? {
    switch effect {
    case .rank, .load, .summarise, .compare, .heat, .glance, .relate, .course, .search,
      .findAnswers,
      .tellApart, .narrowQuestions, .chooseQuestions, .relevance, .study, .countFields,
      .countValues, .find,
      .findInText, .ask,
      .keep, .discard, .star, .pin, .unpin, .markRead, .locate, .change, .pauseEngine:
      worker.take(effect)
    case .reload: worker.reload()
    case .redraw: screen.invalidate()
    case .suspend: screen.suspend()
    case .mouse(let isOn): screen.mouseIsOn = isOn
    case .trust:
      return told {
        try accept?()
        return .notice("accepted: this workspace is taken for one's own")
      }
    case .startEngine: return start()
    case .stopEngine:
      // An engine may be at a long block; nobody is made to watch it end.
      DispatchQueue.global().async { [engine] in engine?.stop() }
      return engine?.start == nil
        ? nil : .notice("asked the engine to stop; what is committed is kept")
    case .copy(let text): return copy(text)
    case .export(let export): return write(export)
    case .writeTable(let request): worker.write(request)
    case .saveSession(let session, let name):
      return told { .notice("wrote \(try SessionFiles.save(session, as: name))") }
    case .loadSession(let name):
      return told {
        let (session, troubles) = try SessionFiles.load(name)
        return .session(session, troubles: troubles)
      }
    case .save(let path, let contents):
      do {
        try SafeFile.export(Data(contents.utf8), to: path)
        return .notice("wrote \(URL(fileURLWithPath: path).path)")
      } catch {
        return .failed("\(path) could not be written: \(error.problem)")
      }
    case .quit: break
    }
    return nil
  }

  /// What came of something that can fail with a sentence.
  private func told(_ work: () throws -> Event) -> Event {
    do { return try work() } catch { return .failed("\(error)") }
  }

  private func start() -> Event {
    guard let engine, let start = engine.start else {
      return .notice("no engine can be started from here")
    }
    if !engine.life().isGone { return .notice("the engine runs already") }
    do {
      try start()
      worker.lookAtEngine()
      return .notice("the engine starts")
    } catch {
      return .failed("\(error)")
    }
  }

  /// Longest text that terminals take through OSC 52, before encoding.
  private static let clipboardLimit = 74_994 / 4 * 3

  /// Asks the terminal to put a text on the clipboard, and keeps it in a file where terminals refuse.
  ///
  /// Nothing is ever read from the clipboard.
  private func copy(_ text: String) -> Event {
    let bytes = Array(text.utf8)
    let kept = UserFiles.keepCopy(text)
    guard bytes.count <= Self.clipboardLimit else {
      let size = "\(bytes.count) bytes are more than a terminal's clipboard takes"
      return kept.map { .notice("\(size); they are in \($0)") }
        ?? .failed("\(size); :export-lines writes it")
    }
    let encoded = Data(bytes).base64EncodedString()
    screen.send(Array("\u{1B}]52;c;\(encoded)\u{07}".utf8))
    return .notice(
      "sent \(bytes.count) bytes to the terminal's clipboard" + (kept.map { " and to \($0)" } ?? "")
    )
  }

  /// Writes a text to a new file in the current folder; nothing is overwritten.
  private func write(_ export: Export) -> Event {
    for attempt in 1...999 {
      let path = export.fileName(number: attempt)
      do {
        guard try SafeFile.createNew(path, with: Data(export.contents.utf8)) else { continue }
        return .notice("wrote \(URL(fileURLWithPath: path).path)")
      } catch {
        return .failed("\(path) could not be written: \(error.problem)")
      }
    }
    return .failed("there are too many files of this name")
  }
}
