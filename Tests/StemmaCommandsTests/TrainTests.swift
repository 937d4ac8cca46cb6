import Foundation
import TestSupport
import Testing

/// `stemma train` as a person runs it: from a corpus to a checkpoint, through kills.
@Suite(.serialized, .tags(.program))
struct TrainTests {
  private func corpus(_ folder: String) throws -> String {
    var random = RandomSource(seed: 3)
    let lines = (0..<200).map { number in
      let (a, b) = (Int(random.next() % 50), Int(random.next() % 50))
      return #"{"id":"d\#(number)","text":"We add \#(a) and \#(b).\n\#(a) + \#(b) = \#(a + b)"}"#
    }
    let path = folder + "/corpus.jsonl"
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    return path
  }

  private func arguments(_ corpus: String, _ output: String, _ more: String...) -> [String] {
    [
      "train", "--corpus", corpus, "--out", output, "--tokenizer-vocabulary", "300", "--width",
      "32",
      "--layers", "2", "--heads", "2", "--context", "64", "--tokens", "40000", "--batch", "512",
      "--warm-up", "10", "--save-every", "5",
    ] + more
  }

  @Test func killedRunsEndAsUninterruptedOnes() throws {
    let folder = try TemporaryFolder()
    let corpus = try corpus(folder.path)
    let (whole, killed) = (folder.path + "/whole", folder.path + "/killed")
    let first = try Program.run(arguments: arguments(corpus, whole, "--held-out", "0.1"))
    try #require(first.status == 0, "\(first.errors)")
    #expect(first.text.contains("documents never seen"))
    for file in ["config.json", "model.safetensors", "tokenizer.json", "training.json"] {
      #expect(FileManager.default.fileExists(atPath: whole + "/" + file))
    }
    let state = killed + "/training.safetensors"
    for _ in 0..<3 {
      let process = try Program.start(
        arguments(corpus, killed, "--held-out", "0.1", "--resume", "--threads", "1"))
      // As soon as there is a state to go on from, or the run is over.
      let before = try? FileManager.default.attributesOfItem(atPath: state)[.modificationDate]
      while process.isRunning {
        let now = try? FileManager.default.attributesOfItem(atPath: state)[.modificationDate]
        if let now = now as? Date, now != before as? Date { break }
        usleep(2_000)
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    if FileManager.default.fileExists(atPath: state) {
      let refused = try Program.run(arguments: arguments(corpus, killed, "--held-out", "0.1"))
      #expect(refused.status == 1 && refused.errors.contains("--resume"))
      let other = try Program.run(
        arguments: arguments(corpus, killed, "--held-out", "0.1", "--resume", "--rate", "1e-3"))
      #expect(other.status == 1 && other.errors.contains("other settings"))
      let last = try Program.run(
        arguments: arguments(corpus, killed, "--held-out", "0.1", "--resume"))
      #expect(last.status == 0, "\(last.errors)")
    }
    func bytes(_ folder: String) throws -> Data {
      try Data(contentsOf: URL(filePath: folder + "/model.safetensors"))
    }
    #expect(try bytes(killed) == bytes(whole))
    #expect(!FileManager.default.fileExists(atPath: state))
  }

  @Test func keptCheckpointsAreWholeFolders() throws {
    let folder = try TemporaryFolder()
    let corpus = try corpus(folder.path)
    let (whole, killed) = (folder.path + "/whole", folder.path + "/killed")
    let first = try Program.run(arguments: arguments(corpus, whole, "--keep", "2"))
    try #require(first.status == 0, "\(first.errors)")
    func kept(_ folder: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("step-") }
        .sorted()
    }
    let names = try kept(whole)
    #expect(names.count == 2 && names.allSatisfy { $0.count == "step-000001".count })
    let process = try Program.start(arguments(corpus, killed, "--keep", "2"))
    while process.isRunning, (try? kept(killed).contains(names[0])) != true { usleep(2_000) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    if !FileManager.default.fileExists(atPath: killed + "/model.safetensors") {
      let resumed = try Program.run(
        arguments: arguments(corpus, killed, "--keep", "2", "--resume", "--threads", "1"))
      try #require(resumed.status == 0, "\(resumed.errors)")
    }
    #expect(try kept(killed) == names)
    for name in names {
      for file in ["model.safetensors", "config.json", "tokenizer.json", "training.json"] {
        let path = "/\(name)/\(file)"
        #expect(
          try Data(contentsOf: URL(filePath: whole + path))
            == Data(contentsOf: URL(filePath: killed + path)), "\(path)")
      }
      let text = folder.path + "/text"
      try Data("We add 3 and 4.".utf8).write(to: URL(filePath: text))
      let read = try Program.run("inspect", whole + "/" + name, "--text-file", text)
      #expect(read.status == 0, "\(read.errors)")
    }
    for (option, value) in [("--keep", "0"), ("--keep-at", "5,x"), ("--keep-at", "")] {
      let wrong = try Program.run(arguments: arguments(corpus, folder.path + "/x", option, value))
      #expect(wrong.status == 2 && wrong.errors.contains(option), "\(wrong.errors)")
    }
    let late = try Program.run(
      arguments: arguments(corpus, folder.path + "/late", "--keep-at", "100000"))
    #expect(late.status == 1 && late.errors.contains("step 100000"), "\(late.errors)")
  }

  @Test func aFinishedCheckpointIsNotOverwritten() throws {
    let folder = try TemporaryFolder()
    let corpus = try corpus(folder.path)
    try Data().write(to: URL(filePath: folder.path + "/model.safetensors"))
    let refused = try Program.run(arguments: arguments(corpus, folder.path))
    #expect(refused.status == 1 && refused.errors.contains("choose another folder"))
  }

  @Test func wrongUsageIsNamed() throws {
    for (option, value) in [
      ("--tokenizer-vocabulary", "100"), ("--type", "f8"), ("--held-out", "2"),
    ] {
      let output = try Program.run("train", "--corpus", "x", "--out", "y", option, value)
      #expect(output.status == 2 && output.errors.contains(option))
    }
    let missing = try Program.run(
      "train", "--corpus", "/nonexistent.jsonl", "--out", "/tmp/never")
    #expect(missing.status == 1 && missing.errors.contains("nonexistent"))
    #expect(!FileManager.default.fileExists(atPath: "/tmp/never"))
  }

  @Test func widthsThatDoNotFitAreNamed() throws {
    let folder = try TemporaryFolder()
    let output = try Program.run(
      arguments: arguments(try corpus(folder.path), folder.path + "/out", "--width", "33"))
    #expect(output.status == 1 && output.errors.contains("hidden_size 33"))
  }
}
