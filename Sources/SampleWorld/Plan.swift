/// How many documents of each sort the world holds.
enum Plan {
  static let exercises: [(Procedure, Int)] = [(.arithmetic, 400), (.slope, 400), (.linear, 80)]

  static let textbook: [(Procedure, Int)] = [
    (.arithmetic, 230), (.slope, 230), (.linear, 80), (.percentage, 40), (.conversion, 40),
    (.area, 40), (.sequence, 40),
  ]

  static let forum: [(Procedure, Int)] = [
    (.arithmetic, 230), (.slope, 230), (.linear, 80), (.percentage, 20), (.conversion, 20),
    (.area, 20), (.sequence, 20),
  ]

  static let code: [(Procedure, Int)] = [
    (.arithmetic, 170), (.slope, 170), (.linear, 80), (.percentage, 40), (.conversion, 40),
    (.area, 40), (.sequence, 40),
  ]

  static let mathematics = 120
  static let readings = 260
  static let utilities = 220
  static let noise = 480
  static let chatter = 160
  static let lessons = 120
  static let proofs = 120
  static let drills = 340

  /// Facts that are asked: how many of each relation, and how many of those are told often.
  static let askedFacts: [(relation: Relation, count: Int, often: Int)] = [
    (.capital, 14, 10), (.symbol, 7, 5), (.author, 6, 4), (.inventor, 4, 2), (.river, 3, 2),
    (.number, 3, 2), (.year, 3, 2),
  ]

  /// Documents that state a fact of each sort, and how many of them ask and answer it outright.
  static let often = (documents: 24, trivia: 8)
  static let sometimes = (documents: 5, trivia: 2)
  static let rarely = 1...2
}
