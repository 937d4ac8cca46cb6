import Foundation
import TestSupport
import Testing

/// A workspace that several processes compute, and one that a single process has computed.
struct ClusterWorld {
  let folder: TemporaryFolder
  let workspace: String
  let reference: Data
  let calm: String
  private let options: [String]

  /// - Parameters:
  ///   - plans: whether the plan is made at once.
  ///   - made: a workspace that is there already, in the folder.
  ///   - options: further ones of `compute`.
  init(
    documents: Int = 160, plans: Bool = true, ownCheckpoint: Bool = false,
    made: (folder: TemporaryFolder, workspace: String)? = nil, options: [String] = []
  ) throws {
    self.options = options
    folder = try made?.folder ?? TemporaryFolder()
    workspace =
      try made?.workspace ?? ResumeTests.workspace(folder.path, documents: documents)
    calm = folder.path + "/calm"
    let yaml = workspace + "/stemma.yaml"
    if ownCheckpoint {
      let own = folder.path + "/checkpoint"
      let golden = try Golden("llama").checkpoint
      try FileManager.default.copyItem(atPath: golden, toPath: own)
      let text = try String(contentsOfFile: yaml, encoding: .utf8)
      try Data(text.replacing(golden, with: own).utf8).write(to: URL(filePath: yaml))
    }
    try FileManager.default.createDirectory(atPath: calm, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: yaml, toPath: calm + "/stemma.yaml")
    let done = try Program.run(arguments: ["compute", calm, "--threads", "2"] + options)
    try #require(done.status == 0, "\(done.errors)")
    reference = try ResumeTests.exported(calm)
    if plans { try plan() }
  }

  func plan() throws {
    let planned = try Program.run(
      arguments: ["compute", workspace, "--plan", "--threads", "2"] + options)
    try #require(planned.status == 0, "\(planned.errors)")
  }

  var parts: String { workspace + "/.stemma/parts" }

  func part(_ number: String, _ more: String...) throws -> Program.Output {
    try Program.run(
      arguments: ["compute", workspace, "--part", number, "--threads", "1"] + more)
  }

  func merge() throws -> Program.Output { try Program.run("compute", workspace, "--merge") }

  /// Runs the factor stages of some parts one after the other, and joins them.
  func factors(_ count: Int) throws {
    for stage in ["covariances", "eigenbases", "eigenvalues"] {
      for index in 0..<count {
        let done = try part("\(index)/\(count)", "--no-wait", "--stage", stage)
        try #require(done.status == 0, "\(stage) \(index): \(done.errors)")
      }
    }
    #expect(try merge().status == 3)
  }

  func scores(_ count: Int) throws {
    for stage in ["steps", "scores"] {
      for index in 0..<count {
        let done = try part("\(index)/\(count)", "--no-wait", "--stage", stage)
        try #require(done.status == 0, "\(stage) \(index): \(done.errors)")
      }
    }
  }

  /// The scores and the gradient index are those of one process, and nothing of the parts is left.
  func isAsIfOneProcess() throws {
    #expect(try ResumeTests.exported(workspace) == reference)
    #expect(try ResumeTests.index(workspace) == ResumeTests.index(calm))
    #expect(!FileManager.default.fileExists(atPath: parts))
  }
}

/// Parts of a run have the bits of one process, however many there are and whoever of them dies.
@Suite(.serialized, .tags(.program))
struct ClusterTests {
  @Test(arguments: [1, 2, 3, 5]) func anyNumberOfPartsHasTheSameBits(count: Int) throws {
    let world = try ClusterWorld()
    let merge = try Program.start(["compute", world.workspace, "--merge", "--wait"])
    let parts = try (0..<count).map {
      try Program.start([
        "compute", world.workspace, "--part", "\($0)/\(count)", "--threads", "1",
      ])
    }
    for process in parts + [merge] {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    try world.isAsIfOneProcess()
  }

  /// Parts are killed at any moment, fifty times.
  ///
  /// STEMMA_KILLS makes it longer or shorter. Runs are repeated from their plan until there were so many.
  @Test func partsThatAreKilledFiftyTimesChangeNoBit() throws {
    let wanted = ProcessInfo.processInfo.environment["STEMMA_KILLS"].flatMap(Int.init) ?? 50
    let world = try ClusterWorld(documents: 600)
    let planned = world.folder.path + "/planned"
    let derived = world.workspace + "/.stemma"
    try FileManager.default.copyItem(atPath: derived, toPath: planned)
    var random = RandomSource(seed: 11)
    var kills = 0
    while kills < wanted {
      try FileManager.default.removeItem(atPath: derived)
      try FileManager.default.copyItem(atPath: planned, toPath: derived)
      kills += try runWithKills(world, atMost: wanted - kills, &random)
      try world.isAsIfOneProcess()
    }
    #expect(kills == wanted)
  }

  /// Runs three parts and a merge, and kills parts at any moment until there were enough or all is done.
  /// - Returns: how often a part was killed.
  private func runWithKills(_ world: ClusterWorld, atMost limit: Int, _ random: inout RandomSource)
    throws -> Int
  {
    func start(_ index: Int) throws -> Process {
      try Program.start(["compute", world.workspace, "--part", "\(index)/3", "--threads", "1"])
    }
    let merge = try Program.start(["compute", world.workspace, "--merge", "--wait"])
    var parts = try (0..<3).map(start)
    var kills = 0
    while merge.isRunning, kills < limit {
      usleep(UInt32(10_000 + random.next() % 120_000))
      let index = Int(random.next() % 3)
      let isKilled = parts[index].isRunning && kill(parts[index].processIdentifier, SIGKILL) == 0
      parts[index].waitUntilExit()
      if isKilled, parts[index].terminationReason == .uncaughtSignal { kills += 1 }
      if merge.isRunning { parts[index] = try start(index) }
    }
    // From here on all are let go on; a part that is whole ends at once.
    for index in 0..<3 {
      parts[index].waitUntilExit()
      if merge.isRunning { try start(index).waitUntilExit() }
    }
    merge.waitUntilExit()
    #expect(merge.terminationStatus == 0)
    return kills
  }

  /// Each query is solved for by one part, with the bits that it has beside others.
  @Test func conjugateGradientsAreDividedByQuestion() throws {
    let world = try ClusterWorld(
      documents: 40,
      options: ["--inverse", "cg", "--cg-iterations", "4", "--cg-documents", "6"])
    try world.factors(2)
    try world.scores(2)
    #expect(try world.merge().status == 0)
    try world.isAsIfOneProcess()
    let solved = try Program.run("status", world.workspace).text.split(separator: "\n").first {
      $0.hasPrefix("solved")
    }
    #expect(solved?.contains("4 iterations at most over 6 passages") ?? false)
    #expect(
      try Program.run("status", world.calm).text.split(separator: "\n").contains {
        $0 == solved
      })
  }

