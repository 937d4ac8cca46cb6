import Corpus
import Foundation
import Hashing
import Tokenization
import Transformer

/// How large a corpus is, from as much of it as a short time allows.
///
/// Every document is read where that is quick, but only some are tokenised, spread evenly over each file; where
/// even reading takes too long, the share of the bytes that was read stands for the rest.
struct CorpusEstimate {
  private(set) var passages = 0
  private(set) var tokens = 0
  /// Bytes of text.
  private(set) var textBytes = 0
  /// Whether anything was extrapolated.
  private(set) var isEstimate = false
  /// Seconds that reading and tokenising everything takes.
  private(set) var seconds = 0.0
  /// A few passages, the same every time for a corpus that is read whole.
  private(set) var sample: [[Int32]] = []

  /// Passages that are kept.
  static let sampleSize = 48

  /// Sums over one file.
  private struct Sums {
    var documents = 0
    var bytes = 0
    var tokenisedBytes = 0
    var tokens = 0
    var passages = 0
    var readSeconds = 0.0
    var tokeniseSeconds = 0.0
  }

  /// - Parameters:
  ///   - budget: seconds for tokenising; reading may take as much again.
  ///   - clock: seconds so far.
  ///   - processor: seconds that this thread has worked so far.
  /// - Throws: `CorpusError` naming file and line of what was read.
  init(
    _ reader: CorpusReader, splitter: PassageSplitter, budget: Double, clock: () -> Double,
    processor: () -> Double
  ) throws {
    let begin = clock()
    var drawn = 0
    var (all, seen) = (0, 0)
    // Files of one kind often follow each other: those that are left out must not be all of one.
    let order = reader.files.indices.sorted {
      SplitMix64.hash(UInt64($0)) < SplitMix64.hash(UInt64($1))
    }
    for index in order {
      let single = reader.file(index)
      all += single.size
      guard seen == 0 || clock() - begin < 3 * budget else { continue }
      seen += single.size
      let share =
        reader.size > 0
        ? Double(single.size) / Double(reader.size) : 1 / Double(reader.files.count)
      try read(
        single, splitter, allowed: max(0.002, budget * share), drawn: &drawn, clock: clock,
        processor: processor)
    }
    if seen < all { scale(Double(all) / Double(max(1, seen))) }
  }

  /// Reads one file, or the part of it that some seconds allow.
  private mutating func read(
    _ file: CorpusReader, _ splitter: PassageSplitter, allowed: Double, drawn: inout Int,
    clock: () -> Double, processor: () -> Double
  ) throws {
    var sums = Sums()
    var isWhole = true
    let (start, began) = (clock(), processor())
    let stream = file.makeStream()
    while let document = try stream.next() {
      sums.documents += 1
      sums.bytes += document.text.utf8.count
      let part = file.size > 0 ? Double(stream.position) / Double(file.size) : 1
      let now = processor()
      // Tokenised while that is no further ahead than reading is.
      if sums.documents == 1 || sums.tokeniseSeconds <= allowed * part {
        let split = splitter.split(document, number: sums.documents)
        sums.tokeniseSeconds += processor() - now
        sums.tokenisedBytes += document.text.utf8.count
        for passage in split {
          sums.passages += 1
          sums.tokens += passage.tokens.count
          drawn += 1
          keep(passage.tokens, drawn)
        }
      }
      if clock() - start > 2 * allowed + 0.005 {
        isWhole = false
        break
      }
    }
    sums.readSeconds = processor() - began - sums.tokeniseSeconds
    let read = isWhole ? 1 : Double(stream.position) / Double(max(1, file.size))
    add(sums, share: min(1, max(1e-9, read)))
  }

  /// Lets what was read stand for what was not.
  private mutating func scale(_ factor: Double) {
    isEstimate = true
    passages = Int((Double(passages) * factor).rounded())
    tokens = Int((Double(tokens) * factor).rounded())
    textBytes = Int((Double(textBytes) * factor).rounded())
    seconds *= factor
  }

  /// Reservoir sampling (Vitter 1985) with a hash for its dice: the same sample every time.
  private mutating func keep(_ tokens: [Int32], _ drawn: Int) {
    if sample.count < Self.sampleSize {
      sample.append(tokens)
    } else {
      let index = Int(SplitMix64.hash(UInt64(drawn)) % UInt64(drawn))
      if index < Self.sampleSize { sample[index] = tokens }
    }
  }

  /// - Parameter share: the part of the file that was read.
  private mutating func add(_ sums: Sums, share: Double) {
    guard sums.documents > 0 else { return }
    let bytes = Double(sums.bytes) / share
    let scale = sums.tokenisedBytes > 0 ? bytes / Double(sums.tokenisedBytes) : 1
    if sums.tokenisedBytes < sums.bytes || share < 1 { isEstimate = true }
    passages += Int((Double(sums.passages) * scale).rounded())
    tokens += Int((Double(sums.tokens) * scale).rounded())
    textBytes += Int(bytes.rounded())
    seconds += sums.readSeconds / share + sums.tokeniseSeconds * scale
  }
}
