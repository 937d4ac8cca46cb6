import Engine
import Foundation

/// What steps lose in each form, as text or JSON.
struct StepRankText {
  private let quality: StepRankQuality

  init(_ quality: StepRankQuality) { self.quality = quality }

  private struct Report: Encodable {
    struct Row: Encodable {
      let form: String
      @OrNull var rank: Int?
      let bytesPerStep: Int
      let pearson: Double
      let relativeError: Double
      let top10Overlap: Double
      let top50Overlap: Double
    }
    let steps: Int
    let passages: Int
    let denseBytesPerStep: Int
    let rows: [Row]
  }

  func printJSON() throws {
    try Output.json(
      Report(
        steps: quality.steps, passages: quality.passages, denseBytesPerStep: quality.denseBytes,
        rows: quality.rows.map {
          .init(
            form: $0.title, rank: $0.rank, bytesPerStep: $0.bytes, pearson: $0.correlation,
            relativeError: $0.error, top10Overlap: $0.top10, top50Overlap: $0.top50)
        }))
  }

  func printText() {
    Output.plain(
      "\(quality.steps) steps on \(quality.passages) passages beside dense float32 ("
        + String(format: "%.2f MiB a step)", Double(quality.denseBytes) / Double(1 << 20)))
    Output.plain("steps kept as          MiB a step  Pearson r  relative error  top 10  top 50")
    for row in quality.rows {
      Output.plain(
        row.title.padding(toLength: 22, withPad: " ", startingAt: 0)
          + String(
            format: "%11.2f  %9.5f  %14.4f  %6.3f  %6.3f", Double(row.bytes) / Double(1 << 20),
            row.correlation, row.error, row.top10, row.top50))
    }
  }
}
