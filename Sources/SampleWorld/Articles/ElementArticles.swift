/// Articles about chemical elements; every one states the symbol.
extension Relation {
  static let elementArticle = ArticleVoices(
    box: Voices(
      """
      Symbol: $o
      Atomic number: $atomic
      Origin of the name or symbol: $origin
      %%
      $o ($atomic) $cs
      Used for: $use
      Source: $ore
      %%
      | element | $s |
      | symbol | $o |
      | protons | $atomic |
      """),
    sections: [
      (
        "Name",
        Voices(
          """
          The name or the symbol goes back to $origin. «Chemists agreed on one or two letters for every element|One or two letters stand for each element», so that formulae can be read in every country.
          %%
          «Where does the symbol come from?|Behind the letters stands a word:» $origin. «It is the same in all languages|Every language uses it», while the spoken name differs.
          """)
      ),
      (
        "Occurrence",
        Voices(
          """
          «It is found in|It is won from|Nature keeps it in» $ore. «Pure pieces are a matter of luck|It has to be separated from what surrounds it|The rest is chemistry and heat».
          %%
          «Sources are|The raw material is|It comes from» $ore. «Refining takes a great deal of energy|Much of it is used more than once|What is left over has to be stored with care».
          """)
      ),
      (
        "Uses",
        Voices(
          """
          It is used for $use. «In a kitchen or a cellar one will find some of it|Few people notice how often they touch it|Without it, some trades would come to a halt».
          %%
          «Industry needs it for|People have come to rely on it for|The main uses are» $use. «Recycling pays|Prices rise and fall with demand|Substitutes have been tried».
          """)
      ),
      (
        "Properties",
        Voices(
          """
          Its atoms have $atomic protons each. «To the eye it is|In the laboratory it is known as|A textbook calls it» $note. «Its place in the periodic table explains much of its behaviour|Elements in the same column behave alike».
          %%
          $cnote, with $atomic protons in «every nucleus|each of its atoms», it «is easy to tell from its neighbours in the table|sits in the periodic table between numbers that differ by one|was described long before protons were known, or soon after».
          """)
      ),
      (
        "In the classroom",
        Voices(
          """
          «A sample in a closed bottle|The teacher's collection|A drawing of the atom» «belongs to the lesson|is passed around|helps», and «gloves and glasses do too|questions come at once|somebody always asks what it costs».
          """)
      ),
    ],
    categories: Voices("«Chemical elements|Chemistry|Materials»"),
    related: Voices(
      """
      Periodic table; «Atom|Alloys|Mining|Formulae»
      %%
      «Symbols of the elements|History of chemistry|Compounds of $s»
      """))
}
