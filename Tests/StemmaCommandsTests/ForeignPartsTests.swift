import Foundation
import TestSupport
import Testing

/// A plan, steps and words of parts that came with somebody else's workspace.
@Suite(.serialized, .tags(.program)) struct ForeignPartsTests {
  private let world: ClusterWorld
  private let plan: [String: Any]

  init() throws {
    world = try ClusterWorld(documents: 40)
    plan = try Self.object(world.parts + "/plan.json")
  }

  private static func object(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(filePath: path))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private static func write(_ object: Any, _ path: String) throws {
    try JSONSerialization.data(withJSONObject: object).write(to: URL(filePath: path))
  }

  /// Ended with a sentence, or with what is missing.
  private func isSentence(_ done: Program.Output, _ what: String) {
    #expect(done.status == 1 || done.status == 3, "\(what): \(done.status) \(done.errors)")
    let lines = done.errors.split(separator: "\n").filter { $0.hasPrefix("stemma: ") }
    #expect(done.status == 3 || lines.count == 1, "\(what): \(done.errors)")
    #expect(done.errors.utf8.count < 4_000, "\(what): \(done.errors)")
  }

  /// Names that lead out of the workspace, and numbers that no memory is for.
  @Test func everyValueOfAPlanIsHeldToBounds() throws {
    let victim = world.folder.path + "/victim.part"
    try FileManager.default.createDirectory(atPath: victim, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: victim + "/notes.txt"))
    let strange: [(key: String, values: [Any])] = [
      ("factors", ["../../../victim", "", String(repeating: "a", count: 5_000)]),
      ("index", ["../x"]), ("fingerprint", ["x"]),
      ("passages", [0, -1, Int.max, 1 << 39]), ("blockSize", [0, -1, Int.max, 1]),
      ("factorPassages", [[-1], [1 << 40], [Int.min]]), ("skipped", [[-1], [Int.max]]),
      ("packMultiple", [0, -1, Int.max]), ("productThreads", [0, -1, Int.max]),
      ("packTokens", [0, -1, Int.max]), ("sumBytes", [0, -1]), ("memory", [-1]),
      ("threads", [0, Int.max]), ("settings", ["{}", "[[[["]), ("method", ["x"]),
      ("run", [-1, Int64.max]), ("version", [2]), ("passages", ["x", 1e300, 0.5]),
    ]
    for (key, values) in strange {
      for value in values {
        var changed = plan
        changed[key] = value
        try Self.write(changed, world.parts + "/plan.json")
        isSentence(try world.part("0/1", "--no-wait"), "part, \(key) \(value)")
        isSentence(try world.merge(), "merge, \(key) \(value)")
        let status = try Program.run("status", world.workspace)
        #expect(status.status == 0, "\(key): \(status.errors)")
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: victim) == ["notes.txt"])
    #expect(!FileManager.default.fileExists(atPath: world.folder.path + "/victim"))
    try Self.write(plan, world.parts + "/plan.json")
    try world.factors(1)
    try world.scores(1)
    #expect(try world.merge().status == 0)
    try world.isAsIfOneProcess()
  }

  /// Steps that lie outside their texts, tokens that no model has.
  @Test func stepsThatMakeNoSenseAreRefused() throws {
    try world.factors(1)
    let path = world.parts + "/steps.json"
    let steps = try Self.object(path)
    let pass = try #require((steps["passes"] as? [[String: Any]])?.first)
    let query = try #require((pass["queries"] as? [[String: Any]])?.first)
    func tryOut(_ key: String, _ value: Any) throws {
      var (changedSteps, changedPass, changedQuery) = (steps, pass, query)
      changedQuery[key] = value
      changedPass["queries"] = [changedQuery]
      changedSteps["passes"] = [changedPass]
      try Self.write(changedSteps, path)
      for stage in ["steps", "scores"] {
        isSentence(try world.part("0/1", "--no-wait", "--stage", stage), "\(key) \(value)")
      }
    }
    for bounds in [
      [[-1, 2]], [[0, 1]], [[3, 2]], [[1, 1 << 40]], [[Int.min, Int.max]], [[1]], [],
    ] as [[[Int]]] { try tryOut("steps", bounds) }
    for tokens in [[-1, -1, -1], [Int(Int32.max)], []] as [[Int]] { try tryOut("tokens", tokens) }
    for form in [
      [
        "form": "factors", "rank": Int.max, "isHalved": true, "title": "x", "steps": 0,
        "passages": 0,
      ],
      ["form": "factors", "rank": -5, "isHalved": false, "title": "x", "steps": 0, "passages": 0],
    ] as [[String: Any]] {
      var changed = steps
      changed["form"] = form
      try Self.write(changed, path)
      // Any rank is some rank: what counts is that the part ends.
      let done = try world.part("0/1", "--no-wait", "--stage", "steps")
      #expect([0, 1].contains(done.status), "\(form): \(done.errors)")
      let folder = world.parts + "/steps"
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        try FileManager.default.removeItem(atPath: folder + "/" + name)
      }
    }
    try Self.write(steps, path)
    try world.scores(1)
    #expect(try world.merge().status == 0)
    try world.isAsIfOneProcess()
  }

  /// What parts say of themselves is shown as it is, if it can be.
  @Test func wordsOfPartsAreShownOrPassedOver() throws {
    let sane: [String: Any] = [
      "index": 0, "count": 3, "host": "h\u{1B}]0;x\u{07}\nstemma: forged\u{9D}", "pid": 7,
      "stage": "covariances", "unit": "..", "done": 1, "total": 2, "rate": 3, "time": 1e9,
      "isWhole": false,
    ]
    let strange: [(key: String, value: Any)] = [
      ("unit", ""), ("unit", "."), ("unit", "..."), ("rate", 1e300), ("rate", -1e300),
      ("time", -1e300), ("time", 1e300), ("done", Int.min), ("total", Int.max), ("index", -1),
      ("count", Int.max), ("count", Int.min), ("pid", Int.max), ("host", "\u{202E}x"),
      ("ended", "e\u{1B}[2J\nx"), ("waitsFor", "\r\u{1B}c"),
    ]
    for (key, value) in strange {
      var changed = sane
      changed[key] = value
      try Self.write(changed, world.parts + "/state/part-0-of-3.json")
      for command in [
        ["status", world.workspace], ["status", world.workspace, "--json"],
        ["compute", world.workspace, "--merge"], ["explore", world.workspace, "-c", "jobs"],
      ] {
        let done = try Program.run(arguments: command)
        #expect([0, 1, 3].contains(done.status), "\(key) \(value) \(command): \(done.errors)")
        let hidden = (done.text + done.errors).unicodeScalars.filter {
          $0 != "\n" && ($0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}")
        }
        #expect(hidden.isEmpty, "\(key) \(value) \(command): \(done.text)")
        #expect(!done.text.contains("\nstemma: forged"), "\(done.text)")
      }
    }
  }
}
