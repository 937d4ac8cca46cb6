import Glibc

/// Whose files are taken for one's own.
package struct FileOwners: Sendable, Equatable {
  /// Ids of users; nil takes anybody's.
  private var users: Set<UInt32>?

  /// This process's user alone.
  package static var me: FileOwners { FileOwners(users: [geteuid()]) }
  /// Everybody: somebody has looked at the files and accepted them.
  package static let anybody = FileOwners(users: nil)

  /// The same and one user more.
  package func and(_ user: UInt32) -> FileOwners { FileOwners(users: users?.union([user])) }

  package func include(_ user: UInt32) -> Bool { users?.contains(user) ?? true }

  /// A user's name, or the number where it has none.
  package static func name(of user: UInt32) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var room = [CChar](repeating: 0, count: 16_384)
    guard getpwuid_r(user, &entry, &room, room.count, &found) == 0,
      let name = found?.pointee.pw_name
    else { return "user \(user)" }
    return String(cString: name)
  }
}
