internal import Foundation
internal import RunModel
internal import SafeFiles
internal import Terminal

/// The explorer without a terminal: commands in, screens out.
///
/// The same state, the same drawing and the same answers as in a terminal, each command being
/// answered before the next one.
package struct Script {
  package private(set) var state: ExplorerState
  private var answering: Answering
  private let folder: String
  /// A file takes every colour.
  private static let themes = Theme.builtIn(depth: .direct)

  /// Opens a run.
  ///
  /// - Parameters:
  ///   - storePath: the SQLite file.
  ///   - run: id of the run; nil takes the newest.
  ///   - width: columns of the screens.
  ///   - height: rows of the screens.
  ///   - folder: where exports without a path of their own go.
  ///   - textServices: what only the model's side can say of texts.
  /// - Throws: one sentence where there is nothing to look at.
  package init(
    storePath: String, run: Int64?, width: Int = 120, height: Int = 36, folder: String = ".",
    textServices: TextServices? = nil
  ) throws {
    let opening = StoreOpening(path: storePath, run: run, textServices: textServices, patience: 20)
    guard let source = try opening.source() else {
      throw ScriptError("\(storePath): nothing is computed yet; run `stemma compute` first")
    }
    try self.init(source, width: width, height: height, folder: folder)
  }

  package init(_ source: any Source, width: Int, height: Int, folder: String = ".") throws {
    self.folder = folder
    answering = try Answering(source)
    state = ExplorerState(width: width, height: height)
    state.themes = Self.themes
    state.theme = state.themes.first ?? .plain
    try give(.catalog(answering.catalog))
    try give(.engine(try source.status()))
    try give(.activity(try source.activity()))
  }

  /// Runs one command as typed after `:`.
  ///
  /// - Throws: `ScriptError` with what the explorer said where the command could not be done.
  package mutating func run(_ command: String) throws {
    state.hasRefused = false
    state.message = ""
    let name = ":" + (command.hasPrefix(":") ? String(command.dropFirst()) : command) + ": "
    do {
      try give(.command(command))
    } catch {
      // Among several commands it must be seen which one it was.
      throw ScriptError(name + "\(error)")
    }
    guard state.hasRefused else { return }
    throw ScriptError(state.message.hasPrefix(name) ? state.message : name + state.message)
  }

  /// Whether a file was written.
  package private(set) var hasWritten = false

  /// Whether somebody has asked to leave.
  package private(set) var hasEnded = false

  /// The screen as lines of text.
  package var screen: String { draw(state).plainText }

  /// Gives an event and everything that follows from it.
  private mutating func give(_ event: Event) throws {
    var waiting = [event]
    while !waiting.isEmpty {
      for effect in state.reduce(waiting.removeFirst()) {
        if let answer = try perform(effect) { waiting.append(answer) }
      }
    }
  }

  /// Fetches the texts of some rows of the list, whether or not a screen would show them.
  mutating func load(rows: Range<Int>) throws {
    let shown = rows.clamped(to: 0..<state.list.count).map { state.list[$0].passage }
    for effect in state.requestTexts(of: shown) {
      if let answer = try perform(effect) { try give(answer) }
    }
  }

  /// Does at once what a state asks of the world outside.
  private mutating func perform(_ effect: Effect) throws -> Event? {
    let source = answering.source
    switch effect {
    case .save(let path, let contents):
      try write(contents, to: path)
      hasWritten = true
    case .writeTable(let request):
      _ = try answering.write(request, in: folder)
      hasWritten = true
    case .saveSession(let session, let name): _ = try SessionFiles.save(session, as: name)
    case .loadSession(let name):
      let (session, troubles) = try SessionFiles.load(name)
      return .session(session, troubles: troubles)
    case .export(let export):
      try write(export.contents, to: "\(folder)/\(export.fileName(number: 1))")
      hasWritten = true
    case .ask where !state.engine.isServing && state.engine.state != .running:
      throw ScriptError(
        "no engine works here that would answer; `stemma ask` answers at once, or start `stemma compute`"
      )
    case .trust: throw ScriptError("`stemma trust WORKSPACE` accepts a workspace")
    case .startEngine, .stopEngine:
      throw ScriptError("engines are started and stopped with `stemma compute`")
    case .heat(let request, _):
      let answer = try source.heat(of: request.unit, passage: request.passage, asking: false)
      if case .known(let heat) = answer { return .heat(request, heat) }
    case .quit: hasEnded = true
    case .reload:
      answering = try Answering(source)
      return .catalog(answering.catalog)
    default:
      let answer = try answering.answer(effect)
      if let changed = effect.changesActivity ? try source.activity() : nil {
        return .activity(changed)
      }
      return answer
    }
    return nil
  }

  private func write(_ contents: String, to path: String) throws {
    do {
      try SafeFile.export(Data(contents.utf8), to: path)
    } catch {
      throw ScriptError("\(path) could not be written: \(error.problem)")
    }
  }
}

/// Why a script stops.
package struct ScriptError: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

extension Effect {
  /// Whether requests look different after it.
  fileprivate var changesActivity: Bool {
    switch self {
    case .ask, .keep, .discard, .change, .pauseEngine: true
    default: false
    }
  }
}

extension Export {
  /// The name of the file, free of whatever a folder could trip over.
  func fileName(number: Int) -> String {
    let safe = String(name.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
    return "stemma-\(safe)\(number == 1 ? "" : "-\(number)").\(ending)"
  }
}
