/// True things of a general kind that stand around a fact in an article.
extension Relation {
  var remarks: Voices {
    switch self {
    case .capital: Self.countryRemarks
    case .symbol: Self.elementRemarks
    case .author: Self.workRemarks
    case .inventor: Self.inventionRemarks
    case .river: Self.cityRemarks
    case .number: Self.countingRemarks
    case .year: Self.eventRemarks
    }
  }

  private static let countryRemarks = Voices(
    """
    «Its neighbours are treated in articles of their own|The history of the country has its own article|A map is printed on page §». «The name differs from language to language|Its stamps are collected abroad|The flag is shown on the cover».
    %%
    «Schools teach its history from early times|Its writers are read in many languages|The climate changes from the coast to the hills|Several languages can be heard in the streets».
    %%
    «Trade and travel have shaped the country|Farming and services employ most people|Its borders have moved more than once», «and old maps show it differently|as any atlas of history shows|and this is felt to the present day».
    """)

  private static let elementRemarks = Voices(
    """
    «All its atoms have the same number of protons|It cannot be split into simpler substances by ordinary means|A sample lies in most school collections».
    %%
    «Chemists have studied it for a long time|It forms many compounds|Its spectrum tells it from every other element|It is sold by the gram and by the ton», «and its uses keep changing|and the industry depends on it|as students learn early».
    %%
    «The symbol is the same in every language|The symbols were agreed on so that chemists everywhere could read each other|Old names of elements live on in their symbols».
    """)

  private static let workRemarks = Voices(
    """
    «It has been translated many times|Readers still argue about its ending|It is read in schools|Editions fill a shelf», «and scholars compare the versions|and films were made of it|but few finish it in a week».
    %%
    «Early critics were divided|The first readers were surprised|Copies of the first edition are rare». «Its opening line is often quoted|A famous illustration shows its main figure|The manuscript was sold later».
    %%
    «The style has been praised and mocked|Other writers borrowed from it|Plays and operas were made from it».
    """)

  private static let inventionRemarks = Voices(
    """
    «Others had worked on the same question|Several people were close to it at the time|Earlier attempts had failed», «and there was a quarrel about who came first|so the credit was disputed|which is often forgotten».
    %%
    «It changed daily life|Museums show early examples|Its first version looks odd to us|Engineers improved it for decades». «Patents and letters tell the story|A stamp was printed in its honour|Schoolbooks simplify the story».
    %%
    «The first reports were met with doubt|Newspapers wrote about it at length|At first few saw what it was good for».
    """)

  private static let cityRemarks = Voices(
    """
    «Its oldest streets run down to the water|Floods have marked its history|The quays are a place to walk in the evening». «Barges still pass|Several bridges cross to the other bank|Anglers stand there on Sundays».
    %%
    «The city grew where goods were moved from boats to carts|Mills once stood along the bank|Its market was known far away».
    %%
    «Painters loved the light on the water|A museum tells of the boatmen|Songs mention the ferries».
    """)

  private static let countingRemarks = Voices(
    """
    «Anyone can check it with patience|A drawing makes it plain|Children like to count for themselves».
    %%
    «The number is the same everywhere|It turns up in riddles|Quiz books ask for it again and again», «and few get it wrong|yet many hesitate|and guesses vary».
    %%
    «There are exceptions in stories, not in books like this|Names of parts are explained in a drawing on page §|It helps to make a sketch first».
    """)

  private static let eventRemarks = Voices(
    """
    «Witnesses left letters and diaries|Many books have been written about it|A monument recalls it|Paintings show it, not always faithfully».
    %%
    «What led to it is still discussed|Its causes were many|Nobody had expected it», «and its effects were felt far away|and it changed plans everywhere|as newspapers and letters show».
    %%
    «Schoolchildren learn the date|The date is easily confused with others|Anniversaries are marked with speeches».
    """)
}
