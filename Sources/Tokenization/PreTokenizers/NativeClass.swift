internal import CPCRE2
internal import Synchronization

/// How PCRE2's own classes, which are quick, differ from the reference's.
enum NativeClass {
  /// What a class of PCRE2 lacks and what it has beyond a set.
  struct Difference: Sendable {
    let missing: CodeSet
    let extra: CodeSet
  }

  private static let known = Mutex<[String: Difference]>([:])

  /// A class's members for PCRE2, quick ones where they can be made to fit; else every range.
  static func members(_ native: String?, for set: CodeSet) -> String {
    guard let native, set.ranges.count > 24, let difference = difference(native, set),
      difference.extra.isEmpty
    else { return set.members }
    return native + difference.missing.members
  }

  /// Asks PCRE2 about every character that may differ: those that changed since its Unicode version where the
  /// tables know it, else all of the planes that have any.
  private static func difference(_ native: String, _ set: CodeSet) -> Difference? {
    let key = native + "|\(set.ranges.count)"
    if let difference = known.withLock({ $0[key] }) { return difference }
    let isCategory = native.hasPrefix("\\p{") && native.utf8.count <= 6
    let asked = isCategory && version == UnicodeTables.changedSince ? UnicodeTables.changed : all
    guard let own = matched("[\(native)]+", among: asked) else { return nil }
    let difference = Difference(
      missing: set.intersection(asked).subtracting(own), extra: own.subtracting(set))
    known.withLock { $0[key] = difference }
    return difference
  }

  private static let all = CodeSet([0...0xD7FF, 0xE000...0x3FFFF, 0xE0000...0xEFFFF])

  /// The Unicode version that PCRE2 follows.
  private static let version: String = {
    var text = [UInt8](repeating: 0, count: 64)
    guard pcre2_config_8(UInt32(PCRE2_CONFIG_UNICODE_VERSION), &text) > 0 else { return "" }
    return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
  }()

  private static func matched(_ pattern: String, among asked: CodeSet) -> CodeSet? {
    var view = String.UnicodeScalarView()
    for range in asked.ranges {
      view.append(contentsOf: range.lazy.compactMap(Unicode.Scalar.init))
    }
    let characters = Array(String(view).utf8)
    let bytes = Array(pattern.utf8)
    var number: Int32 = 0
    var offset = 0
    guard
      let code = pcre2_compile_8(
        bytes, bytes.count, PCRE2_UTF | PCRE2_UCP, &number, &offset, nil)
    else { return nil }
    defer { pcre2_code_free_8(code) }
    _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
    guard let data = pcre2_match_data_create_8(1, nil) else { return nil }
    defer { pcre2_match_data_free_8(data) }
    guard let pair = pcre2_get_ovector_pointer_8(data) else { return nil }
    var ranges: [ClosedRange<UInt32>] = []
    var start = 0
    while start < characters.count,
      pcre2_match_8(
        code, characters, characters.count, start, UInt32(PCRE2_NO_UTF_CHECK), data, nil) >= 0
    {
      let (lower, upper) = (Int(pair[0]), Int(pair[1]))
      guard upper > lower else { return nil }
      // A run of characters is one of code points but for those that were not asked about.
      let low = UTF8Scan.scalar(characters, at: lower).value
      let high = UTF8Scan.scalar(characters, at: UTF8Scan.start(characters, before: upper)).value
      ranges += CodeSet([low...high]).intersection(asked).ranges
      start = upper
    }
    return CodeSet(ranges)
  }
}
