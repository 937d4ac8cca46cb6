/// Names of units, as they stand behind numbers and formulae.
enum UnitWords {
  /// Whether a word in small letters is a unit.
  static func contains(_ word: String) -> Bool { names.contains(word) }

  private static let names: Set<String> = [
    "mm", "cm", "dm", "km", "in", "inch", "inches", "ft", "foot", "feet", "yd", "yard", "yards",
    "mi", "mile", "miles", "meter", "meters", "metre", "metres", "centimeter", "centimeters",
    "centimetre", "centimetres", "kilometer", "kilometers", "kilometre", "kilometres", "mg", "kg",
    "gram", "grams", "kilogram", "kilograms", "lb", "lbs", "pound", "pounds", "oz", "ounce",
    "ounces", "ml", "cl", "liter", "liters", "litre", "litres", "gallon", "gallons", "sec",
    "second", "seconds", "min", "minute", "minutes", "hr", "hrs", "hour", "hours", "day", "days",
    "week", "weeks", "month", "months", "year", "years", "mph", "kph", "square", "sq", "cubic",
    "cube", "unit", "units", "degree", "degrees", "deg", "rad", "radian", "radians", "dollar",
    "dollars", "cent", "cents", "euro", "euros", "percent", "joule", "joules", "newton", "newtons",
    "watt", "watts", "volt", "volts", "hz", "khz", "mhz", "kj", "kw", "kwh", "°", "°c", "°f", "per",
  ]

  /// A formula, without LaTeX, and without the units behind it, such as ` cm^2` and ` km/h`; nil where there are none.
  ///
  /// One letter is a unit (m, g, s, h, l) only behind a space.
  static func removed(from text: String) -> String? {
    let signs = Array(text.unicodeScalars)
    var end = signs.count
    while true {
      var place = skipped(signs, exponent(signs, skipped(signs, end)))
      let wordEnd = place
      while place > 0, signs[place - 1].properties.isAlphabetic || signs[place - 1] == "°" {
        place -= 1
      }
      let word = String(String.UnicodeScalarView(signs[place..<wordEnd])).lowercased()
      let isSpaced =
        place > 0 && (signs[place - 1].properties.isWhitespace || signs[place - 1] == "/")
      guard word.count > 1 || word == "°" ? contains(word) : isSpaced && "mgshl".contains(word),
        !word.isEmpty
      else { break }
      let before = skipped(signs, place)
      guard before > 0, endsValue(signs[before - 1], isLetter: word.count == 1) else { break }
      end = place
      if end > 0, signs[end - 1] == "/" { end -= 1 }
    }
    let rest = String(String.UnicodeScalarView(signs[..<skipped(signs, end)]))
    return end < signs.count && !rest.isEmpty ? rest : nil
  }

  /// Whether a unit may follow a sign; one of a letter only what cannot be multiplied by a variable of that name.
  private static func endsValue(_ sign: Unicode.Scalar, isLetter: Bool) -> Bool {
    if sign.properties.numericType != nil || ")]π°/".unicodeScalars.contains(sign) { return true }
    return !isLetter && sign.properties.isAlphabetic
  }

  private static func skipped(_ signs: [Unicode.Scalar], _ end: Int) -> Int {
    var end = end
    while end > 0, signs[end - 1].properties.isWhitespace || signs[end - 1] == "." { end -= 1 }
    return end
  }

  /// Place before `^2`, `^3` and the like, or the same where there is none.
  private static func exponent(_ signs: [Unicode.Scalar], _ end: Int) -> Int {
    for text in ["^2", "^3", "^(2)", "^(3)"] {
      let wanted = Array(text.unicodeScalars)
      if end >= wanted.count, signs[..<end].suffix(wanted.count).elementsEqual(wanted) {
        return end - wanted.count
      }
    }
    return end
  }
}
