/// Columns of each head's query, key and value in the joint projection.
struct Heads {
  let count: Int
  let keyValueCount: Int
  let width: Int
  private let fused: FusedProjection
  private let queryWidth: Int
  private let keyValueWidth: Int

  init(_ model: ModelConfiguration) {
    count = model.heads
    keyValueCount = model.keyValueHeads
    width = model.headWidth
    fused = model.fused
    queryWidth = model.queryWidth
    keyValueWidth = model.keyValueWidth
  }

  /// The key-value head that a query head reads.
  func keyValueHead(of head: Int) -> Int { head / (count / keyValueCount) }

  func query(_ head: Int) -> Range<Int> {
    let start = fused == .heads ? 3 * head * width : head * width
    return start..<start + width
  }

  func key(_ head: Int) -> Range<Int> {
    let start = fused == .heads ? (3 * head + 1) * width : queryWidth + head * width
    return start..<start + width
  }

  func value(_ head: Int) -> Range<Int> {
    let start =
      fused == .heads ? (3 * head + 2) * width : queryWidth + keyValueWidth + head * width
    return start..<start + width
  }

  /// Columns of a head in the context that the output projection reads.
  func context(_ head: Int) -> Range<Int> { head * width..<(head + 1) * width }
}
