/// Articles about cities on a river; every one names the river.
extension Relation {
  static let cityArticle = ArticleVoices(
    box: Voices(
      """
      City: $s
      Land: $land
      River: $o
      Sight: $sight
      %%
      $s, $land. On $o. Old trade: $goods.
      %%
      | place | $s |
      | river | $o |
      | known for | $sight |
      """),
    sections: [
      (
        "Position",
        Voices(
          """
          $s is a city of $land. $co «comes down from the hills|is wide and slow here|makes a bend below the old town» and «in the end|after many more miles» reaches $mouth.
          %%
          «Boats that leave $s on $o end at|The water of $o runs from here to|A bottle thrown into $o at $s may be found at» $mouth. «It belongs to $land|Nothing larger lies for many miles around|Several bridges lead across».
          """)
      ),
      (
        "Sights",
        Voices(
          """
          Travellers come for $sight. «Tickets are cheaper in the morning|The view from the water is the best one|On Sundays it is crowded».
          %%
          «The picture on most postcards shows|Painters have set up their easels before|Nobody leaves without having seen» $sight.
          """)
      ),
      (
        "Trade",
        Voices(
          """
          For a long time the river carried $goods. «Warehouses became flats and theatres|Cranes were taken down one after the other|Today buses of visitors stop where carts were loaded».
          %%
          $s grew rich on $goods. «Tolls were raised at the bridge|Merchants built their houses near the quay|Guilds kept watch over weights and prices».
          """)
      ),
      (
        "Floods",
        Voices(
          """
          «Marks on the walls show how high the water has stood|In wet springs the cellars fill|After the worst flood the banks were raised», and «old people can tell the year of each|schools practise what to do|sandbags lie ready».
          """)
      ),
    ],
    categories: Voices("«Cities in $land|Cities on rivers|Cities»"),
    related: Voices(
      """
      Bridges of $s; «Rivers|Ferries|Floods»
      %%
      «History of $s|Trams in $s|Markets of $s»
      """))
}
