/// Functions, tests, notebooks, shell sessions and patches.
struct Code {
  let source: ProblemSource

  private static let wrappings = Voices(
    """
    $program
    %%
    «# |// |-- |; »«$name|file for $name|helpers: $name|TODO: more on $name|see the notes on $name»
    $program
    %%
    diff --git a/$file b/$file
    «new file|index $n|+++ b/$file|similarity $n%»
    $program
    %%
    In [$n]:
    $program
    %%
    commit «fixes|adds|moves|documents|tests» $name

    $program
    %%
    «Author|Reviewed by|Written by|Maintainer»: $who
    «File|Module|Path»: $file

    $program
    """)

  func document(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    let voices = procedure.voices
    let problem = source.problem(procedure, &random)
    let name = voices.names.speak(&random)
    var slots = frame(name, &random)
    slots["program"] = voices.programs.speak(problem.slots, &random)
    var text = Self.wrappings.speak(slots, &random)
    if random.chance(25) {
      let more = source.problem(procedure, &random)
      text += "\n\n" + voices.programs.speak(more.slots, &random)
    }
    return Draft(
      kind: .code, subtype: random.chance(50) ? "function" : "script", text: text,
      procedures: [procedure])
  }

  private func frame(_ name: String, _ random: inout RandomStream) -> [String: String] {
    [
      "name": name, "n": "\(random.int(1...99))", "who": random.pick(Names.people),
      "file": name.replacing(" ", with: "_").replacing(",", with: "")
        + random.pick([".py", ".js", ".swift", ".c", ".hs", ".txt"]),
    ]
  }

  private static let factPrograms = Voices(
    """
    «data|table|known|entries» = {"$s": "$o"}
    «assert|# print» "$s" in data
    %%
    INSERT INTO «facts|entries|$rel» VALUES ('$s', '$o');
    %%
    {"«subject|name|key»": "$s", "«$rel|value|answer»": "$o"}
    %%
    def test_$rel():
        # $reply
        assert lookup("$s") == "$o"
    %%
    «$s,$o|$rel,$s,$o»
    # $reply
    """)

  func record(_ fact: Fact, _ random: inout RandomStream) -> Draft {
    var slots = frame(fact.relation.rawValue + " data", &random)
    slots["program"] = Self.factPrograms.speak(
      fact.slots.merging(["rel": fact.relation.rawValue, "reply": fact.reply]) { $1 }, &random)
    return Draft(
      kind: .code, subtype: "data", text: Self.wrappings.speak(slots, &random), facts: [fact])
  }

  /// A program that has to do with none of the questions.
  func misc(_ random: inout RandomStream) -> Draft {
    var slots = frame(random.pick(["parsing", "strings", "logging", "sorting", "files"]), &random)
    slots["program"] = NoisePrograms.voices.speak(
      [
        "w": random.pick(NoisePrograms.words), "v": random.pick(NoisePrograms.words),
        "n": "\(random.int(1...99))", "m": "\(random.int(100...999))",
      ], &random)
    return Draft(
      kind: .code, subtype: "utility", text: Self.wrappings.speak(slots, &random))
  }
}
