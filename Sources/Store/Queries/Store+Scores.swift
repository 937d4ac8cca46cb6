import Foundation
import GRDB

extension Store {
  /// Commits one block of a pass: the scores of all its steps and the passages' gradient norms.
  ///
  /// A norm that an earlier pass stored stays as it is.
  package func commit(_ block: NewBlock, steps: [Int64], run: Int64) throws(StoreError) {
    let width = block.gradientNorms.count
    precondition(
      block.scores.count == width * steps.count, "scores are steps × passages of the block")
    try write { database in
      let insert = try database.makeStatement(
        sql:
          "INSERT OR REPLACE INTO score (run, step, block, checksum, data) VALUES (?, ?, ?, ?, ?)")
      for (row, step) in steps.enumerated() {
        let data = BlobCoding.data(block.scores[row * width..<(row + 1) * width])
        try insert.execute(arguments: [run, step, block.number, BlobCoding.checksum(data), data])
      }
      if let shares = block.shares {
        try Self.save(shares: shares, of: block, steps: steps, run: run, database)
      }
      let norms = BlobCoding.data(block.gradientNorms)
      try database.execute(
        sql: "INSERT OR IGNORE INTO gradient_norm (run, block, checksum, data) VALUES (?, ?, ?, ?)",
        arguments: [run, block.number, BlobCoding.checksum(norms), norms])
    }
  }

  /// Blocks of a pass that are already committed.
  package func committedBlocks(step: Int64, run: Int64) throws(StoreError) -> Set<Int> {
    try read {
      try Set(
        Int.fetchAll(
          $0, sql: "SELECT block FROM score WHERE run = ? AND step = ?", arguments: [run, step]))
    }
  }

  /// A step's scores over all passages, NaN where none is there yet.
  ///
  /// - Throws: `StoreError` when a block fails its checksum or has the wrong length.
  package func scores(step: Int64, run: RunRecord, passages: Int) throws(StoreError) -> ScoreVector
  {
    try read { database in
      var vector = try Self.vector(
        database, sql: "SELECT block, checksum, data FROM score WHERE run = ? AND step = ?",
        arguments: [run.id, step], blockSize: run.blockSize, passages: passages)
      if !vector.isComplete { try Self.addRefined(to: &vector, step: step, run: run.id, database) }
      return vector
    }
  }

  /// The whole completion's scores: the sum of its steps' (influence is linear in the query gradient).
  package func scores(steps: [Int64], run: RunRecord, passages: Int) throws(StoreError)
    -> ScoreVector
  {
    var total: ScoreVector?
    for step in steps {
      let vector = try scores(step: step, run: run, passages: passages)
      guard var sum = total else {
        total = vector
        continue
      }
      for index in sum.values.indices { sum.values[index] += vector.values[index] }
      for index in sum.blocks.indices {
        sum.blocks[index] = sum.blocks[index] && vector.blocks[index]
      }
      total = sum
    }
    let blocks = run.blocks(of: passages)
    return total
      ?? ScoreVector(
        values: .init(repeating: .nan, count: passages),
        blocks: .init(repeating: false, count: blocks))
  }

  /// ‖∇L‖ of every passage over the tracked modules, NaN where not yet computed.
  package func gradientNorms(run: RunRecord, passages: Int) throws(StoreError) -> ScoreVector {
    try read { database in
      try Self.vector(
        database, sql: "SELECT block, checksum, data FROM gradient_norm WHERE run = ?",
        arguments: [run.id],
        blockSize: run.blockSize, passages: passages)
    }
  }

  /// Whether the gradient lengths of all passages are there.
  package func hasGradientNorms(run: RunRecord, passages: Int) throws(StoreError) -> Bool {
    try read { database in
      let blocks =
        try Int.fetchOne(
          database, sql: "SELECT count(*) FROM gradient_norm WHERE run = ?", arguments: [run.id])
        ?? 0
      return blocks > 0 && blocks >= run.blocks(of: passages)
    }
  }

  /// Commits one block of passages' self-influence, NaN for passages without any.
  package func commit(selfScores: [Float], block: Int, run: Int64) throws(StoreError) {
    let data = BlobCoding.data(selfScores)
    try write {
      try $0.execute(
        sql: "INSERT OR REPLACE INTO self_score (run, block, checksum, data) VALUES (?, ?, ?, ?)",
        arguments: [run, block, BlobCoding.checksum(data), data])
    }
  }

  /// Self-influence of every passage, NaN where not yet computed.
  package func selfScores(run: RunRecord, passages: Int) throws(StoreError) -> ScoreVector {
    try read { database in
      try Self.vector(
        database, sql: "SELECT block, checksum, data FROM self_score WHERE run = ?",
        arguments: [run.id], blockSize: run.blockSize, passages: passages)
    }
  }

  private static func vector(
    _ database: Database, sql: String, arguments: StatementArguments, blockSize: Int, passages: Int
  ) throws -> ScoreVector {
    let blocks = (passages + blockSize - 1) / blockSize
    var vector = ScoreVector(
      values: .init(repeating: .nan, count: passages),
      blocks: .init(repeating: false, count: blocks))
    let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
    while let row = try rows.next() {
      let block: Int = try row.value("block")
      let checksum: Int64 = try row.value("checksum")
      guard block >= 0, block < blocks else { continue }
      let start = block * blockSize
      let count = min(blockSize, passages - start)
      // A vector has thousands of blocks, so their bytes go straight from the page to their place.
      let isSound = try row.withUnsafeData(named: "data") { data in
        guard let data, data.count == count * 4, BlobCoding.checksum(data) == checksum else {
          return false
        }
        vector.values.withUnsafeMutableBytes { all in
          _ = data.copyBytes(
            to: UnsafeMutableRawBufferPointer(rebasing: all[start * 4..<(start + count) * 4]))
        }
        return true
      }
      guard isSound else {
        throw StoreError(
          "block \(block) of the scores is damaged; delete the .stemma folder and compute again")
      }
      vector.blocks[block] = true
    }
    return vector
  }

  /// Stores where one score comes from.
  package func save(_ heat: HeatRecord, step: Int64, passage: Int, run: Int64) throws(StoreError) {
    try write {
      try $0.execute(
        sql: """
          INSERT OR REPLACE INTO heat (run, step, passage, tokens, step_tokens, modules, losses, step_losses)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run, step, passage, BlobCoding.data(heat.tokens), BlobCoding.data(heat.stepTokens),
          BlobCoding.data(heat.modules), heat.losses.map { BlobCoding.data($0.passage) },
          heat.losses.map { BlobCoding.data($0.step) },
        ])
    }
  }

  private static func losses(_ row: Row) throws -> HeatRecord.Losses? {
    guard let passage = try row.value("losses", Data?.self),
      let step = try row.value("step_losses", Data?.self)
    else { return nil }
    return try HeatRecord.Losses(
      passage: BlobCoding.array(passage, of: Float.self),
      step: BlobCoding.array(step, of: Float.self))
  }

  /// Where one score comes from, if it has been asked for before.
  package func heat(step: Int64, passage: Int, run: Int64) throws(StoreError) -> HeatRecord? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM heat WHERE run = ? AND step = ? AND passage = ?",
        arguments: [run, step, passage]
      ).map {
        try HeatRecord(
          tokens: BlobCoding.array($0.value("tokens"), of: Float.self),
          stepTokens: BlobCoding.array($0.value("step_tokens"), of: Float.self),
          modules: BlobCoding.array($0.value("modules"), of: Float.self),
          losses: Self.losses($0))
      }
    }
  }
}
