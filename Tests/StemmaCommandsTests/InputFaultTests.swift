import Foundation
import TestSupport
import Testing

/// Files that are not what they should be: one sentence and nothing lost, or work as usual.
@Suite(.tags(.program)) struct InputFaultTests {
  @Test(arguments: InputFault.all)
  func saysWhatIsWrong(fault: InputFault) throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder.path)
    try fault.act(workspace)
    let done = try Program.shell(
      "exec timeout -k 1 300 \"$0\" compute \"$1\" --threads 1", workspace)
    #expect(done.status == (fault.isTaken ? 0 : 1), "\(done.errors)")
    #expect((done.text + done.errors).contains(fault.sees), "\(done.text)\(done.errors)")
    let last = done.errors.split(separator: "\n").last { $0.hasPrefix("stemma: ") }
    #expect(fault.isTaken || last?.contains(fault.sees) == true, "not one line: \(done.errors)")
  }

  @Test(arguments: DatabaseFault.all)
  func readersAndDoctorNameWhatIsDamaged(fault: DatabaseFault) throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder.path)
    let computed = try Program.run("compute", workspace, "--threads", "1")
    try #require(computed.status == 0, "\(computed.errors)")
    let database = workspace + "/.stemma/stemma.sqlite"
    try fault.act(database)
    let read = try Program.run("export", workspace, "--scores", folder.path + "/scores")
    #expect(read.status == 1)
    #expect(read.errors.contains(fault.sees), "\(read.errors)")
    #expect(read.errors.contains(database), "\(read.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/scores"))
    let doctor = try Program.run("doctor", workspace)
    #expect(doctor.status == 1 && doctor.text.contains("!!  database"), "\(doctor.text)")
    // Nothing is lost that the inputs do not give again.
    try FileManager.default.removeItem(atPath: workspace + "/.stemma")
    #expect(try Program.run("compute", workspace, "--threads", "1").status == 0)
  }

  /// The reference model with its small corpus, all of it the test's own.
  private static func workspace(_ folder: String) throws -> String {
    let golden = try Golden("llama")
    let files = FileManager.default
    try files.copyItem(atPath: golden.checkpoint, toPath: folder + "/checkpoint")
    try files.copyItem(atPath: golden.corpus, toPath: folder + "/corpus.jsonl")
    try files.copyItem(atPath: golden.questions, toPath: folder + "/questions.jsonl")
    let text = "checkpoint: checkpoint\ncorpus: [corpus.jsonl]\nquestions: questions.jsonl\n"
    try Data(text.utf8).write(to: URL(filePath: folder + "/stemma.yaml"))
    return folder
  }
}
