/// Articles about books and plays; every one names the author.
extension Relation {
  static let workArticle = ArticleVoices(
    box: Voices(
      """
      Author: $o
      Language: $tongue
      Date: $written
      %%
      $s ($written), $note. By $o. Set $scene.
      %%
      | title | $s |
      | author | $o |
      | original language | $tongue |
      """),
    sections: [
      (
        "Plot",
        Voices(
          """
          The story is set $scene. At its centre stands $hero. «What begins quietly soon gets out of hand|The end is not given away here|Friends, rivals and chance do the rest».
          %%
          We meet $hero. The scene lies $scene, «and the setting matters as much as the people|which the author describes with patience|and the weather plays its part».
          %%
          $cs tells of $hero. Readers find themselves $scene «from the first page|before they know it|and do not want to leave».
          """)
      ),
      (
        "Publication",
        Voices(
          """
          «It was written in $tongue and dates from|The $tongue original appeared or was finished in|The work, in $tongue, belongs to» the time of $written. «Early copies are rare|Printers made mistakes that scholars still discuss|Translations followed».
          %%
          Date: $written. «The first readers were puzzled|Sales were slow at first|Some called it a scandal», and «opinion changed with the years|the book found its public later|critics came round in the end». It was written in $tongue.
          """)
      ),
      (
        "Reception",
        Voices(
          """
          «Painters, composers and film makers have used it|Stage and film versions exist|Operas, films and comics have drawn on it», «most of them shorter than the text|not always to the joy of its admirers|and each age finds something else in it».
          %%
          «Teachers like to set it|Reading groups choose it|Libraries keep several copies», because $hero is a figure «one can argue about|nobody forgets|who invites questions».
          """)
      ),
      (
        "Style",
        Voices(
          """
          «Long sentences take turns with short ones|Humour and sorrow lie close together|The narrator knows more than he says»; «a patient reader is rewarded|reading aloud helps|a list of the characters is useful».
          """)
      ),
    ],
    categories: Voices("«Literature in $tongue|Books and plays|Literature»"),
    related: Voices(
      """
      «Characters in $s|Films based on $s|Translations of $s»
      %%
      Literature in $tongue; «The novel|Drama|Printing|Libraries»
      """))
}
