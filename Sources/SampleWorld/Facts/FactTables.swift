/// The facts, one a line: subject; answer/other spellings; something else that is true of it.
enum FactTables {
  static let capitals = """
    France; Paris; in western Europe
    Germany; Berlin; in the middle of Europe
    Italy; Rome; in southern Europe
    Spain; Madrid; in southern Europe
    Portugal; Lisbon; on the Atlantic coast
    Austria; Vienna; in the Alps
    Hungary; Budapest; on the Danube plain
    Poland; Warsaw; between the Baltic Sea and the mountains
    Greece; Athens; with many islands
    Norway; Oslo; in northern Europe
    Sweden; Stockholm; in northern Europe
    Finland; Helsinki; with thousands of lakes
    Denmark; Copenhagen; between two seas
    Ireland; Dublin; on an island in the Atlantic
    Iceland; Reykjavik; on a volcanic island
    Bulgaria; Sofia; in the east of the Balkans
    Romania; Bucharest; on the Black Sea
    Croatia; Zagreb; on the Adriatic coast
    Serbia; Belgrade; in the Balkans
    Ukraine; Kyiv/Kiev; in eastern Europe
    Turkey; Ankara; between two continents
    Egypt; Cairo; in the north of Africa
    Kenya; Nairobi; in the east of Africa
    Ghana; Accra; in the west of Africa
    Senegal; Dakar; in the west of Africa
    Morocco; Rabat; in the north of Africa
    Ethiopia; Addis Ababa; in the east of Africa
    Japan; Tokyo; on islands in the Pacific
    China; Beijing; in the east of Asia
    India; New Delhi; in the south of Asia
    Nepal; Kathmandu; in the Himalayas
    Thailand; Bangkok; in the south-east of Asia
    Vietnam; Hanoi; in the south-east of Asia
    Mongolia; Ulaanbaatar/Ulan Bator; between two large neighbours
    Iran; Tehran; in the west of Asia
    Iraq; Baghdad; in the west of Asia
    Jordan; Amman; in the west of Asia
    Canada; Ottawa; in the north of America
    Cuba; Havana; on a Caribbean island
    Peru; Lima; in the Andes
    Chile; Santiago; along the Pacific
    Uruguay; Montevideo; in the south of America
    Ecuador; Quito; on the equator
    Australia; Canberra; in the southern hemisphere
    """

  static let symbols = """
    gold; Au; a yellow metal
    silver; Ag; a shiny metal
    iron; Fe; a metal that rusts
    copper; Cu; a reddish metal
    lead; Pb; a heavy metal
    tin; Sn; a soft metal
    sodium; Na; a very reactive metal
    potassium; K; a soft reactive metal
    tungsten; W; a metal with a high melting point
    mercury; Hg; a liquid metal
    helium; He; a noble gas
    oxygen; O; a gas in the air
    nitrogen; N; a gas in the air
    carbon; C; the element of coal and diamond
    zinc; Zn; a bluish metal
    calcium; Ca; an element of bones
    chlorine; Cl; a greenish gas
    silicon; Si; the element of sand and chips
    nickel; Ni; a metal used in coins
    antimony; Sb; a brittle element
    """

  static let authors = """
    Hamlet; William Shakespeare/Shakespeare; a tragedy
    Don Quixote; Miguel de Cervantes/Cervantes; a novel in two parts
    Faust; Goethe/Johann Wolfgang von Goethe; a play in verse
    War and Peace; Leo Tolstoy/Tolstoy; a long novel
    Emma; Jane Austen/Austen; a comic novel
    Frankenstein; Mary Shelley/Shelley; a novel about a scientist
    Dracula; Bram Stoker/Stoker; a novel in letters
    Moby Dick; Herman Melville/Melville; a novel about a whale
    Ulysses; James Joyce/Joyce; a novel of a single day
    Walden; Henry Thoreau/Thoreau/Henry David Thoreau; a book about life in the woods
    The Trial; Franz Kafka/Kafka; an unfinished novel
    Candide; Voltaire; a short satire
    The Divine Comedy; Dante/Dante Alighieri; a long poem
    Jane Eyre; Charlotte Bronte/Charlotte Brontë/Bronte; a novel told by its heroine
    Oliver Twist; Charles Dickens/Dickens; a novel about an orphan
    The Plague; Albert Camus/Camus; a novel about a closed city
    """

