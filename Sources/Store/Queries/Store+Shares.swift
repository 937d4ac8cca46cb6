import Foundation
import GRDB
package import RunModel

extension Store {
  /// Keeps what parts of the model have of a block's scores, beside these and in the same transaction.
  ///
  /// - Parameter shares: by layer or by module, row-major `[steps × passages of the block]` each.
  static func save(
    shares: [[Float]], of block: NewBlock, steps: [Int64], run: Int64, _ database: Database
  ) throws {
    let width = block.gradientNorms.count
    for (row, step) in steps.enumerated() {
      let data = BlobCoding.data(shares.flatMap { $0[row * width..<(row + 1) * width] })
      try database.execute(
        sql:
          "INSERT OR REPLACE INTO layer_score (run, step, block, checksum, data) VALUES (?, ?, ?, ?, ?)",
        arguments: [run, step, block.number, BlobCoding.checksum(data), data])
    }
  }

  /// Blocks of a pass whose shares are kept so finely at least.
  package func blocksWithShares(
    _ grain: ScoreGrain, step: Int64, run: RunRecord, passages: Int
  ) throws(StoreError) -> Set<Int> {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: "SELECT block, length(data) AS size FROM layer_score WHERE run = ? AND step = ?",
        arguments: [run.id, step])
      var found: Set<Int> = []
      for row in rows {
        let block: Int = try row.value("block")
        let size: Int = try row.value("size")
        guard let count = Self.count(inBlock: block, run, passages) else { continue }
        if grain == .layer || size == 4 * count * run.modules.count { found.insert(block) }
      }
      return found
    }
  }

  /// Passages of a block; nil for a number that no block has.
  private static func count(inBlock block: Int, _ run: RunRecord, _ passages: Int) -> Int? {
    guard block >= 0, block < run.blocks(of: passages) else { return nil }
    return min(run.blockSize, passages - block * run.blockSize)
  }

  /// What groups of modules have of the scores of some steps together, `[groups][passages]`; NaN where nothing is kept,
  /// or not so finely.
  ///
  /// - Throws: `StoreError` when a block fails its checksum or has the wrong length.
  package func shares(
    steps: [Int64], of groups: ScoreGroups, run: RunRecord, passages: Int
  ) throws(StoreError) -> [[Float]] {
    let layers = ScoreGroups.layers(of: run.modules).names.count
    return try read { database in
      var sums = [[Float]](
        repeating: .init(repeating: steps.isEmpty ? .nan : 0, count: passages),
        count: groups.names.count)
      for step in steps {
        var seen: Set<Int> = []
        let rows = try Row.fetchCursor(
          database, sql: "SELECT block, checksum, data FROM layer_score WHERE run = ? AND step = ?",
          arguments: [run.id, step])
        while let row = try rows.next() {
          let block: Int = try row.value("block")
          guard let count = Self.count(inBlock: block, run, passages) else { continue }
          let data: Data = try row.value("data")
          let isByModule = data.count == 4 * count * run.modules.count
          guard isByModule || data.count == 4 * count * layers,
            BlobCoding.checksum(data) == (try row.value("checksum", Int64.self))
          else {
            throw StoreError(
              "block \(block) of the shares of layers is damaged; delete the .stemma folder and compute again"
            )
          }
          guard let groupOf = isByModule ? groups.ofModule : groups.ofLayer else { continue }
          let values = try BlobCoding.array(data, of: Float.self)
          let start = block * run.blockSize
          for (part, group) in groupOf.enumerated() {
            guard let group else { continue }
            for index in 0..<count { sums[group][start + index] += values[part * count + index] }
          }
          seen.insert(block)
        }
        for block in 0..<run.blocks(of: passages) where !seen.contains(block) {
          for passage in block * run.blockSize..<min((block + 1) * run.blockSize, passages) {
            for group in sums.indices { sums[group][passage] = .nan }
          }
        }
      }
      return sums
    }
  }
}
