import Dispatch
import LinearAlgebra
import Safetensors

/// A checkpoint's matrices where they lie in its files, in bfloat16.
///
/// Each token that a model generates reads every weight once, and reading is what takes the time: half the bytes are
/// half of it. The numbers are the arena's, which were widened from these.
struct StoredWeights: Sendable {
  /// Holds the mappings.
  private let checkpoint: Checkpoint
  /// Address of the first element, by the slot's offset in the arena.
  private let addresses: [Int: UInt]

  /// The most tokens that are computed this way; products of more are faster in float32.
  static let maximumRows = 16
  /// From this many weights on caches do not hold them and reading decides.
  static let minimumParameters = 16 << 20
  /// Weights whose product is shared between cores, and their number in one core's part of it.
  private static let minimumShared = 1 << 16

  /// - Returns: nil where an adapter was merged, where there are experts, or a matrix has
  ///   another type, is transposed, or lies at an odd address.
  init?(_ plan: LoadingPlan) {
    // What the arena holds is in no file; experts have arrays of their own.
    guard !plan.isChanged, plan.layout.blocks.allSatisfy(\.experts.isEmpty) else { return nil }
    var addresses: [Int: UInt] = [:]
    let tables = [plan.layout.embedding, plan.layout.positions, plan.layout.unembedding]
    for slot in plan.layout.slots where slot.isMatrix {
      let isNeeded = slot.offset == plan.layout.unembedding || !tables.contains(slot.offset)
      guard isNeeded else { continue }
      guard !slot.transposed,
        let pointer = plan.checkpoint.bfloats(plan.sources[slot.name] ?? slot.name)
      else { return nil }
      addresses[slot.offset] = UInt(bitPattern: pointer)
    }
    checkpoint = plan.checkpoint
    self.addresses = addresses
  }

  /// `output = input · Wᵀ`, or added to `output`.
  ///
  /// - Parameters:
  ///   - offset: first element of `W [outputs × width]` in the arena.
  ///   - input: `[rows × width]`, at most ``maximumRows`` rows.
  ///   - output: `[rows × outputs]`.
  func apply(offset: Int, _ input: Matrix, into output: Matrix, adds: Bool) {
    guard let address = addresses[offset], let base = UnsafePointer<UInt16>(bitPattern: address)
    else { preconditionFailure("no stored weights at \(offset)") }
    // Read only, and as long as the checkpoint lives.
    nonisolated(unsafe) let weights = base
    precondition(input.rows == output.rows && input.rows <= Self.maximumRows)
    let width = input.columns
    Self.share(output.columns, each: width) { outputs in
      multiply(
        input,
        bfloats: UnsafeBufferPointer(
          start: weights + outputs.lowerBound * width, count: outputs.count * width),
        into: output.columns(outputs), accumulate: adds)
    }
  }

  /// Divides outputs between the cores that products may use.
  private static func share(
    _ outputs: Int, each width: Int, _ body: @Sendable (Range<Int>) -> Void
  ) {
    let threads = Threads.productThreads
    let parts = min(4 * threads, outputs * width / minimumShared, outputs / 4)
    guard threads > 1, parts > 1 else { return body(0..<outputs) }
    // Whole fours, as the kernel takes them.
    let fours = (outputs + 3) / 4
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let start = 4 * (part * fours / parts)
      let end = min(outputs, 4 * ((part + 1) * fours / parts))
      if start < end { body(start..<end) }
    }
  }

  /// Lets the pages of the files go from memory; they come back when they are touched.
  func releasePages() { checkpoint.releasePages() }
}
