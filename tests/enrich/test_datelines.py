"""What opens a report: where, when and by whom it was filed, and what only looks like it."""

import json
import textwrap

import pytest

from enrich import Document, Kind, Linker, Role
from enrich.inputs.markup import mask_markdown
from enrich.inputs.webpages import extract_html
from enrich.mentions.newswire.agencies import known_agency
from enrich.mentions.newswire.datelines import find_datelines
from enrich.text.layout import find_blocks

BODY = "Rescuers dug on."
# What is written, the places with their ids, the agencies. The text proper follows each.
DATELINES = [
    # Agencies of the world
    ("BELGRADE, Serbia (AP) — ", {"BELGRADE": 792680, "Serbia": 6290252}, ["AP"]),
    ("MOBILE, Ala. (AP) -- ", {"MOBILE": 4076598, "Ala.": 4829764}, ["AP"]),
    ("N'DJAMENA, Chad (AP) — ", {"N'DJAMENA": 2427123, "Chad": 2434508}, ["AP"]),
    ("PORT-AU-PRINCE, Haiti (AP) — ", {"PORT-AU-PRINCE": 3718426, "Haiti": 3723988}, ["AP"]),
    ("THE HAGUE, Netherlands (AP) — ", {"THE HAGUE": 2747373, "Netherlands": 2750405}, ["AP"]),
    ("ST. LOUIS (AP) — ", {"ST. LOUIS": 4407066}, ["AP"]),
    ("SAO PAULO (AP) - ", {"SAO PAULO": 3448439}, ["AP"]),
    ("WASHINGTON, Oct 9 (Reuters) - ", {"WASHINGTON": 4140963}, ["Reuters"]),
    (
        "WASHINGTON/BEIJING, Oct 9 (Reuters) - ",
        {"WASHINGTON": 4140963, "BEIJING": 1816670},
        ["Reuters"],
    ),
    ("BRUSSELS/LONDON (Reuters) - ", {"BRUSSELS": 2800866, "LONDON": 2643743}, ["Reuters"]),
    ("WASHINGTON ", {"WASHINGTON": 4140963}, []),
    ("(Reuters) - ", {}, ["Reuters"]),
    ("NAIROBI (AFP) – ", {"NAIROBI": 184745}, ["AFP"]),
    ("Ouagadougou (AFP) - ", {"Ouagadougou": 2357048}, ["AFP"]),
    ("MANILA, March 3 (UPI) -- ", {"MANILA": 1701668}, ["UPI"]),
    # Europe
    ("Hamburg (dpa) - ", {"Hamburg": 2911298}, ["dpa"]),
    ("Stuttgart (dpa/lsw) - ", {"Stuttgart": 2825297}, ["dpa"]),
    ("München (dpa/lby) - ", {"München": 2867714}, ["dpa"]),
    ("Lisboa, 03 mar 2023 (Lusa) – ", {"Lisboa": 2267057}, ["Lusa"]),
    ("BRUSSELS (Belga) - ", {"BRUSSELS": 2800866}, ["Belga"]),
    ("LONDON (PA) - ", {"LONDON": 2643743}, ["PA"]),
    ("WARSAW (PAP) - ", {"WARSAW": 756135}, ["PAP"]),
    ("Prague, March 3 (CTK) - ", {"Prague": 3067696}, ["CTK"]),
    ("BELGRADE, March 3 (Tanjug) - ", {"BELGRADE": 792680}, ["Tanjug"]),
    ("ROME (ANSA) - ", {"ROME": 3169070}, ["ANSA"]),
    ("Madrid (EFE) - ", {"Madrid": 3117735}, ["EFE"]),
    # Russia and around it
    ("MOSCOW, June 12. /TASS/. ", {"MOSCOW": 524901}, ["TASS"]),
    ("MOSCOW, Feb 3 (RIA Novosti) – ", {"MOSCOW": 524901}, ["RIA Novosti"]),
    ("MOSCOW, Feb 3 (Interfax) - ", {"MOSCOW": 524901}, ["Interfax"]),
    ("KYIV, May 7 (Interfax-Ukraine) - ", {"KYIV": 703448}, ["Interfax-Ukraine"]),
    ("KYIV, July 3 (Ukrinform) - ", {"KYIV": 703448}, ["Ukrinform"]),
    ("YEREVAN, FEBRUARY 2, ARMENPRESS. ", {"YEREVAN": 616052}, ["ARMENPRESS"]),
    ("Baku, February 2, AZERTAC — ", {"Baku": 587084}, ["AZERTAC"]),
    ("BAKU, Azerbaijan, February 2. ", {"BAKU": 587084, "Azerbaijan": 587116}, []),
    ("ANKARA (Anadolu) – ", {"ANKARA": 323786}, ["Anadolu"]),
    ("ISTANBUL (AA) – ", {"ISTANBUL": 745044}, ["AA"]),
    # Asia and Oceania
    ("HARARE, April 18 (Xinhua) -- ", {"HARARE": 890299}, ["Xinhua"]),
    ("TOKYO (Kyodo) -- ", {"TOKYO": 1850147}, ["Kyodo"]),
    ("TOKYO, Jan. 5, Kyodo - ", {"TOKYO": 1850147}, ["Kyodo"]),
    ("SEOUL, Nov. 3 (Yonhap) -- ", {"SEOUL": 1835848}, ["Yonhap"]),
    ("PYONGYANG, March 3 (KCNA) -- ", {"PYONGYANG": 1871859}, ["KCNA"]),
    ("HANOI (VNA) – ", {"HANOI": 1581130}, ["VNA"]),
    ("Lucknow, Aug 14 (PTI) ", {"Lucknow": 1264733}, ["PTI"]),
    ("Patna, Aug 14 (IANS) ", {"Patna": 1260086}, ["IANS"]),
    ("Kathmandu [Nepal], April 2 (ANI): ", {"Kathmandu": 1283240, "Nepal": 1282988}, ["ANI"]),
    ("Islamabad, April 2 (IANS/ANI) ", {"Islamabad": 1176615}, ["IANS", "ANI"]),
    ("DHAKA, May 31 (BSS) - ", {"DHAKA": 1185241}, ["BSS"]),
    ("Jakarta (ANTARA) - ", {"Jakarta": 1642911}, ["ANTARA"]),
    ("KUALA LUMPUR, May 31 (Bernama) -- ", {"KUALA LUMPUR": 1735161}, ["Bernama"]),
    ("PERTH (AAP) - ", {"PERTH": 2063523}, ["AAP"]),
    ("Sydney, AAP - ", {"Sydney": 2147714}, ["AAP"]),
    # The Middle East and Africa
    ("CAIRO, March 3 (MENA) - ", {"CAIRO": 360630}, ["MENA"]),
    ("ABU DHABI, 3rd March, 2023 (WAM) -- ", {"ABU DHABI": 292968}, ["WAM"]),
    ("TEHRAN, Mar. 03 (IRNA) – ", {"TEHRAN": 112931}, ["IRNA"]),
    ("TEHRAN, Mar. 03 (MNA) – ", {"TEHRAN": 112931}, ["MNA"]),
    ("DAMASCUS, (SANA)- ", {"DAMASCUS": 170654}, ["SANA"]),
    ("RIYADH, March 3 (SPA) -- ", {"RIYADH": 108410}, ["SPA"]),
    ("Abuja, March 3, 2023 (NAN) ", {"Abuja": 2352778}, ["NAN"]),
    # The Americas
    ("OTTAWA (CP) — ", {"OTTAWA": 6094817}, ["CP"]),
    (
        "WINNIPEG, Manitoba (The Canadian Press) — ",
        {"WINNIPEG": 6183235, "Manitoba": 6065171},
        ["The Canadian Press"],
    ),
    ("Havana, Mar 3 (Prensa Latina) ", {"Havana": 3553478}, ["Prensa Latina"]),
    # Press releases
    (
        "AUSTIN, Texas, March 3, 2023 /PRNewswire/ -- ",
        {"AUSTIN": 4671654, "Texas": 4736286},
        ["PRNewswire"],
    ),
    (
        "SAN JOSE, Calif.--(BUSINESS WIRE)--",
        {"SAN JOSE": 5392171, "Calif.": 5332921},
        ["BUSINESS WIRE"],
    ),
    ("TORONTO, March 03, 2023 (GLOBE NEWSWIRE) -- ", {"TORONTO": 6167865}, ["GLOBE NEWSWIRE"]),
    # Papers
    ("NEW DELHI: ", {"NEW DELHI": 1261481}, []),
    ("CAIRO — ", {"CAIRO": 360630}, []),
    ("BELGRADE - ", {"BELGRADE": 792680}, []),
    ("HALIFAX — ", {"HALIFAX": 6324729}, []),
    ("KABUL, Afghanistan — ", {"KABUL": 1138958, "Afghanistan": 1149361}, []),
    ("LONDON, March 3 — ", {"LONDON": 2643743}, []),
    ("ABUJA, Nigeria, March 3 — ", {"ABUJA": 2352778, "Nigeria": 2328926}, []),
    ("WASHINGTON, D.C. — ", {"WASHINGTON": 4140963, "D.C.": 4138106}, []),
    ("Kabul – ", {"Kabul": 1138958}, []),
    ("Tripoli, Libya — ", {"Tripoli": 2210247, "Libya": 2215636}, []),
    ("Springfield, Illinois – ", {"Springfield": 4250542, "Illinois": 4896861}, []),
    ("LIMA, PERU: ", {"LIMA": 3936456, "PERU": 3932488}, []),
    ("LIMA (Peru) — ", {"LIMA": 3936456, "Peru": 3932488}, []),
    ("Lima/Peru – ", {"Lima": 3936456, "Peru": 3932488}, []),
    ("March 3, LIMA — ", {"LIMA": 3936456}, []),
    ("3 March 2023, Lima: ", {"Lima": 3936456}, []),
    ("LIMA, March 3. ", {"LIMA": 3936456}, []),
    ("SRINAGAR, Mar 3: ", {"SRINAGAR": 1255634}, []),
    ("HARGEISA, Somaliland - ", {"HARGEISA": 57289, "Somaliland": None}, []),
    ("SPRINGFIELD, Ill. — ", {"SPRINGFIELD": 4250542, "Ill.": 4896861}, []),
    ("PORT MORESBY: ", {"PORT MORESBY": 2088122}, []),
    ("Geneva/Cairo, 3 March 2023 - ", {"Geneva": 2660646, "Cairo": 360630}, []),
    # With what the table above has in other forms
    ("GENEVA (ILO News) – ", {"GENEVA": 2660646}, ["ILO News"]),
    ("WASHINGTON, March 3 /Xinhua/ -- ", {"WASHINGTON": 4140963}, ["Xinhua"]),
    ("BAKU, Azerbaijan, March 3. /Trend/ ", {"BAKU": 587084, "Azerbaijan": 587116}, ["Trend"]),
    ("LAHORE, Mar 03 (APP): ", {"LAHORE": 1172451}, ["APP"]),
    (
        "MUMBAI (Maharashtra) [India], March 3 (ANI): ",
        {"MUMBAI": 1275339, "Maharashtra": 1264418, "India": 1269750},
        ["ANI"],
    ),
    ("Colombo, March 3 (Daily Mirror) - ", {"Colombo": 1248991}, ["Daily Mirror"]),
    ("CHARLOTTE, NC (AP) - ", {"CHARLOTTE": 4460243, "NC": 4482348}, ["AP"]),
    ("LIMA, Peru (AP/CNN) — ", {"LIMA": 3936456, "Peru": 3932488}, ["AP", "CNN"]),
    ("JERUSALEM (JTA) — ", {"JERUSALEM": 281184}, ["JTA"]),
    ("AFP, Lima — ", {"Lima": 3936456}, ["AFP"]),
    ("МОСКВА, 12 июня — ", {"МОСКВА": 524901}, []),
]  # fmt: skip


