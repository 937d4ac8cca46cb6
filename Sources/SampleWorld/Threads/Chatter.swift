/// Threads that have to do with no question: gardens, journeys, computers, music.
enum Chatter {
  private static let topics = [
    ChatterTopics.garden, ChatterTopics.repairs, ChatterTopics.kitchen, ChatterTopics.computers,
    ChatterTopics.travel, ChatterTopics.music, ChatterTopics.animals,
  ]

  private static let endings = Voices(
    """
    $user4: «following this|same problem here|saving this for later|bump».
    %%
    Moderator: «moved to the right board|please keep it friendly|title edited|closed after $n days».
    %%
    $user: «edited for spelling|will post a picture tomorrow|thanks, everybody».
    """)

  static func thread(_ random: inout RandomStream) -> Draft {
    let slots = Cast.slots(&random)
    var text = random.pick(topics).speak(slots, &random)
    if random.chance(30) { text += "\n" + endings.speak(slots, &random) }
    return Draft(kind: .forum, subtype: "chatter", text: text)
  }
}
