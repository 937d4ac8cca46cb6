internal import Foundation

/// The documents of a corpus, read one by one.
///
/// Paths may be files, folders or patterns; files may be plain or compressed.
package struct CorpusReader: Sendable {
  package let files: [String]
  /// Sizes of all files together, against which `DocumentStream.position` measures progress.
  package let size: Int
  private let decoder: DocumentDecoder

  /// Finds the files; nothing is read yet.
  /// - Parameter typeMap: The workspace's document type of each type label, source or host.
  /// - Throws: `CorpusError` for a path that leads to no file.
  package init(paths: [String], typeMap: [String: String] = [:]) throws(CorpusError) {
    files = try PathList.expand(paths)
    decoder = DocumentDecoder(typeMap: typeMap)
    size = files.reduce(0) { sum, file in
      sum + ((try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0)
    }
  }

  package func makeStream() -> DocumentStream { DocumentStream(files: files, decoder: decoder) }

  /// Hands every document to a closure.
  package func forEach(_ body: (Document) throws -> Void) throws {
    let stream = makeStream()
    while let document = try stream.next() { try body(document) }
  }
}

/// A place in a corpus.
package final class DocumentStream {
  private var files: [String]
  private let decoder: DocumentDecoder
  private var reader: LineReader?
  private var finished = 0
  /// The file that the last document came from.
  package private(set) var path = ""

  init(files: [String], decoder: DocumentDecoder) {
    self.files = files.reversed()
    self.decoder = decoder
  }

  /// Bytes of the files that have been read so far.
  package var position: Int { finished + (reader?.position ?? 0) }

  /// The next document, nil after the last.
  /// - Throws: `CorpusError` naming file and line.
  package func next() throws(CorpusError) -> Document? {
    while true {
      if reader == nil {
        guard let file = files.popLast() else { return nil }
        reader = try LineReader(path: file)
        path = file
      }
      guard let reader else { return nil }
      if let line = try reader.next() {
        return try decoder.document(line, path: path, line: reader.line)
      }
      finished += reader.position
      self.reader = nil
    }
  }
}
