import GRDB

/// The tables, and how older files become current ones.
///
/// A corpus, a question set and a run are each identified by a fingerprint of all they depend on,
/// so results of changed inputs stand beside the old ones and are never mixed with them.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: "PRAGMA application_id = \(Store.applicationID)")
      try database.execute(sql: version1)
    }
    migrator.registerMigration("ask") { database in
      try database.execute(sql: askTables)
    }
    migrator.registerMigration("run facts") { database in
      // What the engine found out about a run, as JSON.
      try database.execute(
        sql: """
          CREATE TABLE run_fact (
            run INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (run, name)) WITHOUT ROWID
          """)
    }
    migrator.registerMigration("fields") { database in
      try database.execute(
        sql: """
          ALTER TABLE document ADD COLUMN fields TEXT;
          CREATE TABLE left_out (corpus INTEGER NOT NULL, path TEXT NOT NULL, line INTEGER, reason TEXT NOT NULL);
          """)
    }
    migrator.registerMigration("origin") { database in
      // Which installation computed a run: its random name.
      try database.execute(
        sql: "CREATE TABLE origin (run INTEGER PRIMARY KEY, installation TEXT NOT NULL)")
    }
    migrator.registerMigration("memory") { database in
      try database.execute(
        sql: "CREATE TABLE run_memory (run INTEGER PRIMARY KEY, bytes INTEGER NOT NULL)")
    }
    migrator.registerMigration("training") { database in
      try database.execute(sql: trainingTables)
    }
    migrator.registerMigration("losses") { database in
      // Shares of a score by the tokens whose losses carry it; NULL where nobody has divided it so.
      try database.execute(
        sql: "ALTER TABLE heat ADD COLUMN losses BLOB; ALTER TABLE heat ADD COLUMN step_losses BLOB"
      )
    }
    migrator.registerMigration("pinned queries") { database in
      // Combinations of questions that a person keeps, as they were typed.
      try database.execute(
        sql: """
          CREATE TABLE pinned_query (
            name TEXT PRIMARY KEY, expression TEXT NOT NULL, created REAL NOT NULL) WITHOUT ROWID
          """)
    }
    migrator.registerMigration("layers") { database in
      // What each layer, or each module, has of the scores of a block: layers or modules × passages, float32.
      try database.execute(
        sql: """
          CREATE TABLE layer_score (
            run INTEGER NOT NULL, step INTEGER NOT NULL, block INTEGER NOT NULL, checksum INTEGER NOT NULL,
            data BLOB NOT NULL, PRIMARY KEY (run, step, block))
          """)
    }
    return migrator
  }

  private static let version1 = """
    CREATE TABLE corpus (
      id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL DEFAULT 0,
      passages INTEGER NOT NULL DEFAULT 0, tokens INTEGER NOT NULL DEFAULT 0, complete INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE document_type (
      corpus INTEGER NOT NULL, code INTEGER NOT NULL, label TEXT NOT NULL, PRIMARY KEY (corpus, code)) WITHOUT ROWID;
    -- key = corpus << 32 | number, numbers from 0 in corpus order.
    CREATE TABLE document (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL, type INTEGER NOT NULL, guessed INTEGER NOT NULL, source TEXT,
      subtype TEXT, meta TEXT, first_passage INTEGER NOT NULL, passages INTEGER NOT NULL, hash INTEGER NOT NULL);
    CREATE INDEX document_id ON document (id);
    CREATE INDEX document_hash ON document (hash);
    CREATE TABLE passage (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL, document INTEGER NOT NULL, text TEXT NOT NULL, tokens BLOB NOT NULL);
    CREATE INDEX passage_id ON passage (id);
    CREATE VIRTUAL TABLE passage_words USING fts5(
      text, content='passage', content_rowid='key', tokenize="unicode61 remove_diacritics 2");
    -- Columns of the corpus in blocks, so that millions of rows open at once.
    CREATE TABLE passage_column (
      corpus INTEGER NOT NULL, block INTEGER NOT NULL, count INTEGER NOT NULL, types BLOB NOT NULL,
      documents BLOB NOT NULL, PRIMARY KEY (corpus, block));

    CREATE TABLE question_set (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE);
    CREATE TABLE question (
      id INTEGER PRIMARY KEY, question_set INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
      kind TEXT NOT NULL, task TEXT NOT NULL, prompt TEXT NOT NULL, answer TEXT, aliases TEXT NOT NULL,
      prompt_tokens BLOB, completion TEXT, generated INTEGER NOT NULL DEFAULT 0, correct INTEGER, first_false_step INTEGER,
      UNIQUE (question_set, number), UNIQUE (question_set, name));
    CREATE TABLE step (
      id INTEGER PRIMARY KEY, question INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,
      tokens BLOB NOT NULL, nats REAL, UNIQUE (question, number));

    CREATE TABLE run (
      id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, created REAL NOT NULL, used REAL NOT NULL,
      corpus INTEGER NOT NULL, question_set INTEGER NOT NULL, settings TEXT NOT NULL, block_size INTEGER NOT NULL,
      warnings TEXT NOT NULL DEFAULT '[]', modules TEXT NOT NULL DEFAULT '[]', stale TEXT);
    -- Steps that share one pass over the corpus; the products' shapes decide the last bits, so a resumed pass is the same pass.
    CREATE TABLE pass (
      run INTEGER NOT NULL, number INTEGER NOT NULL, steps BLOB NOT NULL, PRIMARY KEY (run, number));
    CREATE TABLE score (
      run INTEGER NOT NULL, step INTEGER NOT NULL, block INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL,
      PRIMARY KEY (run, step, block));
    CREATE TABLE gradient_norm (
      run INTEGER NOT NULL, block INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (run, block));
    CREATE TABLE self_score (
      run INTEGER NOT NULL, block INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (run, block));
    CREATE TABLE heat (
      run INTEGER NOT NULL, step INTEGER NOT NULL, passage INTEGER NOT NULL, tokens BLOB NOT NULL, step_tokens BLOB NOT NULL,
      modules BLOB NOT NULL, PRIMARY KEY (run, step, passage));
    CREATE TABLE skipped (
      run INTEGER NOT NULL, passage INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (run, passage));

    CREATE TABLE engine (
      id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER NOT NULL, host TEXT NOT NULL, started REAL NOT NULL,
      heartbeat REAL NOT NULL, run INTEGER, stage TEXT NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL,
      rate REAL, remaining REAL, stopped TEXT);
    CREATE TABLE job (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL, priority INTEGER NOT NULL, state TEXT NOT NULL,
      created REAL NOT NULL, message TEXT);
    CREATE TABLE log (id INTEGER PRIMARY KEY, time REAL NOT NULL, level TEXT NOT NULL, message TEXT NOT NULL);
    CREATE TABLE star (document TEXT PRIMARY KEY, created REAL NOT NULL, note TEXT) WITHOUT ROWID;
    CREATE TABLE read_mark (document TEXT PRIMARY KEY, created REAL NOT NULL) WITHOUT ROWID;
    """

  private static let trainingTables = """
    -- Runs over checkpoints of one training: `last` is the run over the last, whose steps all of them score.
    CREATE TABLE training (
      run INTEGER PRIMARY KEY, last INTEGER NOT NULL, number INTEGER, name TEXT NOT NULL, step INTEGER, rate_sum REAL);
    -- −log p of the steps under the earlier ones.
    CREATE TABLE step_nats (
      run INTEGER NOT NULL, step INTEGER NOT NULL, nats REAL NOT NULL, PRIMARY KEY (run, step)) WITHOUT ROWID;
    """

  private static let askTables = """
    -- A question that was typed and not kept yet: nothing counts it.
    ALTER TABLE question ADD COLUMN scratch INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE ask (
      job INTEGER PRIMARY KEY, question INTEGER, answer TEXT NOT NULL DEFAULT '', progress TEXT NOT NULL DEFAULT '{}');
    -- Approximate scores over all passages, which order them before any is scored exactly.
    CREATE TABLE coarse (
      run INTEGER NOT NULL, step INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (run, step));
    -- Exact scores in another order than the corpus's: numbers of passages and their scores.
    CREATE TABLE refined (
      run INTEGER NOT NULL, step INTEGER NOT NULL, part INTEGER NOT NULL, checksum INTEGER NOT NULL, passages BLOB NOT NULL,
      data BLOB NOT NULL, PRIMARY KEY (run, step, part));
    """
}
