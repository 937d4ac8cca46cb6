internal import Tokenization

/// Whether a file whose name says nothing of records holds one a line, by its beginning.
///
/// Programs write records to `part-00000`, `wiki_00`, `.jl` and `.txt`; a folder of such files is no folder of texts.
enum RecordDetection {
  /// Names of fields that hold a record's text, or a part of it.
  private static let texts: Set<String> = [
    "text", "content", "raw_content", "messages", "conversations", "prompt", "instruction",
    "question", "problem",
    "query", "inputs",
  ]

  /// - Parameters:
  ///   - bytes: the first bytes of a file, unpacked.
  ///   - name: its name, without the ending of a compression.
  static func findsRecords(_ bytes: some Collection<UInt8>, name: String) -> Bool {
    let bytes = Array(bytes)
    if bytes.starts(with: "PAR1".utf8) || bytes.starts(with: "ARROW1\0\0".utf8) { return true }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard text.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return false }
    let lines = text.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: true)
    guard let first = lines.first else { return false }
    let isCutOff = text.firstIndex(of: 0x0A) == nil
    if isCutOff, !isObject(first) {
      // The first record is longer than what was looked at.
      return !isKnown(name) && names(first).contains(where: texts.contains)
    }
    guard isObject(first) else { return false }
    if lines.count > 2 { return isObject(lines[1]) }
    if lines.count == 2, isObject(lines[1]) { return true }
    // One object, or a second that goes on beyond what was looked at.
    guard lines.count == 1 || lines[1].first == UInt8(ascii: "{") else { return false }
    return !isKnown(name) && names(first).contains(where: texts.contains)
  }

  /// Whether a name's ending says that the file is a document as it stands, but for Julia's, which Scrapy has for
  /// records too.
  private static func isKnown(_ name: String) -> Bool {
    FileEndings.kind(of: name) != nil && !name.lowercased().hasSuffix(".jl")
  }

  private static func isObject(_ line: ArraySlice<UInt8>) -> Bool {
    (try? JSONParser.parse(Array(line), isLenient: true))?.members?.isEmpty == false
  }

  /// Names of an object's own members, as far as it goes.
  private static func names(_ text: ArraySlice<UInt8>) -> [String] {
    var (depth, isInString, isEscaped) = (0, false, false)
    var (names, string): ([String], [UInt8]) = ([], [])
    var last: UInt8 = 0
    for byte in text {
      if isInString {
        if !isEscaped, byte == UInt8(ascii: "\"") {
          isInString = false
        } else {
          string.append(byte)
        }
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      guard byte > 0x20 else { continue }
      switch byte {
      case UInt8(ascii: "\""): (isInString, string) = (true, [])
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":") where depth == 1 && last == UInt8(ascii: "\""):
        names.append(String(decoding: string, as: UTF8.self))
      default: break
      }
      last = byte
    }
    return names
  }
}
