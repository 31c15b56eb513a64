"""Names of storms, ships, prizes, laws, events and products, which are not entities of ours."""

import pytest

from enrich import Linker
from enrich.decisions import Action, Decision, Decisions
from enrich.mentions.called import Called, Thing
from enrich.mentions.miscellany import find_miscellany
from enrich.model import Candidate, Match, Mention, Nil, Role
from enrich.records.record import iter_records
from gazetteer.model import Entity, Kind


def mention_of(text, name, kind=Kind.PLACE, occurrence=1, **fields):
    start = -1
    for _ in range(occurrence):
        start = text.index(name, start + 1)
    return Mention(start, start + len(name), name, kind, **fields)


def things_in(text, *names):
    """What each mention is, by (name, kind); a name that stands twice is the next one."""
    seen, mentions = {}, []
    for name, kind in names:
        seen[name] = seen.get(name, 0) + 1
        mentions.append(mention_of(text, name, kind, seen[name]))
    found = find_miscellany(text, mentions, [()] * len(mentions))
    return [found.get(index) for index in range(len(mentions))]


PLACE, PERSON, ORGANISATION = Kind.PLACE, Kind.PERSON, Kind.ORGANISATION


@pytest.mark.parametrize(
    ("text", "name", "thing"),
    [
        ("Hurricane Florence grew.", "Florence", Thing.STORM),
        ("Tropical Storm Ida formed.", "Ida", Thing.STORM),
        ("Storm Babet brought floods.", "Babet", Thing.STORM),
        ("Storm Thorgerson drew covers.", "Thorgerson", None),
        ("Florence saw a hurricane.", "Florence", None),
        ("The club of Hurricane, Utah, won.", "Utah", None),
        ("The cruiser Moskva sank.", "Moskva", Thing.VESSEL),
        ("Cruise ship Concordia sank.", "Concordia", Thing.VESSEL),
        ("The USS Missouri sailed.", "Missouri", Thing.VESSEL),
        ("The MV Dali hit a pier.", "Dali", Thing.VESSEL),
        ("A Turkish ship Bursa was seen.", "Bursa", Thing.VESSEL),
        ("They ship Florence its oil.", "Florence", None),
        ("The ferry Dover-Calais was late.", "Dover", None),
        ("The carrier Emirates was late.", "Emirates", None),
        ("The tanker Exxon Valdez sank.", "Exxon", None),
        ("Melbourne Storm lost in the rain. Storm Melbourne fans left.", "Melbourne", None),
        ('The film "Chicago" won.', "Chicago", Thing.WORK),
        ("The film Chicago made won.", "Chicago", None),
    ],
)
def test_the_words_before_a_name_say_what_it_is(text, name, thing):
    assert Called(text).thing(mention_of(text, name)) is thing


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("Nobel Peace Prize", Thing.PRIZE),
        ("Treaty of Lausanne", Thing.LAW),
        ("Affordable Care Act", Thing.LAW),
        ("Oslo Accords", Thing.LAW),
        ("World Cup", Thing.EVENT),
        ("Tour de France", Thing.EVENT),
        ("Battle of Stalingrad", Thing.EVENT),
        ("Dubai Air Show", Thing.EVENT),
        ("World War II", Thing.EVENT),
        ("Euro 2016", Thing.EVENT),
        ("COP28", Thing.EVENT),
        ("Labor Day", Thing.DAY),
        ("Boeing 737", Thing.PRODUCT),
        ("Ford Crown Victoria", Thing.PRODUCT),
        ("Honda Accord", Thing.PRODUCT),
        ("Operation Sindoor", Thing.OPERATION),
        ("USS Missouri", Thing.VESSEL),
        ("Hurricane Florence", Thing.STORM),
        ("Ford Foundation", None),
        ("Ford Field", None),
        ("Toyota Motor Europe", None),
        ("Toyota City", None),
        ("Treaty of Rome Foundation", None),
        ("Operation Rescue Foundation", None),
        ("Euro", None),
        ("Cup", None),
        ("Hurricane Ridge", None),
        ("Hurricane FC", None),
        ("Hurricane Energy", None),
        ("Typhoon Studios", None),
        ("Storm Inc", None),
        ("Nobel Foundation", None),
        ("Congress", None),
        ("Kansas City", None),
        ("Huntsville Fire", None),
    ],
)
def test_the_form_of_a_whole_name_says_what_it_is(name, thing):
    assert things_in(f"They spoke of {name} today.", (name, ORGANISATION)) == [thing]


def test_people_are_not_called_by_the_form_of_a_law():
    assert things_in("Emma Declaration spoke.", ("Emma Declaration", PERSON)) == [None]


