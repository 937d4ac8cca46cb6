/// The procedures that documents of the sample world carry out.
///
/// Questions ask only about the first two, so that a document about the same procedure and a
/// document about other mathematics can be told apart.
enum Procedure: String, CaseIterable {
  case arithmetic
  case slope
  case linear
  case percentage
  case conversion
  case area
  case sequence

  var isAsked: Bool { self == .arithmetic || self == .slope }
}

/// One problem with its numbers, its steps and its result, as slots for the voices.
struct Problem {
  let procedure: Procedure

  /// The numbers, by the names that the voices of the procedure use.
  let slots: [String: String]

  /// What may not occur twice between questions and documents.
  let key: String

  let result: String
}

/// Draws problems, and never one that is held out for a question.
struct ProblemSource {
  private let heldOut: Set<String>

  init(heldOut: Set<String> = []) {
    self.heldOut = heldOut
  }

  func problem(_ procedure: Procedure, _ random: inout RandomStream) -> Problem {
    while true {
      let problem = Self.draw(procedure, &random)
      if !heldOut.contains(problem.key) { return problem }
    }
  }

  private static func draw(_ procedure: Procedure, _ random: inout RandomStream) -> Problem {
    switch procedure {
    case .arithmetic: Arithmetic.problem(&random)
    case .slope: Slope.problem(&random)
    case .linear: LinearEquation.problem(&random)
    case .percentage: Percentage.problem(&random)
    case .conversion: Conversion.problem(&random)
    case .area: Area.problem(&random)
    case .sequence: NumberSequence.problem(&random)
    }
  }
}

/// What the documents say about a procedure, in many voices.
struct ProcedureVoices {
  /// What the procedure is called in headings.
  let names: Voices

  /// How it is asked, in one sentence with numbers.
  let asks: Voices

  /// The worked solution, one step a line.
  let works: Voices

  /// The idea in words, without numbers.
  let ideas: Voices

  /// A slip that people make.
  let slips: Voices

  /// Functions and scripts that carry it out.
  let programs: Voices
}

extension Procedure {
  var voices: ProcedureVoices {
    switch self {
    case .arithmetic: Arithmetic.voices
    case .slope: Slope.voices
    case .linear: LinearEquation.voices
    case .percentage: Percentage.voices
    case .conversion: Conversion.voices
    case .area: Area.voices
    case .sequence: NumberSequence.voices
    }
  }
}
