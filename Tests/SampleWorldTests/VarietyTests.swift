import SampleWorld
import Testing

/// The words of a text in lower case, with numbers and one-letter names masked.
private func maskedWords(_ text: String) -> [String] {
  var words: [String] = []
  var word: [UInt8] = []
  func close() {
    if word.count > 1 { words.append(String(decoding: word, as: UTF8.self)) }
    word = []
  }
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): word.append(byte)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      close()
      if words.last != "#" { words.append("#") }
    default: close()
    }
  }
  close()
  return words
}

@Suite struct VarietyTests {
  @Test(arguments: ["code", "textbook", "forum", "encyclopedia", "other"])
  func noEightWordsAreInMoreThanATwentiethOfAType(type: String) throws {
    let documents = world.documents.filter { $0.type == type }
    var holders: [Int: Int] = [:]
    for document in documents {
      let words = maskedWords(document.text)
      guard words.count >= 8 else { continue }
      let sequences = Set((0...(words.count - 8)).map { words[$0..<($0 + 8)].hashValue })
      for sequence in sequences { holders[sequence, default: 0] += 1 }
    }
    let most = try #require(holders.values.max())
    #expect(
      most * 20 <= documents.count,
      "eight words in \(most) of \(documents.count) documents of \(type)")
  }

  @Test func wordsAreMaskedAsTheMeasureSays() {
    #expect(
      maskedWords("The slope of (x1, 2) is 3 - 4.") == ["the", "slope", "of", "#", "is", "#"])
  }

  @Test func fewDocumentsAreCopiesOfAnother() {
    let texts = Set(world.documents.map(\.text))
    #expect(texts.count * 100 >= world.documents.count * 93)
  }
}
