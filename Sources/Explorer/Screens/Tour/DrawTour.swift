internal import Terminal

/// The tour's rows at the foot of the screen.
func drawTour(_ state: ExplorerState, _ canvas: inout Canvas) {
  guard let tour = state.tour else { return }
  let area = Rect(x: 0, y: state.height, width: state.width, height: tour.rows)
  let theme = canvas.theme
  let count = Tour.Stop.allCases.count
  let title =
    tour.isUnderway
    ? " Tour, stop \(tour.stop.rawValue + 1) of \(count): \(tour.stop.title) " : " Tour "
  let rule = "──" + title
  let line = fit(rule, columns: area.width)
  canvas.line(
    line + String(repeating: "─", count: max(0, area.width - columns(of: line))), in: area, row: 0,
    style: theme.borderFocus.adding(.bold))
  for (row, line) in ExplorerState.filled(state.tourText, width: area.width - 2).enumerated()
  where row < area.height - 2 {
    canvas.line(line, in: area, row: row + 1, at: 1)
  }
  canvas.line(
    fit(state.tourPrompt, columns: area.width - 2), in: area, row: area.height - 1, at: 1,
    style: theme.key)
}
