/// The people, places and dates of one document, so that the same name stays the same person.
enum Cast {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let days = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// `who` to `who4`, `user` to `user4` and `place` to `place3` all differ from one another.
  static func slots(_ random: inout RandomStream) -> [String: String] {
    var people = Names.people
    random.shuffle(&people)
    var users = Names.users
    random.shuffle(&users)
    var places: [String] = []
    while places.count < 3 {
      let place = Names.place(&random)
      if !places.contains(place) { places.append(place) }
    }
    var slots = [
      "month": random.pick(months), "day": random.pick(days), "date": "\(random.int(1...28))",
      "man": random.pick(Names.men), "woman": random.pick(Names.women),
      "n": "\(random.int(2...40))", "age": "\(random.int(8...80))",
    ]
    for (index, suffix) in ["", "2", "3", "4"].enumerated() {
      slots["who" + suffix] = people[index]
      slots["user" + suffix] = users[index] + (random.chance(60) ? "\(random.int(1...99))" : "")
    }
    for (index, suffix) in ["", "2", "3"].enumerated() { slots["place" + suffix] = places[index] }
    return slots
  }
}
