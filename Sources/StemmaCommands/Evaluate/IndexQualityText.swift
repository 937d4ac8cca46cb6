import Engine
import Foundation
import Influence

/// The gradient index's trade-off curve, as text or JSON.
struct IndexQualityText {
  private let quality: IndexQuality

  init(_ quality: IndexQuality) { self.quality = quality }

  private struct Report: Encodable {
    struct Figures: Encodable {
      let top50Overlap: Double
      let top10InFirst5Percent: Double
      let top10InFirst10Percent: Double

      init(_ figures: IndexQuality.Figures) {
        top50Overlap = figures.overlap
        top10InFirst5Percent = figures.within5
        top10InFirst10Percent = figures.within10
      }
    }
    struct Row: Encodable {
      let components: Int
      let bytesPerPassage: Int
      let all: Figures
      let outsideBasis: Figures?
    }
    let kind: String
    let steps: Int
    let passages: Int
    let landmarks: Int
    let bytes: Int
    let rows: [Row]
  }

  func printJSON() throws {
    try Output.json(
      Report(
        kind: quality.summary.kind.rawValue, steps: quality.steps, passages: quality.passages,
        landmarks: quality.landmarks, bytes: quality.summary.bytes,
        rows: quality.rows.map {
          .init(
            components: $0.components, bytesPerPassage: $0.bytesPerPassage, all: .init($0.all),
            outsideBasis: $0.outside.map(Report.Figures.init))
        }))
  }

  func printText() {
    let size = String(format: "%.0f MB", Double(quality.summary.bytes) / 1e6)
    Output.plain(
      "index: \(quality.summary.kind.rawValue), \(size) in all; \(quality.steps) steps, \(quality.passages) passages"
        + (quality.landmarks > 0 ? ", \(quality.landmarks) of them in the basis" : ""))
    Output.plain(
      "            all passages                       outside the basis\n"
        + "bytes each  top 50   top 10 in 5 %   in 10 %   top 50   top 10 in 5 %   in 10 %")
    for row in quality.rows {
      let outside = row.outside.map(Self.text) ?? ""
      Output.plain(String(format: "%10d  ", row.bytesPerPassage) + Self.text(row.all) + outside)
    }
  }

  private static func text(_ figures: IndexQuality.Figures) -> String {
    String(
      format: "%6.2f   %13.2f   %7.2f   ", figures.overlap, figures.within5, figures.within10)
  }
}
