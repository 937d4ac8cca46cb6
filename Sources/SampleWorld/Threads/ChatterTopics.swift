/// What people write about when nobody asks a sum.
enum ChatterTopics {
  static let garden = Voices(.threads, "ChatterTopics.garden")

  static let repairs = Voices(.threads, "ChatterTopics.repairs")

  static let kitchen = Voices(.threads, "ChatterTopics.kitchen")

  static let computers = Voices(.threads, "ChatterTopics.computers")

  static let travel = Voices(.threads, "ChatterTopics.travel")

  static let music = Voices(.threads, "ChatterTopics.music")

  static let animals = Voices(.threads, "ChatterTopics.animals")
}
