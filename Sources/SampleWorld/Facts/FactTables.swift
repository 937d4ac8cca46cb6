/// The facts, one a line: subject; answer/other spellings; something else that is true of it.
enum FactTables {
  static let capitals = Prose.facts["FactTables.capitals"]
  static let symbols = Prose.facts["FactTables.symbols"]
  static let authors = Prose.facts["FactTables.authors"]
  static let inventors = Prose.facts["FactTables.inventors"]
  static let rivers = Prose.facts["FactTables.rivers"]
  static let numbers = Prose.facts["FactTables.numbers"]
  static let years = Prose.facts["FactTables.years"]
}