def read(linker, text, role=Role.DATELINE):
    """Return the ids of the places in a role by their text."""
    return {
        link.mention.text: link.entity and number(link.entity.id)
        for link in linker(text).links
        if link.mention.role is role
    }


def number(entity):
    """Return the number that GeoNames gave a place, None for one that it does not have."""
    return int(entity.removeprefix("geonames:")) if entity.startswith("geonames:") else None


def organisations(linker, text):
    return [k.mention.text for k in linker(text).links if k.mention.kind is Kind.ORGANISATION]


def opening(gazetteer, text):
    """Return what is read as datelines."""
    return [text[d.start : d.end] for d in find_datelines(text, find_blocks(text), gazetteer)]


@pytest.mark.parametrize(("dateline", "places", "agencies"), DATELINES, ids=lambda v: str(v)[:30])
def test_what_a_dateline_means(linker, gazetteer, dateline, places, agencies):
    text = dateline + BODY
    assert opening(gazetteer, text) == [dateline]
    assert read(linker, text) == places
    assert organisations(linker, text) == agencies


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("AP", "Associated Press"),
        ("A.P.", "Associated Press"),
        ("DPA", "Deutsche Presse-Agentur"),
        ("ČTK", "Czech News Agency"),
        ("AZERTAG", "Azertac"),
        ("Yerevan", ""),
        ("Ann Lee", ""),
    ],
)
def test_agencies_are_known_by_their_forms(form, name):
    assert known_agency(form) == name


