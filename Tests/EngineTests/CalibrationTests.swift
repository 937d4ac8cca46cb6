import Engine
import TestSupport
import Testing

/// Approximate scores are brought to the size of exact ones, whichever passages are known exactly.
@Suite struct CalibrationTests {
  private static let slopes: [Float] = [2, 0.25]

  /// Exact scores of two steps, and approximate ones that are too small or too large by a factor, with noise.
  private func scores(_ count: Int) -> (coarse: [[Float]], exact: [[Float]]) {
    var random = RandomSource(seed: 7)
    func draw() -> Float {
      (0..<12).reduce(-6) { sum, _ in sum + .random(in: 0..<1, using: &random) }
    }
    let coarse = Self.slopes.map { _ in (0..<count).map { _ in draw() } }
    let exact = zip(Self.slopes, coarse).map { slope, values in
      values.map { slope * $0 + 0.3 * slope * draw() }
    }
    return (coarse, exact)
  }

  private func calibrated(_ passages: some Sequence<Int>, of count: Int) -> [Float] {
    let (coarse, exact) = scores(count)
    var calibration = Calibration(steps: 2)
    for passage in passages {
      calibration.add(coarse: coarse.map { $0[passage] }, exact: exact.map { $0[passage] })
    }
    let applied = calibration.applied(to: coarse)
    for step in 0..<2 {
      #expect(applied[step] == coarse[step].map { $0 * calibration.factor(step: step) })
    }
    return (0..<2).map(calibration.factor)
  }

  @Test func theSlopeIsFound() {
    for (found, wanted) in zip(calibrated(0..<2_000, of: 2_000), Self.slopes) {
      #expect(abs(found - wanted) < 0.05 * wanted)
    }
  }

  /// Those that come first in approximate order have the largest errors upwards, and yet tell the same slope.
  @Test func passagesChosenByApproximateScoresTellTheSame() {
    let (coarse, _) = scores(2_000)
    let best = coarse[0].indices.sorted { coarse[0][$0] > coarse[0][$1] }.prefix(100)
    let found = calibrated(best, of: 2_000)[0]
    #expect(abs(found - Self.slopes[0]) < 0.05 * Self.slopes[0], "\(found)")
  }

  @Test func tooFewOrUnusablePassagesChangeNothing() {
    #expect(calibrated(0..<0, of: 100) == [1, 1])
    // Of a few passages the mean slope is taken for all steps.
    let few = calibrated(0..<12, of: 100)
    #expect(few[0] == few[1] && few[0] > Self.slopes[1] && few[0] < Self.slopes[0])
    var calibration = Calibration(steps: 1)
    for _ in 0..<100 {
      calibration.add(coarse: [.nan], exact: [1])
      calibration.add(coarse: [1], exact: [.infinity])
    }
    #expect(calibration.factor(step: 0) == 1)
    // Approximate scores that point the other way are no measure.
    for _ in 0..<100 { calibration.add(coarse: [1], exact: [-1]) }
    #expect(calibration.factor(step: 0) == 1)
  }
}
