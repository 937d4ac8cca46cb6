import Foundation
import SampleWorld
import Testing

/// The folder that the explorer opens by itself.
private let folder = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appending(path: "SampleData")

private func size(_ file: String) throws -> Int {
  try Data(contentsOf: folder.appending(path: file)).count
}

@Suite struct SampleDataTests {
  @Test func theSampleIsWhatTheGeneratorWrites() throws {
    let made = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: made) }
    try SampleWorld(seed: 0).write(to: made.path())
    for file in ["corpus.jsonl", "questions.jsonl"] {
      let ours = try Data(contentsOf: folder.appending(path: file))
      let again = try Data(contentsOf: made.appending(path: file))
      // Outside of the expectation, which would look for the difference of two long texts.
      let isSame = ours == again
      #expect(isSame, "\(file) is not what stemma sample writes for seed 0")
    }
  }

  @Test func theFilesStayWithinTheirBudgets() throws {
    #expect(try size("checkpoint/model.safetensors") <= 8_000_000)
    #expect(try size("corpus.jsonl") <= 8_000_000)
    #expect(try size("checkpoint/tokenizer.json") <= 1_000_000)
  }

  @Test func theWorkspaceNamesItsFiles() throws {
    let yaml = try String(contentsOf: folder.appending(path: "stemma.yaml"), encoding: .utf8)
    for line in ["checkpoint: checkpoint", "  - corpus.jsonl", "questions: questions.jsonl"] {
      #expect(yaml.contains(line))
    }
    let configuration = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appending(path: "checkpoint/config.json")))
    let fields = try #require(configuration as? [String: Any])
    #expect(fields["hidden_size"] as? Int == 128)
    #expect(fields["num_hidden_layers"] as? Int == 6)
    #expect(fields["vocab_size"] as? Int == 1024)
  }
}
