package import Tokenization

/// Records of one file, one after another: what a format of corpora is read by.
///
/// A new format is a file with a `DocumentFormat`, and a line in `DocumentFormat.all`.
package protocol DocumentSource: AnyObject {
  /// Bytes of the file that have been read so far.
  var position: Int { get }
  /// Line or row of the record that was read last, counted from 1.
  var line: Int { get }
  /// Columns that are not read, because of their kind.
  var leftOut: [String] { get }
  /// The next record, an object; nil after the last.
  /// - Throws: `CorpusError`; after one `isOfOneRecord` the next record can be asked for.
  func next() throws(CorpusError) -> JSONValue?
}

extension DocumentSource {
  package var leftOut: [String] { [] }
}

/// A kind of file that documents come in.
struct DocumentFormat: Sendable {
  /// What is known of a file before it is read.
  struct Start {
    /// The file's name in small letters, without the ending of its compression.
    let name: String
    /// Up to 4,096 of its first bytes, unpacked.
    let bytes: [UInt8]
    let isCompressed: Bool

    /// The first byte that is no white space and no byte order mark.
    var firstSign: UInt8? {
      let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
      return text.first { $0 > 0x20 }
    }

    func ends(in endings: [String]) -> Bool { endings.contains { name.hasSuffix($0) } }
  }

  /// What the format is called where it is spoken of.
  let name: String
  /// Whether a line may hold several records, so that a record is known by its number and not by its line.
  var countsRecords = false
  /// Endings of names, without that of a compression, by which a folder's files are known to be a corpus.
  let endings: [String]
  /// Whether a file is of this format; asked in the order of `all`.
  let recognises: @Sendable (Start) -> Bool
  let open:
    @Sendable (CorpusFile, DecompressedStream, CorpusOptions) throws(CorpusError) ->
      any DocumentSource

  /// Every format, the surest signs first.
  static let all: [DocumentFormat] = [
    .parquet, .arrow, .tokens, .plainText, .jsonArray, .table, .wrappedArray, .jsonObjects,
    .jsonLines,
  ]

  /// Opens a file by the first format that knows it.
  static func open(_ file: CorpusFile, _ options: CorpusOptions) throws(CorpusError)
    -> (format: DocumentFormat, source: any DocumentSource)
  {
    let stream = try DecompressedStream(path: file.path)
    let bytes = Array(try stream.peek(4_096))
    guard !bytes.starts(with: "version https://git-lfs.github.com/".utf8) else {
      throw CorpusError(
        path: file.path, problem: "is a Git LFS pointer, not the file; run `git lfs pull`")
    }
    if let encoding = WideEncoding.name(bytes), !start(file, stream, bytes).ends(in: [".npy"]) {
      throw CorpusError(
        path: file.path, problem: WideEncoding.remedy(encoding, file.path))
    }
    if file.isPlain {
      return (.plainText, try DocumentFormat.plainText.open(file, stream, options))
    }
    let start = start(file, stream, bytes)
    let found = all.first { $0.recognises(start) }
    if let problem = ForeignFile.problem(bytes, isText: found == nil), !start.ends(in: [".npy"]) {
      throw CorpusError(path: file.path, problem: problem)
    }
    let format = found ?? .jsonLines
    return (format, try format.open(file, stream, options))
  }
}

extension DocumentFormat {
  private static func start(_ file: CorpusFile, _ stream: DecompressedStream, _ bytes: [UInt8])
    -> Start
  {
    Start(
      name: PathList.uncompressedName(file.path), bytes: bytes, isCompressed: stream.isCompressed)
  }
}

/// How a corpus is to be read.
package struct CorpusOptions: Sendable {
  /// The workspace's document type of each type label, source or host.
  package var typeMap: [String: String] = [:]
  /// Which fields hold what.
  package var fields = DocumentFields()
  /// Turns tokens into text, for token files.
  package var tokenizer: Tokenizer?
  /// Tokens at which the documents of a token file end.
  package var endTokens: [Int32] = []
  /// Whether a record that cannot be read is left out instead of stopping everything.
  package var skipsBad = false

  package init(typeMap: [String: String] = [:]) { self.typeMap = typeMap }
}

/// The fields of a record that hold what a document needs; nil where the usual names are looked for.
package struct DocumentFields: Sendable, Equatable {
  package var text: String?
  package var id: String?
  package var type: String?

  package init(text: String? = nil, id: String? = nil, type: String? = nil) {
    self.text = text
    self.id = id
    self.type = type
  }
}
