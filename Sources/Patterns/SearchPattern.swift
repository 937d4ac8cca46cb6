internal import CPCRE2

/// A regular expression that somebody types, or that a session, a workspace or an adapter from elsewhere holds, with a
/// limit to its work.
///
/// The guard of the unchecked conformance: PCRE2 never changes a compiled pattern while matching, and everything that a
/// match changes belongs to the call.
package final class SearchPattern: @unchecked Sendable {
  private let code: OpaquePointer

  /// Longest pattern in bytes.
  package static let maximumLength = 4_096
  /// Steps of PCRE2's from one place of a text, which a text is short enough for; a pattern that people mean takes a
  /// few dozen.
  private static let (leastSteps, maximumSteps, depth): (Int, Int, UInt32) = (
    1_000, 100_000, 10_000
  )
  /// Steps that a text gets in all.
  private static let stepsPerText = 20_000_000

  /// Steps from one place of a text, so that all of its places together stay within a text's.
  static func steps(bytes: Int) -> Int {
    min(maximumSteps, max(leastSteps, stepsPerText / (bytes + 1)))
  }

  /// Compiles a pattern in Perl's spelling; nil where it is none, or too long.
  package init?(_ pattern: String) {
    let bytes = Array(pattern.utf8)
    guard bytes.count <= Self.maximumLength else { return nil }
    var number: Int32 = 0
    var offset = 0
    let options = UInt32(PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C)
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &number, &offset, nil) else {
      return nil
    }
    _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    self.code = code
  }

  deinit { pcre2_code_free_8(code) }

  /// What looking for a match came to.
  package enum Result: Sendable {
    case match, none
    /// The limits were reached before there was an answer.
    case tooMuch
  }

  /// Whether a text has a match.
  package func search(_ text: String) -> Result {
    guard let search = Search(code) else { return .tooMuch }
    var text = text
    return text.withUTF8 { bytes in
      switch search.run(bytes, from: 0) {
      case .found: .match
      case .nothing: .none
      case .limit: .tooMuch
      }
    }
  }

  /// Longest text in bytes of which matches are removed.
  private static let maximumTextLength = 1 << 20

  /// A text without what matches; nil where the limits were reached.
  package func removing(from text: String) -> String? {
    guard let search = Search(code), text.utf8.count <= Self.maximumTextLength else { return nil }
    var text = text
    return text.withUTF8 { bytes -> String? in
      var kept: [UInt8] = []
      var (offset, start) = (0, 0)
      while start <= bytes.count {
        switch search.run(bytes, from: start) {
        case .limit: return nil
        case .nothing: start = bytes.count + 1
        case .found(let match):
          // `\K` can put a match's start behind its end.
          let lower = max(offset, match.lowerBound)
          if match.upperBound > lower {
            kept += bytes[offset..<lower]
            offset = match.upperBound
          }
          start = max(start, match.upperBound)
          if match.isEmpty || match.upperBound <= lower { start = Self.next(after: start, bytes) }
        }
      }
      kept += bytes[min(offset, bytes.count)...]
      return String(decoding: kept, as: UTF8.self)
    }
  }

  /// The place of the character after the one at a place.
  private static func next(after offset: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var next = offset + 1
    while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
    return next
  }

  /// What one search needs beside the pattern.
  private final class Search {
    enum Outcome {
      case found(Range<Int>)
      case nothing, limit
    }

    private let code: OpaquePointer
    private let data: OpaquePointer
    private let context: OpaquePointer

    init?(_ code: OpaquePointer) {
      guard let data = pcre2_match_data_create_8(1, nil) else { return nil }
      guard let context = pcre2_match_context_create_8(nil) else {
        pcre2_match_data_free_8(data)
        return nil
      }
      pcre2_set_depth_limit_8(context, SearchPattern.depth)
      (self.code, self.data, self.context) = (code, data, context)
    }

    deinit {
      pcre2_match_context_free_8(context)
      pcre2_match_data_free_8(data)
    }

    func run(_ bytes: UnsafeBufferPointer<UInt8>, from offset: Int) -> Outcome {
      pcre2_set_match_limit_8(context, UInt32(SearchPattern.steps(bytes: bytes.count)))
      let checked = UInt32(PCRE2_NO_UTF_CHECK)
      var result = pcre2_match_8(
        code, bytes.baseAddress, bytes.count, offset, checked, data, context)
      if result == PCRE2_ERROR_JIT_STACKLIMIT {
        result = pcre2_match_8(
          code, bytes.baseAddress, bytes.count, offset, checked | UInt32(PCRE2_NO_JIT), data,
          context)
      }
      guard result >= 0, let pair = pcre2_get_ovector_pointer_8(data) else {
        return result == PCRE2_ERROR_NOMATCH ? .nothing : .limit
      }
      let (lower, upper) = (Int(pair[0]), Int(pair[1]))
      return .found(min(lower, upper)..<max(lower, upper))
    }
  }
}
