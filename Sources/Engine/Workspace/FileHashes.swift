import Foundation

/// Content hashes of files, remembered by size, time and inode so that gigabytes are read once.
struct FileHashes {
  private struct Entry: Codable {
    let size: Int
    let modified: Double
    let inode: Int
    let hash: String
  }

  private let path: String
  private var entries: [String: Entry]

  /// - Parameter folder: the workspace's folder of derived files; a memory that cannot be read is forgotten.
  init(folder: String) {
    path = folder + "/hashes.json"
    let data = FileManager.default.contents(atPath: path) ?? Data()
    entries = (try? JSONDecoder().decode([String: Entry].self, from: data)) ?? [:]
  }

  /// The fingerprint of a file's content.
  mutating func hash(_ file: String) throws -> String {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: file),
      let size = attributes[.size] as? Int, let date = attributes[.modificationDate] as? Date,
      let inode = attributes[.systemFileNumber] as? Int
    else { throw EngineError("\(file): cannot be read; check the path in stemma.yaml") }
    let modified = date.timeIntervalSince1970
    if let known = entries[file], known.size == size, known.modified == modified,
      known.inode == inode
    {
      return known.hash
    }
    var hash = ContentHash()
    try hash.add(file: file)
    let entry = Entry(size: size, modified: modified, inode: inode, hash: hash.text)
    // A file written within the last seconds may change again without its time doing so.
    if Date().timeIntervalSince(date) > 2 { entries[file] = entry }
    return entry.hash
  }

  func save() {
    guard let data = try? JSONEncoder().encode(entries) else { return }
    try? data.write(to: URL(filePath: path), options: .atomic)
  }
}
