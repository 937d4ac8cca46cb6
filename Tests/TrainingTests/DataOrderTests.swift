import Testing
import Training

@Suite struct DataOrderTests {
  private func order(
    _ documents: [[Int32]], separator: Int32? = 0, sequenceLength: Int = 32,
    tokensPerStep: Int = 100, seed: UInt64 = 1
  ) throws -> DataOrder {
    try DataOrder(
      documents: documents, separator: separator, sequenceLength: sequenceLength,
      tokensPerStep: tokensPerStep, seed: seed, vocabularySize: 40)
  }

  @Test func everyDocumentOnceAnEpoch() throws {
    var order = try order(Small.documents(57))
    let count = order.sequences.count
    var seen: [Int] = []
    while seen.count < 3 * count { seen += order.next() }
    let epochs = (0..<3).map { Array(seen[$0 * count..<($0 + 1) * count]) }
    for epoch in epochs { #expect(epoch.sorted() == Array(0..<count)) }
    #expect(epochs[0] != epochs[1] && epochs[1] != epochs[2])
  }

  @Test func stepsAreFullAndNeverTooFull() throws {
    var order = try order(Small.documents(57))
    let lengths = order.sequences.map(\.count)
    for _ in 0..<40 {
      let step = order.next()
      let tokens = step.reduce(0) { $0 + lengths[$1] }
      #expect(tokens <= 100 && tokens > 100 - 32)
    }
  }

  @Test func documentsAreCutAndSeparated() throws {
    let long = (0..<70).map { Int32(1 + $0 % 30) }
    let order = try order([long, [5], [], [6, 7]])
    #expect(order.sequences.map(\.count) == [32, 32, 7, 2, 3])
    #expect(order.sequences.joined().filter { $0 == 0 }.count == 3)
    #expect(Array(order.sequences[0...2].joined()) == long + [0])
    #expect(order.sequences[4] == [6, 7, 0])
    // Without a separator a document of one token has nothing to predict.
    let bare = try self.order([long, [5], [6, 7]], separator: nil)
    #expect(bare.sequences.map(\.count) == [32, 32, 6, 2])
  }

  @Test func aPositionIsEnoughToGoOn() throws {
    var order = try order(Small.documents(40))
    for _ in 0..<13 { _ = order.next() }
    var other = try self.order(Small.documents(40))
    other.move(to: order.position)
    for _ in 0..<20 { #expect(order.next() == other.next()) }
  }

  @Test func seedsAndDocumentsTellRunsApart() throws {
    var one = try order(Small.documents(40), seed: 1)
    var two = try order(Small.documents(40), seed: 2)
    #expect(one.next() != two.next())
    #expect(one.fingerprint == two.fingerprint)
    var documents = Small.documents(40)
    documents[20][3] = documents[20][3] % 39 + 1
    #expect(try order(documents).fingerprint != one.fingerprint)
  }

  @Test func stepsReachTheTokensAskedFor() throws {
    let order = try order(Small.documents(40))
    var copy = order
    let steps = order.steps(tokens: 5_000)
    let tokens = (0..<steps).map { _ in copy.next().reduce(0) { $0 + order.sequences[$1].count } }
    #expect(tokens.reduce(0, +) >= 5_000)
    #expect(tokens.dropLast().reduce(0, +) < 5_000)
  }
}
