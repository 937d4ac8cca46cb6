import Cluster
import TestSupport
import Testing
import Workspace

/// A process of several finds its part by its argument or by what its launcher says.
@Suite struct PartNumberTests {
  @Test func partsCountFromZeroOrFromOne() throws {
    for count in 1...5 {
      let fromZero = try (0..<count).map { try PartNumber("\($0)/\(count)") }
      let fromOne = try (1...count).map { try PartNumber("\($0)/\(count)") }
      for block in 0..<20 {
        #expect(fromZero.count { $0.owns(block) } == 1)
        #expect(fromOne.count { $0.owns(block) } == 1)
      }
    }
  }

  @Test(arguments: ["", "3", "a/2", "1/0", "4/3", "-1/3", "1/2/3", "1/", "99999999999999999999/2"])
  func whatIsNoPartIsRefused(_ text: String) {
    #expect(throws: EngineError.self) { try PartNumber(text) }
  }

  @Test(arguments: [
    (
      ["SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "5"],
      "2/4"
    ),
    (["SLURM_PROCID": "1", "SLURM_NTASKS": "2"], "1/2"),
    (["OMPI_COMM_WORLD_RANK": "2", "OMPI_COMM_WORLD_SIZE": "3"], "2/3"),
    (["PMI_RANK": "0", "PMI_SIZE": "2"], "0/2"),
    // srun's task and MPICH's rank agree.
    (["SLURM_PROCID": "1", "SLURM_NTASKS": "2", "PMI_RANK": "1", "PMI_SIZE": "2"], "1/2"),
    // mpirun within a batch job: the batch shell is process 0 of 1.
    (
      [
        "SLURM_PROCID": "0", "SLURM_NTASKS": "1", "OMPI_COMM_WORLD_RANK": "1",
        "OMPI_COMM_WORLD_SIZE": "2",
      ], "1/2"
    ),
    // A task of an array, run by a shell of its own.
    (
      [
        "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "1",
        "SLURM_PROCID": "0", "SLURM_NTASKS": "1",
      ], "0/3"
    ),
  ])
  func launchersAreUnderstood(_ environment: [String: String], _ part: String) throws {
    #expect(try PartNumber.launched(environment)?.description == part)
  }

  @Test func nothingSaysNothing() throws {
    #expect(try PartNumber.launched([:]) == nil)
    #expect(try PartNumber.launched(["SLURM_PROCID": "x", "SLURM_NTASKS": "2"]) == nil)
  }

  @Test func contradictionsNameBoth() {
    let error = #expect(throws: EngineError.self) {
      try PartNumber.launched([
        "SLURM_PROCID": "1", "SLURM_NTASKS": "4", "PMI_RANK": "0", "PMI_SIZE": "2",
      ])
    }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.contains("SLURM_PROCID") && text.contains("PMI_RANK"))
  }
}
