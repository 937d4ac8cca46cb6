/// Texts whose characters have two bytes or four, which programs on Windows write.
enum WideEncoding {
  /// What a text that begins so is encoded in; nil where nothing says that it is one.
  static func name(_ bytes: some Collection<UInt8>) -> String? {
    let start = Array(bytes.prefix(64))
    if start.starts(with: [0xFF, 0xFE, 0, 0]) || start.starts(with: [0, 0, 0xFE, 0xFF]) {
      return "UTF-32"
    }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    // Without a mark at its start: every second byte of ASCII is nothing.
    let pairs = start.count / 2
    guard pairs >= 4 else { return nil }
    let even = (0..<pairs).map { start[2 * $0] }
    let odd = (0..<pairs).map { start[2 * $0 + 1] }
    func isText(_ bytes: [UInt8]) -> Bool {
      bytes.allSatisfy { (0x20..<0x7F).contains($0) || (0x09...0x0D).contains($0) }
    }
    if isText(even), odd.allSatisfy({ $0 == 0 }) { return "UTF-16LE" }
    if isText(odd), even.allSatisfy({ $0 == 0 }) { return "UTF-16BE" }
    return nil
  }

  /// What is wrong with such a file, and what to do.
  static func remedy(_ encoding: String, _ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return "is \(encoding) text; convert it: iconv -f \(encoding) -t UTF-8 \(name) > NEW"
  }
}
