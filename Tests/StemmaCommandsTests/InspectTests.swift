import Foundation
import Safetensors
import TestSupport
import Testing

/// Checkpoints that are odd and load all the same, or are said to be wrong in a sentence.
@Suite(.tags(.program)) struct InspectTests {
  /// A copy of the golden "llama".
  private struct Copy {
    let folder: TemporaryFolder
    let checkpoint: String
    let golden: Golden

    init() throws {
      golden = try Golden("llama")
      folder = try TemporaryFolder()
      checkpoint = folder.path + "/model"
      try FileManager.default.copyItem(atPath: golden.checkpoint, toPath: checkpoint)
    }

    func inspect(_ text: String, _ options: String...) throws -> Program.Output {
      let file = folder.path + "/text.txt"
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      return try Program.run(
        arguments: ["inspect", checkpoint, "--text-file", file, "--json"] + options)
    }
  }

  /// Numbers that are none are named, and no JSON is begun.
  @Test(arguments: [Float.nan, -.infinity], ["the slope of a line", "a"])
  func weightsThatAreNoNumbersAreNamed(value: Float, text: String) throws {
    let copy = try Copy()
    let path = copy.checkpoint + "/model.safetensors"
    let file = try SafetensorsFile(path: path)
    var writer = SafetensorsWriter()
    for name in file.tensors.keys.sorted() {
      var values = try file.floats(name)
      if name == "model.norm.weight" { values[3] = value }
      writer.add(name, shape: try file.information(name).shape, values)
    }
    try writer.write(to: path)
    let logits = copy.folder.path + "/logits.safetensors"
    let done = try copy.inspect(text, "--logits", logits)
    #expect(done.status == 1 && done.text.isEmpty, "\(done.text)")
    #expect(
      done.errors.contains("tensor model.norm.weight holds values that are no finite numbers"))
    #expect(!FileManager.default.fileExists(atPath: logits))
  }

  /// An adapter's folder is a checkpoint like any other.
  @Test func anAdapterIsComputedWithLikeItsBase() throws {
    let folder = try TemporaryFolder()
    let golden = try Golden("llama")
    let adapter =
      URL(filePath: golden.checkpoint).deletingLastPathComponent().deletingLastPathComponent().path
      + "/adapters/plain"
    let work = folder.path + "/w"
    let made = try Program.run(
      "init", work, "--checkpoint", adapter, "--corpus", golden.corpus, "--questions",
      golden.questions)
    #expect(made.status == 0 && made.text.contains("the adapter is merged into"), "\(made.text)")
    let computed = try Program.run("compute", work, "--strategy", "identity")
    #expect(computed.status == 0, "\(computed.errors)")
    #expect(try Program.run("top", work, "q-00", "--json").status == 0)
  }

  /// One token more than the model has rows for does no harm while no text holds it.
  @Test func aTokenThatWasAddedWithoutResizingIsSaid() throws {
    let copy = try Copy()
    let path = copy.checkpoint + "/tokenizer.json"
    let before = try copy.inspect("the slope of a line")
    var file = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
    var added = try #require(file["added_tokens"] as? [[String: Any]])
    let size = try #require((file["model"] as? [String: Any])?["vocab"] as? [String: Int]).count
    added.append(["id": size, "content": "<pad>", "special": true, "normalized": false])
    file["added_tokens"] = added
    try JSONSerialization.data(withJSONObject: file).write(to: URL(filePath: path))

    #expect(try copy.inspect("the slope of a line").text == before.text)
    let held = try copy.inspect("the <pad> slope")
    #expect(held.status == 1 && held.errors.contains("\"<pad>\", token \(size)"), "\(held.errors)")

    let work = copy.folder.path + "/w"
    let inputs = [
      "--checkpoint", copy.checkpoint, "--corpus", copy.golden.corpus, "--questions",
      copy.golden.questions,
    ]
    let made = try Program.run(arguments: ["init", work] + inputs)
    #expect(made.status == 0)
    #expect(
      made.text.contains("1 added tokens have no place in the model, which knows \(size)"),
      "\(made.text)")
    #expect(try Program.run("compute", work, "--strategy", "identity").status == 0)
    // A corpus that holds it is refused by name.
    let corpus = copy.folder.path + "/c.jsonl"
    try "{\"id\": \"held\", \"text\": \"the <pad> slope\"}\n{\"text\": \"the line\"}\n".write(
      toFile: corpus, atomically: true, encoding: .utf8)
    let other = copy.folder.path + "/w2"
    let refused = try Program.run(
      "init", other, "--checkpoint", copy.checkpoint, "--corpus", corpus, "--questions",
      copy.golden.questions)
    let computed = try Program.run("compute", other, "--strategy", "identity")
    #expect(refused.status == 1 || computed.status == 1)
    #expect(
      (refused.errors + computed.errors).contains("holds token \(size)"), "\(computed.errors)")
  }
}
