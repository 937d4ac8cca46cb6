import Foundation
import RunModel

extension JobRequest {
  /// What the database holds beside the kind, as JSON.
  func payload() throws -> String {
    switch self {
    case .heat(let job): try Self.json(job)
    case .ask(let request): try Self.json(request)
    case .keep(let request), .discard(let request): try Self.json(request)
    case .pause: "{}"
    case .unknown(_, let payload): payload
    }
  }

  /// Reads what the database holds; what cannot be read is unknown, and whoever answers it says so.
  init(kind: String, payload: String) {
    self = Self.known(kind, Data(payload.utf8)) ?? .unknown(kind: kind, payload: payload)
  }

  private static func known(_ kind: String, _ payload: Data) -> JobRequest? {
    let decoder = JSONDecoder()
    return switch JobKind(rawValue: kind) {
    case .heat: (try? decoder.decode(HeatJob.self, from: payload)).map { .heat($0) }
    case .ask: (try? decoder.decode(AskRequest.self, from: payload)).map { .ask($0) }
    case .keep: (try? decoder.decode(KeepRequest.self, from: payload)).map { .keep($0) }
    case .discard: (try? decoder.decode(KeepRequest.self, from: payload)).map { .discard($0) }
    case .pause: .pause
    case nil: nil
    }
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
