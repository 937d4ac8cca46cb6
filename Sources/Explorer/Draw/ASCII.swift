/// The ASCII character that stands for a glyph of the interface; nil keeps the character.
func asciiTwin(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
  switch scalar {
  case "─", "━": "-"
  case "│": "|"
  case "═": "="
  case "║": "#"
  case "┌", "┐", "└", "┘", "├", "┼": "+"
  case "╔", "╗", "╚", "╝": "#"
  case "▶": ">"
  case "●": "*"
  case "○": "o"
  case "★": "*"
  case "✓": "y"
  case "✗": "n"
  case "·": "."
  case "…": "~"
  case "±": "~"
  case "Σ": "S"
  case "→": ">"
  case "␛": "^"
  case "▲": "^"
  case "▼": "v"
  case "█", "▉", "▊", "▋", "▌": "#"
  case "▍", "▎", "▏": "-"
  case "░": "."
  case "▒": ":"
  case "▓": "%"
  case "┤": "|"
  case "╲": "\\"
  default: (0x2801...0x28FF).contains(scalar.value) ? "*" : scalar.value == 0x2800 ? " " : nil
  }
}
