/// Articles about events; every one states the year.
extension Relation {
  static let eventArticle = ArticleVoices(
    box: Voices(
      """
      Event: $s
      Year: $o
      Place: $scene
      %%
      $o. $cs. $cnote.
      %%
      | what | $s |
      | when | $o |
      """),
    sections: [
      (
        "Course",
        Voices(
          """
          It happened $scene. In short: $how. «Witnesses wrote letters|Reports differ in small things|Pictures came later and are not always to be trusted».
          %%
          The scene was set $scene. $chow, «and nothing could stop what came next|as every account agrees|which few had thought possible».
          """)
      ),
      (
        "Consequences",
        Voices(
          """
          What came of it: $later. «It took people time to understand this|Newspapers needed weeks to grasp it|The grandchildren still spoke of it».
          %%
          «Its effects reached far|The years after were not like the years before|One thing led to another»: $later.
          """)
      ),
      (
        "Memory",
        Voices(
          """
          «A stone marks the place|Stamps and coins recall it|Songs were made about it|Anniversaries are kept with speeches», and «the date is asked in examinations|visitors leave flowers|children act it out at school».
          """)
      ),
      (
        "Background",
        Voices(
          """
          «There had been signs|It did not come from nowhere|For years the ground had been prepared»; still, «most people were surprised|nobody knew the hour|few had planned for it». Books call it $note.
          """)
      ),
    ],
    categories: Voices("«Events by year|History|Dates»"),
    related: Voices(
      """
      «Chronology|Calendars|Archives»; «Witnesses and their letters|Monuments|Maps of the time»
      %%
      «What led to $s|People who saw $s|Films about $s»
      """))
}
