import Store
import Testing

@Suite struct CoarseScaleTests {
  private let exact = (0..<200).map { Float(($0 * 37 % 101) - 50) }

  @Test func approximateScoresGetTheScaleOfTheExactOnes() throws {
    let coarse = exact.map { $0 / 4.5 }
    var known = exact
    for index in known.indices where index % 3 != 0 { known[index] = .nan }
    let factor = try #require(CoarseScale.factor(exact: known, coarse: coarse))
    #expect(abs(factor - 4.5) < 1e-5)
    let filled = CoarseScale.filled(known, with: coarse)
    #expect(filled.isCalibrated)
    for index in exact.indices { #expect(abs(filled.scores[index] - exact[index]) < 1e-3) }
  }

  @Test func nothingIsSaidOfTooFewOrOfWhatDoesNotGoTogether() {
    let coarse = exact.map { $0 / 4.5 }
    var few = [Float](repeating: .nan, count: exact.count)
    for index in 0..<CoarseScale.fewest - 1 { few[index] = exact[index] }
    #expect(CoarseScale.factor(exact: few, coarse: coarse) == nil)
    #expect(CoarseScale.factor(exact: exact, coarse: exact.map { -$0 }) == nil)
    #expect(CoarseScale.factor(exact: exact, coarse: exact.map { _ in 0 }) == nil)
    let filled = CoarseScale.filled(few, with: coarse)
    #expect(!filled.isCalibrated && filled.scores[150] == coarse[150])
  }
}
