/// Ways to read what may be one number or several: `2,5` and `1 234`.
struct NumberReadings {
  private let signs: [Unicode.Scalar]

  init(_ text: String) { signs = Array(text.unicodeScalars) }

  /// The text with decimal commas as points, with groups of three joined, and with both.
  var all: [String] {
    let joined = NumberReadings(rewritten(withSpaces))
    return [rewritten(withComma), joined.text, joined.rewritten(joined.withComma)]
  }

  private var text: String { String(String.UnicodeScalarView(signs)) }

  /// Rewrites every run of digits of which a closure makes something.
  /// - Parameter body: takes where a run starts and ends; gives its replacement and where that ends.
  private func rewritten(
    _ body: (Range<Int>) -> (text: [Unicode.Scalar], end: Int)?
  ) -> String {
    var result: [Unicode.Scalar] = []
    var place = 0
    while place < signs.count {
      let end = digits(from: place)
      guard end > place, !isPart(place) else {
        result += signs[place..<max(end, place + 1)]
        place = max(end, place + 1)
        continue
      }
      let (text, next) = body(place..<end) ?? (Array(signs[place..<end]), end)
      result += text
      place = next
    }
    return String(String.UnicodeScalarView(result))
  }

  private func withComma(_ run: Range<Int>) -> (text: [Unicode.Scalar], end: Int)? {
    guard sign(run.upperBound) == "," else { return nil }
    let end = digits(from: run.upperBound + 1)
    let count = end - run.upperBound - 1
    let goesOn = [",", "."].contains(sign(end)) && digits(from: end + 1) > end + 1
    guard count > 0, count != 3, !goesOn else { return nil }
    return (signs[run] + ["."] + signs[(run.upperBound + 1)..<end], end)
  }

  private func withSpaces(_ run: Range<Int>) -> (text: [Unicode.Scalar], end: Int)? {
    guard run.count <= 3 else { return nil }
    var text = Array(signs[run])
    var end = run.upperBound
    while sign(end) == " ", digits(from: end + 1) == end + 4 {
      text += signs[(end + 1)..<(end + 4)]
      end += 4
    }
    let goesOn = sign(end) == " " && digits(from: end + 1) > end + 1
    return end > run.upperBound && !goesOn ? (text, end) : nil
  }

  /// Whether a run that starts here goes on with a number before it.
  private func isPart(_ place: Int) -> Bool {
    guard let before = sign(place - 1) else { return false }
    if ".,".unicodeScalars.contains(before) { return isDigit(place - 2) }
    return before == " " && isDigit(place - 2)
  }

  private func digits(from place: Int) -> Int {
    var end = place
    while isDigit(end) { end += 1 }
    return end
  }

  private func isDigit(_ place: Int) -> Bool {
    sign(place).map { ("0"..."9").contains($0) } ?? false
  }

  private func sign(_ place: Int) -> Unicode.Scalar? {
    signs.indices.contains(place) ? signs[place] : nil
  }
}
