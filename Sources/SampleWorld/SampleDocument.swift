/// One document of the sample, as a line of `corpus.jsonl`.
package struct SampleDocument: Sendable, Equatable {
  package let id: String
  package let text: String
  package let type: String
  package let subtype: String
  package let source: String

  /// Ground truth, for evaluation only: the procedures that the document carries out or explains.
  package let procedures: [String]

  /// Ground truth, for evaluation only: the facts that it states.
  package let facts: [String]

  /// Ground truth, for evaluation only: false equalities that it states and then corrects.
  package let slips: [String]

  init(number: Int, draft: Draft) {
    let digits = String(number)
    id = "d" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    text = draft.text
    type = draft.kind.rawValue
    subtype = draft.subtype
    source = draft.kind.source
    procedures = draft.procedures.map(\.rawValue)
    facts = draft.facts.map(\.id)
    slips = draft.slips
  }

  /// The JSON line, keys always in the same order.
  var line: String {
    "{\"id\": \(json(id)), \"type\": \(json(type)), \"subtype\": \(json(subtype)), "
      + "\"source\": \(json(source)), \"text\": \(json(text)), "
      + "\"meta\": {\"procedures\": \(json(procedures)), \"facts\": \(json(facts))"
      + (slips.isEmpty ? "" : ", \"slips\": \(json(slips))") + "}}\n"
  }
}

extension SampleQuestion {
  /// The JSON line, keys always in the same order.
  var line: String {
    "{\"id\": \(json(id)), \"kind\": \(json(kind)), \"task\": \(json(task)), "
      + "\"prompt\": \(json(prompt)), \"answer\": \(json(answer)), \"aliases\": \(json(aliases)), "
      + "\"meta\": {\"stated\": \(statements)\(fact.map { ", \"fact\": \(json($0))" } ?? "")}}\n"
  }
}

private func json(_ strings: [String]) -> String {
  "[" + strings.map { json($0) }.joined(separator: ", ") + "]"
}

/// A JSON string: quotes, backslashes and control characters escaped, all else as it is.
private func json(_ string: String) -> String {
  var text = "\""
  for scalar in string.unicodeScalars {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\t": text += "\\t"
    default:
      precondition(scalar.value >= 32, "control characters have no place in the sample")
      text.unicodeScalars.append(scalar)
    }
  }
  return text + "\""
}
