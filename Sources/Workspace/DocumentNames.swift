package import Corpus

/// What the documents of a corpus are called: by their ids, or by their numbers.
///
/// An id that a document of another file has already, as shards that each count from 0 have, gets the file's name
/// before it; twice in one file it is an error.
package struct DocumentNames {
  private var all: Set<String> = []
  /// Ids of the file that is being read.
  private var own: Set<String> = []
  private var path = ""
  /// Files with the number of their documents that got another name.
  private var renamed: [(path: String, count: Int)] = []

  package init() {}

  /// A document with its name as its id.
  ///
  /// - Parameter number: what it is called without an id; nil where that is not known.
  /// - Throws: `EngineError` naming the place of an id that is used twice.
  package mutating func named(_ document: Document, number: Int?, path: String) throws -> Document {
    if path != self.path { (self.path, own) = (path, []) }
    guard let id = document.id ?? number.map(String.init) else { return document }
    var document = document
    document.id = id
    let isNew = all.insert(id).inserted
    let (isOwn, first) = own.insert(id)
    guard isOwn else { throw repeated(id, first, document.line) }
    if isNew { return document }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let name = "\(file):\(id)"
    let (isFree, other) = all.insert(name)
    guard isFree else { throw repeated(name, other, document.line) }
    document.id = name
    if let last = renamed.last, last.path == path {
      renamed[renamed.count - 1].count += 1
    } else {
      renamed.append((path, 1))
    }
    return document
  }

  /// One sentence for each file whose ids other files have as well.
  package var notes: [(path: String, text: String)] {
    renamed.map { path, count in
      let file = path.split(separator: "/").last.map(String.init) ?? path
      return (
        path,
        "holds \(count) ids that files before it hold too; those documents are called \(file):ID here"
      )
    }
  }

  private func repeated(_ id: String, _ first: String, _ line: Int) -> EngineError {
    let isSame = id.utf8.elementsEqual(first.utf8)
    return EngineError(
      isSame
        ? "\(path):\(line): the id \(id) is used twice in this corpus; make ids unique or leave them out"
        : "\(path):\(line): the id \(id) differs from another of this corpus only in its Unicode normal form; write ids in one form (NFC), unique, or leave them out"
    )
  }
}
