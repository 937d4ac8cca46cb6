import Corpus
import Foundation
import TestSupport
import Testing

/// Folders as programs leave them: records under names that say nothing of them, caches, links to one file.
@Suite struct FolderMemberTests {
  private static let long = String(repeating: "x", count: 10_000)

  private static func line(_ id: String) -> Data {
    Data("{\"id\": \"\(id)\", \"text\": \"text \(id)\"}\n".utf8)
  }

  private static func golden(_ name: String) throws -> Data {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try Data(contentsOf: folder.appending(path: "Golden/columnar/" + name))
  }

  @Test(arguments: [
    ["part-00000", "part-00001"], ["AA/wiki_00", "AB/wiki_00"], ["a.jsonlines", "b.jsonlines"],
    ["a.jl", "b.jl"],
  ]) func recordsUnderOtherNames(names: [String]) throws {
    // One record, and one that is longer than what is looked at.
    let folder = try CorpusFolder([
      names[0]: Self.line("a"), "_SUCCESS": Data(),
      names[1]: Data("{\"meta\": {\"n\": [1]}, \"text\": \"\(Self.long)\", \"id\": \"b\"}\n".utf8),
    ])
    #expect(try folder.read().map(\.id) == ["a", "b"])
    #expect(try folder.read(names[0]).map(\.id) == ["a"])
  }

