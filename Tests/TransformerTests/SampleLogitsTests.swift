import Foundation
import LinearAlgebra
import Testing
import Transformer

/// What `transformers` computes with the checkpoint that the trainer wrote, recorded by
/// `Tests/Scripts/check_checkpoint.py SampleData/checkpoint --record Tests/Golden/sample_logits.json`.
@Test func theSampleHasTheLogitsThatTransformersComputes() throws {
  struct Record: Decodable {
    let text: String
    let ids: [Int32]
    let lastLogits: [Double]
  }
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  let records = try decoder.decode(
    [Record].self,
    from: Data(contentsOf: root.appending(path: "Tests/Golden/sample_logits.json")))
  #expect(records.count == 4)
  let model = try LanguageModel(directory: root.appending(path: "SampleData/checkpoint").path)
  for record in records {
    let buffers = ActivationBuffers(model)
    model.forward(TokenPack([record.ids]), buffers)
    let last = record.ids.count - 1
    let logits = model.logits(buffers, rows: last..<last + 1).values()
    try #require(logits.count == record.lastLogits.count)
    let difference = zip(logits, record.lastLogits).map { abs(Double($0) - $1) }.max() ?? 1
    #expect(difference < 1e-4, "\(record.text)")
  }
}
