import Foundation
import TestSupport
import Testing

/// The built program, run as a person runs it.
enum Program {
  struct Output {
    let status: Int32
    let text: String
    let errors: String

    var json: Any? { try? JSONSerialization.jsonObject(with: Data(text.utf8)) }
  }

  /// The executable that was built with these tests.
  static let path: String = {
    // The test bundle lies beside the program it was built with; a program that starts itself has no links in its path.
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(filePath: bundle).resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "stemma").path
  }()

  /// - Parameter environment: what comes to this process's own.
  static func start(
    _ arguments: [String], environment: [String: String] = [:], errors: FileHandle = .nullDevice
  ) throws -> Process {
    let process = Process()
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.runUnblocked()
    return process
  }

  static func run(_ arguments: String...) throws -> Output { try run(arguments: arguments) }

  static func run(arguments: [String]) throws -> Output { try run(path, arguments) }

  /// Runs a line of shell with the program as `$0` and a folder as `$1`.
  static func shell(_ line: String, _ folder: String) throws -> Output {
    try run("/bin/bash", ["-c", line, path, folder])
  }

  private static func run(_ executable: String, _ arguments: [String]) throws -> Output {
    let folder = try TemporaryFolder()
    let (out, errors) = (folder.path + "/out", folder.path + "/err")
    for file in [out, errors] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: out)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.runUnblocked()
    process.waitUntilExit()
    return Output(
      status: process.terminationStatus, text: try String(contentsOfFile: out, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }

  /// Runs a line of shell with the program as `$0` and the arguments after it.
  static func shell(_ line: String, _ arguments: String...) throws -> (
    status: Int32, errors: String
  ) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", line, path] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = pipe
    try process.runUnblocked()
    let errors = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: errors, as: UTF8.self))
  }
}
