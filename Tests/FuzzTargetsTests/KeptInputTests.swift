import Foundation
import FuzzTargets
import Testing

/// What fuzzing began from and what it found, read again: inputs that once broke a parser stay mended.
@Suite struct KeptInputTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fuzz/Inputs")

  @Test(arguments: FuzzTarget.allCases)
  func everyKeptInputEndsWell(target: FuzzTarget) throws {
    let folder = Self.folder.appending(path: target.rawValue)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(!names.isEmpty)
    for name in names {
      let input = try Array(Data(contentsOf: folder.appending(path: name)))
      // A trap ends the test run, and the name tells which input it was.
      let start = ContinuousClock.now
      target.run(input)
      #expect(ContinuousClock.now - start < .seconds(5), "\(target.rawValue)/\(name)")
    }
  }
}
