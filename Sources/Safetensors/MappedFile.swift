import CProcess
package import Foundation
import Glibc

/// A file mapped read-only for as long as this object lives.
///
/// Its length is checked once: see ``explainCuts()`` for files that somebody cuts off afterwards.
package final class MappedFile: Sendable {
  package let path: String
  package let count: Int
  private let address: UInt

  /// Maps the whole file.
  /// - Throws: `SafetensorsError` naming the file when it cannot be opened, is no plain file or is empty.
  package init(path: String) throws {
    // Without blocking, so that a pipe in a checkpoint's place is refused and not waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw SafetensorsError(
        path: path, problem: "cannot be opened (\(String(cString: strerror(errno))))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw SafetensorsError(path: path, problem: "is not a plain file")
    }
    guard status.st_size > 0 else { throw SafetensorsError(path: path, problem: "is empty") }
    count = Int(status.st_size)
    guard let raw = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), raw != MAP_FAILED
    else {
      throw SafetensorsError(
        path: path, problem: "cannot be mapped (\(String(cString: strerror(errno))))")
    }
    self.path = path
    address = UInt(bitPattern: raw)
  }

  /// Ends the program with 1 and a sentence that names the file where a mapped one is cut off, or its disk
  /// fails, while it is being read: there is nothing to return to.
  package static func explainCuts() { stemma_explain_cut_mappings() }

  deinit { munmap(UnsafeMutableRawPointer(bitPattern: address), count) }

  /// Lets the pages that were read go from memory; they come back from the file when they are touched.
  func releasePages() {
    madvise(UnsafeMutableRawPointer(bitPattern: address), count, MADV_DONTNEED)
  }

  /// Runs a closure over the bytes.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count))
  }

  /// A copy of a small file's bytes, whose size is checked before anything is allocated.
  /// - Throws: `SafetensorsError` naming the file when it cannot be read or is longer than the limit.
  package static func contents(of path: String, atMost limit: Int) throws -> Data {
    let file = try MappedFile(path: path)
    guard file.count <= limit else {
      throw SafetensorsError(
        path: path, problem: "has \(file.count) bytes, more than the \(limit) that make sense")
    }
    if let problem = file.pointerProblem { throw SafetensorsError(path: path, problem: problem) }
    return file.withBytes { Data($0) }
  }

  /// What is wrong where Git LFS left its pointer in the file's place; nil where it did not.
  var pointerProblem: String? {
    let mark = "version https://git-lfs.github.com/spec/"
    guard count < 1024, withBytes({ $0.starts(with: mark.utf8) }) else { return nil }
    return "is a Git LFS pointer, not the file itself; run `git lfs pull` in its folder"
  }
}
