import Hashing
import Testing

@Suite struct HashingTests {
  /// The first numbers of seed 1234567, as Vigna's public-domain splitmix64.c gives them.
  @Test func theStreamIsTheKnownOne() {
    var stream = SplitMix64(seed: 1_234_567)
    #expect(stream.next() == 6_457_827_717_110_365_317)
    #expect(stream.next() == 3_203_168_211_198_807_973)
    #expect(stream.next() == 9_817_491_932_198_370_423)
    #expect(SplitMix64.hash(1_234_567) == 6_457_827_717_110_365_317)
  }

  @Test func numbersStayBelowTheirCount() {
    var stream = SplitMix64(seed: 7)
    let drawn = (0..<1_000).map { _ in stream.next(below: 3) }
    #expect(Set(drawn) == [0, 1, 2])
  }

  /// The vectors of the authors' page.
  @Test func textsHashToTheKnownValues() {
    #expect(FNV1a.hash("") == 0xCBF2_9CE4_8422_2325)
    #expect(FNV1a.hash("a") == 0xAF63_DC4C_8601_EC8C)
    #expect(FNV1a.hash("foobar") == 0x8594_4171_F739_67E8)
  }
}
