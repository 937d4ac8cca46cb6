/// Articles about inventions and discoveries; every one names who is known for it.
extension Relation {
  static let inventionArticle = ArticleVoices(
    box: Voices(
      """
      Known for it: $o
      Year: $when
      What it is: $note
      %%
      $cs. $cnote. Name: $o. Date: $when.
      %%
      | subject | $s |
      | person | $o |
      | year | $when |
      """),
    sections: [
      (
        "History",
        Voices(
          """
          The date usually given is $when. $o was $home. «Others were on the same track|Rivals claimed a share|Letters show how slow the progress was».
          %%
          In $when $o, $home, «had reached the goal|could show the result|told others of it». «It had taken years|Luck played a part, and so did practice|Money was short».
          """)
      ),
      (
        "How it came about",
        Voices(
          """
          «In short|Put simply|In a few words»: $how. «Drawings and notes have survived|The first apparatus looks home-made|A copy can be seen in a museum».
          %%
          What happened is quickly told: $how. «It sounds easy only afterwards|Nobody had put it together before|The idea needed careful hands».
          """)
      ),
      (
        "Later",
        Voices(
          """
          There is a sequel: $later. «Schoolbooks like this detail|It is often told|Few remember it».
          %%
          «Afterwards things moved quickly|The years that followed brought fame|It did not end there»: $later.
          """)
      ),
      (
        "Importance",
        Voices(
          """
          «Whole trades grew out of it|It changed daily life|It opened a field of research», and «engineers have improved it ever since|it is hard to imagine the world without it|textbooks give it a chapter».
          """)
      ),
    ],
    categories: Voices("«Inventions and discoveries|History of science|Technology»"),
    related: Voices(
      """
      «Patents|Laboratories|Museums of science»; «Measuring instruments|Great experiments|Prizes»
      %%
      «Invention and chance|Famous quarrels of science|The workshop»
      """))
}
