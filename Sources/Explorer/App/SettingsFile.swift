internal import PlainYAML
internal import Yams

/// One of a person's own settings files: names with values, each with its line.
///
/// What is wrong with one line costs that line only, so that a mistake never stops the program.
package struct SettingsFile {
  package struct Entry {
    package let name: String
    package let line: Int
    package let value: Value
  }

  package enum Value {
    case text(String)
    case list([String])
    case entries([Entry])
  }

  package private(set) var entries: [Entry] = []
  /// One sentence for each line that means nothing, with the file's name and the line's number.
  package private(set) var troubles: [String] = []
  private let name: String

  /// Most bytes and entries that are read; people write a page.
  private static let (longest, most) = (65_536, 1_000)
  /// A file with more mistakes is not one of settings.
  private static let maximumTroubles = 20

  /// - Parameters:
  ///   - text: YAML.
  ///   - name: what the file is called in messages.
  package init(reading text: String, name: String) {
    self.name = name
    read(text)
  }

  private mutating func read(_ text: String) {
    guard text.utf8.count <= Self.longest else {
      return complain(1, "is longer than \(Self.longest) bytes; a page of settings is expected")
    }
    do throws(PlainYAMLError) {
      guard let root = try PlainYAML.compose(text) else { return }
      guard let map = root.mapping else {
        return complain(1, "lines such as `name: value` are expected")
      }
      entries = read(map, isInner: false)
    } catch {
      complain(
        error.line,
        "\(error.problem.prefix(300)); nothing of it is used. Signs stand in quotes: '*'")
    }
  }

  /// Says what is wrong with a line, once the file is read.
  package mutating func complain(_ line: Int?, _ problem: @autoclosure () -> String) {
    guard troubles.count < Self.maximumTroubles else { return }
    troubles.append(line.map { "\(name):\($0): \(problem())" } ?? "\(name): \(problem())")
  }

  private mutating func read(_ map: Node.Mapping, isInner: Bool) -> [Entry] {
    var found: [Entry] = []
    for (key, node) in map {
      let line = key.mark?.line ?? 1
      guard found.count < Self.most else {
        complain(line, "is too much; the rest is left out")
        break
      }
      guard let name = key.scalar?.string else {
        complain(line, "a name is expected before the colon")
        continue
      }
      switch node {
      case .scalar(let scalar):
        found.append(Entry(name: name, line: line, value: .text(scalar.string)))
      case .sequence(let sequence):
        let texts = sequence.compactMap { $0.scalar?.string }
        if texts.count == sequence.count {
          found.append(Entry(name: name, line: line, value: .list(texts)))
        } else {
          complain(line, "\(name) takes words, or a list of them")
        }
      case .mapping(let inner) where !isInner:
        found.append(Entry(name: name, line: line, value: .entries(read(inner, isInner: true))))
      default: complain(line, "\(name) takes a value, or a list of values")
      }
    }
    return found
  }
}
