internal import Terminal

extension Reader {
  /// Lines beyond these are not shown; the last one says so.
  package static let limit = 20_000

  /// One drawable code point of a line, with the byte that it stands for.
  private struct PlacedScalar {
    var scalar: Unicode.Scalar
    var width: Int
    var byte: Int
  }

  /// Makes a text visible and folds it to a width.
  package static func fold(_ text: String, width: Int) -> [Line] {
    let room = max(8, width)
    var result: [Line] = []
    var number = 0
    var rest = text.utf8[...]
    var start = 0
    while true {
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      let line = rest[..<end]
      number += 1
      if result.count >= limit {
        result.append(
          Line(number: number, isStart: true, text: "… the rest is not shown", start: start))
        return result
      }
      append(Substring(line), number: number, start: start, width: room, to: &result)
      start += line.count + 1
      guard end < rest.endIndex else { return result }
      rest = rest[rest.index(after: end)...]
    }
  }

  private static func append(
    _ line: Substring, number: Int, start: Int, width: Int, to result: inout [Line]
  ) {
    if line.utf8.count <= width, isPrintableASCII(line) {
      result.append(Line(number: number, isStart: true, text: String(line), start: start))
      return
    }
    let places = visible(line, start: start)
    var first = 0
    repeat {
      let end = cut(places, from: first, width: width)
      var text = String.UnicodeScalarView()
      for place in places[first..<end] { text.append(place.scalar) }
      result.append(
        Line(
          number: number, isStart: first == 0, text: String(text),
          start: first < places.count ? places[first].byte : start))
      first = end
    } while first < places.count && result.count < limit
  }

  /// Where a row that begins at a place ends: after a space in its second half, if there is one.
  private static func cut(_ places: [PlacedScalar], from first: Int, width: Int) -> Int {
    var used = 0
    var end = first
    var space: Int?
    while end < places.count {
      if used + places[end].width > width {
        if let space, space - first > (end - first) / 2 { return space }
        return max(end, first + 1)
      }
      used += places[end].width
      end += 1
      if places[end - 1].scalar == " " { space = end }
    }
    return end
  }

  /// A line's code points as they may be drawn; a code point that must not be is spelled out.
  private static func visible(_ line: Substring, start: Int) -> [PlacedScalar] {
    var places: [PlacedScalar] = []
    var byte = start
    var marks = 0
    for scalar in line.unicodeScalars {
      switch columns(of: scalar) {
      case 0?:
        marks += 1
        if marks <= 2, !places.isEmpty {
          places.append(PlacedScalar(scalar: scalar, width: 0, byte: byte))
        }
      case let width?:
        marks = 0
        places.append(PlacedScalar(scalar: scalar, width: width, byte: byte))
      case nil:
        marks = 0
        // A carriage return before the line's end is not worth a mark.
        if scalar == "\r", byte - start == line.utf8.count - 1 { break }
        for shown in Sanitizer.spelling(of: scalar).unicodeScalars {
          places.append(PlacedScalar(scalar: shown, width: 1, byte: byte))
        }
      }
      byte += UTF8.width(scalar)
    }
    return places
  }

  /// The byte of the document that each column of a row stands for.
  static func bytes(of line: Line, in text: String, width: Int) -> [Int] {
    let utf8 = text.utf8
    guard line.start < utf8.count else { return [] }
    let from = utf8.index(utf8.startIndex, offsetBy: line.start)
    var result: [Int] = []
    let rest = text[from...].utf8.prefix(width * 12)
    let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
    let shown = line.text.unicodeScalars.reduce(0) { $0 + (columns(of: $1) ?? 1) }
    for place in visible(Substring(rest[..<end]), start: line.start) {
      for _ in 0..<place.width { result.append(place.byte) }
      if result.count >= shown { break }
    }
    return Array(result.prefix(shown))
  }
}
