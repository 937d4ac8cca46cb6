/// The facts, one a line: subject; answer/other spellings; something else that is true of it.
enum FactTables {
  static let capitals = """
    France; Paris; in western Europe; Europe; Spain, Italy and Belgium; French; euro; the Loire; wine, cheese and aircraft
    Germany; Berlin; in the middle of Europe; Europe; Poland, Austria and the Netherlands; German; euro; the Black Forest; cars and machine tools
    Italy; Rome; in southern Europe; Europe; Switzerland and Slovenia; Italian; euro; the Po; opera, olive oil and sports cars
    Spain; Madrid; in southern Europe; Europe; Portugal and Andorra; Spanish; euro; the Tagus; oranges and olive oil
    Portugal; Lisbon; on the Atlantic coast; Europe; one country only, Spain; Portuguese; euro; the Douro; cork and port wine
    Austria; Vienna; in the Alps; Europe; Hungary, Slovenia and Liechtenstein; German; euro; the Danube; music and skiing
    Hungary; Budapest; on the Danube plain; Europe; Slovakia, Romania and Slovenia; Hungarian; forint; Lake Balaton; paprika and thermal baths
    Poland; Warsaw; between the Baltic Sea and the mountains; Europe; Lithuania, Slovakia and Germany; Polish; zloty; the Vistula; coal, apples and amber
    Greece; Athens; with many islands; Europe; Albania, Bulgaria and Turkey; Greek; euro; Mount Olympus; shipping and olives
    Norway; Oslo; in northern Europe; Europe; Sweden, Finland and Russia; Norwegian; krone; the Sognefjord; fish, oil and water power
    Sweden; Stockholm; in northern Europe; Europe; Norway and Finland; Swedish; krona; Lake Vanern; timber, paper and steel
    Finland; Helsinki; with thousands of lakes; Europe; Sweden, Norway and Russia; Finnish and Swedish; euro; Lake Saimaa; paper and telephones
    Denmark; Copenhagen; between two seas; Europe; one country only, Germany; Danish; krone; the island of Bornholm; wind turbines and butter
    Ireland; Dublin; on an island in the Atlantic; Europe; one country only, the United Kingdom; Irish and English; euro; the Shannon; dairy farms and software
    Iceland; Reykjavik; on a volcanic island; Europe; none, since it is an island; Icelandic; krona; the glacier Vatnajokull; fish and hot springs
    Bulgaria; Sofia; in the east of the Balkans; Europe; Romania, Serbia and Greece; Bulgarian; euro; the Rila mountains; roses and yoghurt
    Romania; Bucharest; on the Black Sea; Europe; Ukraine, Moldova and Bulgaria; Romanian; leu; the Danube delta; maize and painted monasteries
    Croatia; Zagreb; on the Adriatic coast; Europe; Slovenia, Hungary and Bosnia; Croatian; euro; the Plitvice lakes; islands and stone towns
    Serbia; Belgrade; in the Balkans; Europe; Croatia, Hungary and Bulgaria; Serbian; dinar; the Iron Gates gorge; raspberries and plums
    Ukraine; Kyiv/Kiev; in eastern Europe; Europe; Poland, Moldova and Romania; Ukrainian; hryvnia; the Dnieper; wheat and sunflower oil
    Turkey; Ankara; between two continents; Asia and Europe; Greece, Georgia and Syria; Turkish; lira; Mount Ararat; hazelnuts, carpets and figs
    Egypt; Cairo; in the north of Africa; Africa; Libya and Sudan; Arabic; pound; the Sinai peninsula; cotton and pyramids
    Kenya; Nairobi; in the east of Africa; Africa; Tanzania, Uganda and Somalia; Swahili and English; shilling; Mount Kenya; tea, coffee and flowers
    Ghana; Accra; in the west of Africa; Africa; Togo and Burkina Faso; English; cedi; Lake Volta; cocoa and gold
    Senegal; Dakar; in the west of Africa; Africa; Mali, Mauritania and Guinea; French; CFA franc; the river Senegal; peanuts and fish
    Morocco; Rabat; in the north of Africa; Africa; Algeria and the Spanish towns on its coast; Arabic and Berber; dirham; the Atlas mountains; phosphate and leather
    Ethiopia; Addis Ababa; in the east of Africa; Africa; Eritrea, Somalia and Kenya; Amharic and many others; birr; Lake Tana; coffee
    Japan; Tokyo; on islands in the Pacific; Asia; none, as the sea is all around; Japanese; yen; Mount Fuji; cars, cameras and robots
    China; Beijing; in the east of Asia; Asia; fourteen countries, among them Mongolia and Nepal; Chinese; yuan; the Yangtze; silk, tea and electronics
    India; New Delhi; in the south of Asia; Asia; Pakistan, Nepal and Bangladesh; Hindi, English and many others; rupee; the Deccan plateau; spices, cotton and software
    Nepal; Kathmandu; in the Himalayas; Asia; India and China; Nepali; rupee; Mount Everest; mountaineering and carpets
    Thailand; Bangkok; in the south-east of Asia; Asia; Laos, Cambodia and Malaysia; Thai; baht; the Chao Phraya; rice and rubber
    Vietnam; Hanoi; in the south-east of Asia; Asia; Laos, Cambodia and China; Vietnamese; dong; the Mekong delta; rice, pepper and coffee
    Mongolia; Ulaanbaatar/Ulan Bator; between two large neighbours; Asia; Russia and China; Mongolian; tugrik; the Gobi desert; cashmere, horses and copper
    Iran; Tehran; in the west of Asia; Asia; Iraq, Turkey and Pakistan; Persian; rial; Mount Damavand; carpets, saffron and oil
    Iraq; Baghdad; in the west of Asia; Asia; Iran, Syria and Kuwait; Arabic and Kurdish; dinar; the Tigris; dates and oil
    Jordan; Amman; in the west of Asia; Asia; Syria, Iraq and Israel; Arabic; dinar; the Dead Sea; potash and rock-cut temples
    Canada; Ottawa; in the north of America; North America; one country only, the United States; English and French; dollar; the Rocky Mountains; wheat, timber and maple syrup
    Cuba; Havana; on a Caribbean island; North America; none, since it is an island; Spanish; peso; the Sierra Maestra; sugar and cigars
    Peru; Lima; in the Andes; South America; Ecuador, Bolivia and Chile; Spanish, Quechua and Aymara; sol; Lake Titicaca; potatoes, copper and wool
    Chile; Santiago; along the Pacific; South America; Argentina, Peru and Bolivia; Spanish; peso; the Atacama desert; copper and fruit
    Uruguay; Montevideo; in the south of America; South America; Brazil and Argentina; Spanish; peso; the Rio de la Plata; beef and wool
    Ecuador; Quito; on the equator; South America; Colombia and Peru; Spanish; US dollar; Mount Chimborazo; bananas and roses
    Australia; Canberra; in the southern hemisphere; Oceania; none, as the sea is all around; English; dollar; the Great Barrier Reef; wool, coal and iron ore
    """

