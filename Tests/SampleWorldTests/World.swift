import Glibc
import SampleWorld

/// One world for every test.
let world = SampleWorld(seed: 1)

private let texts = world.documents.map(\.text).joined(separator: "\u{1}")

extension SampleWorld {
  /// Whether a document has these words in a row: by bytes, since there is much to look through, again and again.
  func holds(_ words: some StringProtocol) -> Bool { strstr(texts, String(words)) != nil }
}
