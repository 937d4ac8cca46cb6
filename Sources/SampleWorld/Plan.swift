/// How many documents of each sort the world holds.
enum Plan {
  static let exercises: [(Procedure, Int)] = [(.arithmetic, 450), (.slope, 450), (.linear, 60)]

  static let textbook: [(Procedure, Int)] = [
    (.arithmetic, 230), (.slope, 230), (.linear, 70), (.percentage, 30), (.conversion, 30),
    (.area, 30), (.sequence, 30),
  ]

  static let forum: [(Procedure, Int)] = [
    (.arithmetic, 210), (.slope, 210), (.linear, 70), (.percentage, 25), (.conversion, 25),
    (.area, 25), (.sequence, 25),
  ]

  static let code: [(Procedure, Int)] = [
    (.arithmetic, 160), (.slope, 160), (.linear, 70), (.percentage, 35), (.conversion, 35),
    (.area, 35), (.sequence, 35),
  ]

  static let mathematics = 120
  static let generalArticles = 110
  static let readings = 220
  static let utilities = 230
  static let noise = 500
  static let chatter = 200
  static let lessons = 170
  static let proofs = 110
  static let drills = 650

  /// Facts that are asked, by relation.
  static let askedFacts: [(relation: Relation, count: Int)] = [
    (.capital, 14), (.symbol, 7), (.author, 6), (.inventor, 4), (.river, 3), (.number, 3),
    (.year, 3),
  ]

  /// In how many documents the forty facts asked are stated: some the model can hardly know, some
  /// it can hardly miss.
  static let statements = [
    1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 10, 11, 11, 12, 12, 13, 13, 14, 15, 16,
    17, 18, 19, 20, 21, 22, 24, 26, 27, 28, 30,
  ]

  /// Documents that state a fact that nobody asks about.
  static let unasked = 5

  /// How many of a fact's documents ask and answer it outright.
  static func trivia(of documents: Int) -> Int { documents / 5 }
}
