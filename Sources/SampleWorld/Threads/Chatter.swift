/// Threads that have to do with no question: gardens, journeys, computers, music.
enum Chatter {
  private static let topics = [
    ChatterTopics.garden, ChatterTopics.repairs, ChatterTopics.kitchen, ChatterTopics.computers,
    ChatterTopics.travel, ChatterTopics.music, ChatterTopics.animals,
  ]

  private static let endings = Voices(.threads, "Chatter.endings")

  static func thread(_ random: inout RandomStream) -> Draft {
    let slots = Cast.slots(&random)
    var text = random.pick(topics).speak(slots, &random)
    if random.chance(30) { text += "\n" + endings.speak(slots, &random) }
    return Draft(kind: .forum, subtype: "chatter", text: text)
  }
}