NO_DATELINES = [
    # Dashes and colons of sentences
    "Russia - the largest country of all - has eleven time zones.",
    "Obama — who left office in 2017 — spoke first.",
    "NATO - which has 32 members - met in Vilnius.",
    "Peru, Chile and Bolivia — The three countries share a desert.",
    "Manchester United - The club that never gave up.",
    "Mr. London - The tailor - closed his shop.",
    "Mali – Gold was found again.",
    "The president said: Lima is ready.",
    "Population: Lima 10 million.",
    # What stands between two places
    "Paris - London trains were late again.",
    "Moscow – Beijing ties grew closer this year.",
    "EU - Mercosur deal signed in Montevideo.",
    "US-China trade talks resume in Geneva.",
    # What kind of text it is
    "OPINION: Chad cannot wait.",
    "OPINION: Kenya cannot wait any longer for reform.",
    "ANALYSIS - Turkey turns to the east.",
    "BREAKING: Earthquake shakes Lima.",
    "BREAKING — Earthquake shakes Lima.",
    "EXCLUSIVE - Peru to cut rates.",
    "UPDATE 1 - Exports of Peru rise.",
    "WATCH: How Nairobi built its park.",
    "PHOTOS: Floods in Nepal",
    "SPORTS: Lima hosts the games.",
    "Q&A: What Peru wants.",
    "Correction: The mayor of Lima is not ill.",
    "Editor's note: The mayor of Lima is not ill.",
    # Who speaks
    "WHO: Cholera spreads in Haiti.",
    "UN: Famine looms in Sudan.",
    "US - The economy grew again.",
    "Tesla (TSLA) - The shares fell again.",
    "Jordan: The player who changed basketball forever.",
    "Iran: The regime fell in 1979.",
    # Dates
    "March 3, 2021, was the day on which Lima woke up to snow.",
    "On March 3 Lima woke up to snow.",
    "Monday - Lima woke up to snow.",
    "MARCH 3 - Lima woke up to snow.",
    "Sudan (2019) - The uprising continued.",
    # Headlines
    "Lima wakes up - to snow",
    "Lima woke up to snow - The first in a century.",
    "Lagos: The city that never sleeps",
    "Tourism in Kenya - The new figures",
    "Algeria - France: old wounds",
    # Scores, lists, quotations, captions
    "Ecuador 2 - Peru 1",
    "Lyon 3-1 Nice, Lille 0-0 Metz",
    "A: Lima. B: Quito. C: Bogotá.",
    '"Russia - the state that I served - is gone," he said.',
    '"Lagos: a city that never sleeps" opened on Friday.',
    "“Kenya — is it a country or a dream?” asked the poet.",
    "Sudan (AP photo by Ann Lee)",
    "Photo: Ann Lee (AP)",
    # Plain sentences
    "Lima, Peru's capital, woke up to snow.",
    "Lima, Peru, woke up to snow.",
    "LIMA WOKE UP TO SNOW",
    "By Ann Lee",
    "",
]