  static let symbols = """
    gold; Au; a yellow metal; 79; the Latin aurum; coins, jewellery and contacts in electronics; veins of quartz and the sand of rivers
    silver; Ag; a shiny metal; 47; the Latin argentum; mirrors, spoons and photographic film; ores that also hold lead
    iron; Fe; a metal that rusts; 26; the Latin ferrum; steel for bridges, rails and ships; red ores such as haematite
    copper; Cu; a reddish metal; 29; the Latin cuprum, after Cyprus; wires, pipes and roofs; ores with sulphur such as chalcopyrite
    lead; Pb; a heavy metal; 82; the Latin plumbum; car batteries and shields against radiation; a heavy grey ore called galena
    tin; Sn; a soft metal; 50; the Latin stannum; solder, bronze and plated cans; an ore called cassiterite
    sodium; Na; a very reactive metal; 11; natrium, from an old word for soda; street lamps, soap and the making of paper; rock salt and the sea
    potassium; K; a soft reactive metal; 19; kalium, from an Arabic word for ash; fertiliser and soap; wood ash and old salt lakes
    tungsten; W; a metal with a high melting point; 74; wolfram, its other name; drill tips and the threads of old light bulbs; an ore called wolframite
    mercury; Hg; a liquid metal; 80; a Greek word for water and silver; old thermometers and some lamps; a red ore called cinnabar
    helium; He; a noble gas; 2; the Greek word for the sun; balloons and the cooling of magnets; natural gas, deep under ground
    oxygen; O; a gas in the air; 8; Greek words for acid and making; welding, hospitals and rockets; air, water and most rocks
    nitrogen; N; a gas in the air; 7; the word nitre, for saltpetre; fertiliser and the freezing of samples; four fifths of the air
    carbon; C; the element of coal and diamond; 6; the Latin word for coal; pencils, filters and steel; coal, oil and all living things
    zinc; Zn; a bluish metal; 30; an old German word, perhaps for a prong; brass and the coating of steel; an ore called sphalerite
    calcium; Ca; an element of bones; 20; the Latin word for lime; cement, plaster and chalk; limestone, marble and shells
    chlorine; Cl; a greenish gas; 17; a Greek word for pale green; clean drinking water and many plastics; rock salt and sea water
    silicon; Si; the element of sand and chips; 14; the Latin word for flint; computer chips, glass and solar cells; sand and quartz
    nickel; Ni; a metal used in coins; 28; a goblin in the tales of miners; stainless steel and batteries; ores with sulphur, and meteorites
    antimony; Sb; a brittle element; 51; the Latin stibium; fireproof cloth and harder lead; a grey ore called stibnite
    """

