import Corpus
import Explorer
import Influence
import Safetensors
import Store
import Themes
import Tokenization
import Transformer
import Workspace

/// A parser of files from outside, with what it takes to hand it one.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case safetensors, shards, configuration, experts
  case tokenizer, merges
  case corpus, gzip, zstandard, bzip2, xz, questions, completions
  case parquet, arrow, array, objects, table
  case workspace, theme, session, keys
  case settings, sessions, filter
  case scores, store, pair, factors, index
  case databasePages = "database-pages"
  case databaseValues = "database-values"

  /// Lets the parser read some bytes, which must end in a result or in one sentence about what is wrong.
  ///
  /// Anything else (a trap, an error that is no sentence) ends the process.
  package func run(_ input: [UInt8]) {
    do {
      try target(input)
    } catch {
      Self.check(error)
    }
  }

  private var target: ([UInt8]) throws -> Void {
    switch self {
    case .safetensors: readSafetensors
    case .shards: readShards
    case .configuration: readConfiguration
    case .experts: readExperts
    case .tokenizer: readTokenizer
    case .merges: readMerges
    case .corpus: readCorpus
    case .gzip: readGzip
    case .zstandard: readZstandard
    case .bzip2: readBzip2
    case .xz: readXZ
    case .parquet: readCorpus
    case .arrow: readArrow
    case .array: readArray
    case .objects: readObjects
    case .table: readTable
    case .questions: readQuestions
    case .completions: readCompletion
    case .workspace: readWorkspace
    case .theme: readTheme
    case .session: readSession
    case .keys: readKeys
    case .settings: readSettings
    case .sessions: readSessions
    case .filter: readFilter
    case .scores: readScores
    case .store: readStore
    case .pair: readPair
    case .factors: readFactors
    case .index: readIndex
    case .databasePages: readDatabasePages
    case .databaseValues: readDatabaseValues
    }
  }

  private static func check(_ error: any Error) {
    switch error {
    case is SafetensorsError, is ModelError, is TokenizerError, is CorpusError, is EngineError,
      is ThemeError, is StoreError, is InfluenceError, is ScriptError:
      precondition(!"\(error)".isEmpty)
    default: fatalError("not an error for people: \(error)")
    }
  }
}
