"""Where names begin and end, of what kind they are, and what is looked up for them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrich import Kind, Role
from enrich.mentions.borders import settle_borders
from enrich.mentions.taggers import TaggedSpan
from enrich.mentions.tokens import tokenise

PLACE, PERSON, ORGANISATION = Kind.PLACE, Kind.PERSON, Kind.ORGANISATION


def found(linker, text, *kinds):
    """Return the names of some kinds, of all if none is said, without places inside others."""
    return [
        k.mention.text
        for k in linker(text).links
        if k.mention.kind in (kinds or Kind) and k.mention.role is not Role.EMBEDDED
    ]


def linked(linker, text, *kinds):
    """Return the ids that names are linked to, by name."""
    return {
        k.mention.text: k.entity and k.entity.id
        for k in linker(text).links
        if k.mention.kind in (kinds or Kind) and k.mention.role is not Role.EMBEDDED
    }


def settled(text, tagged, kind):
    """Return what stays of a tagged stretch of a text."""
    start = text.index(tagged)
    span = TaggedSpan(start, start + len(tagged), kind, 0.9)
    return [text[s.start : s.end] for s in settle_borders(tokenise(text), span)]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        # Korean and Chinese given names
        ("Moon Jae-in met Xi Jinping and Park Geun-hye.",
         ["Moon Jae-in", "Xi Jinping", "Park Geun-hye"]),
        ("Kim Jong-un and his sister Kim Yo-jong watched.", ["Kim Jong-un", "Kim Yo-jong"]),
        ("Prime Minister Han Duck-soo left Seoul.", ["Han Duck-soo"]),
        ("The Seoul-born singer met Roh Moo-hyun.", ["Roh Moo-hyun"]),
        ("Tsai Ing-wen and Lai Ching-te of Taiwan argued.", ["Tsai Ing-wen", "Lai Ching-te"]),
        ("Sun Yat-sen and Mao Zedong wrote.", ["Sun Yat-sen", "Mao Zedong"]),
        ("Foreign minister Wang Yi met Li Keqiang in Beijing.", ["Wang Yi", "Li Keqiang"]),
        # Arabic articles and fathers
        ("Mohammed bin Salman spoke to Abdel Fattah el-Sisi.",
         ["Mohammed bin Salman", "Abdel Fattah el-Sisi"]),
        ("Ali al-Sistani lives in Najaf.", ["Ali al-Sistani"]),
        ("The rebels of Abu Mohammad al-Julani took Aleppo.", ["Abu Mohammad al-Julani"]),
        ("Osama bin Laden was killed in Abbottabad.", ["Osama bin Laden"]),
        ("Zine El Abidine Ben Ali fled Tunisia.", ["Zine El Abidine Ben Ali"]),
        ("Emir Tamim bin Hamad Al Thani of Qatar spoke.", ["Tamim bin Hamad Al Thani"]),
        ("Abdel-Fattah al-Burhan and Mohamed Hamdan Dagalo fought.",
         ["Abdel-Fattah al-Burhan", "Mohamed Hamdan Dagalo"]),
        # Particles and double names of Europe and the Americas
        ("Ursula von der Leyen met Mark Rutte.", ["Ursula von der Leyen", "Mark Rutte"]),
        ("Luiz Inácio Lula da Silva won.", ["Luiz Inácio Lula da Silva"]),
        ("Jean-Luc Mélenchon lost to Jean-Marie Le Pen.",
         ["Jean-Luc Mélenchon", "Jean-Marie Le Pen"]),
        ("Charles de Gaulle wrote letters.", ["Charles de Gaulle"]),
        ("Ngozi Okonjo-Iweala leads the trade body.", ["Ngozi Okonjo-Iweala"]),
        ("The Prince and the Pope met Ana de Armas.", ["Ana de Armas"]),
        # Beside a place
        ("Mayor of London Sadiq Khan spoke.", ["Sadiq Khan"]),
        ("The Paris mayor Anne Hidalgo spoke.", ["Anne Hidalgo"]),
        ("The Senator from Texas Ted Cruz spoke.", ["Ted Cruz"]),
        ("California Gov. Gavin Newsom spoke.", ["Gavin Newsom"]),
        ("Texas Sen. Ted Cruz, R-Texas, spoke.", ["Ted Cruz"]),
        # Inside quotation marks
        ("He said “we met Sergey Lavrov” on Monday.", ["Sergey Lavrov"]),
        ("The play “Pope Francis” opened.", ["Pope Francis"]),
        ('The book "Becoming Michelle Obama" sold well.', ["Michelle Obama"]),
        ("He wrote „Angela Merkel“ on it.", ["Angela Merkel"]),
        # Initials
        ("George W. Bush and J.K. Rowling laughed.", ["George W. Bush", "J.K. Rowling"]),
        ("J. D. Vance spoke in Munich.", ["J. D. Vance"]),
        ("S. Lavrov will fly to Ankara.", ["S. Lavrov"]),
        ("Martin Luther King Jr. marched in Selma.", ["Martin Luther King Jr."]),
        # Titles that are part of a name of one word
        ("Pope Francis prayed for Ukraine.", ["Pope Francis"]),
        ("Pope Leo XIV prayed for Ukraine.", ["Pope Leo XIV"]),
        ("Patriarch Kirill blessed the troops.", ["Patriarch Kirill"]),
        ("Mother Teresa worked in Kolkata.", ["Mother Teresa"]),
        ("Prince William met Prince Harry.", ["Prince William", "Prince Harry"]),
        ("Sheikh Hasina fled to India.", ["Sheikh Hasina"]),
        # And titles that are none
        ("Sir Keir Starmer left.", ["Keir Starmer"]),
        ("Archbishop Justin Welby spoke.", ["Justin Welby"]),
        ("Bishop Desmond Tutu of Cape Town wrote.", ["Desmond Tutu"]),
        ("Rep. Nancy Pelosi, D-Calif., left Taipei.", ["Nancy Pelosi"]),
        ("Secretary of State Antony Blinken flew to Cairo.", ["Antony Blinken"]),
        ("French President Emmanuel Macron spoke.", ["Emmanuel Macron"]),
        ("Prime Minister of Japan Fumio Kishida spoke.", ["Fumio Kishida"]),
        ("UN Secretary-General António Guterres spoke.", ["António Guterres"]),
    ],
)  # fmt: skip
def test_a_person_is_named_whole(linker, text, people):
    assert found(linker, text, PERSON) == people


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Guinea-Bissau, Timor-Leste and Baden-Württemberg met.",
         ["Guinea-Bissau", "Timor-Leste", "Baden-Württemberg"]),
        ("Cities such as Xi'an, Sana'a and N'Djamena grow.", ["Xi'an", "Sana'a", "N'Djamena"]),
        ("The city of Al-Hasakah fell on Friday.", ["Al-Hasakah"]),
        ("He flew to The Hague.", ["The Hague"]),
        ("The ship left Saint Petersburg on Monday.", ["Saint Petersburg"]),
        ("Lake Victoria and Mount Kenya are far apart.", ["Lake Victoria", "Mount Kenya"]),
        ("Rio Grande do Sul flooded.", ["Rio Grande do Sul"]),
        ("Copacabana beach in Rio de Janeiro was full.", ["Copacabana", "Rio de Janeiro"]),
        ("Essex county and New York state agreed.", ["Essex county", "New York"]),
        ("Port-of-Spain and Stratford-upon-Avon are twins.",
         ["Port-of-Spain", "Stratford-upon-Avon"]),
        ("He left Newcastle upon Tyne for Stoke-on-Trent.",
         ["Newcastle upon Tyne", "Stoke-on-Trent"]),
        ("Trinidad and Tobago, Antigua and Barbuda, and São Tomé and Príncipe signed.",
         ["Trinidad and Tobago", "Antigua and Barbuda", "São Tomé and Príncipe"]),
        ("Bosnia and Herzegovina and Serbia signed.", ["Bosnia and Herzegovina", "Serbia"]),
        ("The Democratic Republic of the Congo and the Republic of the Congo share a river.",
         ["Democratic Republic of the Congo", "Republic of the Congo"]),
        ("Fires burnt in Northern Ireland and in northern Syria.", ["Northern Ireland", "Syria"]),
        # Hyphens that part
        ("The South Korea-based firm lost.", ["South Korea"]),
        ("The U.K.-based firm lost.", ["U.K."]),
        ("The U.S.-led force left Iraq.", ["U.S.", "Iraq"]),
        ("Russian-occupied Crimea burnt.", ["Russian", "Crimea"]),
        ("An Egyptian-born man left.", ["Egyptian"]),
        ("The Armenia-Azerbaijan border was shut.", ["Armenia", "Azerbaijan"]),
        ("Kyrgyz-Tajik clashes killed ten.", ["Kyrgyz", "Tajik"]),
        ("Franco-German talks and Sino-Indian ones went on.", ["Franco", "German", "Sino",
                                                               "Indian"]),
        ("The New York-London route closed.", ["New York", "London"]),
        ("A Kyiv-to-Warsaw train stopped.", ["Kyiv", "Warsaw"]),
        # Small words, figures and marks around them
        ("Ministers of Spain, of Italy and of Malta met.", ["Spain", "Italy", "Malta"]),
        ("He is from the Netherlands.", ["Netherlands"]),
        ("Between Kenya and the Sudan lies a lake.", ["Kenya", "Sudan"]),
        ("In Nairobi and in Mombasa it rained.", ["Nairobi", "Mombasa"]),
        ("In the 2019 Paris protests ten were hurt.", ["Paris"]),
        ("3 Paris hotels closed.", ["Paris"]),
        ("Peru 2, Chile 1.", ["Peru", "Chile"]),
        ("Twenty miles north of Nairobi they stopped.", ["Nairobi"]),
        ("They (Kenya and Uganda) left.", ["Kenya", "Uganda"]),
        ("The ministers (from Kenya) left.", ["Kenya"]),
        ("The Congo (Democratic Republic of) signed.", ["Congo"]),
        ("“Kenya,” he said.", ["Kenya"]),
        ("It lies in Kenya’s north.", ["Kenya"]),
        # What parts two names
        ("Paris; London; Rome; and Athens were calm.", ["Paris", "London", "Rome", "Athens"]),
        ("They met in Goris; Kapan was closed.", ["Goris", "Kapan"]),
        ("Talks in Goris. Kapan was closed.", ["Goris", "Kapan"]),
        ("He was born in Paris. London came later.", ["Paris", "London"]),
        ("Berlin – Munich trains stopped.", ["Berlin", "Munich"]),
        ("The talks — Geneva hosts them — failed.", ["Geneva"]),
        ("He went to the U.S. The envoy stayed.", ["U.S."]),
        ("Papua New Guinea's Port Moresby burnt.", ["Papua New Guinea", "Port Moresby"]),
        # A city and what is around it, without a comma
        ("Perth Australia was hot.", ["Perth", "Australia"]),
        ("He flew to Paris Texas by mistake.", ["Paris", "Texas"]),
        ("She lives in Toronto Canada now.", ["Toronto", "Canada"]),
    ],
)  # fmt: skip
def test_a_place_is_named_whole_and_nothing_else_with_it(linker, text, places):
    assert found(linker, text, PLACE) == places


PAIRS = [
    ("Kenya", "Uganda"),
    ("New York", "Los Angeles"),
    ("São Paulo", "Buenos Aires"),
    ("South Korea", "North Macedonia"),
]
AROUND = [
    "They visited {} last week.",
    "{} were hit.",
    "Fire in {}",
    "From {} it is far.",
    "It rained (in {}).",
    "“{}”",
]


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
@pytest.mark.parametrize(
    "between",
    [
        " and ", ", and ", ", ", " or ", " & ", " as well as ", " to ", " or to ", " and/or ", "/",
        " / ", "; ", ": ", ". ", " – ", "–", "-", " — ", "—", " | ", " vs ", " v. ", " + ",
    ],
)  # fmt: skip
def test_two_places_are_two_whatever_stands_between_them(linker, pair, between):
    for around in AROUND:
        text = around.format(between.join(pair))
        assert found(linker, text, PLACE) == list(pair), text


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("Eni of Italy bought a share of BP of Britain.", ["Eni", "BP"]),
        ("Samsung of South Korea built a plant.", ["Samsung"]),
        ("Airbus of France sued Boeing of the United States.", ["Airbus", "Boeing"]),
        ("Shell of the Netherlands lost.", ["Shell"]),
        ("The Bank of England raised rates.", ["Bank of England"]),
        ("The Bank of Japan, the Bank of Korea and the Bank of Canada met.",
         ["Bank of Japan", "Bank of Korea", "Bank of Canada"]),
        ("The University of Oxford opened a lab.", ["University of Oxford"]),
        ("The Church of Sweden split.", ["Church of Sweden"]),
        ("The Republican Party of Texas won.", ["Republican Party of Texas"]),
        ("The Ministry of Defence of Ukraine said so.", ["Ministry of Defence of Ukraine"]),
        ("Israel's Shin Bet arrested him.", ["Shin Bet"]),
        ("UN Secretary-General António Guterres spoke.", ["UN"]),
        ("NATO Secretary General Mark Rutte spoke.", ["NATO"]),
        ("He reads the New York Times and the Washington Post.",
         ["New York Times", "Washington Post"]),
        ("She plays for Manchester United and Paris Saint-Germain.",
         ["Manchester United", "Paris Saint-Germain"]),
        ("The Oklahoma City Thunder beat the Boston Celtics.",
         ["Oklahoma City Thunder", "Boston Celtics"]),
        ("Real Madrid beat FC Barcelona in Madrid.", ["Real Madrid", "FC Barcelona"]),
        ("University of California, Los Angeles opened a lab.",
         ["University of California, Los Angeles"]),
        ("The Organization for Security and Co-operation in Europe met.",
         ["Organization for Security and Co-operation in Europe"]),
        ("Trinity College Dublin opened a lab.", ["Trinity College Dublin"]),
        ("The London School of Economics opened.", ["London School of Economics"]),
        ("The Hague-based International Criminal Court ruled.",
         ["International Criminal Court"]),
        ("Smith & Wesson moved to Tennessee.", ["Smith & Wesson"]),
        ("Johnson & Johnson lost.", ["Johnson & Johnson"]),
        ("Standard & Poor's cut Italy.", ["Standard & Poor's"]),
        ("Al-Qaeda and al-Shabaab fight in Somalia.", ["Al-Qaeda", "al-Shabaab"]),
        ("Amnesty International, Human Rights Watch and Oxfam wrote.",
         ["Amnesty International", "Human Rights Watch", "Oxfam"]),
        ("The city of Al-Hasakah fell to the S.D.F.", ["S.D.F."]),
    ],
)  # fmt: skip
def test_an_organisation_is_named_whole(linker, text, organisations):
    assert found(linker, text, ORGANISATION) == organisations


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He moved to Fresno, Calif., and stayed.", "Calif."),
        ("He moved to Quebec City, Que., in May.", "Que."),
        ("Mr. Smith of Ottawa, Ont., won.", "Ont."),
        ("He lives in Buffalo, N.Y.", "N.Y."),
        ("He lives in Buffalo, N.Y., now.", "N.Y."),
        ("Sen. Bernie Sanders (I-Vt.) spoke.", "Vt."),
        ("Rep. Nancy Pelosi, D-Calif., left Taipei.", "Calif."),
        ("He was Sammy Davis Jr. of Harlem.", "Sammy Davis Jr."),
        ("He works for Tesla Inc. in Austin.", "Tesla Inc."),
        ("Toyota Motor Corp., based in Japan, lost.", "Toyota Motor Corp."),
        ("JPMorgan Chase & Co. lost.", "JPMorgan Chase & Co."),
        ("Foxconn Technology Co., Ltd. hired in Chennai.", "Foxconn Technology Co., Ltd."),
        ("The U.A.E. signed.", "U.A.E."),
        ("He went to the U.S. The envoy stayed.", "U.S."),
    ],
)
def test_an_abbreviation_keeps_its_stop(linker, text, name):
    assert name in found(linker, text)


@pytest.mark.parametrize(
    ("text", "tagged", "kind", "names"),
    [
        ("He left Qorvex of the sea.", "Qorvex of the", PLACE, ["Qorvex"]),
        ("He left Qorvex and Zuvex.", "Qorvex and", PLACE, ["Qorvex"]),
        ("He fled to the Qorvex coast.", "to the Qorvex", PLACE, ["Qorvex"]),
        ("He left Qorvex (again).", "Qorvex (again", PLACE, ["Qorvex"]),
        ("He left Qorvex (North) again.", "Qorvex (North)", PLACE, ["Qorvex (North)"]),
        ("He left Qorvex; Zuvex stayed.", "Qorvex; Zuvex", PLACE, ["Qorvex", "Zuvex"]),
        ("He left Qorvex | Zuvex.", "Qorvex | Zuvex", PLACE, ["Qorvex", "Zuvex"]),
        ("He left Qorvex — Zuvex stayed.", "Qorvex — Zuvex", PLACE, ["Qorvex", "Zuvex"]),
        ("He left Qorvex - Zuvex stayed.", "Qorvex - Zuvex", PLACE, ["Qorvex", "Zuvex"]),
        ("He left Qorvex-Zuvex.", "Qorvex-Zuvex", PLACE, ["Qorvex-Zuvex"]),
        ("He left Qorvex... Zuvex stayed.", "Qorvex... Zuvex", PLACE, ["Qorvex", "Zuvex"]),
        ("He left Qorvex. Zuvex stayed.", "Qorvex. Zuvex", PLACE, ["Qorvex", "Zuvex"]),
        ("He left Qorvex? Zuvex stayed.", "Qorvex? Zuvex", PLACE, ["Qorvex", "Zuvex"]),
        ("He left Qorvex.” Zuvex stayed.", "Qorvex.” Zuvex", PLACE, ["Qorvex", "Zuvex"]),
        ("He left Qorvex #Zuvex.", "Qorvex #Zuvex", PLACE, ["Qorvex", "Zuvex"]),
        ("He left St. Qorvex.", "St. Qorvex", PLACE, ["St. Qorvex"]),
        ("He met Ana Qorvex, 42.", "Ana Qorvex, 42", PERSON, ["Ana Qorvex"]),
        ("He met Ana Qorvex in May.", "Ana Qorvex in", PERSON, ["Ana Qorvex"]),
        ("He met Dr. Ana Qorvex.", "Dr. Ana Qorvex", PERSON, ["Ana Qorvex"]),
        ("He met A. B. Qorvex.", "Qorvex", PERSON, ["A. B. Qorvex"]),
        ("He met A.-B. Qorvex.", "Qorvex", PERSON, ["A.-B. Qorvex"]),
        ("He met Pope Qorvex.", "Qorvex", PERSON, ["Pope Qorvex"]),
        ("He met Pope Ana Qorvex.", "Ana Qorvex", PERSON, ["Ana Qorvex"]),
        ("He met Qor Jae-vin.", "Qor Jae", PERSON, ["Qor Jae-vin"]),
        ("He met the Qorvex-led men.", "Qorvex", PERSON, ["Qorvex"]),
        ("He met al-Qorvex again.", "Qorvex", PERSON, ["al-Qorvex"]),
        ("He met Ana Qorvex’s men.", "Ana Qorvex’s", PERSON, ["Ana Qorvex"]),
        ("He left Qorvex, and ran.", "Qorvex,", PLACE, ["Qorvex"]),
        ("He left Qorvex\tZuvex then.", "Qorvex\tZuvex", PLACE, ["Qorvex", "Zuvex"]),
        ("He left Qorvex Inc. in May.", "Qorvex Inc.", ORGANISATION, ["Qorvex Inc."]),
        ("He joined the Qorvex.", "the Qorvex", ORGANISATION, ["Qorvex"]),
        ("He joined the Order of Qorvex.", "Order of Qorvex", ORGANISATION, ["Order of Qorvex"]),
    ],
)  # fmt: skip
def test_a_tagged_span_is_settled_by_its_form(text, tagged, kind, names):
    assert settled(text, tagged, kind) == names


WORDS = st.sampled_from(
    "Goris|New York|Bosnia and Herzegovina|Lavrov|Sergey Lavrov|the|of|in|and|United Nations|met"
    "|Moon Jae-in|Calif.|St.|Inc.|Apple|Mr.|President|12|2024|(AP)|said|University|Texas|Bank|NATO"
    "|al-Shabaab|Pope Francis|Russian|Kharkiv|Bridge|-based|'s|Kim|Ministry|Minister".split("|")
)
GAPS = st.sampled_from([" ", " ", " ", ", ", "; ", ". ", " - ", " — ", " (", ") ", " | ", "... "])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(WORDS, GAPS), max_size=12))
def test_no_name_holds_what_parts_names_or_ends_in_a_small_word(linker, pieces):
    for name in found(linker, "".join(word + gap for word, gap in pieces)):
        assert not re.search(r"[;|\n—]|\.\.\.| - ", name), name
        assert name[0].isalnum(), name
        assert name[-1].isalnum() or name[-1] in ".)", name
        assert name.count("(") == name.count(")"), name
        assert not re.search(r"^(of|in|and|the) | (of|in|and|the|met|said)$", name), name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bursa, Balikesir and Manisa were shaken.", PLACE),
        ("Jordan, Lebanon and Syria signed.", PLACE),
        ("Turkey, Chad and Jordan signed.", PLACE),
        ("Georgia, Texas and Alabama sued.", PLACE),
        ("UAE, KSA and Oman signed.", PLACE),
        ("ROK and DPRK signed.", PLACE),
        ("Jordan, Pippen and Rodman scored.", PERSON),
        ("Obama, Merkel and Cameron met.", PERSON),
        ("Amnesty International, Human Rights Watch and Oxfam wrote.", ORGANISATION),
    ],
)
def test_the_names_of_a_list_are_of_one_kind(linker, text, kind):
    assert {k.mention.kind for k in linker(text).links} == {kind}


def test_a_list_may_be_mixed(linker):
    links = linker("Israel, Hamas and Hezbollah agreed.").links
    assert [k.mention.kind for k in links] == [PLACE, ORGANISATION, ORGANISATION]


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("PNG", "geonames:2088628"),
        ("UAE", "geonames:290557"),
        ("U.A.E.", "geonames:290557"),
        ("KSA", "geonames:102358"),
        ("DRC", "geonames:203312"),
        ("ROK", "geonames:1835841"),
        ("DPRK", "geonames:1873107"),
        ("UK", "geonames:2635167"),
        ("U.S.", "geonames:6252001"),
    ],
)
def test_the_abbreviation_of_a_country_is_that_country(linker, name, entity):
    assert linked(linker, f"The {name} signed the treaty.") == {name: entity}


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#Kyiv #Kharkiv #Odesa", ["Kyiv", "Kharkiv", "Odesa"]),
        ("#NewYork#London", ["NewYork", "London"]),
        ("We love #NewYork and #SouthAfrica.", ["NewYork", "SouthAfrica"]),
        ("Fire in #Lima, #Peru!", ["Lima", "Peru"]),
        ("Pray for #Ukraine.", ["Ukraine"]),
        ("(#Kenya)", ["Kenya"]),
        ("Floods in Nepal #Nepal", ["Nepal", "Nepal"]),
    ],
)
def test_hashtags_are_names(linker, text, tags):
    links = [k for k in linker(text).links if k.mention.kind is PLACE]
    assert [k.mention.text for k in links] == tags
    assert all(k.entity for k in links)


def test_a_hashtag_of_several_words_is_looked_up_as_these(linker):
    ids = linked(linker, "#SouthAfrica and #NewYork")
    assert ids == {"SouthAfrica": "geonames:953987", "NewYork": "geonames:5128581"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zuvex Bridge fell into the river near Poti.", "Zuvex Bridge"),
        ("The Springfield Bridge fell.", "Springfield Bridge"),
        ("Lincoln Bridge fell.", "Lincoln Bridge"),
        ("He drove down Highway 401 near Toronto.", "Highway 401"),
        ("Interstate 95 was closed in Virginia.", "Interstate 95"),
        ("Fire broke out at Sunnyside Hospital in Lima.", "Sunnyside Hospital"),
        ("She lives in Maple Street in Lima.", "Maple Street"),
        ("Washington Street was closed.", "Washington Street"),
        ("London Bridge is falling down.", "London Bridge"),
        ("They gathered in Tahrir Square in Cairo.", "Tahrir Square"),
        ("Victoria Station was closed.", "Victoria Station"),
        ("They marched to Central Park.", "Central Park"),
        ("The match at Olympic Stadium in Berlin ended.", "Olympic Stadium"),
        ("The Ada Moss International Airport was closed.",
         "Ada Moss International Airport"),
        ("The Port of Rotterdam was shut.", "Port of Rotterdam"),
    ],
)  # fmt: skip
def test_a_facility_is_a_place_and_no_other_one_than_itself(linker, text, name):
    (link,) = [k for k in linker(text).links if k.mention.text == name]
    assert link.mention.kind is PLACE
    assert link.entity is None or name.lower() in link.entity.name.lower()


def test_a_known_facility_is_linked(linker):
    assert linked(linker, "The Suez Canal is closed.") == {"Suez Canal": "enrich:suez-canal"}


LAVROV, ZARDARI = "wikidata:Q58217", "wikidata:Q244338"


@pytest.mark.parametrize(
    ("text", "name", "entity"),
    [
        ("S. Lavrov will fly to Ankara.", "S. Lavrov", LAVROV),
        ("R.T. Erdoğan flew to Baku.", "R.T. Erdoğan", "wikidata:Q39259"),
        ("D. Trump and J. Biden argued.", "D. Trump", "wikidata:Q22686"),
        ("D. Trump and J. Biden argued.", "J. Biden", "wikidata:Q6279"),
        ("V. Zelensky flew to Rome.", "V. Zelensky", "wikidata:Q3874799"),
        ("N. Modi flew to Tokyo.", "N. Modi", "wikidata:Q1058"),
        ("Q. Lavrov bakes bread.", "Q. Lavrov", None),
        ("Sergey Lavrov flew. Mr. Lavrov landed in Oslo.", "Lavrov", LAVROV),
        ("Walter Lavrov flew. Mr. Lavrov landed in Oslo.", "Lavrov", None),
        ("Bilawal Bhutto Zardari is young. Mr Bhutto Zardari spoke.", "Bhutto Zardari", ZARDARI),
        ("Mr Bhutto Zardari spoke. Bilawal Bhutto Zardari is young.", "Bhutto Zardari", ZARDARI),
        ("Bilawal Bhutto Zardari is young. Mr Zardari spoke.", "Zardari", ZARDARI),
        ("Kim Jong-un watched.", "Kim Jong-un", "wikidata:Q56226"),
    ],
)
def test_whom_a_short_name_means(linker, text, name, entity):
    assert linked(linker, text, PERSON)[name] == entity


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Apple Inc.", "wikidata:Q312"),
        ("Tesla Inc.", "wikidata:Q478214"),
        ("Microsoft Corp.", "wikidata:Q2283"),
        ("Microsoft Corporation", "wikidata:Q2283"),
        ("Toyota Motor Corp.", "wikidata:Q53268"),
        ("Samsung Electronics Co.", "wikidata:Q20718"),
        ("Exxon Mobil Corporation", "wikidata:Q156238"),
        ("Gazprom PJSC", "wikidata:Q102673"),
        ("Taiwan Semiconductor Manufacturing Co.",
         "enrich:taiwan-semiconductor-manufacturing-company"),
        ("SoftBank Group Corp.", "enrich:softbank-group"),
    ],
)  # fmt: skip
def test_a_company_is_known_whatever_its_legal_form(linker, name, entity):
    assert linked(linker, f"The shares of {name} rose on Monday.", ORGANISATION) == {name: entity}


@pytest.mark.parametrize(
    ("text", "name", "entity"),
    [
        ("Perth Australia was hot.", "Perth", "geonames:2063523"),
        ("He flew to Paris Texas by mistake.", "Paris", "geonames:4717560"),
        ("He was born in St. Petersburg, Russia.", "St. Petersburg", "geonames:498817"),
        ("He moved to Fresno, Calif., and stayed.", "Calif.", "geonames:5332921"),
        ("He moved to Quebec City, Que., in May.", "Que.", "geonames:6115047"),
        ("Franco-German talks went on.", "Franco", "geonames:3017382"),
        ("Sino-Indian talks went on.", "Sino", "geonames:1814991"),
        ("The Congo (Democratic Republic of) signed.", "Congo", "geonames:203312"),
        ("The city of Al-Hasakah fell.", "Al-Hasakah", "geonames:173811"),
        ("Balikesir was shaken.", "Balikesir", "geonames:322165"),
    ],
)
def test_which_place_a_name_means(linker, text, name, entity):
    assert linked(linker, text, PLACE)[name] == entity


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mary-Kate O'Connell met the mayor of Lima.", "Mary-Kate O'Connell"),
        ("Chiang Wan-an, the mayor of Taipei, spoke.", "Chiang Wan-an"),
        ("Nils Berger-Holm won the race in Oslo.", "Nils Berger-Holm"),
        ("King Charles III spoke in London.", "King Charles III"),
        ("Sen. Ron Wyden (D-Ore.) spoke in Salem.", "Ore."),
        ("The firm moved to Erie, Pa. It grew there.", "Pa."),
        ("Paris¹ and Lyon² agreed.", "Paris"),
        ("Paris¹ and Lyon² agreed.", "Lyon"),
        ("📍London,UK was lit up.", "London"),
        ("The New York-\nbased firm left.", "New York"),
        ("Troops of an Iran-\nbacked group left.", "Iran"),
        ("They climbed Mt.\nEverest in May.", "Mt.\nEverest"),
    ],
)
def test_a_name_is_found_whole(linker, text, name):
    assert name in [link.mention.text for link in linker(text).links]


@pytest.mark.parametrize(
    "text",
    [
        "May 5, 2023", "Monday, May 5", "Posted: Jan 8, 2024", "8 Jan 2024", "Nov 4", "Jun 5",
        "Wed, May 17, 2023", "March", "- May\n- June\n- July",
    ],
)  # fmt: skip
def test_a_date_alone_names_nobody(linker, text):
    assert [link.mention.text for link in linker(text).links if link.entity] == []


def test_people_are_not_held_in_the_words_before_them(linker):
    names = [link.mention.text for link in linker("He left the U.S. Emmanuel Macron stayed.").links]
    assert names == ["U.S.", "Emmanuel Macron"]


@pytest.mark.parametrize("table", ["Paris  Anne Hidalgo  France", "Paris   Anne Hidalgo   France"])
def test_columns_of_spaces_are_cells(linker, table):
    names = [link.mention.text for link in linker(table).links]
    assert names == ["Paris", "Anne Hidalgo", "France"]


def test_authors_are_people_and_papers_are_not(linker):
    links = linker("Rain over Goris\nBy Ann Bell, Denver Post\nGORIS (AP) — It rained.").links
    kinds = {link.mention.text: link.mention.kind for link in links}
    assert kinds["Ann Bell"] is Kind.PERSON
    assert kinds.get("Denver Post") is not Kind.PERSON


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Seats: Chad 3, Korea, Republic of 4, Peru 1.", ["TD", "KR", "PE"]),
        ("Seats: Chad 3, Korea DPR 1, Peru 1.", ["TD", "KP", "PE"]),
        ("Seats: Congo (Democratic Republic of) 2, Iran (Islamic Republic of) 1.", ["CD", "IR"]),
        ("He left the Czech Republic of his youth.", ["CZ"]),
    ],
)
def test_countries_in_the_form_of_lists(linker, text, countries):
    assert [link.entity.country for link in linker(text).links if link.entity] == countries


def test_a_surname_alone_is_whom_the_full_name_means_each_time(linker):
    text = (
        "Ronan Stack is a professional surfer. Stack was born in Lima. In 2009, Stack won the"
        " title, and later Stack left Peru."
    )
    links = [link for link in linker(text).links if link.mention.kind is Kind.PERSON]
    assert [link.mention.text for link in links] == ["Ronan Stack", "Stack", "Stack", "Stack"]
    assert [link.entity for link in links] == [None] * 4
