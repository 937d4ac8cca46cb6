package import RunModel
import Workspace

extension AskRequest {
  /// Longest texts that are typed, in bytes.
  private static let maximumLength = 1 << 20

  /// Refuses what nobody types: the request may come from a database of elsewhere.
  package func check() throws {
    guard exact.map({ (0...1).contains($0) }) ?? true else {
      throw EngineError("a request wants \(exact ?? 0) of the passages, which is no share of them")
    }
    guard
      [prompt, answer ?? "", completion ?? ""].allSatisfy({ $0.utf8.count <= Self.maximumLength })
    else { throw EngineError("a request holds a text of more than \(Self.maximumLength) bytes") }
  }
}
