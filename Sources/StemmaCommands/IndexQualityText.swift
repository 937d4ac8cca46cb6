import Engine
import Foundation
import Influence

/// The gradient index's trade-off curve, as text or JSON.
struct IndexQualityText {
  private let quality: IndexQuality

  init(_ quality: IndexQuality) { self.quality = quality }

  private struct Report: Encodable {
    struct Row: Encodable {
      let bytesPerPassage: Int
      let top50Overlap: Double
      let top10InFirst5Percent: Double
      let top10InFirst10Percent: Double
    }
    let steps: Int
    let passages: Int
    let bytes: Int
    let rows: [Row]
  }

  func printJSON() throws {
    try Output.json(
      Report(
        steps: quality.steps, passages: quality.passages, bytes: quality.summary.bytes,
        rows: quality.rows.map {
          .init(
            bytesPerPassage: $0.bytesPerPassage, top50Overlap: $0.figures.overlap,
            top10InFirst5Percent: $0.figures.within5, top10InFirst10Percent: $0.figures.within10)
        }))
  }

  func printText() {
    let size = String(format: "%.0f MB", Double(quality.summary.bytes) / 1e6)
    Output.plain(
      "index: \(size) in all; \(quality.steps) steps, \(quality.passages) passages")
    Output.plain("bytes each  top 50   top 10 in 5 %   in 10 %")
    for row in quality.rows {
      let figures = row.figures
      Output.plain(
        String(
          format: "%10d  %6.2f   %13.2f   %7.2f", row.bytesPerPassage, figures.overlap,
          figures.within5, figures.within10))
    }
  }
}
