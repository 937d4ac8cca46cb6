/// What a finding's numbers mean: the sentences behind `i` and above a report's tables.
package struct FindingDefinition: Sendable, Equatable {
  /// The finding's number in the study, such as `2b`.
  package let number: String
  /// A word for it in a list.
  package let name: String
  /// What a person asks.
  package let question: String
  /// How it is computed.
  package let definition: String
  /// What the study found with models of 7 and 35 thousand million parameters.
  package let published: String

  package static let correlation = FindingDefinition(
    number: "1", name: "Correlation",
    question: "Does one document help many questions of the same kind?",
    definition: """
      Pearson's r of two questions' scores over all passages, not only the top; the mean of a block \
      is over its pairs, a question never with itself, and its interval is over questions (jackknife), \
      since pairs share them. The mean of |r| counts passages that help one question and hinder the \
      other as a bond too. Correlation comes from a shared procedure \
      and from a shared form of the completions: look at pairs, not at means alone.
      """,
    published: """
      Within slopes .29 / .54, arithmetic .31, linear equations .18, factual .04 / .05, across \
      groups at most .09; the greatest single pair .96.
      """)

  package static let magnitude = FindingDefinition(
    number: "2", name: "Magnitude", question: "How hard does the model lean on single documents?",
    definition: """
      Sum of the positive scores, divided by −log p of the completion (nats). The curves add up the \
      top k percent of the passages with a positive score, not of the corpus; the negative side \
      likewise. An absolute number: it compares only within one damping and one corpus.
      """,
    published: "In all .040 / .071 for factual questions, .020 / .032 for reasoning.")

  package static let concentration = FindingDefinition(
    number: "2b", name: "Concentration", question: "How concentrated is the influence?",
    definition: """
      The same curves divided by their total (a share, 0 to 1). The slope is least squares of log \
      score on log rank over the top 500 scores of a sign; the exponent is the maximum-likelihood \
      power law of the same scores (Pareto), another number. Gini: 0 all equal, 1 one passage alone.
      """,
    published: "Slopes between −.32 and −.38.")

  package static let answers = FindingDefinition(
    number: "3", name: "Answers", question: "Is the answer in the top documents?",
    definition: """
      A question counts if a passage of its top holds the expected answer or an alias, whole tokens \
      only, numbers however written. For reasoning, every step that states an equality must be \
      found, perhaps in several passages. Random: the chance that an arbitrary order of the same \
      passages would do as well. The depths are the study's.
      """,
    published: """
      Factual, answered right: 55 % / 30 %; reasoning, answered right: 7 % / 0 % (top 500, influence \
      per gradient norm).
      """)

  package static let reuse = FindingDefinition(
    number: "4", name: "Shared documents", question: "Do the same documents serve many questions?",
    definition: """
      Passages in the top k of at least three questions of a group; k is a hundredth of the corpus, \
      from 10 to 500, where the study took 100 of five million. Expected: how many unrelated \
      rankings would share. Labelled: passages that carry the group's procedure by the corpus's own \
      notes, in the top k of any of its questions.
      """,
    published: """
      Slopes: 20 distinct documents with code or formulae for the procedure serve 16 of 20 and 20 \
      of 20 questions.
      """)

  package static let types = FindingDefinition(
    number: "5", name: "Types", question: "Which kinds of documents matter?",
    definition: """
      Share of a type in the pooled top (or bottom) k of a group's questions, divided by its share \
      in the corpus, with Wilson's 95 % interval, which takes places as independent. Fewer than five \
      expected passages are too few to say much. Read every number beside the controls. The depths \
      are the study's, as far as they are at most half the corpus.
      """,
    published: """
      Question-and-answer sites ×22 to 23, mathematics and trivia ×49 to 63 at k = 50; code below 1 \
      at k = 50 and ×2 to 2.5 from k = 5,000.
      """)

  package static let contrast = FindingDefinition(
    number: "control", name: "After the control", question: "What is left after the control?",
    definition: """
      The mean score of the control questions is taken from each question's score, passage by passage. Influence \
      is linear in the query, so this is the influence on what the question asks beyond its control. Within: mean r \
      of the group's pairs as in finding 1, with its interval. Shared passages: in the top k of at least three \
      questions, k as in finding 4. Multipliers as in finding 5.
      """, published: "The study names its controls' peaks as a caution; it shows no difference.")

  package static let fields = FindingDefinition(
    number: "fields", name: "Fields", question: "Which values of a document's field matter?",
    definition: """
      Share of a value, or of two fields' values together, in the pooled top (or bottom) k of a group's questions, \
      divided by its share in the corpus, with Wilson's 95 % interval, as finding 5 does for types. After: the same \
      once the mean score of the group's control questions is taken from each question's.
      """, published: "")

  package static let removal = FindingDefinition(
    number: "removal", name: "Removal",
    question: "What is missed when the top documents are not there?",
    definition: """
      A small model is trained anew without the documents that a ranking names for a task (`stemma evaluate \
      --removal`), and every task is measured: the rise of the loss of a step, in nats, against a training on all \
      documents from the same start; the mean over the task's steps and starts, and its 95 % interval by drawing \
      starts anew. Where the task that was removed is the one that is measured (*) this is the query loss difference \
      (QLD). A ranking is right if what it names is missed by its own task, more than random documents are and less \
      by others. Written: change of the share of steps that greedy decoding writes word for word.
      """, published: "Nobody has published cross effects by procedure.")

  package static let crossRun = FindingDefinition(
    number: "6", name: "Another model", question: "Does it hold for another model?",
    definition: """
      Pearson's r over all passages between the scores of one question in two runs, for questions \
      and passages that both runs have.
      """,
    published: "Mean .02, greatest .19.")

  package static let recovery = FindingDefinition(
    number: "truth", name: "Ground truth",
    question: "Do the rankings find what the corpus says is there?",
    definition: """
      The corpus's notes say which documents carry a procedure or state a fact; no score sees them. \
      Share: of the top passages, how many carry it. MRR: mean of 1 ÷ rank of the first that does. \
      Recall: of all that carry it, how many are in the top. BM25 takes the words of prompt and \
      completion. Intervals hold 95 % of the means over questions drawn anew (bootstrap, 2,000 draws).
      """, published: "")

  package static let outcomes = FindingDefinition(
    number: "failures", name: "Failures", question: "What do wrong completions have in common?",
    definition: """
      Right and wrong completions of one group beside each other; across is r between a right and \
      a wrong one. The first wrong step is the first that states a false equality. Below each \
      wrong completion stand the passages that rank highest for that step (for all of it, if every \
      equality holds), by influence per gradient norm.
      """, published: "")
}
