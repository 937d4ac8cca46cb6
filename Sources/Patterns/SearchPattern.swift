internal import CPCRE2

/// A regular expression that somebody types, or that a session from elsewhere holds, with a limit to its work.
///
/// The guard of the unchecked conformance: PCRE2 never changes a compiled pattern while matching, and everything that a
/// match changes belongs to the call.
package final class SearchPattern: @unchecked Sendable {
  private let code: OpaquePointer

  /// Longest pattern in bytes.
  package static let longest = 4_096
  /// Steps of PCRE2's from one place of a text, which a text is short enough for; a pattern that people mean takes a
  /// few dozen.
  private static let (leastSteps, mostSteps, depth): (Int, Int, UInt32) = (1_000, 100_000, 10_000)
  /// Steps that a text gets in all.
  private static let stepsPerText = 20_000_000

  /// Steps from one place of a text, so that all of its places together stay within a text's.
  static func steps(bytes: Int) -> Int {
    min(mostSteps, max(leastSteps, stepsPerText / (bytes + 1)))
  }

  /// Compiles a pattern in Perl's spelling; nil where it is none, or too long.
  package init?(_ pattern: String) {
    let bytes = Array(pattern.utf8)
    guard bytes.count <= Self.longest else { return nil }
    var number: Int32 = 0
    var place = 0
    let options = UInt32(PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C)
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &number, &place, nil) else {
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
    guard let data = pcre2_match_data_create_8(1, nil) else { return .tooMuch }
    defer { pcre2_match_data_free_8(data) }
    guard let context = pcre2_match_context_create_8(nil) else { return .tooMuch }
    defer { pcre2_match_context_free_8(context) }
    pcre2_set_depth_limit_8(context, Self.depth)
    var text = text
    return text.withUTF8 { bytes in
      pcre2_set_match_limit_8(context, UInt32(Self.steps(bytes: bytes.count)))
      let checked = UInt32(PCRE2_NO_UTF_CHECK)
      var code = pcre2_match_8(
        self.code, bytes.baseAddress, bytes.count, 0, checked, data, context)
      if code == PCRE2_ERROR_JIT_STACKLIMIT {
        code = pcre2_match_8(
          self.code, bytes.baseAddress, bytes.count, 0, checked | UInt32(PCRE2_NO_JIT), data,
          context)
      }
      return code >= 0 ? .match : code == PCRE2_ERROR_NOMATCH ? .none : .tooMuch
    }
  }
}