  @Test func linesOfRecordsAreReadWhateverTheirEnding() throws {
    let two = Self.line("a") + Self.line("b")
    let folder = try CorpusFolder([
      "part.c000.json": two, "notes.txt": two, "read.me": Data("words".utf8),
      "package.json": Data("{\"text\": \"one object is a document here\"}".utf8),
      "lock.json": Data("{\n  \"text\": \"x\"\n}\n".utf8), "b.py": Data("{'text': 1}\n{}\n".utf8),
    ])
    let found = try folder.read()
    #expect(
      found.map(\.id) == ["b.py", "lock.json", "a", "b", "package.json", "a", "b", "read.me"])
  }

  @Test func packedRecordsWithoutAnEndingAreRead() throws {
    let packed = try #require(
      Data(
        base64Encoded:
          "H4sIAAAAAAACA6tWykxRslJQSlTSUVAqSa0ogXBquQA6oT6WGQAAAA==")
    )
    let folder = try CorpusFolder(["part-00000.gz": packed, "part-00001.gz": packed])
    #expect(try folder.read().map(\.text) == ["a", "a"])
  }

  /// What `DatasetDict.save_to_disk` leaves, and what `datasets` keeps beside it.
  @Test func cachesBesideSavedSplitsAreLeftOut() throws {
    let state = Data("{\"_data_files\": [{\"filename\": \"data-0.arrow\"}]}".utf8)
    let rows = try Self.golden("stream-none-0-1-12.arrow")
    let folder = try CorpusFolder([
      "dataset_dict.json": Data("{\"splits\": [\"train\", \"test\"]}".utf8),
      "train/data-0.arrow": rows, "train/state.json": state,
      "train/dataset_info.json": Data("{}".utf8),
      "train/cache-0a1b2c.arrow": rows, "train/old.arrow": rows, "test/data-0.arrow": rows,
      "test/state.json": state,
    ])
    #expect(
      try CorpusReader(paths: [folder.path]).files.map { $0.dropFirst(folder.path.count + 1) }
        == ["test/data-0.arrow", "train/data-0.arrow"])
    let left = try folder.leftOut()
    #expect(left["train/cache-0a1b2c.arrow"] == "is not among the files that state.json lists")
    #expect(left["train/old.arrow"] != nil)
    let cache = try CorpusFolder([
      "x-train.arrow": rows, "cache-77fe.arrow": rows, "dataset_info.json": Data("{}".utf8),
    ])
    #expect(try cache.read().count == 12)
    #expect(try cache.leftOut()["cache-77fe.arrow"] == "is a cache of datasets' own")
  }

  @Test func rowsThatIndicesChooseAreRefused() throws {
    let state =
      "{\"_data_files\": [{\"filename\": \"data-0.arrow\"}], \"_indices_data_files\": [{\"filename\": \"i.arrow\"}]}"
    let folder = try CorpusFolder([
      "data-0.arrow": try Self.golden("stream-none-0-1-12.arrow"), "state.json": Data(state.utf8),
    ])
    let error = #expect(throws: CorpusError.self) { _ = try folder.read() }
    #expect(error?.problem.contains("flatten_indices()") == true)
  }

  /// The hub's cache has each file once, and a link to it in every snapshot.
  @Test func oneFileIsReadOnce() throws {
    let folder = try CorpusFolder([
      "blobs/0a": Self.line("a"), "snapshots/1/x.jsonl": Self.line("x"),
      "snapshots/2/y.jsonl": Self.line("y"),
    ])
    for number in [1, 2] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/snapshots/\(number)/a.jsonl",
        withDestinationPath: "../../blobs/0a")
    }
    #expect(try folder.read().map(\.id) == ["a", "x", "y"])
    #expect(
      try folder.leftOut()["snapshots/2/a.jsonl"]
        == "is the same file as \(folder.path)/snapshots/1/a.jsonl")
    let twice = try CorpusReader(paths: [folder.path, folder.path + "/snapshots/1/x.jsonl"])
    #expect(twice.files.count == 3)
  }

  /// Files of kinds that are not read, each with the way out.
  @Test func foreignFilesAreNamed() throws {
    var tar = Data(repeating: 0, count: 512)
    tar.replaceSubrange(0..<7, with: "a.jsonl".utf8)
    tar.replaceSubrange(257..<262, with: "ustar".utf8)
    let kinds: [(Data, String)] = [
      (tar, "tar xf"), (Data([0x50, 0x4B, 3, 4, 0]), "unzip"),
      (Data([0x04, 0x22, 0x4D, 0x18, 0x60]), "lz4 -d"), (Data([0x1F, 0x9D, 0x90]), "gzip -d"),
      (Data([0x5D, 0, 0, 0x80]), "xz -d --format=lzma"), (Data([0x80, 4, 0x95]), "pickle"),
      (Data("SQLite format 3\0".utf8), "SQLite"), (Data("%PDF-1.4\n".utf8), "pdftotext"),
      (Data("WARC/1.0\r\n".utf8), "WARC"), (Data("ORC\0".utf8), "ORC"),
      (Data("Obj\u{1}x".utf8), "Avro"),
      (Data("\n<!DOCTYPE html>\n<html>".utf8), "in the place of what was to be downloaded"),
    ]
    for (data, words) in kinds {
      for name in ["c.jsonl", "train.parquet", "c"] {
        let error = #expect(throws: CorpusError.self) {
          _ = try withFile(data, named: name) { try documents($0) }
        }
        #expect(error?.problem.contains(words) == true, "\(name): \(String(describing: error))")
      }
    }
    // A text may begin so.
    #expect(try withFile("<html></html>", named: "a.html") { try documents($0) }.count == 1)
    #expect(try withFile("ORCHIDS", named: "a.txt") { try documents($0) }[0].text == "ORCHIDS")
  }

  @Test func tablesOfPandasAndTablesThatQuoteOtherwise() throws {
    let rows = try withFile(",id,text,\n0,a,b,\n", named: "t.csv") { try documents($0) }
    #expect(
      rows.map(\.id) == ["a"] && rows[0].fields == "{\"column 1\": \"0\", \"column 4\": \"\"}")
    let bad = [
      ("id\ttext\n1\t\"Hello\" he said\n", "t.tsv", "closing quotation marks"),
      ("id,text\n1,\"a \\\" b\"\n", "t.csv", "closing quotation marks"),
      ("id,text\r1,a\r2,b\r", "t.csv", "carriage returns alone"),
      (",,\n1,2,3\n", "t.csv", "names no column"), ("a,a\n1,2\n", "t.csv", "twice"),
      // Quotation marks that mean nothing: their lines would be one text.
      ("id\ttext\n1\t\"Hello\n2\tworld\"\n3\tx\n", "t.tsv", "lines that look like rows"),
      ("id\ttext\n1\t\"a\n2\tb\n3\tc\n4\td\"\n", "t.tsv", "lines that look like rows"),
      ("text\tid\n\"a\t1\n\"b\t2\n", "t.tsv", "lines that look like rows"),
      ("id\ttext\tn\n1\t\"a\tx\n2\tb\"\tx\n", "t.tsv", "lines that look like rows"),
      ("id\ttext\n1\t\"Hello\n2\tworld\n", "t.tsv", "never close"),
    ]
    for (text, name, words) in bad {
      let error = #expect(throws: CorpusError.self) {
        _ = try withFile(text, named: name) { try documents($0) }
      }
      #expect(error?.problem.contains(words) == true, "\(text): \(String(describing: error))")
    }
    // What a table's writer quotes because of its line ends and tabs is one text.
    let quoted = "id\ttext\n1\t\"def f():\n\treturn\n\"\n2\t\"a\nb\"\n3\t\"x\ty\nz\"\n"
    #expect(
      try withFile(quoted, named: "t.tsv") { try documents($0) }.map(\.text)
        == ["def f():\n\treturn\n", "a\nb", "x\ty\nz"])
  }

  @Test(arguments: [
    (
      #"{"messages": [{"role": "user", "content": "h"}, {"role": "assistant", "reasoning_content": "think", "content": "a"}]}"#,
      "user: h\n\nassistant: think\na"
    ),
    (
      #"{"messages": [{"role": "user", "content": "h"}, {"role": "assistant", "content": null, "tool_calls": [{"name": "f"}]}]}"#,
      "user: h\n\nassistant: [{\"name\": \"f\"}]"
    ),
    (
      #"{"system": "S", "conversations": [{"from": "human", "value": "h"}]}"#,
      "system: S\n\nhuman: h"
    ),
    (
      #"{"system": "S", "messages": [{"role": "system", "content": "own"}, {"role": "user", "content": "h"}]}"#,
      "system: own\n\nuser: h"
    ),
    (
      #"{"instruction": "When?", "context": "Ada was born in 1815.", "response": "1815"}"#,
      "When?\nAda was born in 1815.\n1815"
    ),
    (#"{"system_prompt": "S", "question": "q", "response": "r"}"#, "S\nq\nr"),
    (#"{"context": "c", "question": "q", "answer": "a"}"#, "c\nq\na"),
  ]) func nothingThatIsSaidIsLost(record: String, text: String) throws {
    #expect(try withFile(record) { try documents($0) }.map(\.text) == [text])
  }
}