  static let authors = """
    Hamlet; William Shakespeare/Shakespeare; a tragedy in five acts; about 1600; at the court of Denmark; a prince who cannot bring himself to act; English
    Don Quixote; Miguel de Cervantes/Cervantes; a novel in two parts; 1605; on the dry plains of La Mancha; an ageing gentleman who takes himself for a knight; Spanish
    Faust; Goethe/Johann Wolfgang von Goethe; a play in verse; 1808; in a narrow study and in the wide world; a scholar who makes a bargain with the devil; German
    War and Peace; Leo Tolstoy/Tolstoy; a long novel; 1869; in Russia at the time of Napoleon; five families and the war that scatters them; Russian
    Emma; Jane Austen/Austen; a comic novel; 1815; in a village in the south of England; a young woman who arranges the marriages of others; English
    Frankenstein; Mary Shelley/Shelley; a novel about a scientist; 1818; between Geneva and the ice of the Arctic; a student who builds a living creature; English
    Dracula; Bram Stoker/Stoker; a novel in letters; 1897; in Transylvania and in England; a count who casts no reflection; English
    Moby Dick; Herman Melville/Melville; a novel about a whale; 1851; on board a whaling ship; a captain who hunts a white whale; English
    Ulysses; James Joyce/Joyce; a novel of a single day; 1922; in an Irish city on a day in June; a man who walks the streets and thinks of home; English
    Walden; Henry Thoreau/Thoreau/Henry David Thoreau; a book about life in the woods; 1854; beside a pond in Massachusetts; a man who builds a hut and counts his expenses; English
    The Trial; Franz Kafka/Kafka; an unfinished novel; 1925; in a city without a name; a bank clerk who is arrested and never told why; German
    Candide; Voltaire; a short satire; 1759; on a journey through half the world; a young man who is told that all is for the best; French
    The Divine Comedy; Dante/Dante Alighieri; a long poem; about 1320; in hell, purgatory and heaven; a traveller who is led by a poet; Italian
    Jane Eyre; Charlotte Bronte/Charlotte Brontë/Bronte; a novel told by its heroine; 1847; in the north of England; an orphan who becomes a governess; English
    Oliver Twist; Charles Dickens/Dickens; a novel about an orphan; 1838; in a workhouse and the back streets of London; a boy who asks for more food; English
    The Plague; Albert Camus/Camus; a novel about a closed city; 1947; in the port of Oran; a doctor who keeps working; French
    """