  static let inventors = """
    the telephone; Alexander Bell/Alexander Graham Bell/Bell; a device that carries voices
    dynamite; Alfred Nobel/Nobel; an explosive
    the phonograph; Thomas Edison/Edison; a machine that records sound
    the steam engine with a separate condenser; James Watt/Watt; a machine that saved coal
    penicillin; Alexander Fleming/Fleming; a medicine
    radium; Marie Curie/Curie; a radioactive element
    the diesel engine; Rudolf Diesel/Diesel; an engine without spark plugs
    the battery; Alessandro Volta/Volta; a source of electric current
    X-rays; Wilhelm Roentgen/Wilhelm Röntgen/Roentgen/Röntgen; a kind of radiation
    the electron; Joseph Thomson/J. J. Thomson/Thomson; a tiny charged particle
    the mercury barometer; Evangelista Torricelli/Torricelli; an instrument for air pressure
    the World Wide Web; Tim Berners-Lee/Berners-Lee; a web of linked pages
    the planet Uranus; William Herschel/Herschel; a distant planet
    the lightning rod; Benjamin Franklin/Franklin; a protection for houses
    """

  static let rivers = """
    London; the Thames/Thames; a large port for centuries
    Cologne; the Rhine/Rhine; known for its cathedral
    Prague; the Vltava/Vltava; known for its bridges
    Lyon; the Rhone/Rhone/Rhône; where two rivers meet
    Khartoum; the Nile/Nile; where two branches join
    Hamburg; the Elbe/Elbe; a large port
    Florence; the Arno/Arno; known for its painters
    Glasgow; the Clyde/Clyde; known for its shipyards
    New Orleans; the Mississippi/Mississippi; near the mouth of its river
    Manaus; the Amazon/Amazon; deep in the forest
    Varanasi; the Ganges/Ganges; an old city of pilgrims
    Zaragoza; the Ebro/Ebro; between mountains and plain
    """

  static let numbers = """
    legs does a spider have; 8/eight; an animal that is not an insect
    legs does an ant have; 6/six; an insect
    strings does a violin have; 4/four; an instrument played with a bow
    players are in a football team; 11/eleven; a game with one ball
    planets go around the Sun; 8/eight; a system with one star
    sides does a hexagon have; 6/six; the shape of a honeycomb cell
    keys does a piano have; 88; an instrument with hammers
    squares are on a chessboard; 64; a board of two colours
    bones does an adult human have; 206; a skeleton that shrinks in number with age
    moons does Mars have; 2/two; a red planet
    hearts does an octopus have; 3/three; an animal without bones
    cards are in a bridge deck; 52; a deck of four suits
    letters are in the English alphabet; 26; an alphabet of Latin letters
    degrees are in a right angle; 90; a corner of a square
    """

  static let years = """
    the first Moon landing; 1969; a flight of three astronauts
    the French Revolution; 1789; a revolt that ended a kingdom
    the sinking of the Titanic; 1912; a disaster at sea
    the fall of the Berlin Wall; 1989; the end of a division
    the Battle of Hastings; 1066; a battle for a crown
    the first voyage of Columbus; 1492; a voyage with three ships
    the Great Fire of London; 1666; a fire that burned for days
    the Battle of Waterloo; 1815; a battle that ended an empire
    the first modern Olympic Games; 1896; a festival of sport
    the eruption of Krakatoa; 1883; an eruption heard far away
    the launch of Sputnik; 1957; the start of the space age
    the opening of the Suez Canal; 1869; a new way for ships
    """
}
