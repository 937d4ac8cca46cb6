import ArgumentParser
import Findings
import RunModel

extension Strategy: ExpressibleByArgument {
  public init?(argument: String) { self.init(word: argument) }
}
extension LabelSource: ExpressibleByArgument {}
extension ModuleSelection: ExpressibleByArgument {}
extension InverseChoice: ExpressibleByArgument {}
extension StudyOptions.Correctness: ExpressibleByArgument {}

extension ScoreView: ExpressibleByArgument {
  public init?(argument: String) {
    guard let view = Self.allCases.first(where: { $0.argument == argument }) else { return nil }
    self = view
  }

  public static var allValueStrings: [String] { allCases.map(\.argument) }
  /// What each word means, which the help prints beside it.
  public static var allValueDescriptions: [String: String] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.argument, $0.meaning) })
  }

  public var defaultValueDescription: String { argument }
}

/// What the passages of a report are ranked by.
enum RankingView: String, ExpressibleByArgument, CaseIterable {
  case raw
  /// Per length of the passage's gradient.
  case norm

  var isNormed: Bool { self == .norm }
}

/// Which end of a ranking is listed.
enum SignOption: String, ExpressibleByArgument, CaseIterable {
  case plus = "+"
  case minus = "-"
}

/// How a checkpoint's numbers are stored.
enum NumberType: String, ExpressibleByArgument, CaseIterable {
  case f32, bf16
}
