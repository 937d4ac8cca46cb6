import GRDB

/// Something about the database that a person can act on.
///
/// The message is one sentence that names the file and says what to do.
package struct StoreError: Error, CustomStringConvertible, Equatable {
  package let description: String
  /// Whether another program holds the database for now, so that trying again may help.
  package let isBusy: Bool

  /// Whether somebody asked this program to end, and a long statement was cut for that.
  package let isStop: Bool

  package init(_ description: String) { self.init(description, isBusy: false) }

  private init(_ description: String, isBusy: Bool, isStop: Bool = false) {
    self.description = description
    self.isBusy = isBusy
    self.isStop = isStop
  }

  init(stoppedAt path: String) {
    self.init("\(path): stopped on request; what is committed is kept", isBusy: false, isStop: true)
  }

  /// What SQLite said, in a person's words.
  init(_ error: DatabaseError, path: String) {
    let remedy: String
    switch error.resultCode {
    case .SQLITE_FULL:
      remedy = "the disk is full; free some space and run again, nothing committed is lost"
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      remedy = "another program holds the database; wait for it or stop it, then run again"
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      remedy =
        "the database cannot be written; check the permissions of its folder and of the files there"
    case .SQLITE_CANTOPEN:
      remedy = "the database cannot be opened; check that the folder exists and can be written"
    case .SQLITE_NOTADB:
      remedy = "this is not a database of Stemma; move it away and compute again"
    case .SQLITE_CORRUPT:
      remedy = "the database is damaged; delete the .stemma folder and compute again"
    case .SQLITE_IOERR:
      remedy = "reading or writing failed; check the disk"
    default:
      remedy = error.message ?? error.resultCode.description
    }
    let isBusy = [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode)
    self.init("\(path): \(remedy)", isBusy: isBusy)
  }
}

extension DatabaseError {
  /// A table that lists what no search finds, or the reverse.
  static func damage(_ what: String) -> DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: what)
  }
}

extension Collection {
  /// The row that has just been written or referred to, which a search in a damaged table may not find.
  func found() throws -> Element {
    guard let first else { throw DatabaseError.damage("a row that is there is not found") }
    return first
  }
}
