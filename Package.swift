// swift-tools-version: 6.2
import PackageDescription

/// Settings every Swift target shares.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The kernels are slow enough without optimisation that debug test runs would take minutes.
let optimised: [CSetting] = [.unsafeFlags(["-O2"])]

/// What `stemma --version` says beside the release: the checkout's commit.
let commit = Context.gitInformation.map { information in
  String(information.currentCommit.prefix(12)) + (information.hasUncommittedChanges ? "+" : "")
}

let package = Package(
  name: "stemma",
  products: [.executable(name: "stemma", targets: ["stemma"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C, each met by one Swift target only.
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CPCRE2", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(
      name: "CCompression",
      providers: [
        .apt([
          "zlib1g-dev", "libzstd-dev", "libbz2-dev", "liblzma-dev", "libsnappy-dev", "liblz4-dev",
          "libbrotli-dev",
        ])
      ]),
    .target(
      name: "CNcurses",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(
      name: "CBuild",
      cSettings: commit.map { [.define("STEMMA_COMMIT", to: "\"\($0)\"")] } ?? []),
    .target(name: "CKernels", cSettings: optimised, linkerSettings: [.linkedLibrary("m")]),
    // libyaml, which Yams brings with it.
    .target(name: "CYAMLEvents", dependencies: [.product(name: "Yams", package: "Yams")]),
    // What only C can ask of the kernel about processes, and what must hold before main.
    .target(name: "CProcess"),
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),

    .target(
      name: "PlainYAML",
      dependencies: ["CYAMLEvents", .product(name: "Yams", package: "Yams")],
      swiftSettings: settings),

    // What both sides share: the words of a run, and how text and numbers are written.
    .target(name: "RunModel", swiftSettings: settings),
    .target(name: "Formatting", swiftSettings: settings),
    // Hashes and streams of numbers that are the same everywhere.
    .target(name: "Hashing", swiftSettings: settings),
    // Whatever is opened or written where somebody else may have laid something.
    .target(name: "SafeFiles", dependencies: ["CProcess"], swiftSettings: settings),
    // Regular expressions that people type.
    .target(name: "Patterns", dependencies: ["CPCRE2"], swiftSettings: settings),
    // Whether somebody has asked this process to stop.
    .target(name: "Interruptions", dependencies: ["CProcess"], swiftSettings: settings),

    // The engine's side.
    .target(
      name: "LinearAlgebra", dependencies: ["CKernels", "COpenBLAS", "CProcess"],
      swiftSettings: settings),
    .target(
      name: "Safetensors", dependencies: ["CProcess", "LinearAlgebra", "SafeFiles"],
      swiftSettings: settings),
    .target(
      name: "Tokenization", dependencies: ["CPCRE2", "Interruptions", "SafeFiles"],
      swiftSettings: settings),
    .target(
      name: "Transformer",
      dependencies: ["Hashing", "LinearAlgebra", "Patterns", "SafeFiles", "Safetensors"],
      swiftSettings: settings),
    .target(
      name: "Training",
      dependencies: ["Hashing", "LinearAlgebra", "Safetensors", "Transformer"],
      swiftSettings: settings),
    .target(
      name: "Influence",
      dependencies: [
        "Hashing", "LinearAlgebra", "RunModel", "SafeFiles", "Safetensors", "Transformer",
      ],
      swiftSettings: settings),
    .target(name: "Answers", dependencies: ["Formatting"], swiftSettings: settings),
    .target(
      name: "Corpus",
      dependencies: [
        "Answers", "CCompression", "Columnar", "Interruptions", "Patterns", "RunModel", "SafeFiles",
        "Tokenization",
      ],
      swiftSettings: settings),
    .target(
      name: "Columnar", dependencies: ["CCompression"],
      swiftSettings: settings),
    .target(
      name: "Store",
      dependencies: [
        "CSQLite", "Formatting", "Interruptions", "RunModel", "SafeFiles",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "Findings", dependencies: ["Formatting", "Hashing", "LinearAlgebra", "RunModel"],
      swiftSettings: settings),
    // The folder of a run: its configuration, its inputs, who may work in it.
    .target(
      name: "Workspace",
      dependencies: [
        "Corpus", "Formatting", "Interruptions", "Patterns", "PlainYAML", "RunModel", "SafeFiles",
        "Safetensors", "Store", "Tokenization", "Transformer",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    .target(
      name: "Engine",
      dependencies: [
        "Answers", "Corpus", "Findings", "Formatting", "Hashing", "Influence", "LinearAlgebra",
        "PlainYAML",
        "RunModel",
        "SafeFiles", "Store", "Tokenization", "Transformer", "Workspace",
      ],
      swiftSettings: settings),

    // What other tools give and take.
    .target(
      name: "Exchange",
      dependencies: [
        "Engine", "Formatting", "Influence", "PlainYAML", "RunModel", "SafeFiles", "Safetensors",
        "Store", "Workspace",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),

    // A run that several processes share.
    .target(
      name: "Cluster",
      dependencies: [
        "Engine", "Influence", "LinearAlgebra", "RunModel", "SafeFiles", "Store", "Transformer",
        "Workspace",
      ],
      swiftSettings: settings),

    // What commands say of a run, without parsing or printing.
    .target(
      name: "Reports",
      dependencies: ["Engine", "Findings", "Formatting", "RunModel", "Store", "Workspace"],
      swiftSettings: settings),
    .target(
      name: "Evaluation",
      dependencies: [
        "Corpus", "Findings", "Formatting", "Hashing", "Influence", "Reports", "RunModel",
        "SafeFiles",
        "Tokenization", "Training", "Transformer", "Workspace",
      ],
      swiftSettings: settings),

    // The explorer's side.
    .target(name: "Terminal", dependencies: ["CNcurses"], swiftSettings: settings),
    .target(
      name: "Themes", dependencies: ["PlainYAML", .product(name: "Yams", package: "Yams")],
      path: "Themes",
      resources: [
        .embedInCode("plain.yaml"), .embedInCode("ember.yaml"), .embedInCode("paper.yaml"),
        .embedInCode("harbour.yaml"), .embedInCode("chalk.yaml"), .embedInCode("mono.yaml"),
        .embedInCode("access.yaml"),
      ], swiftSettings: settings),
    .target(
      name: "Explorer",
      dependencies: [
        "Findings", "Formatting", "Patterns", "PlainYAML", "RunModel", "SafeFiles", "Store",
        "Terminal", "Themes",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),

    // The sample, the commands, the program.
    .target(
      name: "SampleWorld", dependencies: ["Hashing", "SafeFiles"],
      resources: [
        .embedInCode("Prose/Articles.txt"), .embedInCode("Prose/Facts.txt"),
        .embedInCode("Prose/Papers.txt"), .embedInCode("Prose/Problems.txt"),
        .embedInCode("Prose/Programs.txt"), .embedInCode("Prose/Schoolbooks.txt"),
        .embedInCode("Prose/Threads.txt"),
      ], swiftSettings: settings),
    .target(
      name: "StemmaCommands",
      dependencies: [
        "Answers", "CBuild", "Cluster", "Corpus", "Engine", "Evaluation", "Exchange", "Explorer",
        "Findings",
        "Formatting",
        "Influence", "Interruptions", "LinearAlgebra", "Patterns", "Reports", "RunModel",
        "SafeFiles", "Safetensors", "SampleWorld", "Store", "Terminal", "Tokenization", "Training",
        "Transformer", "Workspace",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "stemma",
      dependencies: ["StemmaCommands"], swiftSettings: settings),

    .executableTarget(
      name: "InfluenceBenchmark",
      dependencies: ["Influence", "LinearAlgebra", "RunModel", "Transformer"],
      path: "Benchmarks/InfluenceBenchmark", swiftSettings: settings),

    .executableTarget(
      name: "ExplorerBenchmark", dependencies: ["ScaleWorkspace", "TerminalHarness"],
      path: "Benchmarks/ExplorerBenchmark", swiftSettings: settings),

    .executableTarget(
      name: "FindingsBenchmark",
      dependencies: ["Findings", "RunModel", "ScaleWorkspace", "TestSupport"],
      path: "Benchmarks/FindingsBenchmark", swiftSettings: settings),

    .target(
      name: "ScaleWorkspace",
      dependencies: [
        "RunModel", "Store", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Benchmarks/ScaleWorkspace", swiftSettings: settings),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["Hashing"], path: "Tests/TestSupport",
      swiftSettings: settings),
    // The program in a terminal that is not there: libvterm, met by the harness only.
    .target(name: "CVterm", path: "Tests/CVterm", linkerSettings: [.linkedLibrary("vterm")]),
    .target(
      name: "TerminalHarness", dependencies: ["CVterm", "Terminal", "TestSupport"],
      path: "Tests/TerminalHarness",
      swiftSettings: settings),
    // What reads files from outside, for libFuzzer and for tests that replay what it found.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Answers", "Corpus", "Engine", "Exchange", "Explorer", "Influence", "LinearAlgebra",
        "Patterns",
        "RunModel", "Safetensors", "Store", "Themes", "Tokenization", "Transformer", "Workspace",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Tests/Fuzz/Targets", swiftSettings: settings),
    .executableTarget(
      name: "Fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Driver",
      swiftSettings: settings),
    tests("FuzzTargets", "RunModel"),

    tests("RunModel"),

    tests("Formatting"),

    tests("Hashing"),

    // Holds ARCHITECTURE.md and the words of the sources to the rules of the house.
    .testTarget(name: "HouseTests", swiftSettings: settings),

    tests("PlainYAML"),

    tests("LinearAlgebra"),

    tests("Safetensors"),

    tests("Transformer", "LinearAlgebra", "Safetensors"),

    tests("Tokenization"),

    tests("Columnar"),

    tests("Corpus", "Answers", "RunModel", "Tokenization"),

    tests("Training", "LinearAlgebra", "Transformer"),

    tests("Influence", "LinearAlgebra", "RunModel", "Safetensors", "Transformer"),

    tests("Store", "RunModel", "SafeFiles", .product(name: "GRDB", package: "GRDB.swift")),

    tests("Workspace", "SafeFiles", "Store"),

    tests(
      "Engine", "Influence", "LinearAlgebra", "RunModel", "SafeFiles", "Store", "Transformer",
      "Workspace"),

    tests("Cluster", "Workspace"),

    tests("Terminal"),

    tests(
      "Explorer", "Findings", "RunModel", "Store", "Terminal", "TerminalHarness", "Themes",
      .product(name: "GRDB", package: "GRDB.swift")),

    tests("Findings", "Formatting", "RunModel"),

    tests("SampleWorld", "Answers", "Corpus", "RunModel"),

    // Drives the built program.
    tests(
      "StemmaCommands", "Explorer", "Interruptions", "RunModel", "Safetensors", "Store", "Terminal",
      "TerminalHarness",
      .product(name: "GRDB", package: "GRDB.swift")),
  ],
  swiftLanguageModes: [.v6]
)

/// The test target of a target, with what else it needs.
func tests(_ name: String, _ others: Target.Dependency...) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + others,
    swiftSettings: settings)
}
