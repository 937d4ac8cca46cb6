internal import CPCRE2

/// A regular expression of a tokenizer file, compiled once and used from any thread.
///
/// The guard of the unchecked conformance: PCRE2 never changes a compiled pattern while matching,
/// and everything that a match changes belongs to the call.
final class Regex: @unchecked Sendable {
  private let code: OpaquePointer
  private let limits: MatchLimits

  /// Compiles a pattern written for Oniguruma, as tokenizer files have them.
  /// - Throws: `Problem` with PCRE2's own words and the place in the pattern.
  init(_ pattern: String) throws(Problem) {
    let bytes = Array(try PatternTranslation.translate(pattern).utf8)
    var number: Int32 = 0
    var offset = 0
    // Oniguruma's anchors always match at line ends.
    // One byte of a character is no text, and what is left of it is none either.
    let options =
      UInt32(PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C)
      | PCRE2_USE_OFFSET_LIMIT
    guard let limits = MatchLimits() else { throw Problem("leaves no memory for a pattern") }
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &number, &offset, nil) else {
      var message = [UInt8](repeating: 0, count: 256)
      pcre2_get_error_message_8(number, &message, message.count)
      let words = String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
      throw Problem(
        "has a pattern that PCRE2 does not read (\(words) at byte \(offset)): \(pattern)")
    }
    // Where there is no just-in-time compiler the interpreter does the same, slower.
    _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    self.code = code
    self.limits = limits
  }

  deinit { pcre2_code_free_8(code) }

  /// Splits parts of a text into the matches and what lies between them.
  ///
  /// Each part is matched as if it were a whole text, so that anchors and look-around end at it.
  /// A match that exceeds PCRE2's limits leaves the rest of the part one piece.
  func pieces(of bytes: [UInt8], in parts: [Range<Int>]) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    pieces.reserveCapacity(parts.count + bytes.count / 4)
    forEachRun(of: bytes, in: parts) { range, _ in pieces.append(range) }
    return pieces
  }

  /// Splits part of a text into runs that match and runs that do not.
  func appendRuns(of bytes: [UInt8], in part: Range<Int>, to runs: inout [SplitRun]) {
    forEachRun(of: bytes, in: CollectionOfOne(part)) { range, isMatch in
      runs.append(SplitRun(range: range, isDelimiter: isMatch))
    }
  }

  @inline(__always)
  private func forEachRun(
    of bytes: [UInt8], in parts: some Collection<Range<Int>>,
    _ body: (_ range: Range<Int>, _ isMatch: Bool) -> Void
  ) {
    guard let data = pcre2_match_data_create_8(1, nil) else { return }
    defer { pcre2_match_data_free_8(data) }
    guard let pair = pcre2_get_ovector_pointer_8(data) else { return }
    bytes.withUnsafeBufferPointer { buffer in
      guard let address = buffer.baseAddress else { return }
      var budget = MatchLimits.windowsPerText
      for part in parts {
        let start = address + part.lowerBound
        let count = part.count
        let base = part.lowerBound
        var previous = 0
        var offset = 0
        while offset <= count, match(start, count, from: offset, into: data, &budget) {
          let (lower, upper) = (Int(pair[0]), Int(pair[1]))
          guard lower >= previous, upper >= lower, upper <= count else { break }
          if lower > previous { body(base + previous..<base + lower, false) }
          previous = upper
          offset = upper
          if lower < upper {
            body(base + lower..<base + upper, true)
          } else {
            // An empty match separates what is around it; the search goes on after one character.
            guard lower < count else { break }
            offset = lower + UTF8Scan.length(startingWith: start[lower])
          }
        }
        if previous < count { body(base + previous..<base + count, false) }
      }
    }
  }

  @inline(__always)
  private func match(
    _ start: UnsafePointer<UInt8>, _ count: Int, from offset: Int, into data: OpaquePointer,
    _ budget: inout Int
  ) -> Bool {
    let result = attempt(start, count, offset, data, limits.usual)
    if result >= 0 { return true }
    guard result == PCRE2_ERROR_MATCHLIMIT else { return false }
    return matchInWindows(start, count, offset, data, &budget)
  }

  /// Looks for a match where that takes many steps, from a few places at a time, as long as the text's budget lasts.
  private func matchInWindows(
    _ start: UnsafePointer<UInt8>, _ count: Int, _ first: Int, _ data: OpaquePointer,
    _ budget: inout Int
  ) -> Bool {
    guard let context = MatchLimits.wide() else { return false }
    defer { pcre2_match_context_free_8(context) }
    var offset = first
    while offset <= count, budget > 0 {
      budget -= 1
      let end = min(count, offset + MatchLimits.window)
      pcre2_set_offset_limit_8(context, end)
      let result = attempt(start, count, offset, data, context)
      if result >= 0 { return true }
      guard result == PCRE2_ERROR_NOMATCH, end < count else { return false }
      // The next window begins with the next character.
      offset = end + 1
      while offset < count, start[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return false
  }

  @inline(__always)
  private func attempt(
    _ start: UnsafePointer<UInt8>, _ count: Int, _ offset: Int, _ data: OpaquePointer,
    _ context: OpaquePointer
  ) -> Int32 {
    let checked = UInt32(PCRE2_NO_UTF_CHECK)
    let result = pcre2_match_8(code, start, count, offset, checked, data, context)
    guard result == PCRE2_ERROR_JIT_STACKLIMIT else { return result }
    return pcre2_match_8(
      code, start, count, offset, checked | UInt32(PCRE2_NO_JIT), data, context)
  }
}
