import Foundation
import TestSupport
import Testing
import Transformer

/// Rotary frequencies against those that `transformers` computes, old and new forms.
@Suite struct RotaryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let config: Data
    let frequencies: [Double]
    let factor: Double
    let testDescription: String
  }

  static let cases: [Case] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/rotary/frequencies.json")
    guard let data = try? Data(contentsOf: path),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let cases = object["cases"] as? [[String: Any]]
    else { return [] }
    return cases.compactMap { entry in
      guard let config = entry["config"] as? [String: Any],
        let frequencies = entry["frequencies"] as? [Double],
        let factor = entry["factor"] as? Double,
        let text = try? JSONSerialization.data(withJSONObject: config)
      else { return nil }
      let kind = config["rope_scaling"] ?? config["rope_parameters"] ?? config["model_type"] ?? ""
      return Case(
        config: text, frequencies: frequencies, factor: factor, testDescription: "\(kind)")
    }
  }()

  @Test func thereAreCases() { #expect(Self.cases.count == 15) }

  @Test(arguments: cases)
  func frequenciesAgree(recorded: Case) throws {
    let configuration = try ModelConfiguration(json: recorded.config, path: "config.json")
    let rotary = try #require(configuration.rotary)
    #expect(rotary.frequencies.count == recorded.frequencies.count)
    for (own, reference) in zip(rotary.frequencies, recorded.frequencies) {
      #expect(abs(own - reference) < 1e-6 * reference)
    }
    #expect(abs(rotary.magnitude - recorded.factor) < 1e-6)
  }

  private func problem(_ rotary: String, family: String = "llama") throws -> String {
    let text = #"""
      {"model_type":"\#(family)","num_key_value_heads":4,"vocab_size":64,"hidden_size":64,"num_hidden_layers":1,
      "num_attention_heads":4,"intermediate_size":64,\#(rotary)}
      """#
    return try #require(throws: ModelError.self) {
      try ModelConfiguration(json: Data(text.utf8), path: "config.json")
    }.problem
  }

  @Test func whatIsNotSupportedIsNamed() throws {
    #expect(
      try problem(#""rope_scaling":{"rope_type":"ntk","factor":4}"#).contains("scaling ntk"))
    #expect(
      try problem(#""rope_scaling":{"rope_type":"longrope","factor":4}"#).contains("short_factor"))
    #expect(try problem(#""rope_scaling":{"rope_type":"linear","factor":0.5}"#).contains("0.5"))
    #expect(try problem(#""rope_theta":-3"#).contains("out of range"))
    // Llama turns whole heads whatever that key says; a scaling that would not is refused.
    #expect(
      try problem(#""rope_scaling":{"rope_type":"linear","factor":2},"partial_rotary_factor":0.5"#)
        .contains("partial_rotary_factor 0.5"))
    #expect(
      try problem(#""partial_rotary_factor":1.5"#, family: "stablelm").contains("out of range"))
    #expect(
      try problem(#""partial_rotary_factor":0.01"#, family: "stablelm").contains("does not fit"))
  }
}
