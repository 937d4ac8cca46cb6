import Corpus
import Foundation
import Testing

@Suite struct CompressedCorpusTests {
  /// Two members or frames of which the first ends inside a line.
  private static let gzip =
    "H4sIAAAAAAACA6tWKkmtKFGyUlDKz0tVquWqBvIBxoNyahQAAAAfiwgAAAAAAAIDqyhRslJQKinPV6rlAgAgKwK/DAAAAA=="
  private static let zstandard =
    "KLUv/SAUoQAAeyJ0ZXh0IjogIm9uZSJ9CnsidGUotS/9IAxhAAB4dCI6ICJ0d28ifQo="

  private static func data(_ kind: String) throws -> Data {
    try #require(Data(base64Encoded: kind == "gzip" ? gzip : zstandard))
  }

  @Test(arguments: ["gzip", "zstandard"]) func readsAllParts(kind: String) throws {
    let data = try Self.data(kind)
    // The contents tell, not the name.
    for name in ["corpus.jsonl.gz", "corpus.jsonl.zst", "corpus.jsonl"] {
      let found = try withFile(data, named: name) { try documents($0) }
      #expect(found.map(\.text) == ["one", "two"])
      #expect(found.map(\.line) == [1, 2])
    }
  }

  @Test(arguments: ["gzip", "zstandard"]) func damageIsNamed(kind: String) throws {
    let data = try Self.data(kind)
    for length in 5..<data.count - 1 {
      try withFile(data.prefix(length)) { path in
        // A cut between two members leaves a whole file that ends inside a line.
        let error = #expect(throws: CorpusError.self) { _ = try documents(path) }
        #expect(error?.path == path)
      }
    }
    var random = SystemRandomNumberGenerator()
    for place in 4..<data.count {
      var damaged = data
      damaged[place] ^= UInt8.random(in: 1...255, using: &random)
      try withFile(damaged) { path in _ = try? documents(path) }
    }
  }

  /// One line, compressed by `zstd --ultra -22 --long=31`; the window is said in the sixth byte.
  @Test(arguments: [(UInt8(0xA8), "2 GiB"), (0x90, "256 MiB"), (0x89, "144 MiB")])
  func aWindowThatIsTooWideIsNamed(descriptor: UInt8, size: String) throws {
    var frame = try #require(
      Data(
        base64Encoded:
          "KLUv/QSohQIAkkUREpDPAeuOhp8fqBxJHHjM0njXOuCy+AGXFXotyxe8a9pioytGP9tnk22eXn98tqvX3PsLXkXo5hWjfMK0KsoP3HzCqbENAgAESCbrDWZv5KRk"
      ))
    frame[5] = descriptor
    // Alone, and behind a frame that can be read.
    for data in [frame, try Self.data("zstandard") + frame] {
      try withFile(data, named: "c.jsonl.zst") { path in
        let error = #expect(throws: CorpusError.self) { _ = try documents(path) }
        #expect(error?.problem.contains("a window of \(size), of which 128 MiB are given") == true)
        #expect(error?.problem.contains("zstd -d --long=31 \(path)") == true)
      }
    }
    frame[5] = 0x88
    #expect(try withFile(frame) { try documents($0) }.map(\.id) == ["a", "b"])
  }

  @Test func aLongLineGoesOverManyBlocks() throws {
    let long = String(repeating: "word ", count: 200_000)
    let found = try withFile("{\"text\": \"\(long)\"}\r\n{\"text\": \"b\"}") { try documents($0) }
    #expect(found.map(\.text.utf8.count) == [1_000_000, 1])
  }
}