  /// Other kernels round otherwise: whoever mixes them is told, and whoever asks for one kind has one process's bits.
  @Test func partsOnProcessorsOfSeveralKindsAreTold() throws {
    let world = try ClusterWorld(documents: 40)
    func part(_ stage: String, _ index: Int, kind: String) throws {
      let ran = try Program.shell(
        "\(kind) exec \"$0\" compute \"$1\" --part \(index)/2 --threads 1 --no-wait --stage \(stage)",
        world.workspace)
      try #require(ran.status == 0, "\(ran.errors)")
    }
    // Every x86-64 processor has the kernels of the oldest; whoever runs the tests may have chosen them.
    let (own, other) = ("unset OPENBLAS_CORETYPE;", "OPENBLAS_CORETYPE=Prescott")
    for stage in ["covariances", "eigenbases", "eigenvalues"] {
      try part(stage, 0, kind: own)
      try part(stage, 1, kind: other)
    }
    #expect(try world.merge().status == 3)
    for stage in ["steps", "scores"] {
      for index in 0..<2 { try part(stage, index, kind: own) }
    }
    #expect(try world.merge().status == 0)
    let status = try Program.run("status", world.workspace).text
    #expect(status.contains("processors of several kinds (") && status.contains("Prescott"))
    #expect(try !Program.run("status", world.calm).text.contains("several kinds"))
  }

  @Test func aPartThatIsRunAgainDoesOnlyWhatIsMissing() throws {
    let world = try ClusterWorld(documents: 600)
    try world.factors(2)
    try world.scores(2)
    let folder = world.parts + "/scores"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    func stamps() throws -> [String: Date] {
      try Dictionary(
        uniqueKeysWithValues: files.map {
          (
            $0,
            try FileManager.default.attributesOfItem(atPath: folder + "/" + $0)[.modificationDate]
              as? Date ?? .distantPast
          )
        })
    }
    let before = try stamps()
    try FileManager.default.removeItem(atPath: folder + "/" + files[1])
    let missing = try world.merge()
    #expect(missing.status == 3 && missing.errors.contains("1 of 3 files of scores"))
    #expect(try world.part("1/2").status == 0)
    let after = try stamps()
    for file in files where file != files[1] { #expect(before[file] == after[file]) }
    #expect(try world.merge().status == 0)
    try world.isAsIfOneProcess()
  }

  @Test func signalsOfSchedulersAreUnderstood() throws {
    let world = try ClusterWorld(documents: 40)
    let log = world.folder.path + "/log"
    // Part 0 of 2 soon waits for the other and lives as long as it is let.
    func start() throws -> Process {
      _ = FileManager.default.createFile(atPath: log, contents: nil)
      let file = try #require(FileHandle(forWritingAtPath: log))
      let process = try Program.start(
        ["compute", world.workspace, "--part", "0/2", "--threads", "1"], errors: file)
      let state = world.parts + "/state/part-0-of-2.json"
      try? FileManager.default.removeItem(atPath: state)
      for _ in 0..<400 {
        if let text = try? String(contentsOfFile: state, encoding: .utf8),
          text.contains("waitsFor")
        {
          break
        }
        usleep(50_000)
      }
      return process
    }
    let asked = try start()
    kill(asked.processIdentifier, SIGCONT)
    kill(asked.processIdentifier, SIGUSR2)
    var said = ""
    for _ in 0..<100 where !said.contains(" of ") {
      usleep(50_000)
      said = try String(contentsOfFile: log, encoding: .utf8)
    }
    // A line with time and zone, and none that is written over another.
    #expect(said.contains(#/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:?\d\d) /#), "\(said)")
    #expect(!said.contains("\r"))
    #expect(asked.isRunning)
    kill(asked.processIdentifier, SIGUSR1)
    asked.waitUntilExit()
    #expect(asked.terminationStatus == 0)
    let stopped = try start()
    kill(stopped.processIdentifier, SIGTERM)
    stopped.waitUntilExit()
    #expect(stopped.terminationStatus == 143)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mpirun")))
  func mpirunStartsPartsThatKnowWhichTheyAre() throws {
    let world = try ClusterWorld(plans: false)
    let ran = try Program.shell(
      "\"$0\" cluster \"$1\" --mpirun 2 -- --threads 2 | OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 sh",
      world.workspace)
    #expect(ran.status == 0, "\(ran.errors)")
    try world.isAsIfOneProcess()
  }
}