@pytest.mark.parametrize("text", NO_DATELINES, ids=lambda v: v[:30])
def test_what_is_no_dateline(linker, gazetteer, text):
    assert opening(gazetteer, text) == []
    assert read(linker, text) == {}


@pytest.mark.parametrize(
    "begin",
    [
        "Nobody was hurt.",
        "“We dug on,” said a man.",
        '"We dug on," said a man.',
        "12 people died.",
        "iPhone prices rose.",
        "US envoys dug on.",
        "London mayor Sadiq Khan dug on.",
        "President Dina Boluarte dug on.",
    ],
)
@pytest.mark.parametrize(
    "dateline", ["LIMA — ", "LIMA, Peru (AP) — ", "LIMA, March 3 (Reuters) - "]
)
def test_a_text_may_begin_with_anything(linker, gazetteer, dateline, begin):
    assert opening(gazetteer, dateline + begin) == [dateline]
    assert read(linker, dateline + begin)["LIMA"] == LIMA["LIMA"]


LIMA = {"LIMA": 3936456, "Peru": 3932488}


@pytest.mark.parametrize(
    "above",
    [
        "Quake kills twelve\n",
        "Quake kills twelve\n\n",
        "Quake kills twelve\nBy Ann Lee\n",
        "Quake kills twelve\n\nBy Ann Lee, Reuters\n\n",
        "Quake kills twelve\nBy ANN LEE Associated Press\n",
        "Quake kills twelve - and counting\n\n",
        "# Quake kills twelve\r\n\r\n",
        "By Ann Lee\n\n",
        "Nobody was warned.\n\n",
        "\ufeff",
        "  \n\t",
        "“",
    ],
)
@pytest.mark.parametrize("dateline", ["LIMA, Peru (AP) — ", "LIMA, Peru, March 3 (Reuters) - "])
def test_a_dateline_may_stand_below_a_headline_and_a_byline(linker, above, dateline):
    assert read(linker, above + dateline + BODY) == LIMA


