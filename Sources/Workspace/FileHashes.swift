import Foundation
import SafeFiles

/// Content hashes of files, remembered by size, time and inode so that gigabytes are read once.
struct FileHashes {
  private struct Entry: Codable {
    let stamp: FileStamp
    let hash: String
  }

  private let path: String
  private var entries: [String: Entry]

  /// - Parameter folder: the workspace's folder of derived files; a memory that cannot be read is forgotten.
  init(folder: String) {
    path = folder + "/hashes.json"
    let data =
      (try? SafeFile.contents(of: path, atMost: 64 << 20, owners: .anybody)) ?? nil ?? Data()
    entries = (try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:]
  }

  /// The fingerprint of a file's content.
  mutating func hash(_ file: String) throws -> String {
    guard let stamp = FileStamp(file) else {
      throw EngineError("\(file): cannot be read; check the path in stemma.yaml")
    }
    if let known = entries[file], known.stamp == stamp { return known.hash }
    var hash = ContentHash()
    try hash.add(file: file)
    let entry = Entry(stamp: stamp, hash: hash.text)
    // A file written within the last seconds may change again without its time doing so.
    if Date().timeIntervalSince1970 - Double(stamp.seconds) > 3 { entries[file] = entry }
    return entry.hash
  }

  func save() {
    guard let data = try? JSONEncoder().encode(entries) else { return }
    try? SafeFile.replace(path, with: [data], suffix: ".new")
  }
}
