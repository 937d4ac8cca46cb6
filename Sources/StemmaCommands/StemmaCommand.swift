public import ArgumentParser
import CBuild
import Formatting
import Foundation
import Interruptions
import LinearAlgebra
import Safetensors
import Store
import Terminal
import Workspace

/// The program: a thin list of subcommands, the explorer being the one that needs no name.
public struct StemmaCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "stemma",
    abstract: "Shows which pretraining documents a language model's reasoning descends from.",
    discussion: "Without a subcommand it opens the explorer on a workspace.",
    version: version,
    subcommands: [
      ExploreCommand.self, TourCommand.self, InitCommand.self, ComputeCommand.self,
      StatusCommand.self,
      QuestionsCommand.self, StepsCommand.self, TopCommand.self, TokensCommand.self,
      InspectCommand.self,
      ExportCommand.self,
      SampleCommand.self,
      TrainCommand.self, ReportCommand.self, CompareCommand.self, VerifyCommand.self,
      SelfInfluenceCommand.self, EvaluateCommand.self, AskCommand.self, ImportCommand.self,
      BenchCommand.self, ClusterCommand.self, DoctorCommand.self, PathsCommand.self,
      TrustCommand.self, ManualCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self)

  /// The release, and the commit where that is known.
  private static var version: String {
    let commit = String(cString: stemma_build_commit())
    return commit.isEmpty ? release : "\(release) (\(commit))"
  }

  static let release = "0.2.0"

  public init() {}

  /// Runs the program and ends the process: 0, 1 with a sentence, or 2 for wrong usage.
  public static func start() -> Never {
    signal(SIGPIPE, SIG_IGN)
    MappedFile.explainCuts()
    FloatStorage.returnFreedMemory()
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if ExploreCommand.asksForScreens(arguments) { Supervisor.start() }
      var command = try parsed(arguments)
      try command.run()
      end(0)
    } catch {
      let code =
        (error as? StoreError)?.isStop ?? false
        ? ExitCode(Interruption.exitStatus) : exitCode(for: error)
      if code == .success {
        print(fullMessage(for: error))
        end(0)
      }
      let isUsage = code == .validationFailure
      let sentence = message(for: error)
      let text = isUsage ? usage(error) : "stemma: \(HiddenCharacters.line(sentence))"
      if !sentence.isEmpty { FileHandle.standardError.write(Data((text + "\n").utf8)) }
      end(isUsage ? 2 : code.rawValue == 0 ? 1 : code.rawValue)
    }
  }

  /// The command that arguments ask for.
  ///
  /// A folder in the current one that holds `stemma.yaml` is opened even if it is called like a subcommand,
  /// as long as everything that follows its name is meant for the explorer.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    if let first = arguments.first, Workspace.exists(at: first),
      configuration.subcommands.contains(where: { $0.configuration.commandName == first }),
      let explorer = try? ExploreCommand.parse(arguments)
    {
      return explorer
    }
    return try parseAsRoot(arguments)
  }

  /// What is said of wrong usage: one line about the argument, which may hold anything, and then how it is used.
  private static func usage(_ error: any Error) -> String {
    let (sentence, full) = (message(for: error), fullMessage(for: error))
    guard !sentence.isEmpty, let found = full.range(of: sentence) else {
      return HiddenCharacters.lines(full)
    }
    return HiddenCharacters.lines(String(full[..<found.lowerBound]))
      + HiddenCharacters.line(sentence) + HiddenCharacters.lines(String(full[found.upperBound...]))
  }

  /// Ends the process without what libraries would still do.
  ///
  /// OpenBLAS joins its threads, one of which waits for ever where address space is too short for its buffers.
  private static func end(_ status: Int32) -> Never {
    fflush(nil)
    _exit(status)
  }
}
