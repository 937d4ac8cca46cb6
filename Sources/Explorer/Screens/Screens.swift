/// The screens in the order of their digits: one more is a folder and its line here.
private let screens: [any ScreenPart] = [
  ExplorePart(),
  ReadPart(),
  ComparePart(),
  FindingsPart(),
  AskPart(),
  JobsPart(),
]

/// A screen by its name, which is also its command and what sessions keep.
///
/// Not a list that ends: each screen declares its own in its folder.
package struct Tab: RawRepresentable, Hashable, Sendable, CaseIterable {
  package let rawValue: String

  /// Nil where no screen has the name.
  package init?(rawValue: String) {
    guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = known
  }

  init(name: String) { rawValue = name }

  /// In the order of their digits.
  package static let allCases = screens.map(\.tab)

  /// Its key, from 1; a tenth screen has none.
  package var digit: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

  /// What leads there.
  package var action: Action { Action(name: rawValue) }

  var part: any ScreenPart {
    guard let part = screens.first(where: { $0.tab == self }) else {
      preconditionFailure("\(rawValue) has no line in the list of screens")
    }
    return part
  }

  package var title: String { part.title }
  package var shortTitle: String { part.shortTitle }
}
