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
  @_cdecl("LLVMFuzzerTestOneInput")
  public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
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
