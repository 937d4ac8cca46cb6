internal import Foundation
internal import Tokenization

extension DocumentFormat {
  /// A file that is one document; its ending says what type.
  static let plainText = DocumentFormat(
    name: "plain text", endings: [],
    recognises: { start in
      guard let type = FileEndings.kind(of: start.name) else { return false }
      if start.ends(in: [".json"]) { return false }
      // Prose and notes may be named .txt and yet hold a record a line, as .jl does.
      return type == .code
        ? !RecordDetection.findsRecords(start.bytes, name: start.name)
        : start.firstSign != UInt8(ascii: "{")
    },
    open: { file, stream, _ in PlainTextSource(file, stream) })
}

/// The one document that a plain file is.
final class PlainTextSource: DocumentSource {
  private let file: CorpusFile
  private let stream: DecompressedStream
  private(set) var line = 0

  init(_ file: CorpusFile, _ stream: DecompressedStream) {
    self.file = file
    self.stream = stream
  }

  var position: Int { stream.position }

  func next() throws(CorpusError) -> JSONValue? {
    guard line == 0 else { return nil }
    line = 1
    var bytes: [UInt8] = []
    while try stream.read(into: &bytes) {
      guard bytes.count <= LineReader.longest else {
        throw fail("has more than \(LineReader.longest >> 20) MiB; is it a document?")
      }
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
      throw fail("is not UTF-8 text")
    }
    var members = [
      JSONMember(key: Array("id".utf8), value: .string(Array(file.name.utf8))),
      JSONMember(key: Array("text".utf8), value: .string(bytes)),
    ]
    if FileEndings.kind(of: file.name) == .code {
      members.append(JSONMember(key: Array("type".utf8), value: .string(Array("code".utf8))))
    }
    return .object(members)
  }

  private func fail(_ problem: String) -> CorpusError {
    CorpusError(path: stream.path, problem: problem, isOfOneRecord: true)
  }
}

/// What a file's ending says of what it holds.
enum FileEndings {
  enum Kind { case code, text }

  /// The kind of a name, nil where its ending says nothing.
  static func kind(of name: String) -> Kind? {
    let last = name.split(separator: "/").last.map { $0.lowercased() } ?? ""
    if ["makefile", "dockerfile", "cmakelists.txt"].contains(last) { return .code }
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return nil }
    let ending = last[last.index(after: dot)...]
    return code.contains(ending) ? .code : text.contains(ending) ? .text : nil
  }

  private static let text: Set<Substring> = [
    "txt", "text", "md", "markdown", "rst", "tex", "org", "adoc", "log", "srt",
  ]
  private static let code: Set<Substring> = [
    "py", "pyi", "ipynb", "js", "mjs", "jsx", "ts", "tsx", "c", "h", "cc", "cpp", "cxx", "hpp",
    "hh", "cu", "rs", "go", "java", "kt", "kts", "scala", "swift", "m", "mm", "rb", "php", "cs",
    "fs", "hs", "ml", "mli", "clj", "lisp", "el", "scm", "erl", "ex", "exs", "sh", "bash", "zsh",
    "ps1", "r", "jl", "sql", "lua", "pl", "pm", "dart", "zig", "nim", "f90", "f", "pas", "asm",
    "s", "v", "vhd", "sv", "css", "scss", "html", "htm", "vue", "xml", "yaml", "yml", "toml",
    "ini", "cfg", "gradle", "cmake", "proto", "json", "tf", "diff", "patch",
  ]
}
