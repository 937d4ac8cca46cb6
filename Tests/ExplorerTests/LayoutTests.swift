import Explorer
import Terminal
import Testing

@Suite struct LayoutTests {
  @Test func everySizeIsSafe() {
    for width in 1...220 {
      for height in 1...70 {
        for pane in Pane.allCases {
          for preview in [nil, true] as [Bool?] {
            var preferences = Layout.Preferences()
            preferences.preview = preview
            check(
              .explore(width: width, height: height, focus: pane, preferences: preferences), pane)
          }
        }
      }
    }
  }

  @Test func everyMovedBorderIsSafe() {
    for width in 40...220 {
      for height in [10, 14, 24, 30, 36, 50] {
        for split in [-100, -28, -4, 4, 16, 100] {
          for pane in Pane.allCases {
            var preferences = Layout.Preferences()
            for arrangement in Layout.Arrangement.allCases {
              preferences.splits[arrangement] = split
            }
            check(
              .explore(width: width, height: height, focus: pane, preferences: preferences), pane)
          }
        }
      }
    }
  }

  private func check(_ layout: Layout, _ pane: Pane) {
    if layout.isTooSmall { return }
    let areas = [layout.questions, layout.steps, layout.documents, layout.preview]
    let shown = areas.filter { !$0.isEmpty }
    for (index, area) in shown.enumerated() {
      if area.intersection(layout.body) != area { Issue.record("outside: \(area) \(layout)") }
      for other in shown[..<index] where area.overlaps(other) {
        Issue.record("overlap: \(area) \(other)")
      }
    }
    if layout[pane].isEmpty { Issue.record("the focused pane is missing: \(layout)") }
    if layout.rows(of: pane).height < 1 { Issue.record("no rows: \(layout)") }
    if layout.hints.y != layout.body.maxY + 1 { Issue.record("a row is lost: \(layout)") }
  }

  @Test func compareSidesNeverOverlap() {
    for width in 40...200 {
      for height in 10...60 {
        for left in [true, false] {
          let layout = Layout(width: width, height: height)
          let sides = layout.compare(focusOnLeft: left)
          let areas = [
            sides.leftHead, sides.rightHead, sides.overlap, sides.left, sides.right,
          ].filter { !$0.isEmpty }
          for (index, area) in areas.enumerated() {
            if area.intersection(layout.body) != area { Issue.record("outside: \(area)") }
            for other in areas[..<index] where area.overlaps(other) {
              Issue.record("overlap: \(area) \(other)")
            }
          }
        }
      }
    }
  }
}
