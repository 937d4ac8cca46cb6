import Foundation
import LinearAlgebra
import TestSupport
import Testing
import Training
import Transformer

@Suite struct TrainerTests {
  private struct Interrupted: Error {}

  @Test func learnsARule() throws {
    let model = try Small.model()
    let unseen = Small.documents(20, seed: 99)
    let before = try model.meanLoss(documents: unseen)
    #expect(abs(before - log40) < 0.3)
    var settings = Small.settings
    settings.tokens = 60_000
    let trainer = try Trainer(model: model, settings: settings)
    try trainer.run(documents: Small.documents(300))
    #expect(try model.meanLoss(documents: unseen) < 0.5)
  }

  private let log40 = 3.689

  @Test func overfitsATinyBatch() throws {
    let model = try Small.model()
    var random = RandomSource(seed: 5)
    let documents = (0..<4).map { _ in
      (0..<16).map { _ in Int32.random(in: 1..<40, using: &random) }
    }
    var settings = Small.settings
    settings.tokensPerStep = 68
    settings.tokens = 68 * 250
    settings.peakRate = 1e-2
    settings.weightDecay = 0
    let trainer = try Trainer(model: model, settings: settings)
    try trainer.run(documents: documents)
    // Only the first token of each document cannot be known, and nothing predicts it.
    #expect(try model.meanLoss(documents: documents, separator: 0) < 0.05)
  }

  @Test func threadsChangeNoBit() throws {
    func trained(threads: Int) throws -> [Float] {
      let model = try Small.model()
      var settings = Small.settings
      settings.threads = threads
      try Trainer(model: model, settings: settings).run(documents: Small.documents(60))
      return model.parameters
    }
    #expect(try trained(threads: 1) == trained(threads: 2))
  }

  @Test func shardsChangeOnlyTheRounding() throws {
    func trained(shards: Int) throws -> [Double] {
      let model = try Small.model()
      var settings = Small.settings
      settings.shards = shards
      settings.tokens = 2_000
      try Trainer(model: model, settings: settings).run(documents: Small.documents(60))
      return model.parameters.map(Double.init)
    }
    #expect(try relativeDifference(trained(shards: 1), trained(shards: 3)) < 1e-3)
  }

