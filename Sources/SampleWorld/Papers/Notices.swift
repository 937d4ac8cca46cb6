/// Reviews, small advertisements and what shifts hand on.
enum Notices {
  static let reviews = Voices(.papers, "Notices.reviews")

  static let notices = Voices(.papers, "Notices.notices")

  /// What shifts and practices hand on.
  static let handovers = Voices(.papers, "Notices.handovers")
}
