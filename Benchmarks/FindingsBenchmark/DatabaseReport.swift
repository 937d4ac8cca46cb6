import Foundation
import ScaleWorkspace

/// A whole report from a database of any size: what was forecast, and what it took.
enum DatabaseReport {
  static func run(folder: String, questions: Int, passages: Int) throws {
    let folder = URL(filePath: folder)
    try ScaleWorkspace.ofAllQuestions(questions, passages: passages).make(in: folder)
    let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "stemma")
    let out = folder.appending(path: "report.json")
    FileHandle.standardOutput.write(Data("forecast\n".utf8))
    try start(program, ["report", folder.path, "--dry-run"])
    let begin = ContinuousClock.now
    try start(program, ["report", folder.path, "--json", out.path])
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    let scores = 4 * questions * passages
    print(
      "measured\n\(questions) questions on \(passages) passages: "
        + String(format: "%.1f s, ", seconds)
        + "\(usage.ru_maxrss / 1024) MiB of memory, \(scores >> 20) MiB of scores in the database at "
        + String(format: "%.0f MB/s in all", Double(scores) / seconds / 1e6))
  }

  private static func start(_ program: URL, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CocoaError(.executableLoad, userInfo: [NSFilePathErrorKey: program.path])
    }
  }
}
