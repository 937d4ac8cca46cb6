import Hashing
import Transformer

/// Which sequences a step sees: every document once an epoch, in an order of its own each time.
///
/// Documents are followed by the separator and cut where they are longer than a sequence; a step takes
/// whole sequences until the next one does not fit. Attention never crosses from one into another.
package struct DataOrder {
  /// Where the next step begins.
  package struct Position: Equatable, Codable {
    package var epoch = 0
    package var index = 0
  }

  package let sequences: [[Int32]]
  let seed: UInt64
  let tokensPerStep: Int
  package private(set) var position = Position()
  private var order: [Int] = []

  /// - Throws: `TrainingError` when nothing is left to learn from, or a token is out of range.
  package init(
    documents: [[Int32]], separator: Int32?, sequenceLength: Int, tokensPerStep: Int, seed: UInt64,
    vocabularySize: Int
  ) throws {
    self.seed = seed
    self.tokensPerStep = tokensPerStep
    let longest = min(sequenceLength, tokensPerStep)
    var sequences: [[Int32]] = []
    for (number, document) in documents.enumerated() {
      guard document.allSatisfy({ $0 >= 0 && Int($0) < vocabularySize }) else {
        throw TrainingError(
          problem: "document \(number + 1) has a token outside the vocabulary of \(vocabularySize)")
      }
      let tokens = document + (separator.map { [$0] } ?? [])
      for start in stride(from: 0, to: tokens.count, by: longest) {
        let piece = tokens[start..<min(start + longest, tokens.count)]
        // A lone token has nothing to predict.
        if piece.count > 1 { sequences.append(Array(piece)) }
      }
    }
    guard !sequences.isEmpty else {
      throw TrainingError(problem: "the corpus holds no document of at least two tokens")
    }
    self.sequences = sequences
    move(to: position)
  }

  /// Goes to where another run stood.
  package mutating func move(to position: Position) {
    self.position = position
    order = Self.shuffled(count: sequences.count, seed: seed, epoch: position.epoch)
  }

  /// Indices of the next step's sequences.
  package mutating func next() -> [Int] {
    var chosen: [Int] = []
    var tokens = 0
    while true {
      if position.index == order.count {
        move(to: Position(epoch: position.epoch + 1, index: 0))
      }
      let candidate = order[position.index]
      let length = sequences[candidate].count
      guard tokens + length <= tokensPerStep else { return chosen }
      chosen.append(candidate)
      tokens += length
      position.index += 1
    }
  }

  /// Steps until at least this many tokens have been seen, from the start.
  package func steps(tokens: Int) -> Int {
    var copy = self
    copy.move(to: Position())
    var seen = 0
    var steps = 0
    while seen < tokens {
      seen += copy.next().reduce(0) { $0 + sequences[$1].count }
      steps += 1
    }
    return steps
  }

  /// A fingerprint of everything that a step could see.
  package var fingerprint: UInt64 {
    var hash = SplitMix64.hash(UInt64(sequences.count))
    for sequence in sequences {
      hash = SplitMix64.hash(hash ^ UInt64(sequence.count))
      for token in sequence { hash = (hash ^ UInt64(UInt32(bitPattern: token))) &* 0x100_0000_01B3 }
    }
    return hash
  }

  private static func shuffled(count: Int, seed: UInt64, epoch: Int) -> [Int] {
    var order = Array(0..<count)
    let own = SplitMix64.hash(SplitMix64.hash(seed) &+ UInt64(epoch))
    for last in stride(from: count - 1, to: 0, by: -1) {
      let draw = SplitMix64.hash(own &+ UInt64(last)).multipliedFullWidth(by: UInt64(last + 1)).high
      order.swapAt(last, Int(draw))
    }
    return order
  }
}
