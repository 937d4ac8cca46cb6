import Foundation
import Testing
import Training

@Suite struct SettingsTests {
  @Test func theRateWarmsUpAndFalls() {
    var settings = TrainingSettings()
    settings.warmUpSteps = 10
    settings.peakRate = 1
    settings.finalShare = 0.1
    let rates = (0..<100).map { settings.rate(step: $0, of: 100) }
    #expect(rates[0] == 0.1)
    #expect(rates[9] == 1)
    #expect(zip(rates.dropFirst(10), rates.dropFirst(11)).allSatisfy { $0 > $1 })
    #expect(rates[99] > 0.1 && rates[99] < 0.101)
    #expect(abs(rates[55] - 0.55) < 1e-6)
  }

  @Test func survivesCoding() throws {
    var settings = TrainingSettings()
    settings.separator = 5
    settings.peakRate = 0.1
    let data = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(TrainingSettings.self, from: data) == settings)
  }

  @Test func aSettingOutOfRangeIsNamed() throws {
    let model = try Small.model()
    var settings = Small.settings
    settings.separator = 40
    #expect(throws: TrainingError(problem: "the separator token lies outside the vocabulary")) {
      try Trainer(model: model, settings: settings)
    }
    settings = Small.settings
    settings.peakRate = .nan
    #expect(throws: TrainingError.self) { try Trainer(model: model, settings: settings) }
  }

  @Test func aTokenOutsideTheVocabularyIsRefused() throws {
    let trainer = try Trainer(model: Small.model(), settings: Small.settings)
    #expect(throws: TrainingError.self) { try trainer.run(documents: [[1, 2], [3, 40]]) }
    #expect(throws: TrainingError.self) { try trainer.run(documents: [[], []]) }
  }
}
