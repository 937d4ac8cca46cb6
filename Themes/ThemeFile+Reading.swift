internal import PlainYAML
internal import Yams

extension ThemeFile {
  /// Reads a theme from the text of its file.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: its name, for messages.
  /// - Throws: `ThemeError` with the line of the first thing that is wrong.
  package init(reading text: String, file: String) throws {
    let root: Node?
    do throws(PlainYAMLError) {
      root = try PlainYAML.compose(text)
    } catch {
      throw ThemeError(file, line: error.line, error.problem)
    }
    guard let map = root?.mapping else {
      throw ThemeError(file, nil, "a theme is a list of names and values")
    }
    self = try ThemeReader(file: file, colours: [:]).theme(map)
  }
}

/// Walks through a theme file's tree.
private struct ThemeReader {
  let file: String
  /// Names that the file gives to colours.
  var colours: [String: ThemeColor]

  func theme(_ map: Node.Mapping) throws -> ThemeFile {
    var reader = self
    var theme = ThemeFile()
    if let named = map["colors"] {
      for (key, value) in try mapping(named) {
        let name = try string(key)
        guard let colour = ThemeColor(try string(value)) else {
          throw ThemeError(file, value.mark, "\(try string(value)) is no colour")
        }
        reader.colours[name] = colour
      }
    }
    for (key, value) in map {
      switch try string(key) {
      case "name": theme.name = try string(value)
      case "kind":
        guard let kind = ThemeKind(rawValue: try string(value)) else {
          throw ThemeError(file, value.mark, "kind is dark, light or any")
        }
        theme.kind = kind
      case "ascii": theme.isASCII = value.bool ?? false
      case "colors": break
      case "roles":
        for (role, style) in try mapping(value) {
          let name = try string(role)
          guard ThemeFile.roleNames.contains(name) else {
            throw ThemeError(file, role.mark, "there is no role \(name)")
          }
          theme.roles[name] = try reader.style(style)
        }
      case "types":
        for (type, style) in try mapping(value) {
          theme.types[try string(type)] = try reader.style(style)
        }
      case "heat":
        for (sign, steps) in try mapping(value) {
          guard let list = steps.sequence, list.count == 5 || list.isEmpty else {
            throw ThemeError(file, steps.mark, "heat has five steps, from mild to strong")
          }
          let styles = try list.map(reader.style)
          switch try string(sign) {
          case "positive": theme.heatPositive = styles
          case "negative": theme.heatNegative = styles
          default: throw ThemeError(file, sign.mark, "heat is positive or negative")
          }
        }
      case let other: throw ThemeError(file, key.mark, "\(other) means nothing in a theme")
      }
    }
    guard !theme.name.isEmpty else { throw ThemeError(file, nil, "the theme has no name") }
    return theme
  }

  private func mapping(_ node: Node) throws -> Node.Mapping {
    guard let map = node.mapping else {
      throw ThemeError(file, node.mark, "names with values are expected here")
    }
    return map
  }

  private func string(_ node: Node) throws -> String {
    guard let text = node.scalar?.string else {
      throw ThemeError(file, node.mark, "a word is expected here")
    }
    return text
  }

  /// A style: a colour, a chain of colours, or `{fg:, bg:, bold:, …}`.
  func style(_ node: Node) throws -> ThemeStyle {
    var style = ThemeStyle()
    guard let map = node.mapping else {
      style.foreground = try chain(node)
      return style
    }
    for (key, value) in map {
      switch try string(key) {
      case "fg": style.foreground = try chain(value)
      case "bg": style.background = try chain(value)
      case "bold": style.isBold = value.bool ?? false
      case "underline": style.isUnderlined = value.bool ?? false
      case "reverse": style.isReversed = value.bool ?? false
      case "italic": style.isItalic = value.bool ?? false
      case let other: throw ThemeError(file, key.mark, "\(other) means nothing in a style")
      }
    }
    return style
  }

  private func chain(_ node: Node) throws -> [ThemeColor] {
    if let list = node.sequence { return try list.map(colour) }
    return [try colour(node)]
  }

  private func colour(_ node: Node) throws -> ThemeColor {
    let text = try string(node)
    guard let colour = colours[text] ?? ThemeColor(text) else {
      throw ThemeError(file, node.mark, "\(text) is no colour")
    }
    return colour
  }
}
