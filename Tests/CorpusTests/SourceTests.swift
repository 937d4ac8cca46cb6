import Corpus
import Foundation
import TestSupport
import Testing
import Tokenization

/// A folder of a test's own with files, removed with it.
final class CorpusFolder {
  let path: String

  init(_ files: [String: Data]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    for (name, data) in files {
      let file = URL(filePath: path + "/" + name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func read(_ name: String = "", options: CorpusOptions = CorpusOptions()) throws -> [Document] {
    var documents: [Document] = []
    try CorpusReader(paths: [name.isEmpty ? path : path + "/" + name], options: options)
      .forEach { documents.append($0) }
    return documents
  }

  func leftOut() throws -> [String: String] {
    let found = try CorpusReader(paths: [path]).leftOut
    return Dictionary(
      uniqueKeysWithValues: found.map { (String($0.path.dropFirst(path.count + 1)), $0.reason) })
  }
}

private func line(_ id: String) -> Data {
  Data("{\"id\": \"\(id)\", \"text\": \"text \(id)\"}\n".utf8)
}

@Suite struct SourceTests {
  private static let bzip =
    "QlpoOTFBWSZTWV5O8Y8AAFJfgAAQUAQUEAEAQAA/ZdxKIACAFVT00UxNB6mmjTIU0aANAAHLFZDxuuuhoqVeHtJK9cX53coL5XThBDCLOEtmy0tzdbdLhRObggyas2iGS6jVQ7JOjNVwhZhZyo6pQu5UfxdyRThQkF5O8Y8="
  private static let xz =
    "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ACnAFddAD2IiSaBk1N/WlOqKrj+BgPocgnF1wdRH2HCGSOM89o+H1JfOxD2f/sTL9vX/j7OPYl1PStMbYKA/DHKXMihvqNqE0OYWLjQNgPqBXWJA3QNP2KdMPngAAAAPUxLiYH/SqUAAXOoAQAAAIAYCLaxxGf7AgAAAAAEWVo="

  private static func golden(_ name: String) throws -> Data {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try Data(contentsOf: folder.appending(path: "Golden/columnar/" + name))
  }

  @Test(arguments: [bzip, xz]) func packedFilesAreReadWholeOrNamed(packed: String) throws {
    let data = try #require(Data(base64Encoded: packed))
    let once = try withFile(data) { try documents($0) }
    #expect(once.count == 2 && once[0].text.hasPrefix("the slope"))
    // Streams one after the other are one file; ids repeat, which the reader leaves to others.
    #expect(try withFile(data + data) { try documents($0) }.count == 4)
    for length in 10..<data.count - 1 {
      let error = #expect(throws: CorpusError.self) {
        _ = try withFile(data.prefix(length)) { try documents($0) }
      }
      #expect(error?.problem.isEmpty == false)
    }
    for place in 4..<data.count {
      var damaged = data
      damaged[place] ^= 0x41
      try withFile(damaged) { path in _ = try? documents(path) }
    }
  }

  @Test func aFolderOfManyKindsIsReadWholeAndTheRestIsNamed() throws {
    let folder = try CorpusFolder([
      "a.jsonl": line("a"), "b.jsonl.bz2": try #require(Data(base64Encoded: Self.bzip)),
      "data/c.parquet": try Self.golden("snappy-2-lengths-0-3.parquet"),
      "data/d.json": Data("[{\"id\": \"d\", \"text\": \"in an array\"}]".utf8),
      "e.csv": Data("id,text\ne,\"a, b\"\n".utf8), "README.md": Data("# words".utf8),
      ".gitattributes": Data("x".utf8),
    ])
    let found = try folder.read()
    #expect(found.count == 1 + 2 + 12 + 1 + 1)
    #expect(Set(found.compactMap(\.id)).isSuperset(of: ["a", "d", "e"]))
    #expect(
      try folder.leftOut() == [
        "README.md": "is no corpus file", ".gitattributes": "is hidden, or a link to a folder",
      ])
  }

  @Test func aFolderOfPlainFilesHasADocumentAFile() throws {
    let folder = try CorpusFolder([
      "main.py": Data("print(1)\n".utf8), "docs/read me.md": Data("Ünïcode\n".utf8),
      "lib/deep/x.rs": Data("fn main() {}".utf8), "package.json": Data("{\"name\": \"x\"}".utf8),
      "notes.txt": Data("{not json".utf8), "logo.png": Data([0x89, 0x50, 0, 0]),
      "empty.txt": Data(), ".git/config": Data("x".utf8),
    ])
    let found = try folder.read()
    #expect(
      found.map(\.id) == [
        "docs/read me.md", "lib/deep/x.rs", "main.py", "notes.txt", "package.json",
      ])
    #expect(found.map(\.type) == ["other", "code", "code", "other", "code"])
    #expect(found.map(\.typeIsGuessed) == [true, false, false, true, false])
    #expect(found[2].text == "print(1)\n")
    #expect(
      try folder.leftOut() == [
        "logo.png": "is no text", "empty.txt": "is empty",
        ".git": "is hidden, or a link to a folder",
      ])
    // Alone, a plain file is a document of its own name.
    #expect(try folder.read("main.py").map(\.id) == ["main.py"])
    // A link that leads in a circle is not followed.
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/loop", withDestinationPath: folder.path)
    #expect(try folder.read().count == 5)
  }

  @Test func whatDatasetsSavedIsReadInItsOrder() throws {
    let state =
      "{\"_data_files\": [{\"filename\": \"data-1.arrow\"}, {\"filename\": \"data-0.arrow\"}]}"
    let folder = try CorpusFolder([
      "data-0.arrow": try Self.golden("stream-none-0-1-12.arrow"),
      "data-1.arrow": try Self.golden("stream-zstd-0-3-12.arrow"),
      "cache-1.arrow": Data([1]), "dataset_info.json": Data("{}".utf8),
      "state.json": Data(state.utf8),
    ])
    #expect(
      try CorpusReader(paths: [folder.path]).files.map { ($0 as NSString).lastPathComponent }
        == ["data-1.arrow", "data-0.arrow"])
    let found = try folder.read()
    #expect(found.count == 24)
    // What else a row holds is kept, structures and lists among it.
    let fields = try #require(found[0].fields)
    let kept = try #require(
      JSONSerialization.jsonObject(with: Data(fields.utf8)) as? [String: Any])
    #expect(Set(["i64", "flag", "metadata", "messages"]).isSubset(of: kept.keys))
    #expect(kept["text"] == nil && kept["id"] == nil)
    #expect(try folder.leftOut().keys.sorted() == ["cache-1.arrow"])
  }

  @Test(arguments: [
    (
      "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Yes\"}]}",
      "user: Hi\n\nassistant: Yes"
    ),
    ("{\"conversations\": [{\"from\": \"human\", \"value\": \"Hi\"}]}", "human: Hi"),
    (
      "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"a\"}]}]}",
      "user: a"
    ),
    ("{\"prompt\": \"2+2=\", \"completion\": \" 4\"}", "2+2= 4"),
    ("{\"question\": \"Why?\", \"answer\": \"So.\"}", "Why?\nSo."),
    ("{\"instruction\": \"Add\", \"input\": \"\", \"output\": \"4\"}", "Add\n4"),
    ("{\"problem\": \"P\", \"solution\": \"S\", \"level\": 3}", "P\nS"),
    ("{\"content\": \"x = 1\", \"lang\": \"Python\", \"hexsha\": \"ab\"}", "x = 1"),
  ]) func recordsOfManyShapesHaveText(record: String, text: String) throws {
    let found = try withFile(record) { try documents($0) }
    #expect(found.map(\.text) == [text])
    let array = try withFile("[\n\(record),\n\(record)\n]", named: "a.json") { try documents($0) }
    #expect(array.map(\.text) == [text, text])
  }

  @Test func whatElseARecordSaysIsKept() throws {
    let record = """
      {"text": "x", "url": "https://github.com/a", "language": "en", "score": 0.5, "n": 12345678901234567890, \
      "meta": {"a": 1}, "id": "q", "none": null, "long": "\(String(repeating: "y", count: 70_000))"}
      """
    let found = try withFile(record) { try documents($0) }[0]
    #expect(
      found.fields
        == "{\"url\": \"https://github.com/a\", \"language\": \"en\", \"score\": 0.5, \"n\": 12345678901234567890, \"long\": \"(70002 bytes, left out)\"}"
    )
    #expect(found.meta == "{\"a\": 1}")
    #expect(found.type == "code")
    #expect(try withFile("{\"text\": \"x\", \"id\": 1}") { try documents($0) }[0].fields == nil)
  }

  @Test func fieldsCanBeNamed() throws {
    var options = CorpusOptions()
    options.fields = DocumentFields(text: "body.raw", id: "key", type: "genre")
    let record =
      "{\"key\": 7, \"body\": {\"raw\": \"words\"}, \"genre\": \"blog\", \"text\": \"no\"}"
    let folder = try CorpusFolder(["a.jsonl": Data(record.utf8), "b.jsonl": line("b")])
    let found = try folder.read("a.jsonl", options: options)
    #expect(found.map(\.text) == ["words"] && found.map(\.id) == ["7"] && found[0].type == "blog")
    let error = #expect(throws: CorpusError.self) {
      _ = try folder.read("b.jsonl", options: options)
    }
    #expect(error?.problem.contains("it has \"id\", \"text\"") == true)
  }

  @Test(arguments: [
    ("null", "null"), ("[\"a\"]", "a list"), ("7", "a number"), ("{\"a\": 1}", "an object"),
  ]) func whatATextIsInsteadIsSaid(value: String, kind: String) {
    let error = #expect(throws: CorpusError.self) {
      _ = try withFile("{\"text\": \(value)}", named: "t.jsonl") { try documents($0) }
    }
    #expect(error?.problem == "has a \"text\" that is \(kind), not a string")
  }

  @Test func tablesAreReadAsOthersWriteThem() throws {
    let table = "\u{FEFF}id,text,note\r\n1,\"a, \"\"b\"\"\r\nc\",x\r\n\r\n2,plain,\r\n"
    let found = try withFile(table, named: "t.csv") { try documents($0) }
    #expect(found.map(\.text) == ["a, \"b\"\r\nc", "plain"])
    #expect(found.map(\.id) == ["1", "2"] && found.map(\.line) == [2, 5])
    #expect(found[0].fields == "{\"note\": \"x\"}")
    let tabs = try withFile("text\tid\na b\t9", named: "t.tsv") { try documents($0) }
    #expect(tabs.map(\.text) == ["a b"] && tabs[0].id == "9")
    for text in ["id;text\n1;\"a; b\"\n2;c, d\n", "\"id\"|\"text\"\n1|a; b\n2|c, d\n"] {
      let found = try withFile(text, named: "t.csv") { try documents($0) }
      #expect(found.map(\.text) == ["a; b", "c, d"] && found.map(\.id) == ["1", "2"])
    }
    let named = try withFile("Text,Label\na,1\n", named: "t.csv") { try documents($0) }
    #expect(named.map(\.text) == ["a"] && named[0].fields == "{\"Label\": \"1\"}")
    // One column, whose texts hold what others divide by.
    let one = try withFile("text\na; b\n", named: "t.csv") { try documents($0) }
    #expect(one.map(\.text) == ["a; b"])
    for bad in ["id,text\n1\n", "id,id\n1,2\n", "id,text\n1,\"a", ""] {
      _ = #expect(throws: CorpusError.self) {
        _ = try withFile(bad, named: "t.csv") { try documents($0) }
      }
    }
  }

  @Test(arguments: [
    ("[{\"text\": \"a\"}", "truncated"),
    ("[{\"text\": \"a\"} {\"text\": \"b\"}]", "not a JSON object"),
    ("[{\"text\": \"a\"}] x", "after its array"), ("[1]", "not an object"),
    ("[{\"text\": \"a", "truncated"),
  ]) func badArraysAreNamed(array: String, words: String) throws {
    let error = #expect(throws: CorpusError.self) {
      _ = try withFile(array, named: "a.json") { try documents($0) }
    }
    #expect(error?.problem.contains(words) == true)
  }

  @Test(arguments: [
    "{\"data\": [{\"text\": \"a\"}, {\"text\": \"b\"}]}",
    "{\"version\": \"1.1\", \"n\": [1, {\"x\": [2]}],\n \"data\": [\n{\"text\": \"a\"},\n{\"text\": \"b\"}],\n \"end\": {}}\n",
    "{\n  \"train\": [\n    {\"text\": \"a\"},\n    {\"text\": \"b\"}\n  ]\n}\n",
    "\u{FEFF}{\"Rows\" : [ {\"text\": \"a\", \"data\": [{\"text\": 1}]} , {\"text\": \"b\"} ] }",
    "{\n  \"text\": \"a\",\n  \"x\": [\"}\"]\n}\n{\n  \"text\": \"b\"\n}\n",
    "{\"text\": \"a\",\n \"data\": 1}{\"text\": \"b\"}",
    "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}], \"text\": \"a\"}\n{\"text\": \"b\"}\n",
  ]) func objectsThatHoldOrAreRecords(text: String) throws {
    for name in ["a.json", "a.jsonl", "a"] {
      #expect(try withFile(text, named: name) { try documents($0) }.map(\.text) == ["a", "b"])
    }
  }

  @Test(arguments: [
    ("{\"data\": [{\"text\": \"a\"}", "truncated"), ("{\"data\": [{\"text\": \"a\"}]", "truncated"),
    ("{\"data\": [{\"text\": \"a\"} {\"text\": \"b\"}]}", "not a JSON object"),
    ("{\"data\": [{\"text\": \"a\"}]} x", "after its object"),
    (
      "{\"train\": [{\"text\": \"a\"}], \"test\": [{\"text\": \"b\"}]}",
      "both \"train\" and \"test\""
    ),
    ("{\n\"text\": \"a\"\n}\n[1]\n", "something else"), ("{\n\"text\": \"a\"\n", "truncated"),
  ]) func badObjectsAreNamed(text: String, words: String) throws {
    let error = #expect(throws: CorpusError.self) {
      _ = try withFile(text, named: "a.json") { try documents($0) }
    }
    #expect(error?.problem.contains(words) == true, "\(String(describing: error))")
  }

  /// Texts of wide characters are named with the way to convert them, wherever they stand.
  @Test func wideTextsAreNamed() throws {
    let text = "{\"text\": \"the slope\", \"id\": 1}\n"
    let kinds: [(String.Encoding, [UInt8], String)] = [
      (.utf16LittleEndian, [0xFF, 0xFE], "UTF-16"), (.utf16BigEndian, [0xFE, 0xFF], "UTF-16"),
      (.utf16LittleEndian, [], "UTF-16LE"), (.utf16BigEndian, [], "UTF-16BE"),
      (.utf32LittleEndian, [0xFF, 0xFE, 0, 0], "UTF-32"),
    ]
    for (encoding, mark, name) in kinds {
      let data = Data(mark) + (try #require(text.data(using: encoding)))
      for file in ["a.jsonl", "a.json", "a.csv", "a.txt", "a"] {
        let error = #expect(throws: CorpusError.self) {
          _ = try withFile(data, named: file) { try documents($0) }
        }
        #expect(error?.problem.contains("iconv -f \(name) -t UTF-8") == true, "\(file)")
      }
      let folder = try CorpusFolder(["a.txt": data, "b.txt": Data("plain".utf8)])
      #expect(try folder.leftOut()["a.txt"]?.contains("iconv -f \(name)") == true)
    }
  }

  @Test func idsThatAreNullAreNone() throws {
    let found = try withFile("{\"text\": \"a\", \"id\": null, \"type\": null}") {
      try documents($0)
    }
    #expect(found[0].id == nil && found[0].typeIsGuessed)
  }

  @Test func badRecordsCanBePassedOver() throws {
    let folder = try CorpusFolder([
      "a.jsonl": Data("{\"text\": \"1\"}\nnonsense\n{\"id\": 3}\n{\"text\": \"4\"}\n".utf8),
      "b.json": Data("[{\"text\": \"5\"}, 6, {\"text\": \"7\"}]".utf8),
      "c.csv": Data("text,n\n8,1\n9\n10,1\n".utf8), "z.jsonl": line("11"),
    ])
    _ = #expect(throws: CorpusError.self) { _ = try folder.read() }
    var options = CorpusOptions()
    options.skipsBad = true
    let stream = try CorpusReader(paths: [folder.path], options: options).makeStream()
    var texts: [String] = []
    while let document = try stream.next() { texts.append(document.text) }
    #expect(texts == ["1", "4", "5", "7", "8", "10", "text 11"])
    #expect(stream.skipped.map(\.line) == [2, 3, 1, 3])
  }

  @Test func anUnfetchedFileIsNamed() throws {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    let error = #expect(throws: CorpusError.self) {
      _ = try withFile(pointer, named: "train.parquet") { try documents($0) }
    }
    #expect(error?.problem.contains("git lfs pull") == true)
  }

  @Test(arguments: [2, 4]) func tokenFilesAreDecoded(width: Int) throws {
    let tokenizer = try Tokenizer(path: Golden("llama").checkpoint)
    let texts = ["the slope of the line", "equals 12"]
    let end = Int32(tokenizer.vocabularySize - 1)
    var data = Data()
    for token in texts.flatMap({ tokenizer.encode($0, addSpecialTokens: false) + [end] }) {
      for shift in 0..<width { data.append(UInt8(truncatingIfNeeded: token >> Int32(8 * shift))) }
    }
    var header = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0])
    let words = "{'descr': '<u\(width)', 'fortran_order': False, 'shape': (9,), }"
    header += Data((words + String(repeating: " ", count: 117 - words.utf8.count) + "\n").utf8)
    var options = CorpusOptions()
    options.tokenizer = tokenizer
    options.endTokens = [end + 1, end]
    // Bare numbers are as wide as the vocabulary needs, or as they show themselves to be.
    for file in [data, header + data] {
      let folder = try CorpusFolder(["part.npy": file])
      #expect(try folder.read("part.npy", options: options).map(\.text) == texts)
      _ = #expect(throws: CorpusError.self) { _ = try folder.read("part.npy") }
    }
    let strange = try CorpusFolder(["part.npy": Data([0xFE, 0xFF, 0, 0])])
    let error = #expect(throws: CorpusError.self) {
      _ = try strange.read("part.npy", options: options)
    }
    #expect(error?.problem.contains("the token 65534") == true)
  }
}
