/// Logs that people keep: at sea, on a building site, in a laboratory, on the road.
enum Journals {
  static func document(_ random: inout RandomStream) -> Draft {
    let slots = Cast.slots(&random)
    let (head, entries) = random.pick(books)
    var minute = random.int(300...600)
    let style = random.int(0...3)
    let lines = entries.speak(distinct: random.int(3...5), slots, &random).enumerated().map {
      number, entry in
      minute += random.int(10...160)
      let hour = "\(minute / 60 % 24)"
      let rest = minute % 60 < 10 ? "0\(minute % 60)" : "\(minute % 60)"
      switch style {
      case 0: return "\(hour):\(rest) \(entry)"
      case 1: return "\(hour).\(rest)h — \(entry)"
      case 2: return "\(number + 1)) \(entry)"
      default: return entry
      }
    }
    let text = head.speak(slots, &random) + "\n" + lines.joined(separator: "\n")
    return Draft(kind: .other, subtype: "journal", text: text)
  }

  private static let books: [(Voices, Voices)] = [
    (Voices(.papers, "Journals.books1"), Voices(.papers, "Journals.books2")),
    (Voices(.papers, "Journals.books3"), Voices(.papers, "Journals.books4")),
    (Voices(.papers, "Journals.books5"), Voices(.papers, "Journals.books6")),
    (Voices(.papers, "Journals.books7"), Voices(.papers, "Journals.books8")),
    (Voices(.papers, "Journals.books9"), Voices(.papers, "Journals.books10")),
  ]
}
