package import Foundation

/// Learns a byte-level vocabulary from texts.
///
/// The vocabulary is the special tokens, the 256 bytes in the order of their characters, then the
/// products of the merges. Each merge joins the most frequent pair of neighbours inside words; of
/// equally frequent pairs the one with the smaller tokens. The same texts give the same file.
package struct BytePairTrainer: Sendable {
  package let vocabularySize: Int
  package let specialTokens: [String]
  /// Whether every digit is a word of its own.
  package let individualDigits: Bool

  package init(vocabularySize: Int, specialTokens: [String], individualDigits: Bool) {
    self.vocabularySize = vocabularySize
    self.specialTokens = specialTokens
    self.individualDigits = individualDigits
  }

  /// Learns from texts and gives a `tokenizer.json`.
  package func train(_ texts: some Sequence<String>) throws -> Data {
    var entries = specialTokens.map { Array($0.utf8) }
    let first = entries.count
    let order = (0..<256).sorted { ByteAlphabet.scalars[$0] < ByteAlphabet.scalars[$1] }
    var tokenOfByte = [Int32](repeating: 0, count: 256)
    for (index, byte) in order.enumerated() {
      tokenOfByte[byte] = Int32(first + index)
      entries.append(ByteAlphabet.encoded[byte])
    }
    var learner = PairLearner(
      words: try wordCounts(texts).map { word, count in
        (word.map { tokenOfByte[Int($0)] }, count)
      })
    var merges: [(left: [UInt8], right: [UInt8])] = []
    var known = Set(entries)
    while entries.count < vocabularySize, let pair = learner.mostFrequent() {
      let (left, right) = (entries[Int(pair.left)], entries[Int(pair.right)])
      // A product that another pair or a special token already made cannot be a second entry.
      guard known.insert(left + right).inserted else {
        learner.forget(pair)
        continue
      }
      learner.merge(pair, into: Int32(entries.count))
      entries.append(left + right)
      merges.append((left, right))
    }
    let file = TokenizerFile(
      entries: entries, merges: merges, specialTokens: specialTokens,
      individualDigits: individualDigits)
    return file.data
  }

  /// The words of all texts and how often each occurs, in a fixed order.
  private func wordCounts(
    _ texts: some Sequence<String>
  ) throws -> [(word: [UInt8], count: Int)] {
    var steps: [PreTokenizer] = individualDigits ? [.characters(.numeric, .isolated)] : []
    do throws(Problem) {
      steps.append(
        .byteLevel(
          addsPrefixSpace: false, pattern: try Regex(PreTokenizer.gpt2Pattern), spells: false))
    } catch {
      throw TokenizerError(path: "the trainer", problem: error.text)
    }
    var counts: [[UInt8]: Int] = [:]
    for text in texts {
      var list = PieceList(AlignedText(bytes: Array(text.utf8)))
      for step in steps { step.apply(to: &list) }
      for piece in list.pieces { counts[Array(list.text.bytes[piece]), default: 0] += 1 }
    }
    return counts.map { (word: $0.key, count: $0.value) }
      .sorted { $0.word.lexicographicallyPrecedes($1.word) }
  }
}
