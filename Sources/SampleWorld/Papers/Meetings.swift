/// Minutes, put together from what clubs and councils talk about.
enum Meetings {
  static func document(_ random: inout RandomStream) -> Draft {
    var slots = Cast.slots(&random)
    slots["club"] = random.pick(clubs)
    let items = points.speak(distinct: random.int(2...4), slots, &random)
    let bullet = random.pick(["#", "-", "*", "Item #:", ""])
    let lines = items.enumerated().map { number, item in
      let place = "\(number + 1)" + (bullet.hasPrefix("#") ? "." : "")
      let mark = bullet.replacing("#", with: place)
      return mark.isEmpty ? item : mark + " " + item
    }
    let joint = bullet.isEmpty ? random.pick([" ", "\n\n"]) : "\n"
    var text = heads.speak(slots, &random) + "\n" + lines.joined(separator: joint)
    if random.chance(65) { text += "\n" + ends.speak(slots, &random) }
    return Draft(kind: .other, subtype: "minutes", text: text)
  }

  private static let clubs = [
    "choir", "rowing club", "parents' council", "village shop", "chess club", "street committee",
    "beekeepers", "volunteer fire brigade", "amateur theatre", "allotment society", "book circle",
    "railway friends", "tenants of number nine", "skittles team", "friends of the old cinema",
  ]

  private static let heads = Voices(.papers, "Meetings.heads")

  private static let points = Voices(.papers, "Meetings.points")

  private static let ends = Voices(.papers, "Meetings.ends")
}
