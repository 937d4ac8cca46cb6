internal import Foundation
internal import Tokenization

extension DocumentFormat {
  /// Token ids: NumPy's .npy, or the bare numbers of 16 or 32 bits that OLMo's mixes are called so for.
  static let tokens = DocumentFormat(
    name: "token file", endings: [".npy"],
    recognises: { $0.bytes.starts(with: TokenSource.mark) || $0.ends(in: [".npy"]) },
    open: { _, stream, options throws(CorpusError) in try TokenSource(stream, options) })
}

/// Documents of a file of token ids, each up to its end token, as the checkpoint's tokenizer decodes them.
final class TokenSource: DocumentSource {
  /// The first bytes of a NumPy array.
  static let mark: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The most tokens of a document.
  private static let longest = 1 << 24

  private let stream: DecompressedStream
  private let tokenizer: Tokenizer
  private let endTokens: Set<Int32>
  private var width: Int
  private var buffer: [UInt8] = []
  private var place = 0
  private(set) var line = 0

  init(_ stream: DecompressedStream, _ options: CorpusOptions) throws(CorpusError) {
    guard let tokenizer = options.tokenizer, !options.endTokens.isEmpty else {
      throw CorpusError(
        path: stream.path,
        problem:
          "holds token ids, which need the checkpoint's tokenizer.json and the eos_token_id of its config.json"
      )
    }
    self.stream = stream
    self.tokenizer = tokenizer
    endTokens = Set(options.endTokens)
    width = tokenizer.vocabularySize <= 1 << 16 ? 2 : 4
    if try stream.peek(6).elementsEqual(Self.mark) {
      try readHeader()
    } else {
      // Wider numbers than the vocabulary needs: every second one would be 0.
      let start = Array(try stream.peek(4_096).prefix(4_096))
      while width < 8, start.count >= 4 * width, Self.isHalfEmpty(start, width) { width *= 2 }
    }
  }

  private static func isHalfEmpty(_ bytes: [UInt8], _ width: Int) -> Bool {
    (0..<bytes.count).allSatisfy { $0 / width % 2 == 0 || bytes[$0] == 0 }
  }

  var position: Int { stream.position }

  /// `{'descr': '<u2', 'fortran_order': False, 'shape': (n,), }` (numpy.lib.format).
  private func readHeader() throws(CorpusError) {
    let start = Array(try stream.peek(4_096))
    guard start.count >= 12, start[6] <= 3 else {
      throw fail("is a NumPy array that ends too early")
    }
    let isLong = start[6] >= 2
    let length =
      isLong
      ? Int(start[8]) | Int(start[9]) << 8 | Int(start[10]) << 16 | Int(start[11]) << 24
      : Int(start[8]) | Int(start[9]) << 8
    let begin = isLong ? 12 : 10
    guard begin + length <= start.count else { throw fail("is a NumPy array with a long header") }
    let header = String(decoding: start[begin..<begin + length], as: UTF8.self)
    let widths = ["<u2": 2, "<u4": 4, "<i4": 4, "<i2": 2, "<i8": 8, "<u8": 8]
    guard let found = widths.first(where: { header.contains("'\($0.key)'") }),
      header.contains("'fortran_order': False")
    else {
      throw fail(
        "is a NumPy array that holds no whole numbers of 16, 32 or 64 bits: \(header.prefix(80))")
    }
    width = found.value
    while buffer.count < begin + length, try stream.read(into: &buffer) {}
    place = begin + length
  }

  func next() throws(CorpusError) -> JSONValue? {
    while true {
      var tokens: [Int32] = []
      var isEnded = false
      while let token = try token() {
        isEnded = endTokens.contains(token)
        if isEnded { break }
        tokens.append(token)
        guard tokens.count <= Self.longest else {
          let ends = endTokens.sorted().map(String.init).joined(separator: ", ")
          throw fail("has more than \(Self.longest) tokens without an end token (\(ends))")
        }
      }
      if tokens.isEmpty, !isEnded { return nil }
      line += 1
      guard !tokens.isEmpty else { continue }
      return .object([
        JSONMember(
          key: Array("text".utf8), value: .string(Array(tokenizer.decode(tokens).utf8)))
      ])
    }
  }

  private func token() throws(CorpusError) -> Int32? {
    while buffer.count - place < width {
      buffer.removeSubrange(..<place)
      place = 0
      guard try stream.read(into: &buffer) else {
        guard buffer.isEmpty else { throw fail("ends inside a token; the file is truncated") }
        return nil
      }
    }
    var value: UInt64 = 0
    for offset in 0..<width { value |= UInt64(buffer[place + offset]) << UInt64(8 * offset) }
    place += width
    guard
      value < UInt64(tokenizer.vocabularySize)
        || Int32(exactly: value).map(endTokens.contains) ?? false
    else {
      throw fail(
        "holds the token \(value) where the tokenizer has \(tokenizer.vocabularySize); do they belong together, and are its numbers of \(8 * width) bits?"
      )
    }
    return Int32(value)
  }

  private func fail(_ problem: String) -> CorpusError {
    CorpusError(path: stream.path, problem: problem)
  }
}
