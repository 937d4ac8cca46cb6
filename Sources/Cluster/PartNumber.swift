import Foundation
import Workspace

/// Which share of the blocks a process works on, among several that share one plan.
///
/// Part I of N takes the blocks whose number leaves the same remainder as I when divided by N, so that parts may be
/// counted from 0 or from 1: 0/3, 1/3, 2/3 are the same three parts as 1/3, 2/3, 3/3.
package struct PartNumber: Sendable, Equatable, CustomStringConvertible {
  package let index: Int
  package let count: Int

  /// More parts than this are a mistake.
  private static let limit = 1_000_000

  package init(index: Int, count: Int) throws {
    guard count >= 1, count <= Self.limit, index >= 0, index <= count else {
      throw EngineError("part \(index)/\(count): a part is I/N with I from 0 or 1 up to N")
    }
    self.index = index % count
    self.count = count
  }

  /// Reads `I/N`.
  package init(_ text: String) throws {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1] else {
      throw EngineError("part \(text): a part is written I/N, such as 2/8")
    }
    try self.init(index: index, count: count)
  }

  /// What the launcher's environment says: a Slurm array, `srun`, Open MPI, or a launcher with PMI such as MPICH's.
  ///
  /// - Returns: nil where none says anything.
  /// - Throws: a sentence with both where two disagree, as where `mpirun` belongs to another MPI than the launcher:
  ///   each of N processes would then take itself for the only one.
  package static func launched(_ environment: [String: String]) throws -> PartNumber? {
    var found: [(source: String, part: PartNumber)] = []
    func add(_ source: String, _ index: String, _ count: String, first: String? = nil) throws {
      guard let index = number(index, environment), let count = number(count, environment) else {
        return
      }
      let first = first.flatMap { number($0, environment) } ?? 0
      found.append((source, try PartNumber(index: index - first, count: count)))
    }
    try add(
      "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT",
      first: "SLURM_ARRAY_TASK_MIN")
    // A task of an array is a job of one process of its own; those count together.
    let isArray = !found.isEmpty
    if !isArray || number("SLURM_NTASKS", environment) ?? 1 > 1 {
      try add("SLURM_PROCID", "SLURM_PROCID", "SLURM_NTASKS")
    }
    try add("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE")
    try add("PMI_RANK", "PMI_RANK", "PMI_SIZE")
    // A batch script's own shell is process 0 of 1, whatever it then launches.
    let several = found.filter { $0.part.count > 1 }
    let telling = several.isEmpty ? found : several
    guard let first = telling.first else { return nil }
    if let other = telling.first(where: { $0.part != first.part }) {
      throw EngineError(
        "\(first.source) says part \(first.part) and \(other.source) says part \(other.part); name the part by --part I/N"
      )
    }
    return first.part
  }

  private static func number(_ name: String, _ environment: [String: String]) -> Int? {
    environment[name].flatMap { Int($0) }
  }

  package var description: String { "\(index)/\(count)" }

  /// Whether a block is this part's.
  package func owns(_ block: Int) -> Bool { block % count == index }
}
