import RunModel
import Testing

@Suite struct RunModelTests {
  /// Databases hold these for ever.
  @Test func whatTheDatabaseHoldsStaysAsItIs() {
    #expect(QuestionKind.allCases.map(\.rawValue) == ["factual", "reasoning", "control"])
    #expect(
      ScoreOrigin.allCases.map(\.rawValue)
        == ["ekfac", "kfac", "shampoo", "identity", "imported"])
    #expect(
      JobState.allCases.map(\.rawValue) == [
        "waiting", "running", "done", "failed", "cancelled", "paused",
      ])
    #expect(JobKind.allCases.map(\.rawValue) == ["heat", "ask", "keep", "discard", "pause"])
    #expect(
      Stage.allCases.map(\.rawValue) == [
        "reading", "ingest", "generation", "covariances", "eigenbases", "eigenvalues",
        "step_gradients", "scores", "index", "asking", "jobs", "paused", "finished",
      ])
  }

  /// Version 0.1.0 wrote what a person reads.
  @Test func stagesOfOlderVersionsAreKnown() {
    for stage in Stage.allCases {
      #expect(Stage(stored: stage.title) == stage && Stage(stored: stage.rawValue) == stage)
    }
    #expect(Stage(stored: "dreaming") == nil)
  }

  @Test func anEndThatIsNoneOfTheKnownIsAFailure() {
    #expect(EngineEnd(stored: "finished") == .finished)
    #expect(EngineEnd(stored: "stopped on request") == .stopped)
    #expect(EngineEnd(stored: "the disk is full").failure == "the disk is full")
    #expect(EngineEnd.stopped.failure == nil)
  }

  @Test func strategiesAnswerAboutThemselves() {
    #expect(Strategy.allCases.filter(\.needsFactors) == [.ekfac, .kfac, .shampoo])
    #expect(Strategy.allCases.filter(\.correctsEigenvalues) == [.ekfac, .shampoo])
    #expect(Strategy(word: "dot-product") == .identity && Strategy(word: "magic") == nil)
    for strategy in Strategy.allCases { #expect(ScoreOrigin(strategy).strategy == strategy) }
    #expect(!ScoreOrigin.imported.isComputedHere)
  }

  /// The fingerprints of every run that was ever computed rest on this very text.
  @Test func settingsAreRecordedAsEver() throws {
    var settings = RunSettings()
    settings.steps = "line"
    #expect(
      try settings.json()
        == #"{"damping":"0.1mean","factorPassages":1000,"labels":"sampled","modules":"all","passageLength":512,"seed":0,"steps":"line","strategy":"ekfac"}"#
    )
    #expect(try RunSettings(json: settings.json()) == settings)
    settings.origin = .imported
    settings.importedFrom = "scores.safetensors"
    #expect(try settings.json().contains(#""labels":"scores.safetensors""#))
    #expect(try RunSettings(json: settings.json()) == settings)
    #expect(throws: UnknownSettings.self) {
      try RunSettings(json: settings.json().replacing("imported", with: "magic"))
    }
  }

  @Test func scoresPerLengthOfNoGradientAreZero() {
    #expect(ScoreView.norm.value(3, nats: 2, gradientNorm: 0) == 0)
    #expect(ScoreView.norm.value(3, nats: 2, gradientNorm: 1.5) == 2)
    #expect(ScoreView.perNat.value(3, nats: 2, gradientNorm: 0) == 1.5)
    #expect(ScoreView.perNat.value(3, nats: 0, gradientNorm: 0).isNaN)
  }

  /// Any number of document types; a mask of 64 bits made the 65th the first again.
  @Test func typeSetsHoldAnyCode() {
    var types = TypeSet()
    for code in [0, 63, 64, 700, 65_535] {
      types.toggle(code)
      #expect(types.contains(code))
    }
    #expect(!types.contains(1) && !types.contains(128) && !types.contains(70_000))
    #expect(!types.contains(-1))
    for code in [65_535, 700, 64, 63, 0] { types.toggle(code) }
    #expect(types.isEmpty && types == TypeSet())
    #expect(TypeSet([3, 3, 70]) == TypeSet([70, 3]))
  }

  @Test func keysOfTypesAreDistinct() {
    let keys = DocumentType.allCases.compactMap(\.key)
    #expect(Set(keys).count == keys.count && keys.count == 4)
  }
}
