internal import Foundation
internal import Tokenization

/// The questions of files, and what was found out on the way.
package struct QuestionSet: Sendable {
  package internal(set) var questions: [Question] = []
  /// What each file was taken for.
  package internal(set) var presets: [(path: String, preset: QuestionPreset?)] = []
  /// Whether prompts are put as the checkpoint's chat template has it.
  package internal(set) var isPutAsChat = false
  /// Fields that mean nothing here, with the number of questions that have them.
  package internal(set) var unknownFields: [(name: String, count: Int)] = []

  /// One sentence on the fields that are not read; nil where there are none.
  package var note: String? {
    guard !unknownFields.isEmpty else { return nil }
    let names = unknownFields.map { "\"\($0.name)\" (\($0.count))" }.joined(separator: ", ")
    return "fields of the questions that are not read: \(names)"
  }
}

/// Reads question files.
package enum QuestionFile {
  /// The fields of Stemma's own form.
  static let known = ["id", "kind", "task", "prompt", "answer", "aliases", "steps", "meta"]

  /// The questions of a file, in its order.
  /// - Throws: `CorpusError` naming file and line.
  package static func read(_ path: String) throws -> [Question] {
    try read([path]).questions
  }

  /// The questions of several files, in their order.
  ///
  /// - Parameters:
  ///   - preset: What they are; found out from each file's first record if nil.
  ///   - mapping: Which fields hold what; those of the preset if nil.
  ///   - chat: How prompts are put to the model.
  /// - Throws: `CorpusError` naming file and line.
  package static func read(
    _ paths: [String], preset: QuestionPreset? = nil, mapping: QuestionMapping? = nil,
    chat: QuestionChat = QuestionChat()
  ) throws -> QuestionSet {
    var set = QuestionSet()
    var unknown: [String: Int] = [:]
    var lineOf: [String: (path: String, line: Int, id: String)] = [:]
    let files = try PathList.expand(paths).files
    for file in files {
      let (format, source) = try DocumentFormat.open(file, CorpusOptions())
      var reader: QuestionReader?
      var count = 0
      while let record = try source.next() {
        count += 1
        let current =
          try reader
          ?? QuestionReader(
            file: file, isOneOfSeveral: files.count > 1, preset: preset, mapping: mapping,
            chat: chat, first: record, line: source.line)
        if reader == nil {
          set.presets.append((file.path, current.preset))
          let isPut = current.preset == .messages || current.preset != .stemma && chat.isForAll
          if isPut, chat.template != nil { set.isPutAsChat = true }
        }
        reader = current
        let question = try current.question(
          record, line: source.line, number: format.countsRecords ? count : source.line)
        if let fields = current.fields {
          for name in QuestionReader.names(record) where !fields.contains(name) {
            unknown[name, default: 0] += 1
          }
        }
        let id = question.id
        if let first = lineOf.updateValue((file.path, source.line, id), forKey: id) {
          let place = first.path == file.path ? "line \(first.line)" : "\(first.path):\(first.line)"
          let isSame = first.id.utf8.elementsEqual(id.utf8)
          throw CorpusError(
            path: file.path, line: source.line,
            problem: isSame
              ? "has the id \(id) of \(place); ids must differ"
              : "has an id \(id) that differs from that of \(place) only in its Unicode normal form; ids must differ in more"
          )
        }
        set.questions.append(question)
      }
    }
    guard !set.questions.isEmpty else {
      throw CorpusError(path: paths.joined(separator: ", "), problem: "has no questions")
    }
    set.unknownFields = unknown.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return set
  }

  /// The files that paths, folders and patterns name.
  /// - Throws: `CorpusError` for a path that leads to no file.
  package static func files(_ paths: [String]) throws(CorpusError) -> [String] {
    try PathList.expand(paths).files.map(\.path)
  }
}
