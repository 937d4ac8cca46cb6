import Engine
import Foundation
import LinearAlgebra
import Testing

/// What limits memory and cores, read from files as the kernel writes them.
@Suite struct MemoryLimitsTests {
  /// A folder that stands for the root of a machine.
  private final class Machine {
    let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path

    init(_ files: [String: String]) throws {
      for (path, text) in files {
        let url = URL(filePath: root + path)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: false, encoding: .utf8)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }
  }

  private static let free = ["/proc/meminfo": "MemTotal: 900 kB\nMemAvailable:   8388608 kB\n"]
  private static let second = [
    "/proc/self/cgroup": "0::/job/step\n",
    "/proc/self/mountinfo":
      "25 21 0:22 / /proc rw - proc proc rw\n30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n",
  ]

  @Test func theSmallestLimitOfAllGroupsCounts() throws {
    var files = Self.free.merging(Self.second) { $1 }
    files["/sys/fs/cgroup/job/step/memory.max"] = "max\n"
    files["/sys/fs/cgroup/job/memory.max"] = "\(3 << 30)\n"
    files["/sys/fs/cgroup/job/memory.current"] = "\(2 << 30)\n"
    // Of the two gibibytes one and a half are files that may be dropped.
    files["/sys/fs/cgroup/job/memory.stat"] =
      "anon 1\ninactive_file \(1 << 30)\nactive_file \(512 << 20)\n"
    files["/sys/fs/cgroup/job/step/cpu.max"] = "150000 100000\n"
    files["/sys/fs/cgroup/job/cpu.max"] = "max 100000\n"
    let machine = try Machine(files)
    let limits = MemoryLimits(root: machine.root, environment: [:])
    #expect(limits.available == 8 << 30)
    #expect(limits.group == (3 << 30) - (512 << 20))
    #expect(limits.smallest == limits.group)
    #expect(ControlGroup(root: machine.root).processors == 1.5)
  }

  @Test func theFirstVersionOfControlGroupsIsReadToo() throws {
    let mounts = """
      31 23 0:27 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory
      32 23 0:28 / /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct
      """
    let machine = try Machine([
      "/proc/self/cgroup": "9:memory:/docker/abc/x\n4:cpu,cpuacct:/y\n0::/z\n",
      "/proc/self/mountinfo": mounts,
      "/sys/fs/cgroup/memory/x/memory.limit_in_bytes": "9223372036854771712\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "\(1 << 30)\n",
      "/sys/fs/cgroup/cpu,cpuacct/y/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu,cpuacct/y/cpu.cfs_period_us": "100000\n",
    ])
    #expect(MemoryLimits(root: machine.root, environment: [:]).group == 1 << 30)
    #expect(ControlGroup(root: machine.root).processors == nil)
  }

  @Test func damagedFilesMeanNoLimit() throws {
    let machine = try Machine([
      "/proc/meminfo": "MemAvailable: much\n", "/proc/self/cgroup": "0::/../..\nx\n:\n",
      "/proc/self/mountinfo": "nothing\n1 2 3 - cgroup2\n- - -\n",
    ])
    let limits = MemoryLimits(root: machine.root, environment: ["SLURM_MEM_PER_NODE": "lots"])
    #expect(limits == MemoryLimits(available: nil, group: nil, scheduler: nil))
    #expect(limits.standard > 0)
    #expect(ControlGroup(root: machine.root).processors == nil)
  }

  private struct Share: Sendable {
    let environment: [String: String]
    let bytes: Int?

    static let all: [Share] = [
      Share(environment: ["SLURM_MEM_PER_NODE": "4096"], bytes: 4 << 30),
      Share(environment: ["SLURM_MEM_PER_NODE": "2G"], bytes: 2 << 30),
      Share(environment: ["SLURM_MEM_PER_NODE": "0"], bytes: nil),
      Share(environment: ["SLURM_MEM_PER_NODE": "9999999999T"], bytes: nil),
      Share(environment: ["SLURM_MEM_PER_NODE": "9223372036854775807"], bytes: nil),
      Share(
        environment: ["SLURM_MEM_PER_CPU": "1024", "SLURM_CPUS_ON_NODE": "3"], bytes: 3 << 30),
      Share(environment: ["SLURM_MEM_PER_CPU": "1024"], bytes: nil),
    ]
  }

  @Test func theSchedulersShareIsKnown() throws {
    let machine = try Machine(Self.free)
    for share in Share.all {
      let limits = MemoryLimits(root: machine.root, environment: share.environment)
      #expect(limits.scheduler == share.bytes, "\(share.environment)")
    }
  }

  @Test func aReserveIsLeft() {
    func standard(_ available: Int) -> Int {
      MemoryLimits(available: available, group: nil, scheduler: nil).standard
    }
    #expect(standard(16 << 30) == 14 << 30)
    #expect(standard(64 << 30) == 60 << 30)
    #expect(standard(1 << 30) == 768 << 20)
    #expect(standard(300 << 20) == 150 << 20)
  }

  @Test func coresAreTheFewestThatAnybodyGives() {
    func threads(_ affinity: Int, _ group: Double?, _ scheduler: Int?) -> Int {
      ProcessorLimits(affinity: affinity, group: group, scheduler: scheduler).threads
    }
    #expect(threads(8, nil, nil) == 8)
    #expect(threads(8, 1.5, nil) == 2)
    #expect(threads(8, 0.2, 4) == 1)
    #expect(threads(8, 6, 4) == 4)
    #expect(threads(2, .infinity, 4) == 2)
  }
}