  @Test func anInterruptedRunEndsAsAnUninterruptedOne() throws {
    let documents = Small.documents(60)
    let whole = try Small.model()
    let reference = try Trainer(model: whole, settings: Small.settings)
    try reference.run(documents: documents)

    let folder = try TemporaryFolder()
    let state = folder.path + "/state.safetensors"
    for stop in [7, 20] {
      let trainer = try Trainer(model: Small.model(), settings: Small.settings)
      #expect(throws: Interrupted.self) {
        try trainer.run(documents: documents, stateFile: state) {
          if $0.step == stop { throw Interrupted() }
        }
      }
    }
    // The last one starts from other parameters, which the state replaces.
    let resumed = try Small.model(seed: 8)
    let trainer = try Trainer(model: resumed, settings: Small.settings)
    var first: Int?
    try trainer.run(documents: documents, stateFile: state) { first = first ?? $0.step }
    #expect(first == 21)
    #expect(resumed.parameters == whole.parameters)
    #expect(trainer.losses == reference.losses)
  }

  @Test func aKilledRunGoesOnFromItsLastSave() throws {
    let documents = Small.documents(60)
    let folder = try TemporaryFolder()
    let state = folder.path + "/state.safetensors"
    var settings = Small.settings
    settings.tokens = 3_000
    let whole = try Small.model()
    try Trainer(model: whole, settings: settings).run(documents: documents)
    settings.stepsPerSave = 4
    var copy: [String] = []
    try Trainer(model: Small.model(), settings: settings).run(
      documents: documents, stateFile: state
    ) {
      if $0.step == 7 {
        copy = [folder.path + "/at7.safetensors"]
        try FileManager.default.copyItem(atPath: state, toPath: copy[0])
      }
    }
    let resumed = try Small.model(seed: 8)
    var steps: [Int] = []
    try Trainer(model: resumed, settings: settings).run(documents: documents, stateFile: copy[0]) {
      steps.append($0.step)
    }
    #expect(steps.first == 5)
    #expect(resumed.parameters == whole.parameters)
  }

  /// Collects the parameters of the states that are kept.
  private final class Kept {
    var parameters: [Int: [Float]] = [:]
    var marks: [Int: TrainingMark] = [:]

    func keeper(_ choice: KeptSteps) -> CheckpointKeeper {
      CheckpointKeeper(
        choice, isKept: { self.parameters[$0] != nil },
        keep: { model, mark in
          self.parameters[mark.step] = model.parameters
          self.marks[mark.step] = mark
        })
    }
  }

  @Test func keptStatesAreTheSameWhereverItWasStopped() throws {
    let documents = Small.documents(60)
    let plain = try Small.model()
    try Trainer(model: plain, settings: Small.settings).run(documents: documents)
    let whole = try Small.model()
    let reference = try Trainer(model: whole, settings: Small.settings)
    let all = Kept()
    try reference.run(documents: documents, keeper: all.keeper(.evenly(3)))
    // Keeping changes no bit of what comes after.
    #expect(whole.parameters == plain.parameters)
    let steps = all.parameters.keys.sorted()
    let quarter = Double(reference.step) / 4
    #expect(steps.count == 3)
    for (number, step) in steps.enumerated() {
      #expect(abs(Double(step) - Double(number + 1) * quarter) <= 0.5)
    }

    let folder = try TemporaryFolder()
    let state = folder.path + "/state.safetensors"
    let again = Kept()
    // Stopped right at a state that is kept, and between two.
    for stop in [steps[0], steps[1] + 2] {
      let trainer = try Trainer(model: Small.model(), settings: Small.settings)
      #expect(throws: Interrupted.self) {
        try trainer.run(
          documents: documents, stateFile: state, keeper: again.keeper(.evenly(3))
        ) { if $0.step == stop { throw Interrupted() } }
      }
    }
    // What was passed and not kept cannot be had any more.
    #expect(throws: TrainingError.self) {
      try Trainer(model: Small.model(), settings: Small.settings).run(
        documents: documents, stateFile: state, keeper: again.keeper(.after([steps[0] + 1])))
    }
    let trainer = try Trainer(model: Small.model(seed: 8), settings: Small.settings)
    try trainer.run(documents: documents, stateFile: state, keeper: again.keeper(.evenly(3)))
    #expect(again.parameters == all.parameters)
    #expect(again.marks == all.marks && trainer.mark == reference.mark)
    let rates = (0..<steps[1]).map { Double(Small.settings.rate(step: $0, of: reference.step)) }
    #expect(abs((all.marks[steps[1]]?.rateSum ?? 0) - rates.reduce(0, +)) <= 1e-12)
  }

  @Test func stepsThatAreNoneAreRefused() throws {
    #expect(try KeptSteps.evenly(4).steps(of: 100) == [20, 40, 60, 80])
    #expect(try KeptSteps.after([70, 20, 70]).steps(of: 100) == [20, 70])
    for choice in [KeptSteps.evenly(100), .after([100]), .after([0, 5])] {
      #expect(throws: TrainingError.self) { try choice.steps(of: 100) }
    }
  }

  @Test func aStateOfAnotherRunIsRefused() throws {
    let folder = try TemporaryFolder()
    let state = folder.path + "/state.safetensors"
    var settings = Small.settings
    settings.tokens = 600
    try Trainer(model: Small.model(), settings: settings).run(
      documents: Small.documents(20), stateFile: state)
    var other = settings
    other.peakRate = 1e-3
    #expect(throws: TrainingError.self) {
      try Trainer(model: Small.model(), settings: other).run(
        documents: Small.documents(20), stateFile: state)
    }
    #expect(throws: TrainingError.self) {
      try Trainer(model: Small.model(), settings: settings).run(
        documents: Small.documents(21), stateFile: state)
    }
  }

  @Test func progressCountsToTheEnd() throws {
    var settings = Small.settings
    settings.tokens = 2_000
    var reports: [TrainingProgress] = []
    try Trainer(model: Small.model(), settings: settings).run(documents: Small.documents(30)) {
      reports.append($0)
    }
    let last = try #require(reports.last)
    #expect(reports.map(\.step) == Array(1...last.steps))
    #expect(last.tokens >= 2_000 && last.tokens < 2_000 + settings.tokensPerStep)
    #expect(last.remainingSeconds == 0)
  }
}
