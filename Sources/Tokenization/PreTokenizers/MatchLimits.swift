internal import CPCRE2

/// How many steps a match of a tokenizer's pattern may take.
///
/// PCRE2 counts steps from each place of a text where a match could begin. Patterns of published tokenizers take a few
/// from each, one per character of a run at most. A pattern from elsewhere can take as many as there are ways to cut a
/// text: so a small limit comes first, then a large one from a few places at a time, and of those a text gets a fixed
/// number. All of it is counted and nothing timed, so that every machine makes the same tokens.
final class MatchLimits: @unchecked Sendable {
  /// The limits that nearly every match keeps; never changed after it is made.
  let usual: OpaquePointer

  private static let (usualSteps, wideSteps): (UInt32, UInt32) = (5_000, 100_000)
  private static let depth: UInt32 = 50_000
  /// Places that a window of the wide limit covers, and windows of a text.
  static let (window, windowsPerText) = (16, 512)

  init?() {
    guard let usual = Self.context(steps: Self.usualSteps) else { return nil }
    self.usual = usual
  }

  deinit { pcre2_match_context_free_8(usual) }

  /// The large limits; whoever asks frees them.
  static func wide() -> OpaquePointer? { context(steps: wideSteps) }

  private static func context(steps: UInt32) -> OpaquePointer? {
    guard let context = pcre2_match_context_create_8(nil) else { return nil }
    pcre2_set_match_limit_8(context, steps)
    pcre2_set_depth_limit_8(context, depth)
    return context
  }
}
