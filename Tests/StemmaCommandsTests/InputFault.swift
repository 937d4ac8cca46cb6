import Foundation
import RunModel
import Testing

/// Something wrong with what a workspace is made of, and what becomes of it.
struct InputFault: Sendable, CustomTestStringConvertible {
  /// What was done.
  let name: String
  /// What a person sees, or part of it.
  let sees: String
  /// Whether the engine works all the same.
  var isTaken = false
  /// Does it to the small workspace in a folder.
  let act: @Sendable (String) throws -> Void

  var testDescription: String { name }

  private static func edit(_ path: String, _ change: (inout Data) throws -> Void) throws {
    let url = URL(filePath: path)
    var data = try Data(contentsOf: url)
    try change(&data)
    try data.write(to: url)
  }

  private static func shell(_ line: String, _ folder: String) throws {
    let done = try Program.shell("cd \"$1\"; " + line, folder)
    guard done.status == 0 else { throw CocoaError(.executableLoad, userInfo: ["": done.errors]) }
  }

  /// A fault that is another line at the end of the corpus.
  private static func line(_ name: String, sees: String, taken: Bool = false, _ line: Data)
    -> InputFault
  {
    InputFault(name: name, sees: sees, isTaken: taken) { folder in
      try edit(folder + "/corpus.jsonl") { $0 += line + Data("\n".utf8) }
    }
  }

  private static func padded(_ megabytes: Int) -> Data {
    Data(#"{"id":"long","text":"hello there","meta":{"pad":""#.utf8)
      + Data(repeating: UInt8(ascii: "x"), count: megabytes << 20) + Data("\"}}".utf8)
  }

  private static func setting(_ name: String, sees: String, _ line: String) -> InputFault {
    InputFault(name: name, sees: sees) { folder in
      try edit(folder + "/stemma.yaml") { $0 += Data((line + "\n").utf8) }
    }
  }

  private static let scored = "12 of 12 steps"

  static let all: [InputFault] = [
    InputFault(name: "gzip corpus cut off", sees: "is gzip that ends too early") {
      try shell("gzip -c corpus.jsonl | head -c 900 > x; mv x corpus.jsonl", $0)
    },
    InputFault(name: "Zstandard corpus cut off", sees: "is Zstandard that ends too early") {
      try shell("zstd -qc corpus.jsonl | head -c 900 > x; mv x corpus.jsonl", $0)
    },
    InputFault(
      name: "gzip of 200 MB of spaces as corpus", sees: "unpacks to more than 250 times its size"
    ) {
      try shell("head -c 200000000 /dev/zero | tr '\\0' ' ' | gzip > \"$1/corpus.jsonl\"", $0)
    },
    InputFault(
      name: "Zstandard of 300 MB of line ends as corpus",
      sees: "unpacks to more than 250 times its size"
    ) {
      try shell("head -c 300000000 /dev/zero | tr '\\0' '\\n' | zstd -qc > \"$1/corpus.jsonl\"", $0)
    },
    line("line of 10 MB in the corpus", sees: scored, taken: true, padded(10)),
    line("line of 70 MB in the corpus", sees: "corpus.jsonl:25: is longer than 64 MiB", padded(70)),
    line(
      "bytes that are no UTF-8 in the corpus", sees: "corpus.jsonl:25: is not a JSON object",
      Data(#"{"text":"a"#.utf8) + [0xFF] + Data("\"}".utf8)),
    line(
      "key twice in a document", sees: scored, taken: true,
      Data(#"{"id":"k","text":"one","text":"two three"}"#.utf8)),
    line(
      "id of another document", sees: "corpus.jsonl:25: the id doc-000 is used twice",
      Data(#"{"id":"doc-000","text":"one"}"#.utf8)),
    line(
      "NUL in a document, as an escape", sees: scored, taken: true,
      Data(#"{"id":"n","text":"a\u0000b c"}"#.utf8)),
    line(
      "NUL in the corpus, as it is", sees: "corpus.jsonl:25: is not a JSON object",
      Data("{\"text\":\"a\u{0}b\"}".utf8)),
    InputFault(name: "byte order mark and CRLF in the corpus", sees: scored, isTaken: true) {
      try edit($0 + "/corpus.jsonl") { data in
        let text = String(decoding: data, as: UTF8.self)
        data = Data(("\u{FEFF}" + text.replacingOccurrences(of: "\n", with: "\r\n")).utf8)
      }
    },
    InputFault(name: "pipe in the corpus's place", sees: "corpus.jsonl: is not a plain file") {
      try shell("rm \"$1/corpus.jsonl\"; mkfifo \"$1/corpus.jsonl\"", $0)
    },
    InputFault(name: "pipe in the questions' place", sees: "questions.jsonl: is not a plain file") {
      try shell("rm \"$1/questions.jsonl\"; mkfifo \"$1/questions.jsonl\"", $0)
    },
    InputFault(name: "pipe in the tokenizer's place", sees: "tokenizer.json: is not a plain file") {
      try shell("cd \"$1/checkpoint\"; rm tokenizer.json; mkfifo tokenizer.json", $0)
    },
    InputFault(
      name: "question with the id of another", sees: "questions.jsonl:5: has the id q-00 of line 1"
    ) {
      try shell("head -1 \"$1/questions.jsonl\" >> \"$1/questions.jsonl\"", $0)
    },
    setting(
      "unknown key in stemma.yaml",
      sees: "stemma.yaml:4: unknown key metod; the nearest valid one is method", "metod: {}"),
    setting(
      "unknown key in a part of stemma.yaml",
      sees: "stemma.yaml:4: unknown key strategey; the nearest valid one is strategy",
      "method: {strategey: kfac}"),
    setting(
      "aliases of aliases in stemma.yaml",
      sees: "stemma.yaml:4: YAML anchors and aliases are not used here",
      "types: [&a [x,x,x,x], &b [*a,*a,*a,*a], [*b,*b,*b,*b]]"),
    InputFault(
      name: "weights with a header longer than the file",
      sees: "model.safetensors: says its header has 9223372036854775807 bytes"
    ) {
      try Data(repeating: 0xFF, count: 7).appending(Data([0x7F]) + Data("{}".utf8))
        .write(to: URL(filePath: $0 + "/checkpoint/model.safetensors"))
    },
    InputFault(
      name: "index of shards that leads out of the folder", sees: "outside the folder"
    ) {
      // Beside a single file an index would be a stale one.
      try FileManager.default.moveItem(
        atPath: $0 + "/checkpoint/model.safetensors", toPath: $0 + "/checkpoint/part.safetensors")
      let index = #"{"weight_map":{"model.norm.weight":"../checkpoint/part.safetensors"}}"#
      try Data(index.utf8).write(
        to: URL(filePath: $0 + "/checkpoint/model.safetensors.index.json"))
    },
  ]
}

extension Data {
  fileprivate func appending(_ other: Data) -> Data { self + other }
}
