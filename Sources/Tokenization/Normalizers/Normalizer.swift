/// One step that changes text before it is cut into pieces.
enum Normalizer: Sendable {
  case unicode(UnicodeForm)
  case lowercase
  case replace(SplitPattern, with: [UInt8])
  case prepend([UInt8])
  case strip(left: Bool, right: Bool)
  case stripAccents

  func apply(to text: inout AlignedText) {
    switch self {
    case .unicode(let form): form.apply(to: &text)
    case .lowercase: Self.lowercase(&text)
    case .replace(let pattern, let replacement): Self.replace(&text, pattern, replacement)
    case .prepend(let prefix):
      guard !text.bytes.isEmpty, !text.continues else { return }
      var result = AlignedTextBuilder(text)
      result.insert(prefix, before: 0)
      result.keep(0..<text.bytes.count)
      text = result.text
    case .strip(let left, let right): Self.strip(&text, left: left && !text.continues, right: right)
    case .stripAccents: Self.stripAccents(&text)
    }
  }

  private static func lowercase(_ text: inout AlignedText) {
    let isLower = text.bytes.allSatisfy { $0 < 0x80 && !($0 >= 0x41 && $0 <= 0x5A) }
    if isLower { return }
    var result = AlignedTextBuilder(text)
    result.mapScalars { scalar in
      let properties = scalar.properties
      return properties.changesWhenLowercased ? Array(properties.lowercaseMapping.utf8) : nil
    }
    text = result.text
  }

  private static func replace(
    _ text: inout AlignedText, _ pattern: SplitPattern, _ replacement: [UInt8]
  ) {
    var runs: [SplitRun] = []
    pattern.appendRuns(of: text.bytes, in: 0..<text.bytes.count, to: &runs)
    guard runs.contains(where: \.isDelimiter) else { return }
    var result = AlignedTextBuilder(text)
    for run in runs {
      if run.isDelimiter {
        result.replace(run.range, with: replacement)
      } else {
        result.keep(run.range)
      }
    }
    text = result.text
  }

  private static func strip(_ text: inout AlignedText, left: Bool, right: Bool) {
    var lower = 0
    var upper = text.bytes.count
    while left, lower < upper {
      let (scalar, length) = UTF8Scan.scalar(text.bytes, at: lower)
      guard ScalarClass.space.contains(scalar) else { break }
      lower += length
    }
    while right, upper > lower {
      let start = UTF8Scan.start(text.bytes, before: upper)
      guard ScalarClass.space.contains(UTF8Scan.scalar(text.bytes, at: start).value) else { break }
      upper = start
    }
    if lower > 0 || upper < text.bytes.count { text = text.slice(lower..<upper) }
  }

  private static func stripAccents(_ text: inout AlignedText) {
    if text.bytes.allSatisfy({ $0 < 0x80 }) { return }
    var result = AlignedTextBuilder(text)
    result.mapScalars { UnicodeNine.isMark($0) ? [] : nil }
    text = result.text
  }
}
