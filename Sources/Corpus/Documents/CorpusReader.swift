internal import Foundation
internal import Tokenization

/// The documents of a corpus, read one by one.
///
/// Paths may be files, folders or patterns; what a file is shows in its first bytes (`DocumentFormat`).
package struct CorpusReader: Sendable {
  package var files: [String] { listing.files.map(\.path) }
  /// Files of the folders that are not read, and why.
  package var leftOut: [LeftOut] { listing.leftOut }
  /// Sizes of all files together, against which `DocumentStream.position` measures progress.
  package let size: Int
  private let listing: PathList.Listing
  private let options: CorpusOptions

  /// The same of one of the files.
  package func file(_ index: Int) -> CorpusReader {
    CorpusReader(
      listing: PathList.Listing(files: [listing.files[index]], leftOut: []), options: options)
  }

  private init(listing: PathList.Listing, options: CorpusOptions) {
    self.listing = listing
    self.options = options
    size = listing.files.reduce(0) { sum, file in
      sum
        + ((try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0)
    }
  }

  /// Finds the files; nothing is read yet.
  /// - Throws: `CorpusError` for a path that leads to no file.
  package init(paths: [String], options: CorpusOptions) throws(CorpusError) {
    self.init(listing: try PathList.expand(paths), options: options)
  }

  /// - Parameter typeMap: The workspace's document type of each type label, source or host.
  package init(paths: [String], typeMap: [String: String] = [:]) throws(CorpusError) {
    try self.init(paths: paths, options: CorpusOptions(typeMap: typeMap))
  }

  package func makeStream() -> DocumentStream {
    DocumentStream(files: listing.files, options: options)
  }

  /// How many records there are, and bytes of text in them: reading alone, without what documents are made by.
  package func countRecords() throws -> (documents: Int, bytes: Int) {
    var (records, bytes) = (0, 0)
    for file in listing.files {
      let (_, source) = try DocumentFormat.open(file, options)
      while let record = try source.next() {
        records += 1
        for member in record.members ?? [] { bytes += member.value.bytes?.count ?? 0 }
      }
    }
    return (records, bytes)
  }

  /// Hands every document to a closure.
  package func forEach(_ body: (Document) throws -> Void) throws {
    let stream = makeStream()
    while let document = try stream.next() { try body(document) }
  }
}

/// A file or a column that is not read.
package struct LeftOut: Sendable, Equatable {
  package let path: String
  package let reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

/// A place in a corpus.
package final class DocumentStream {
  private var files: [CorpusFile]
  private let options: CorpusOptions
  private let decoder: DocumentDecoder
  private var source: (any DocumentSource)?
  private var finished = 0
  /// The file that the last document came from.
  package private(set) var path = ""
  /// What that file is.
  package private(set) var format = ""
  /// Columns that were not read.
  package private(set) var leftOut: [LeftOut] = []
  /// Records that could not be read and were passed over, where the options ask for that.
  package private(set) var skipped: [CorpusError] = []

  init(files: [CorpusFile], options: CorpusOptions) {
    self.files = files.reversed()
    self.options = options
    decoder = DocumentDecoder(typeMap: options.typeMap, fields: options.fields)
  }

  /// Bytes of the files that have been read so far.
  package var position: Int { finished + (source?.position ?? 0) }

  /// Goes on with the next file.
  package func leaveFile() {
    finished += source?.position ?? 0
    source = nil
  }

  /// The next document, nil after the last.
  /// - Throws: `CorpusError` naming file and line.
  package func next() throws(CorpusError) -> Document? {
    while true {
      do throws(CorpusError) {
        if source == nil {
          guard let file = files.popLast() else { return nil }
          path = file.path
          let (format, source) = try DocumentFormat.open(file, options)
          self.format = format.name
          self.source = source
          leftOut += source.leftOut.map {
            LeftOut(path: file.path, reason: "its column \($0) is of a kind that is not read")
          }
        }
        guard let source else { return nil }
        if let record = try source.next() {
          return try decoder.document(record, path: path, line: source.line)
        }
        finished += source.position
        self.source = nil
      } catch {
        guard options.skipsBad, error.isOfOneRecord else { throw error }
        skipped.append(error)
      }
    }
  }
}