def test_the_headline_above_it_has_none(linker):
    text = f"Lima digs - for survivors\n\nLIMA, Peru - {BODY}"
    first, *others = linker(text).links
    assert first.mention.text == "Lima"
    assert first.mention.role is not Role.DATELINE
    assert {k.mention.role for k in others} == {Role.DATELINE}


def test_every_report_of_several_has_its_own(linker):
    text = f"LIMA (AP) — {BODY}\n\nQUITO (AP) — {BODY}\n\nBOGOTA (AP) — {BODY}"
    assert list(read(linker, text)) == ["LIMA", "QUITO", "BOGOTA"]


@pytest.mark.parametrize("break_", ["LIMA, Peru (AP) —\n", "LIMA, Peru, March 3\n"])
def test_a_dateline_may_have_its_own_line(linker, break_):
    assert read(linker, break_ + BODY) == LIMA


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>LIMA, Peru (AP) &mdash; {}</p>",
        "<p><b>LIMA, Peru (AP)</b> — {}</p>",
        '<p><span class="dateline">LIMA, Peru</span> (<a href="/ap">AP</a>) — {}</p>',
    ],
)
def test_a_page_has_a_dateline_too(linker, paragraph):
    body = f"{BODY} The mayor said that the water would be back by the end of the week."
    rest = "<p>Helicopters were sent with blankets, and the governor thanked the crews.</p>"
    page = f"<html><body><article>{paragraph.format(body)}{rest}</article></body></html>"
    found = extract_html(page.encode(), "a.html")
    assert read(linker, Document(found.text, blocks=found.blocks)) == LIMA