  static let inventors = """
    the telephone; Alexander Bell/Alexander Graham Bell/Bell; a device that carries voices; 1876; a teacher of the deaf, born in Scotland; the voice shook a thin sheet, and a current carried the shaking along a wire; his first call went to his assistant in the next room
    dynamite; Alfred Nobel/Nobel; an explosive; 1867; a chemist from Sweden; nitroglycerine was soaked up by a chalky earth, which made it safe to carry; his will paid for prizes that are still given every year
    the phonograph; Thomas Edison/Edison; a machine that records sound; 1877; an American with little schooling; a needle pressed the sound into tinfoil on a turning cylinder; the first words it played were a nursery rhyme
    the steam engine with a separate condenser; James Watt/Watt; a machine that saved coal; 1765; an instrument maker from Scotland; the steam was cooled in a vessel of its own, so that the cylinder could stay hot; the unit of power bears his name
    penicillin; Alexander Fleming/Fleming; a medicine; 1928; a doctor from Scotland; a mould had drifted onto a dish and the bacteria around it had died; others made it into a drug a dozen years later
    radium; Marie Curie/Curie; a radioactive element; 1898; a physicist born in Poland; tons of ore were boiled and filtered until a tenth of a gram was left; the notebooks are still too radioactive to touch
    the diesel engine; Rudolf Diesel/Diesel; an engine without spark plugs; 1897; an engineer from Germany; air was pressed so hard that the fuel caught fire by itself; ships and lorries took it over
    the battery; Alessandro Volta/Volta; a source of electric current; 1800; a physicist from Italy; discs of zinc and copper were piled up with wet cloth between them; the unit of voltage bears his name
    X-rays; Wilhelm Roentgen/Wilhelm Röntgen/Roentgen/Röntgen; a kind of radiation; 1895; a physicist from Germany; a screen glowed in a dark room although the tube was covered; one of the first pictures shows the hand of his wife
    the electron; Joseph Thomson/J. J. Thomson/Thomson; a tiny charged particle; 1897; a physicist from England; rays in an empty tube were bent by electric plates; seven of his assistants later won great prizes
    the mercury barometer; Evangelista Torricelli/Torricelli; an instrument for air pressure; 1643; a mathematician from Italy; a tube was filled, turned over in a dish, and the liquid stayed up by itself; a unit of pressure bears his name
    the World Wide Web; Tim Berners-Lee/Berners-Lee; a web of linked pages; 1989; a programmer from England; pages on one computer pointed to pages on another; the first server carried a note asking people not to switch it off
    the planet Uranus; William Herschel/Herschel; a distant planet; 1781; a musician from Hanover who lived in England; a spot in the telescope was too round for a star and moved from night to night; he first took it for a comet
    the lightning rod; Benjamin Franklin/Franklin; a protection for houses; 1752; a printer from America; a pointed iron led the stroke into the ground; a kite had carried a key into the clouds
    """

  static let rivers = """
    London; the Thames/Thames; a large port for centuries; England; the Tower and its bridge; the North Sea; wool, tea and coal
    Cologne; the Rhine/Rhine; known for its cathedral; Germany; a cathedral with two towers; the North Sea; wine and cloth
    Prague; the Vltava/Vltava; known for its bridges; Bohemia; an old stone bridge with thirty statues; a larger river further north; timber and salt
    Lyon; the Rhone/Rhone/Rhône; where two rivers meet; France; the houses of the silk weavers; the Mediterranean; silk
    Khartoum; the Nile/Nile; where two branches join; Sudan; a tongue of land shaped like the trunk of an elephant; the Mediterranean; gum and cotton
    Hamburg; the Elbe/Elbe; a large port; Germany; brick warehouses on oak piles; the North Sea; coffee, spices and carpets
    Florence; the Arno/Arno; known for its painters; Italy; an old bridge lined with goldsmiths; the sea near Pisa; wool and banking
    Glasgow; the Clyde/Clyde; known for its shipyards; Scotland; the cranes of the old shipyards; the sea to the west; tobacco and ships
    New Orleans; the Mississippi/Mississippi; near the mouth of its river; the United States; balconies of cast iron; the Gulf of Mexico; cotton and sugar
    Iquitos; the Amazon/Amazon; deep in the forest; Peru; houses on stilts that no road reaches; the Atlantic; rubber and timber
    Varanasi; the Ganges/Ganges; an old city of pilgrims; India; long flights of steps for bathers; the Bay of Bengal; silk and brass
    Zaragoza; the Ebro/Ebro; between mountains and plain; Spain; a church with eleven domes; the Mediterranean; grain and wine
    """

