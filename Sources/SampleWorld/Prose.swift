/// What the world is written in: texts of a folder's sources by the part that uses them.
///
/// A part begins with a line `@@ FILE.NAME` and goes on to the next such line.
package struct Prose: Sendable {
  package static let articles = Prose(PackageResources.Articles_txt)
  package static let facts = Prose(PackageResources.Facts_txt)
  package static let papers = Prose(PackageResources.Papers_txt)
  package static let problems = Prose(PackageResources.Problems_txt)
  package static let programs = Prose(PackageResources.Programs_txt)
  package static let schoolbooks = Prose(PackageResources.Schoolbooks_txt)
  package static let threads = Prose(PackageResources.Threads_txt)

  private let texts: [Substring: String]

  package init(_ file: [UInt8]) {
    // The file's last line end belongs to no part.
    let parts = ("\n" + String(decoding: file.dropLast(), as: UTF8.self)).split(separator: "\n@@ ")
    texts = Dictionary(
      uniqueKeysWithValues: parts.map { part in
        let end = part.firstIndex(of: "\n") ?? part.endIndex
        return (part[..<end], String(part[end...].dropFirst()))
      })
  }

  /// Names of the parts.
  package var parts: [String] { texts.keys.map(String.init) }

  /// A part's text, without the end of its last line.
  package subscript(part: String) -> String {
    guard let text = texts[part[...]] else { preconditionFailure("no prose is called \(part)") }
    return text
  }
}