@pytest.mark.parametrize("text", ["**LIMA, Peru (AP)** — {}", "*LIMA, Peru* (AP) — {}"])
def test_and_so_has_markdown(linker, text):
    assert read(linker, mask_markdown(text.format(BODY))) == LIMA


@pytest.mark.parametrize("width", [45, 60])
def test_the_text_behind_a_dateline_may_be_wrapped(linker, width):
    for dateline, places, _ in DATELINES:
        text = f"{dateline}{BODY} Nobody was hurt, and the governor thanked the crews for it."
        assert read(linker, textwrap.fill(text, width, break_on_hyphens=False)) == places


STORY = "LIMA, Peru (AP) — Rescuers reached Callao on Friday, and the harbour of Callao works."


def test_where_a_report_was_filed_is_not_what_it_is_about(linker):
    assert linker("LIMA, Peru (AP) — It rained again.").primary_place is None
    assert linker(STORY).primary_place.name == "Callao"


def test_a_place_that_the_text_names_too_may_be_what_it_is_about(linker):
    found = linker("LIMA, Peru (AP) — It rained in Lima, and Lima was flooded.")
    assert found.primary_place.name == "Lima"


def test_without_their_role_they_are_not_on_the_map(gazetteer):
    with Linker(gazetteer, roles="literal") as literal:
        names = [f["properties"]["name"] for f in literal(STORY).to_geojson()["features"]]
        assert names == ["Callao"]
        assert len(literal(STORY).links) == 5  # records hold them all
    with Linker(gazetteer, roles="dateline") as filed:
        names = [f["properties"]["name"] for f in filed(STORY).to_geojson()["features"]]
        assert sorted(names) == ["Lima", "Peru"]


def test_the_command_leaves_them_out_too(run):
    out = run("-", "--geojson", "--roles", "literal", given=STORY)
    names = [f["properties"]["name"] for f in json.loads(out.stdout)["features"]]
    assert names == ["Callao"]


@pytest.mark.parametrize(
    "agency", ["AP", "AFP", "Petra", "Trend", "Lusa", "Antara", "SANA", "Mehr", "MAP", "PA", "BBC"]
)
def test_an_agency_is_an_organisation_whatever_else_is_called_so(linker, agency):
    (link,) = [k for k in linker(f"GENEVA ({agency}) — {BODY}").links if k.mention.text == agency]
    assert link.mention.kind is Kind.ORGANISATION
    assert link.entity is None or link.entity.kind is Kind.ORGANISATION


def test_an_agency_that_nobody_knows_is_one_all_the_same(linker):
    text = f"GENEVA, March 3 (Qorvex News) — {BODY}"
    assert organisations(linker, text) == ["Qorvex News"]


def test_given_spans_of_a_dateline_have_its_role(linker):
    text = f"LIMA, Peru (AP) — {BODY} Lima slept."
    roles = [k.mention.role for k in linker(text, mentions=[(0, 4), (6, 10), (35, 39)]).links]
    assert text[35:39] == "Lima"
    assert roles[:2] == [Role.DATELINE] * 2
    assert roles[2] is not Role.DATELINE
