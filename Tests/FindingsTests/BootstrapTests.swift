import Findings
import Testing

@Suite struct BootstrapTests {
  @Test func intervalsAgreeWithTheNormalOnes() throws {
    // 400 values of mean 0.5 and deviation 0.5: standard error 0.025.
    let values = (0..<400).map { $0.isMultiple(of: 2) ? 1.0 : 0 }
    let interval = try #require(Bootstrap.interval(values))
    #expect(abs(interval.lowerBound - 0.451) < 0.006 && abs(interval.upperBound - 0.549) < 0.006)
    #expect(Bootstrap.interval(values) == interval)
  }

  @Test func clustersAreDrawnWhole() throws {
    // The same values in 20 clusters of equal ones are worth 20 values and not 400.
    let clusters = (0..<20).map { Array(repeating: $0.isMultiple(of: 2) ? 1.0 : 0, count: 20) }
    let interval = try #require(Bootstrap.interval(clusters: clusters))
    #expect(abs(interval.upperBound - interval.lowerBound - 0.43) < 0.08)
  }

  @Test func oneValueHasNoInterval() {
    #expect(Bootstrap.interval([0.5]) == nil)
    #expect(Bootstrap.interval(clusters: [[1, 2], []]) == nil)
    #expect(Bootstrap.interval([2, 2]) == 2...2)
  }
}
