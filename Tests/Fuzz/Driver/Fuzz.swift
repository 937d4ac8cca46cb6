import Foundation
import FuzzTargets

/// The parser that this run is about, from the environment.
private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["STEMMA_FUZZ_TARGET"] ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    fatalError(
      "STEMMA_FUZZ_TARGET is one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
  }
  return target
}()

#if FUZZING
  /// What libFuzzer calls with every input.
  ///
  /// A hang is a second of processor time: on a busy machine anything may take a second by the clock.
  @_cdecl("LLVMFuzzerTestOneInput")
  public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let start = processorSeconds()
    target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    let seconds = processorSeconds() - start
    if seconds > 1 { fatalError("a hang: \(seconds) s of processor time") }
    return 0
  }

  private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
#else
  /// Without libFuzzer: the target over files that are given.
  @main
  struct Fuzz {
    static func main() throws {
      for path in CommandLine.arguments.dropFirst() {
        target.run(try Array(Data(contentsOf: URL(filePath: path))))
      }
    }
  }
#endif