  static let numbers = """
    legs does a spider have; 8/eight; an animal that is not an insect; spiders; they stand in four pairs, and two short feelers beside the mouth are often counted by mistake
    legs does an ant have; 6/six; an insect; ants; there are three pairs, all of them on the middle part of the body
    strings does a violin have; 4/four; an instrument played with a bow; violins; they are tuned to G, D, A and E, each a fifth above the last
    players are in a football team; 11/eleven; a game with one ball; football; one keeps the goal and ten play in the field
    planets go around the Sun; 8/eight; a system with one star; the solar system; Pluto was taken off the list in 2006
    sides does a hexagon have; 6/six; the shape of a honeycomb cell; hexagons; bees build with this shape, as it fills the plane without gaps
    keys does a piano have; 88; an instrument with hammers; pianos; fifty-two of them are white and thirty-six are black
    squares are on a chessboard; 64; a board of two colours; chess; there are eight rows of eight, half of them dark
    bones does an adult human have; 206; a skeleton that shrinks in number with age; the skeleton; a baby has about three hundred, and some of them grow together
    moons does Mars have; 2/two; a red planet; Mars; their names are Phobos and Deimos, fear and terror
    hearts does an octopus have; 3/three; an animal without bones; octopuses; two serve the gills and one serves the rest of the body
    cards are in a bridge deck; 52; a deck of four suits; playing cards; each of the four suits has thirteen
    letters are in the English alphabet; 26; an alphabet of Latin letters; alphabets; five of them are always vowels, and y is sometimes one
    degrees are in a right angle; 90; a corner of a square; angles; a full turn has four right angles
    """

  static let years = """
    the first Moon landing; 1969; a flight of three astronauts; on the Sea of Tranquility; two men walked there while a third circled above; ten more people followed within three years
    the French Revolution; 1789; a revolt that ended a kingdom; in Paris and soon in the whole country; a crowd stormed the prison called the Bastille in July; the king lost first his power and then his head
    the sinking of the Titanic; 1912; a disaster at sea; in the cold North Atlantic; the ship struck an iceberg shortly before midnight in April; every ship had to carry boats for all on board
    the fall of the Berlin Wall; 1989; the end of a division; in a divided city; a hasty answer at a press conference sent crowds to the gates in November; the two German states became one within a year
    the Battle of Hastings; 1066; a battle for a crown; on a hill in the south of England; William of Normandy met King Harold in October; French words poured into the English language
    the first voyage of Columbus; 1492; a voyage with three ships; from Palos in Spain to the Bahamas; three ships sailed for ten weeks with the trade wind; plants, animals and diseases began to cross the ocean
    the Great Fire of London; 1666; a fire that burned for days; in the narrow streets near London Bridge; it began in a bakery in Pudding Lane in September; the city was built again in brick and stone
    the Battle of Waterloo; 1815; a battle that ended an empire; on muddy fields south of Brussels; Wellington held the ridge until the Prussians came in the evening; Napoleon was sent to an island far away in the Atlantic
    the first modern Olympiad; 1896; a festival of sport; in a marble stadium in Athens; a water carrier won the long run from Marathon; they have been held every four years, wars apart
    the eruption of Krakatoa; 1883; an eruption heard far away; in the strait between Java and Sumatra; four explosions in August tore the island apart; sunsets were red around the world for months
    the launch of Sputnik; 1957; the start of the space age; from the steppe of Kazakhstan; a ball of metal with four antennas beeped as it circled the Earth in October; a race into space began
    the opening of the Suez Canal; 1869; a new way for ships; between the Mediterranean and the Red Sea; guests from all of Europe watched the ships pass in November; the way to India became shorter by a third
    """
}
