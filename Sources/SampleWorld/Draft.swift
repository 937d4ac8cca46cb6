/// A document before it has a number.
struct Draft {
  enum Kind: String, CaseIterable {
    case code, textbook, forum, encyclopedia, other

    /// The collection that documents of the type come from.
    var source: String {
      switch self {
      case .code: "repositories"
      case .textbook: "schoolbooks"
      case .forum: "threads"
      case .encyclopedia: "articles"
      case .other: "papers and letters"
      }
    }
  }

  let kind: Kind

  /// The finer sort within the type: proof, worked example, thread and so on.
  let subtype: String

  let text: String

  /// Ground truth for evaluation: which procedures the document carries out or explains.
  var procedures: [Procedure] = []

  /// Ground truth for evaluation: which facts it states.
  var facts: [Fact] = []

  /// Ground truth: false equalities that the document states on purpose and corrects further on.
  var slips: [String] = []
}

/// The names that documents give their people and places.
enum Names {
  static let people = [
    "Ada", "Ben", "Clara", "David", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kira",
    "Leo", "Mina", "Noah", "Olga", "Pavel", "Rosa", "Sami", "Tara", "Viktor", "Wanda", "Yusuf",
    "Zoe", "Amir", "Bella", "Chen", "Dora", "Emil", "Fatima", "Gita", "Henrik", "Ivy", "Jun",
    "Katya", "Lamin", "Maren", "Nadia", "Otto", "Petra", "Quentin", "Ruth", "Selma", "Tomas",
    "Ursula",
  ]

  /// For texts with pronouns.
  static let men = ["Gustav", "Ibrahim", "Karl", "Luis", "Milan", "Piet", "Rolf", "Stefan"]
  static let women = ["Agnes", "Carmen", "Edith", "Johanna", "Lucia", "Marta", "Renate", "Sofia"]

  static let users = [
    "pencil", "mathfan", "lost", "teacher", "newbie", "owl", "harbour", "quark", "tangent",
    "binary", "maple", "rook", "sigma", "cobalt", "lantern", "thimble", "pebble", "falcon",
    "saffron", "juniper", "old_salt", "gradient", "nightbus", "kettle", "mrs_brook", "dot",
    "wren", "postcard", "halfpint", "chalkdust", "ferret", "lowtide", "umbra", "barley",
    "seventeen", "tin_whistle", "carbonara", "left_hand",
  ]

  private static let heads = [
    "Vel", "Tar", "Mor", "Zan", "Kel", "Bru", "Osk", "Lin", "Dra", "Pel", "Qua", "Rin", "Sor",
    "Ulm", "Fen", "Gar", "Hel", "Jor", "Nim", "Wes",
  ]
  private static let tails = [
    "mora", "landia", "grad", "wick", "dor", "via", "stan", "burg", "polis", "mere", "ton",
    "haven", "ovia", "ria", "nia",
  ]

  static func user(_ random: inout RandomStream) -> String {
    random.pick(users) + "\(random.int(1...99))"
  }

  /// A country or town that doesn't exist.
  static func place(_ random: inout RandomStream) -> String {
    random.pick(heads) + random.pick(tails)
  }
}
