import ArgumentParser
import Foundation
import SampleWorld
import Workspace

struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Writes the sample world: its corpus and its questions, from one seed.")

  @Option(
    name: .customLong("out"), help: "The folder to write corpus.jsonl and questions.jsonl into.",
    completion: .directory)
  var directory: String
  @Option(help: "The same seed gives the same bytes.") var seed: UInt64 = 0
  @Option(
    help: "How many times as many documents of every sort; the questions stay: 1 to 100.")
  var scale = 1

  func validate() throws {
    guard (1...100).contains(scale) else {
      throw ValidationError("--scale is a whole number from 1 to 100; \(scale) was given.")
    }
  }

  func run() throws {
    let world = SampleWorld(seed: seed, scale: scale)
    do {
      try world.write(to: directory)
    } catch {
      throw EngineError("\(directory): cannot be written; choose a folder that is writable")
    }
    print("\(directory): \(world.documents.count) documents, \(world.questions.count) questions")
  }
}
