/// Articles in which a number is counted; every one states it.
extension Relation {
  static let countingArticle = ArticleVoices(
    box: Voices(
      """
      Asked: how many $s
      Counted: $o
      %%
      | how many $s | $o |
      %%
      In figures: $o. (How many $s?)
      """),
    sections: [
      (
        "Explanation",
        Voices(
          """
          «To be exact|More precisely|In detail»: $why. «A drawing makes it plain|Once seen, it is not forgotten|Children like to check».
          %%
          The article on $topic «explains|adds|says more»: $why.
          %%
          «Why is that|How does one count»? $cwhy, «as every book on $topic says|which the picture shows|and there is no more to it».
          """)
      ),
      (
        "Quizzes",
        Voices(
          """
          «Those who set quizzes like the question|It is a favourite of quiz nights|The question comes up at school», «since half of the room says something else|and a wrong answer is soon shouted|as it sounds easier than it is».
          """)
      ),
      (
        "Subject",
        Voices(
          """
          «The subject here is $topic|This belongs to the lore of $topic|More is found under $topic»: $note.
          %%
          $cnote: so begins many a lesson on $topic. «Numbers come next|Counting is the second step|The teacher then asks for figures».
          """)
      ),
    ],
    categories: Voices("«Counting|Lore of $topic|Numbers»"),
    related: Voices(
      """
      «History of $topic|Pictures of $topic|Words used for $topic»
      %%
      Numbers; «Riddles|Counting rhymes|Measuring»
      """))
}
