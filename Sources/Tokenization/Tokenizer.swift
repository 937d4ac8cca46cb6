package import Foundation
internal import SafeFiles

/// A token and the bytes of the text that it stands for.
package struct TokenSpan: Sendable, Equatable {
  package let id: Int32
  /// Range of the text's UTF-8; empty for tokens that stand for nothing in it.
  package let bytes: Range<Int>

  package init(id: Int32, bytes: Range<Int>) {
    self.id = id
    self.bytes = bytes
  }
}

/// Text to tokens and back, as a `tokenizer.json` describes it.
///
/// Encoding goes through five steps, as in Hugging Face's `tokenizers`: added tokens are found in the
/// text, what lies between is normalised, cut into pieces, and merged piece by piece; then come the
/// tokens that belong around every text. A tokenizer is made once and used from any thread.
package final class Tokenizer: Sendable {
  package let path: String
  private let pipeline: EncodingPipeline
  private let postProcessor: PostProcessor
  private let decoders: [Decoder]
  private let addedByToken: [Int32: (text: [UInt8], isSpecial: Bool)]
  private let addedByText: [[UInt8]: Int32]
  private let isByteLevel: Bool
  /// The character that stands for a space in vocabulary entries, if one does.
  private let spaceMark: [UInt8]

  /// The largest file that is read.
  package static let largestFile = 400_000_000

  /// Reads a tokenizer file, or the `tokenizer.json` of a folder.
  /// - Throws: `TokenizerError` saying what is missing, wrong or not supported.
  package convenience init(path: String) throws(TokenizerError) {
    var path = path
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      path += "/tokenizer.json"
    }
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path)
    guard let size = attributes?[.size] as? Int else {
      throw TokenizerError(
        path: path, problem: "does not exist; Stemma reads the tokenizer.json of Hugging Face")
    }
    guard attributes?[.type] as? FileAttributeType == .typeRegular else {
      throw TokenizerError(path: path, problem: "is not a plain file")
    }
    guard size <= Self.largestFile else {
      throw TokenizerError(path: path, problem: "has \(size) bytes, too many for a tokenizer")
    }
    let data: Data
    do {
      data = try SafeFile.input(path, atMost: Self.largestFile)
    } catch {
      throw TokenizerError(path: path, problem: error.problem)
    }
    guard !data.starts(with: "version https://git-lfs.github.com/spec/".utf8) else {
      throw TokenizerError(
        path: path,
        problem: "is a Git LFS pointer, not the file itself; run `git lfs pull` in its folder")
    }
    try self.init(json: data, path: path)
  }

  /// Reads the contents of a tokenizer file.
  /// - Throws: `TokenizerError` under the path given.
  package init(json: Data, path: String = "tokenizer.json") throws(TokenizerError) {
    self.path = path
    do throws(Problem) {
      let file = try JSONParser.parse(Array(json))
      guard file.members != nil else { throw Problem("is not a JSON object") }
      let steps = try PreTokenizer.steps(file["pre_tokenizer"])
      isByteLevel = steps.contains(where: \.isByteLevel)
      // Where nothing after ByteLevel looks at its characters, pieces stay the bytes they are.
      let isLast = steps.firstIndex(where: \.isByteLevel) == steps.count - 1
      var model = try BytePairModel(file["model"], isByteLevel: isByteLevel && isLast)
      let staysBytes = isByteLevel && isLast && model.canStayBytes
      if isByteLevel, isLast, !staysBytes {
        model = try BytePairModel(file["model"], isByteLevel: false)
      }
      postProcessor = try PostProcessor(file["post_processor"])
      decoders = try Decoder.steps(file["decoder"])
      spaceMark = decoders.lazy.compactMap(\.spaceMark).first ?? []
      var added: [AddedToken] = []
      for element in file["added_tokens"]?.elements ?? [] {
        added.append(try AddedToken(element, model.vocabulary))
      }
      let normalizers = try Normalizer.steps(file["normalizer"])
      let patterns = added.map { token in
        var text = AlignedText(bytes: token.content)
        if token.isNormalized { for normalizer in normalizers { normalizer.apply(to: &text) } }
        return (token: token, pattern: text.bytes)
      }
      pipeline = EncodingPipeline(
        original: AddedTokenMatcher(patterns.filter { !$0.token.isNormalized }),
        normalizers: normalizers,
        normalized: AddedTokenMatcher(patterns.filter(\.token.isNormalized)),
        steps: staysBytes ? steps : steps.map(\.spelling), model: model)
      // A token that is found in normalised text is decoded to what was found.
      addedByToken = Dictionary(
        patterns.map { ($0.token.token, ($0.pattern, $0.token.isSpecial)) },
        uniquingKeysWith: { $1 })
      addedByText = Dictionary(added.map { ($0.content, $0.token) }, uniquingKeysWith: { $1 })
    } catch {
      throw TokenizerError(path: path, problem: error.text)
    }
  }

  /// One more than the largest token, so that every token is below it.
  package var vocabularySize: Int {
    let around = postProcessor.before + postProcessor.after
    let largest = max(addedByToken.keys.max() ?? -1, around.max() ?? -1)
    return max(pipeline.model.vocabulary.entries.count, Int(largest) + 1)
  }

  /// One more than the largest token of the vocabulary itself, without those added to it later.
  package var learnedVocabularySize: Int {
    let entries = pipeline.model.vocabulary.entries
    var size = entries.count
    while size > 0, entries[size - 1].isEmpty || addedByToken[Int32(size - 1)] != nil { size -= 1 }
    return size
  }

  /// The tokens that are put before every text.
  package var leadingTokens: [Int32] { postProcessor.before }

  /// The token that is put before every text, if one is.
  package var beginningOfSequence: Int32? { postProcessor.before.first }

  /// The token of an added or special token's text, or of a vocabulary entry.
  package func specialToken(_ text: String) -> Int32? {
    addedByText[Array(text.utf8)] ?? pipeline.model.vocabulary.token(text.utf8)
  }

  /// The tokens of a text, with those around it unless told otherwise.
  package func encode(_ text: String, addSpecialTokens: Bool = true) -> [Int32] {
    var tokens = addSpecialTokens ? postProcessor.before : []
    pipeline.encode(Array(text.utf8), wantsRanges: false) { token, _ in tokens.append(token) }
    if addSpecialTokens { tokens += postProcessor.after }
    return tokens
  }

  /// The tokens of a text that the model goes on from: those that begin every text, and the text's own.
  package func prompt(_ text: String) -> [Int32] {
    let tokens = encode(text, addSpecialTokens: false)
    // A text that was rendered for the model may begin with them already.
    return tokens.starts(with: postProcessor.before) ? tokens : postProcessor.before + tokens
  }

  /// The tokens of a text that follows another: without the space that some tokenizers put before a text.
  package func encodeContinuation(_ text: String) -> [Int32] {
    var tokens: [Int32] = []
    pipeline.encode(Array(text.utf8), wantsRanges: false, continues: true) { token, _ in
      tokens.append(token)
    }
    return tokens
  }

  /// The tokens of a text and the bytes that each stands for.
  /// - Parameter continues: whether the text follows another, as in ``encodeContinuation(_:)``.
  package func encodeWithOffsets(
    _ text: String, addSpecialTokens: Bool = true, continues: Bool = false
  ) -> [TokenSpan] {
    let bytes = Array(text.utf8)
    var spans: [TokenSpan] = []
    if addSpecialTokens {
      spans += postProcessor.before.map { TokenSpan(id: $0, bytes: 0..<0) }
    }
    pipeline.encode(bytes, wantsRanges: true, continues: continues) { token, range in
      spans.append(TokenSpan(id: token, bytes: range))
    }
    if addSpecialTokens {
      spans += postProcessor.after.map { TokenSpan(id: $0, bytes: 0..<0) }
    }
    return spans
  }

  /// The text of tokens; bytes that are no UTF-8 become U+FFFD.
  package func decode(_ ids: [Int32], skipSpecialTokens: Bool = true) -> String {
    var pieces: [[UInt8]] = []
    for id in ids {
      if let added = addedByToken[id] {
        if !(skipSpecialTokens && added.isSpecial) { pieces.append(added.text) }
      } else if let entry = entry(id) {
        pieces.append(entry)
      }
    }
    if decoders.isEmpty {
      return String(decoding: Array(pieces.joined(separator: [0x20])), as: UTF8.self)
    }
    for decoder in decoders { decoder.apply(to: &pieces) }
    return String(decoding: Array(pieces.joined()), as: UTF8.self)
  }

  /// The bytes that a token stands for in the middle of a text; none for numbers that are no token.
  package func pieceBytes(_ id: Int32) -> [UInt8] {
    if let added = addedByToken[id] { return added.text }
    guard let entry = entry(id) else { return [] }
    if isByteLevel { return ByteAlphabet.decode(entry) ?? entry }
    if let byte = Decoder.byte(of: entry) { return [byte] }
    return entry
  }

  /// The bytes that a token adds to decoded text; none for special tokens.
  ///
  /// Joined, these are the text that `decode` gives, except where a decoder looks at the beginning of
  /// the text.
  package func textBytes(_ id: Int32) -> [UInt8] {
    if addedByToken[id]?.isSpecial == true { return [] }
    guard spaceMark.isEmpty == false else { return pieceBytes(id) }
    return SplitPattern.literal(spaceMark).replace(in: pieceBytes(id), with: [0x20])
  }

  private func entry(_ id: Int32) -> [UInt8]? {
    guard id >= 0, Int(id) < pipeline.model.vocabulary.entries.count else { return nil }
    let entry = pipeline.model.vocabulary.entries[Int(id)]
    return entry.isEmpty ? nil : entry
  }
}
