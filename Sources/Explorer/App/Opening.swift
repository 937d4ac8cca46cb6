internal import RunModel

/// Where a first start begins: at a question that shows what there is to see.
extension ExplorerState {
  /// A reasoning question that was answered right, in three steps or more if there is one; nil where none is.
  var openingQuestion: Int? {
    let right = catalog.questions.indices.filter {
      let question = catalog.questions[$0]
      return question.kind == .reasoning && question.isCorrect == true && !question.steps.isEmpty
        && question.isStudied
    }
    return right.first { catalog.questions[$0].steps.count > 2 } ?? right.first
  }

  /// The step that draws the largest share of a question's influence; nil while nothing is scored.
  func tellingStep(of question: Int) -> Int? {
    let count = catalog.questions[question].steps.count
    guard count > 0, let known = summaries[question], known.count == count + 1 else { return nil }
    let steps = (1...count).filter { known[$0].mass.isFinite && known[$0].mass > 0 }
    return steps.max { known[$0].mass < known[$1].mass }
  }

  /// Goes to the question of a first start, once there is one and nobody has gone anywhere else.
  mutating func openIfFirst() {
    guard opensAtReasoning, lastLocation == nil, let question = openingQuestion else { return }
    opensAtReasoning = false
    go(toQuestion: question)
    seeksTellingStep = true
  }

  /// Leaves the choice of the place to the person, who has begun to choose.
  mutating func leaveOpening() {
    guard tour == nil else { return }
    (opensAtReasoning, seeksTellingStep) = (false, false)
  }

  /// Puts the cursor of the steps on the telling one, once it is known.
  mutating func seekTellingStep() {
    guard seeksTellingStep, tab == .explore, let question = exploredQuestion,
      let step = tellingStep(of: question)
    else { return }
    seeksTellingStep = false
    steps.selected = step
  }
}
