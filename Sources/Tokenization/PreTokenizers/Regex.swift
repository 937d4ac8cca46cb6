internal import CPCRE2

/// A regular expression of a tokenizer file, compiled once and used from any thread.
///
/// The guard of the unchecked conformance: PCRE2 never changes a compiled pattern while matching,
/// and everything that a match changes belongs to the call.
final class Regex: @unchecked Sendable {
  private let code: OpaquePointer

  /// Compiles a pattern written for Oniguruma, as tokenizer files have them.
  /// - Throws: `Problem` with PCRE2's own words and the place in the pattern.
  init(_ pattern: String) throws(Problem) {
    let bytes = Array(PatternTranslation.translate(pattern).utf8)
    var number: Int32 = 0
    var place = 0
    // Oniguruma's anchors always match at line ends.
    let options = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &number, &place, nil) else {
      var message = [UInt8](repeating: 0, count: 256)
      pcre2_get_error_message_8(number, &message, message.count)
      let words = String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
      throw Problem(
        "has a pattern that PCRE2 does not read (\(words) at byte \(place)): \(pattern)")
    }
    // Where there is no just-in-time compiler the interpreter does the same, slower.
    _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    self.code = code
  }

  deinit { pcre2_code_free_8(code) }

  /// Splits part of a text into runs that match and runs that do not.
  ///
  /// The part is matched as if it were a whole text, so that anchors and look-around end at it.
  /// A match that exceeds PCRE2's limits leaves the rest of the part one run.
  func appendRuns(of bytes: [UInt8], in range: Range<Int>, to runs: inout [SplitRun]) {
    guard let data = pcre2_match_data_create_8(1, nil) else { return }
    defer { pcre2_match_data_free_8(data) }
    let base = range.lowerBound
    let count = range.count
    bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress.map({ $0 + base }) else { return }
      var previous = 0
      var place = 0
      let pair = pcre2_get_ovector_pointer_8(data)
      while place <= count {
        guard match(start, count, from: place, into: data), let pair else { break }
        let (lower, upper) = (Int(pair[0]), Int(pair[1]))
        guard upper >= lower, lower >= previous else { break }
        if lower == upper {
          // An empty match separates what is around it; the search goes on after one character.
          if lower > previous {
            runs.append(SplitRun(range: base + previous..<base + lower, isDelimiter: false))
          }
          previous = lower
          guard lower < count else { break }
          place = lower + UTF8Scan.length(startingWith: start[lower])
          continue
        }
        if lower > previous {
          runs.append(SplitRun(range: base + previous..<base + lower, isDelimiter: false))
        }
        runs.append(SplitRun(range: base + lower..<base + upper, isDelimiter: true))
        previous = upper
        place = upper
      }
      if previous < count {
        runs.append(SplitRun(range: base + previous..<base + count, isDelimiter: false))
      }
    }
  }

  private func match(
    _ start: UnsafePointer<UInt8>, _ count: Int, from place: Int, into data: OpaquePointer
  ) -> Bool {
    let checked = UInt32(PCRE2_NO_UTF_CHECK)
    let result = pcre2_match_8(code, start, count, place, checked, data, nil)
    if result >= 0 { return true }
    guard result == PCRE2_ERROR_JIT_STACKLIMIT else { return false }
    let interpreted = checked | UInt32(PCRE2_NO_JIT)
    return pcre2_match_8(code, start, count, place, interpreted, data, nil) >= 0
  }
}
