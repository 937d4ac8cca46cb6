import Corpus
import Foundation
import Testing

/// How often the guess at a document's type agrees with the sample's own label.
@Test func typeGuessIsMeasuredOnTheSample() throws {
  let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "SampleData/corpus.jsonl").path
  var right: [String: (right: Int, all: Int)] = [:]
  try CorpusReader(paths: [corpus]).forEach { document in
    let isRight = TypeGuess.type(of: document.text) == document.type
    right[document.type, default: (0, 0)].all += 1
    if isRight { right[document.type]?.right += 1 }
  }
  let all = right.values.reduce(0) { $0 + $1.all }
  let share = Double(right.values.reduce(0) { $0 + $1.right }) / Double(all)
  print("type guess on the sample: \(share) right", right)
  #expect(all > 5_000)
  // Five types: a guess at random is right in a fifth, always naming the commonest in a third.
  #expect(share > 0.5)
  let code = try #require(right["code"])
  #expect(Double(code.right) > 0.85 * Double(code.all))
}
