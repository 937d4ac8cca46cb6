package import Foundation
import Glibc

extension SafeFile {
  /// The bytes of a file that a person or a workspace names.
  ///
  /// It may be a link and anybody's, as what people name often is. Nothing but a plain file is read: a pipe would be
  /// waited for, and a device may have no end.
  /// - Parameter limit: most bytes that make sense.
  package static func input(_ path: String, atMost limit: Int) throws(FileRefusal) -> Data {
    let descriptor = try openInput(path)
    defer { close(descriptor) }
    return try rest(of: descriptor, path, atMost: limit)
  }

  /// The first bytes of such a file; fewer where it has no more.
  package static func beginning(of path: String, bytes: Int) throws(FileRefusal) -> Data {
    let descriptor = try openInput(path)
    defer { close(descriptor) }
    var block = [UInt8](repeating: 0, count: bytes)
    let count = read(descriptor, &block, bytes)
    guard count >= 0 else {
      throw FileRefusal(path, "cannot be read (\(String(cString: strerror(errno))))")
    }
    return Data(block[..<count])
  }

  private static func openInput(_ path: String) throws(FileRefusal) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      throw FileRefusal(path, "cannot be opened (\(String(cString: strerror(errno))))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, FileFacts(status).kind == .file else {
      close(descriptor)
      throw FileRefusal(path, "is not a plain file")
    }
    return descriptor
  }

  /// The bytes of a person's own small file; nil where there is none that can be read.
  ///
  /// It may be a link, as many keep their settings.
  package static func personal(_ path: String, atMost limit: Int) -> Data? {
    try? input(path, atMost: limit)
  }

  /// What is still to be read of an opened file.
  static func rest(of descriptor: Int32, _ path: String, atMost limit: Int) throws(FileRefusal)
    -> Data
  {
    var data = Data()
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw FileRefusal(path, "cannot be read (\(String(cString: strerror(errno))))")
      }
      if count == 0 { return data }
      data.append(contentsOf: block[..<count])
      guard data.count <= limit else {
        throw FileRefusal(path, "has more than the \(limit) bytes that make sense")
      }
    }
  }

  /// One of the program's own files, mapped for as long as the bytes are used.
  package static func mapped(_ path: String, owners: FileOwners = .me) throws(FileRefusal) -> Data {
    let descriptor = try open(path, for: .reading, owners: owners)
    defer { close(descriptor) }
    return try map(descriptor, path)
  }

  /// A file that a person names, mapped for as long as the bytes are used.
  package static func mappedInput(_ path: String) throws(FileRefusal) -> Data {
    let descriptor = try openInput(path)
    defer { close(descriptor) }
    return try map(descriptor, path)
  }

  private static func map(_ descriptor: Int32, _ path: String) throws(FileRefusal) -> Data {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size >= 0 else {
      throw FileRefusal(path, "cannot be looked at (\(String(cString: strerror(errno))))")
    }
    let count = Int(status.st_size)
    if count == 0 { return Data() }
    guard let raw = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), raw != MAP_FAILED
    else {
      throw FileRefusal(path, "cannot be mapped (\(String(cString: strerror(errno))))")
    }
    return Data(
      bytesNoCopy: raw, count: count,
      deallocator: .custom { address, count in munmap(address, count) })
  }
}
