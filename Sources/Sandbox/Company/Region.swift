/// What customers, people and places of a country are called in the sample company.
///
/// All names are invented from common words; no person or company is meant. Telephone numbers are from ranges that are
/// kept for fiction where a country has one, or can't be dialled; mail and web addresses end in `.example` (RFC 2606).
struct Region: Sendable {
    /// The code of the country.
    var code: String
    /// The currency that its customers buy in; empty for the local one.
    var currency: String
    /// Towns with their post codes.
    var towns: [(name: String, postCode: String)]
    /// States or counties, where addresses have them.
    var states: [String]
    /// Streets; `#` stands for the number.
    var streets: [String]
    /// What companies do.
    var trades: [String]
    /// What they are called.
    var names: [String]
    /// Their legal forms.
    var forms: [String]
    /// How a telephone number begins; `#` stands for a digit.
    var phone: String
    /// Given names.
    var givenNames: [String]
    /// Family names.
    var familyNames: [String]

    init(
        _ code: String, currency: String = "", towns: String, states: String = "", streets: String, trades: String,
        names: String, forms: String, phone: String, given: String, family: String
    ) {
        func list(_ text: String) -> [String] { text.split(separator: "|").map(String.init) }
        self.code = code
        self.currency = currency
        self.towns = list(towns).map { town in
            let parts = town.split(separator: ":").map(String.init)
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
        self.states = list(states)
        self.streets = list(streets)
        self.trades = list(trades)
        self.names = list(names)
        self.forms = list(forms)
        self.phone = phone
        givenNames = list(given)
        familyNames = list(family)
    }
}

extension Region {
    /// The countries of the sample company, in the order of their weight.
    static let all: [Region] = [
        Region(
            "FR",
            towns:
                "Nantes:44000|Lyon:69003|Besançon:25000|Orléans:45000|Saint-Étienne:42000|Nîmes:30000|Angoulême:16000"
                + "|Évreux:27000|Châteauroux:36000|Le Havre:76600|Aix-en-Provence:13100|Épinal:88000",
            streets: "# rue des Tilleuls|# bis, avenue du Vieux-Moulin|# quai de la Fosse|# place de l’Église"
                + "|# impasse du Château|# boulevard de l’Océan|ZA des Prés, bâtiment #",
            trades: "Boulangerie|Menuiserie|Verrerie|Librairie|Ateliers|Brasserie|Imprimerie|Quincaillerie|Maroquinerie"
                + "|Pépinières|Chaudronnerie|Épicerie fine",
            names:
                "Montclar|Beaurepaire|Désormière|Lavergne|Saint-Aubin|Hauterive|Éstival|Courcelles|Brévent|Sainte-Luce"
                + "|Grandchamp|Vauquelin|Maître Cornille|du Pont-Neuf|Noël & Fils",
            forms: "SARL|SAS|SA|EURL|S.A.R.L.|SCOP", phone: "+33 1 99 00 ## ##",
            given: "Élodie|François|Aurélie|Hélène|Benoît|Chloé|Jérôme|Maëlle|Gaëtan|Inès|Rémi|Zoé|Théo|Agnès",
            family: "Lacombe|Bérenger|Desroches|Vasseur|Lhermitte|Coquelin|Prévost|Duchâtel|Fontanel|Aubry|Maréchal"),
        Region(
            "DE",
            towns:
                "Köln:50667|München:80331|Düsseldorf:40210|Nürnberg:90402|Würzburg:97070|Göttingen:37073|Lübeck:23552"
                + "|Saarbrücken:66111|Görlitz:02826|Tübingen:72070",
            streets: "Lindenstraße #|Am Mühlbach #|Gießereiweg #|Königsallee #a|Industriestraße #|Schloßplatz #",
            trades:
                "Maschinenbau|Möbelwerk|Bäckerei|Druckerei|Kälte- und Klimatechnik|Gärtnerei|Werkzeughandel|Glasbläserei"
                + "|Fördertechnik|Brauhaus",
            names: "Grünwald|Weißenfels|Bärenthal|Hölderbach|Südheide|Rößler & Söhne|Kranichfeld|Ostermühle|Überlinger"
                + "|Silberhorn|Jäger & Co.",
            forms: "GmbH|AG|KG|GmbH & Co. KG|e.K.|OHG", phone: "+49 30 23125 ###",
            given: "Jürgen|Käthe|Björn|Sören|Ulrike|Annegret|Götz|Lieselotte|Matthias|Änne|Wolfgang|Frauke",
            family: "Müllenbach|Schäferling|Krönke|Weißgerber|Hübschmann|Oßwald|Petersilie|Brückner|Fährmann|Vögele"),
        Region(
            "CH", currency: "CHF",
            towns:
                "Genève:1204|Zürich:8001|Neuchâtel:2000|Delémont:2800|Bellinzona:6500|Thun:3600|Chur:7000|Fribourg:1700",
            streets: "Chemin des Crêts #|Bahnhofstrasse #|Rue du Rhône #|Via Cantonale #|Seestrasse #",
            trades: "Horlogerie|Fromagerie|Uhrenteile|Schreinerei|Micromécanique|Chocolaterie|Treuhand",
            names: "Rochemaure|Bärfuss|Val-de-Nuit|Grünenfelder|Lac Bleu|Piz Ardèz|Trois-Sapins|Hasliberg",
            forms: "SA|AG|Sàrl|GmbH", phone: "+41 44 000 ## ##",
            given: "Noémie|Urs|Beat|Séverine|Regula|Ursina|Loïc|Gian",
            family: "Aebischer|Zbären|Chèvrefils|Caduff|Rochat|Nägeli"),
        Region(
            "BE", towns: "Liège:4000|Namur:5000|Gent:9000|Brugge:8000|Charleroi:6000|Mechelen:2800",
            streets: "Rue du Charbonnage #|Koningin Astridlaan #|Quai des Ardennes #|Vismarkt #",
            trades: "Brasserie|Chocolaterie|Verhuizingen|Imprimerie|Tapijten|Ferronnerie",
            names: "Ardennaise|Van de Velde|Haute-Fagne|De Zwaan|Sambre & Meuse|’t Hof", forms: "SRL|NV|BV|SA",
            phone: "+32 2 000 ## ##", given: "Lotte|Maxence|Griet|Solène|Wout|Océane",
            family: "Verhaeghe|Delvaux|Peeterman|Crèvecœur|Van Hout"),
        Region(
            "NL", towns: "Utrecht:3511 AB|Groningen:9711 LM|Maastricht:6211 CD|Delft:2611 EX|Zwolle:8011 PK",
            streets: "Kerkstraat #|Prinsengracht #-hs|Industrieweg #|De Ruyterkade #",
            trades: "Bloemen|Scheepsbouw|Kaashandel|Drukkerij|Fietsen|Tuinbouw",
            names: "Van ’t Veld|De Korenmolen|IJsselmond|Waterland|Twee Gebroeders", forms: "B.V.|NV|VOF",
            phone: "+31 20 000 ####", given: "Daniëlle|Sjoerd|Fenna|Maaike|Koen|Noor",
            family: "van der Heijden|Hoekstra|de Bruïne|IJzerman|Ruijter"),
        Region(
            "IT", towns: "Torino:10121|Forlì:47121|Cefalù:90015|Bologna:40121|Mantova:46100|Lecco:23900",
            states: "TO|FC|PA|BO|MN|LC",
            streets: "Via Garibaldi, #|Corso della Libertà, #|Piazza Unità d’Italia, #|Viale dei Pini, #",
            trades: "Ceramiche|Oleificio|Officine|Tessitura|Torrefazione|Vetreria",
            names: "Bellavista|Sant’Agata|Tre Castelli|Montefiorito|Fratelli Corsaro|Ponte Vecchio",
            forms: "S.p.A.|S.r.l.|S.n.c.|SRL", phone: "+39 06 0000 ####",
            given: "Niccolò|Beatrice|Giosuè|Ilaria|Tommaso|Fiammetta",
            family: "Bonafè|Cortesi|D’Amati|Pellegrin|Scarpazza"),
        Region(
            "ES", towns: "León:24001|Cádiz:11001|Logroño:26001|Málaga:29001|Gijón:33201|A Coruña:15001",
            states: "León|Cádiz|La Rioja|Málaga|Asturias|A Coruña",
            streets: "Calle del Olmo, #|Avda. de la Constitución, #|Polígono El Cañaveral, nave #",
            trades: "Bodegas|Aceites|Muebles|Cerámicas|Conservas|Ferretería",
            names: "Peñalba|Cañizares|Hermanos Ibañeta|Sierra Alta|La Golondrina|El Ruiseñor",
            forms: "S.L.|S.A.|SLU|SL",
            phone: "+34 900 000 ###", given: "Íñigo|Begoña|Jesús|Macarena|Ángel|Núria",
            family: "Etxeberri|Muñárriz|Quintanal|Peñarroya|Solís"),
        Region(
            "GB", currency: "GBP",
            towns: "Leeds:LS1 4AP|Bath:BA1 1SU|Norwich:NR2 1AA|Aberystwyth:SY23 2AZ|Inverness:IV1 1QY|Durham:DH1 3NJ",
            states: "West Yorkshire|Somerset|Norfolk|Ceredigion|Highland|County Durham",
            streets: "# Mill Lane|Unit #, Canal Wharf|# Old Brewery Yard|The Granary, # Station Road",
            trades: "Joinery|Brewing|Textiles|Tools|Pottery|Printing|Outfitters",
            names: "Thistledown|Harrowgate|Fenwick & Daughters|Blackthorn|O’Dell|Pembury|Whitstone",
            forms: "Ltd|Ltd.|PLC|LLP|Limited",
            phone: "+44 1632 960###", given: "Imogen|Rhys|Siân|Alasdair|Zoë|Callum|Niamh",
            family: "Featherby|Llewellin|O’Hare-Finch|Stanbridge|McAllan"),
        Region(
            "SE", currency: "SEK", towns: "Malmö:211 20|Örebro:702 10|Västerås:722 11|Umeå:903 26|Gävle:803 20",
            streets: "Storgatan #|Hamnvägen # B|Björkallén #", trades: "Snickeri|Bryggeri|Glasbruk|Verkstad|Textil",
            names: "Nordsjö|Älvdalen|Göta Åkeri|Lövhaga|Tre Ekar", forms: "AB|HB|Aktiebolag", phone: "+46 8 465 004 ##",
            given: "Åsa|Göran|Märta|Örjan|Linnéa", family: "Lindblöm|Ångström-Ek|Sjöholmer|Björkander"),
        Region(
            "DK", currency: "DKK", towns: "Århus:8000|Odense:5000|Næstved:4700|Køge:4600|Ærøskøbing:5970",
            streets: "Nørregade #|Søndervej #, 2. tv.|Havnepladsen #", trades: "Møbelfabrik|Bageri|Trælast|Bådbyggeri",
            names: "Ærø|Grønhøj|Østersø|Sømand & Søn|Fjordly", forms: "A/S|ApS|I/S", phone: "+45 00 00 ## ##",
            given: "Søren|Bodil|Jørgen|Mette|Øjvind", family: "Kjærby|Thygesdal|Bøgelund|Ravnsø"),
        Region(
            "PL", currency: "PLN", towns: "Łódź:90-001|Kraków:31-008|Wrocław:50-101|Gdańsk:80-831|Poznań:61-772",
            streets: "ul. Młyńska #|ul. Świętego Marcina #/4|al. Zwycięstwa #",
            trades: "Meble|Stolarnia|Huta Szkła|Drukarnia|Piekarnia",
            names: "Żuraw|Złota Góra|Śliwiński i Synowie|Białowieża|Łabędź", forms: "Sp. z o.o.|S.A.|sp.j.",
            phone: "+48 22 000 ## ##",
            given: "Łukasz|Małgorzata|Zbigniew|Żaneta|Paweł", family: "Śliwka|Wójcikowska|Brzęk|Jaśniewicz"),
        Region(
            "CZ", currency: "CZK", towns: "Brno:602 00|Plzeň:301 00|Olomouc:779 00|Český Krumlov:381 01",
            streets: "Příčná #|Náměstí Míru #|Sklářská #", trades: "Sklárny|Pivovar|Truhlářství|Strojírny",
            names: "Křišťál|U Černého koně|Šumava|Jiřičkovi", forms: "s.r.o.|a.s.", phone: "+420 000 000 ###",
            given: "Jiří|Božena|Řehoř|Tereza", family: "Dvořáčková|Křížan|Šebesta"),
        Region(
            "US", currency: "USD", towns: "Portland:97205|Duluth:55802|Savannah:31401|Santa Fe:87501|Burlington:05401",
            states: "OR|MN|GA|NM|VT", streets: "#00 Harbor Blvd., Suite 4|#1 Maple Street|#25 County Road 7",
            trades: "Hardware|Coffee Roasters|Woodworks|Supply|Outdoor",
            names: "Tamarack|Silver Creek|Cañon|Two Rivers|Blue Heron",
            forms: "Inc.|LLC|Corp.|Co.", phone: "+1 212 555 01##", given: "Maya|Dwight|Renée|Tyrell|José",
            family: "Okonjo|Lindqvist|Peña|Tallman|Ashworth"),
        Region(
            "JP", currency: "JPY", towns: "京都市:604-8005|札幌市:060-0001|Kanazawa:920-0962",
            streets: "中央区北一条西#丁目|Honmachi #-3|烏丸通#",
            trades: "製作所|Trading|工業|Ceramics", names: "青山|Midori|桜井|Kazeno", forms: "株式会社|K.K.|Co., Ltd.",
            phone: "+81 3 0000 ####",
            given: "Haruka|健太|Yūko|Shōta", family: "Morikawa|青木|Ōtsuki|Hayasaka"),
    ]
}
