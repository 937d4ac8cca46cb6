/// A screen as a session's file has it: by its name.
package struct SavedTab: Hashable, Sendable, Codable {
  package var tab: Tab

  init(tab: Tab) { self.tab = tab }

  /// A screen that there is no more is Explore; version 0.1.0 wrote the place of six screens.
  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let place = try? value.decode(Int.self) {
      let six: [Tab] = [.explore, .read, .compare, .findings, .ask, .jobs]
      tab = six.indices.contains(place) ? six[place] : .explore
    } else {
      tab = Tab(rawValue: try value.decode(String.self)) ?? .explore
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    try value.encode(tab.rawValue)
  }
}
