/// The tour as lines of text.
extension PlainExplorer {
  /// What the stop says, and which line goes on.
  static func tourLines(_ state: ExplorerState) -> [String] {
    guard let tour = state.tour else { return [] }
    guard tour.isUnderway else {
      return [
        "",
        "Tour: the model has answered no reasoning question right, or none yet;"
          + " `stemma compute` lets it answer. q leaves the tour.",
      ]
    }
    var lines = [
      "",
      "Tour, stop \(tour.stop.rawValue + 1) of \(Tour.Stop.allCases.count): \(tour.stop.title)",
      state.tourText,
    ]
    if let unit = state.unit, tour.stop.rawValue < Tour.Stop.compare.rawValue {
      lines.append("Selected: \(state.name(of: unit)).")
    }
    return lines + [
      "Type \(tour.stop.action.rawValue), or an empty line: \(tour.stop.promise). q leaves the tour."
    ]
  }
}
