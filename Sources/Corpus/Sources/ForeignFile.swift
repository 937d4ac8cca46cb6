/// Files of kinds that are not read, by their first bytes, each with the way out.
enum ForeignFile {
  private static let binary: [(start: [UInt8], problem: String)] = [
    ([0x50, 0x4B, 0x03, 0x04], "is a zip archive; unpack it: unzip"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "is a 7z archive; unpack it: 7z x"),
    (Array("Rar!\u{1A}".utf8), "is a RAR archive; unpack it: unrar x"),
    ([0x04, 0x22, 0x4D, 0x18], "is compressed by lz4; unpack it: lz4 -d"),
    ([0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E, 0x61, 0x50], "is compressed by snappy; unpack it first"),
    ([0x1F, 0x9D], "is compressed by compress; unpack it: gzip -d"),
    ([0x5D, 0x00, 0x00], "is compressed by lzma; unpack it: xz -d --format=lzma"),
    (Array("SQLite format 3\0".utf8), "is an SQLite database; write its rows as JSON lines"),
    (Array("Obj\u{1}".utf8), "is an Avro file; write its rows as Parquet or JSON lines"),
    ([0x89, 0x48, 0x44, 0x46], "is an HDF5 file; write its rows as Parquet or JSON lines"),
  ]
  private static let texts: [(start: String, problem: String)] = [
    ("%PDF-", "is a PDF; take its text out: pdftotext"),
    ("WARC/1.", "is a web archive (WARC); take its texts out first"),
    ("ORC", "is an ORC file; write its rows as Parquet or JSON lines"),
    ("<!doctype html", "is a page of HTML, perhaps in the place of what was to be downloaded"),
    ("<html", "is a page of HTML, perhaps in the place of what was to be downloaded"),
  ]

  /// What is wrong with a file that begins so; nil where nothing says that.
  ///
  /// - Parameter isText: whether the file is taken for records of text, so that a beginning of letters counts too.
  static func problem(_ bytes: [UInt8], isText: Bool) -> String? {
    if let found = binary.first(where: { bytes.starts(with: $0.start) }) { return found.problem }
    // A tar archive has its mark where its first member's header ends.
    if bytes.count >= 262, bytes[257..<262].elementsEqual("ustar".utf8) {
      return "is a tar archive; unpack it: tar xf"
    }
    // Pickle's second version to its fifth.
    if bytes.count > 1, bytes[0] == 0x80, (2...5).contains(bytes[1]) {
      return "is a pickle, which may run programs and is not read; write its rows as JSON lines"
    }
    guard isText else { return nil }
    let start = String(decoding: bytes.drop { $0 <= 0x20 }.prefix(16), as: UTF8.self)
    return texts.first { start.lowercased().hasPrefix($0.start.lowercased()) }?.problem
  }
}