def test_what_is_held_under_the_very_name_is_that():
    text = "They saw Arcade Festival."
    mention = mention_of(text, "Arcade Festival", ORGANISATION)
    band = Entity("enrich:arcade", "Arcade Festival", ORGANISATION)
    held = Candidate(band, "Arcade Festival", Match.EXACT)
    assert find_miscellany(text, [mention], [(held,)]) == {}
    part = Candidate(band, "Arcade", Match.SHORT_FORM)
    assert find_miscellany(text, [mention], [(part,)]) == {0: Thing.EVENT}


@pytest.mark.parametrize(
    ("tail", "thing"),
    [
        ("Florence weakened.", Thing.STORM),
        ("Many fled from Florence.", Thing.STORM),
        ("In Florence's path lay towns.", Thing.STORM),
        ("Roads in Florence were shut.", None),
        ("The mayor of Florence spoke.", None),
        ("Florence residents left.", None),
    ],
)
def test_a_storm_is_meant_by_its_name_alone_but_where_the_place_is(tail, thing):
    text = f"Hurricane Florence came. {tail}"
    assert things_in(text, ("Florence", PLACE), ("Florence", PLACE)) == [Thing.STORM, thing]


def test_a_place_named_with_its_state_is_no_storm():
    text = "Hurricane Florence came. Florence, Italy, was dry."
    found = things_in(text, ("Florence", PLACE), ("Florence", PLACE), ("Italy", PLACE))
    assert found == [Thing.STORM, None, None]


@pytest.mark.parametrize(
    ("tail", "thing"),
    [("The Missouri is moored.", Thing.VESSEL), ("Missouri sent a band.", None)],
)
def test_a_ship_that_is_called_like_a_place_has_its_article(tail, thing):
    text = f"The USS Missouri came. {tail}"
    assert things_in(text, ("Missouri", PLACE), ("Missouri", PLACE)) == [Thing.VESSEL, thing]


def test_a_person_of_the_text_is_no_storm():
    text = "Hurricane Andrew came. Andrew Smith left. Andrew came back."
    found = things_in(text, ("Andrew", PERSON), ("Andrew Smith", PERSON), ("Andrew", PERSON))
    assert found == [Thing.STORM, None, None]


def test_a_state_of_the_country_is_no_storm(linker):
    result = linker("Hurricane Florida warnings were issued on Monday, with rain and floods.")
    assert [link.nil for link in links_of(result, "Florida")] == [None]


def test_a_fire_is_one_where_the_text_counts_acres():
    assert things_in("The Dixie Fire burned 900 acres.", ("Dixie Fire", ORGANISATION)) == [
        Thing.FIRE
    ]
    assert things_in("The Dixie Fire hired two.", ("Dixie Fire", ORGANISATION)) == [None]


def links_of(result, name):
    return [link for link in result.links if link.mention.text == name]


def test_a_storm_is_linked_to_nothing_and_says_so(linker):
    text = "Hurricane Florence made landfall. Florence, S.C., was spared."
    result = linker(text)
    storm, town = links_of(result, "Florence")
    assert (storm.entity, storm.nil, storm.score) == (None, Nil.NOT_AN_ENTITY, 0.0)
    assert storm.reason == "Florence is the name of a storm here."
    assert town.entity.admin[0] == "South Carolina"
    assert [r["nil"] for r in iter_records(result) if r["text"] == "Florence"] == [
        "not_an_entity",
        None,
    ]


def test_a_storm_says_nothing_of_where_other_names_lie(linker):
    town, storm = (
        links_of(linker(f"Winds of {name} reached Plano and felled trees."), "Plano")
        for name in ("Dallas", "Hurricane Dallas")
    )
    assert ["in Texas" in link.reason for link in (*town, *storm)] == [True, False]


def test_a_country_keeps_its_name_beside_the_ship(linker):
    result = linker("The ferry Estonia sank in 1994. Estonia and Sweden asked why.")
    ship, country = links_of(result, "Estonia")
    assert ship.nil is Nil.NOT_AN_ENTITY
    assert country.entity.feature == "PCLI"


def test_a_place_inside_the_name_of_a_treaty_is_embedded(linker):
    (paris,) = links_of(linker("The United States left the Paris Agreement."), "Paris")
    assert (paris.mention.role, paris.entity.name) == (Role.EMBEDDED, "Paris")


def test_what_the_user_decided_stands(gazetteer):
    decided = Decisions([Decision("Florence", Action.REPLACE, "geonames:3176959")])
    with Linker(gazetteer, decisions=decided) as linker:
        (link,) = links_of(linker("Hurricane Florence made landfall."), "Florence")
    assert link.entity.id == "geonames:3176959"


def test_a_kind_that_the_caller_gives_stands(linker):
    text = "Hurricane Florence made landfall."
    (told,) = linker(text, mentions=[(10, 18, "place")]).links
    assert told.entity is not None
    (untold,) = linker(text, mentions=[(10, 18)]).links
    assert untold.nil is Nil.NOT_AN_ENTITY
