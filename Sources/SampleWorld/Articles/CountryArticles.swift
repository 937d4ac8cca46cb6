/// Articles about countries; every one states the capital.
extension Relation {
  static let countryArticle = ArticleVoices(
    box: Voices(
      """
      Capital: $o
      Continent: $continent
      Languages: $tongue
      Currency: $money
      %%
      | capital | $o |
      | official languages | $tongue |
      | money | $money |
      %%
      $s (country). Lies $note. Seat of government: $o. Money: $money. Spoken: $tongue.
      """),
    sections: [
      (
        "Geography",
        Voices(
          """
          Neighbours by land: $neighbours. «Its best known landmark|What visitors photograph first|The pride of its geography lessons» is $sight.
          %%
          «Across the land border|Next to it on the map of $continent|Countries that it touches»: $neighbours. School atlases «print|show|mark» $sight in bold letters.
          %%
          «Who flies over|Whoever crosses» $s sees $sight from far away. «Land borders|Borders with other states»: $neighbours.
          """)
      ),
      (
        "Economy",
        Voices(
          """
          «The country is known abroad for|Its exports include|Ships and trains leave with» $goods. «Prices are given in the|One pays in the|The currency is the» $money.
          %%
          «Markets and ports trade in|Much of the trade is in|Many families live from» $goods. «Wages are paid in the|The money is the|Coins and notes are in the» $money.
          %%
          Among the goods of $s are $goods. «Tourists change their money into the|The central bank issues the|A coffee is paid for in the» $money, «and cards are accepted in towns|as the signs in shop windows say|like everything else».
          """)
      ),
      (
        "Languages",
        Voices(
          """
          «Official business is done in|Schools teach in|Newspapers are printed in» $tongue. «Dialects differ from valley to valley|Older people still use words of their own|Street signs follow the same spelling everywhere».
          %%
          «Most people speak|One hears mostly|The radio speaks» $tongue, «and many learn a foreign language at school|besides the languages of those who moved there|though accents tell where someone grew up».
          """)
      ),
      (
        "Climate",
        Voices(
          """
          «The weather changes with the height above the sea|Coast and interior have different weather|No two regions have quite the same weather»: «what is ripe in one place is only in bloom in another|harvests begin at different times|trains may leave in rain and arrive in sunshine».
          %%
          «Farmers plan by the seasons|Sowing and harvest follow the rains|The year is divided by the harvest», and «forecasts are listened to with care|everyone has an opinion on the summer|old sayings about the weather survive».
          """)
      ),
      (
        "Getting around",
        Voices(
          """
          «Railways and long distance buses|Roads and railways|Buses, trains and small aircraft» «meet in|spread out from|lead to» $o, and «the journey to $sight takes most of a day|timetables get thinner with every stop|the last stretch is often the slowest».
          %%
          «A traveller who lands in|Somebody arriving in» $o can «be near $sight by the evening|buy a map at the station|go on by bus». «Distances look shorter than they are|Roads follow the rivers|In winter it is wise to ask first».
          """)
      ),
    ],
    categories: Voices("«Countries of $continent|Countries|States with $tongue as a language»"),
    related: Voices(
      """
      «Flag of $s|History of $s|Cuisine of $s|Railways in $s»
      %%
      Cities of $continent; «Currencies of the world|Rivers and lakes|Borders»
      """))
}
