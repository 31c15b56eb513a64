"""Which of its senses a name has: the words beside it, families, callings, fame."""

import pytest

from enrich import Document, Kind, Linker
from enrich.candidates.antecedents import ShortForms, antecedents
from enrich.model import Mention
from enrich.offices.callings import called, callings_of
from enrich.rank.levelwords import AREA, COUNTRY, DIRECTION, RIVER, TOWN, said_of
from enrich.rank.near import place_near
from enrich.rank.signals import OF_OUTLET
from enrich.rank.surroundings import Surroundings
from enrich.rank.weights import load_weights
from gazetteer.model import Entity, Position


def ids(linker, text, name, **options):
    found = linker(text, **options).links
    return [k.entity and k.entity.id for k in found if k.mention.text == name]


def people(text, *names):
    found, at = [], 0
    for name in names:
        start = text.index(name, at)
        found.append(Mention(start, start + len(name), name, Kind.PERSON))
        at = start + len(name)
    return found


# ------------------------------------------------------------------------ words beside a place


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("The governor of Lagos spoke.", "Lagos", {AREA}),
        ("Texas Gov. Ada Moss spoke.", "Texas", {AREA}),
        ("Lagos' governor spoke.", "Lagos", {AREA}),
        ("The Ratnagiri district was cut off.", "Ratnagiri", {AREA}),
        ("Boston's mayor spoke.", "Boston", {TOWN}),
        ("In downtown Boston it rained.", "Boston", {TOWN}),
        ("The Boston-based firm grew.", "Boston", {TOWN}),
        ("It snowed in northern Lebanon.", "Lebanon", {DIRECTION}),
        ("The country of Georgia voted.", "Georgia", {COUNTRY}),
        ("The barge sank on the Ohio.", "Ohio", {RIVER}),
        ("Upstream, the upper Missouri crested at noon.", "Missouri", {RIVER}),
        ("The Tigris and Diyala rivers rose.", "Diyala", {RIVER}),
        ("A ferry sank on the Congo near Kinshasa.", "Congo", {RIVER}),
        ("A report on the Congo came out.", "Congo", set()),
        ("The Ohio governor spoke.", "Ohio", {AREA}),
        ("He served aboard the Missouri in 1945.", "Missouri", set()),
        ("The Gainesville and Lindsay schools closed.", "Gainesville", set()),
        ("The Texas, Ohio and Iowa teams won.", "Texas", set()),
        ("The Texas-based firm grew.", "Texas", {TOWN}),
        ("The England Premier League began.", "England", set()),
        ("It rained in Boston.", "Boston", set()),
    ],
)
def test_words_beside_a_name_say_its_level(text, name, said):
    start = text.index(name)
    assert set(said_of(text, start, start + len(name))) == said


@pytest.mark.parametrize(
    "text",
    [
        (
            "Lawmakers in Tbilisi, Georgia's capital, met. Georgia Governor Brian Kemp vetoed a"
            " bill in Atlanta. In Batumi, Georgia's port, it rained."
        ),
        (
            "Tbilisi and Moscow disagree. Georgia's president met the governor of Georgia in"
            " Atlanta. Georgia has asked Russia to leave Abkhazia."
        ),
    ],
)
def test_a_state_by_its_governor_beside_the_country_of_its_name(linker, text):
    country, state, again = ids(linker, text, "Georgia")
    assert (country, state, again) == ("geonames:614540", "geonames:4197000", "geonames:614540")


def test_what_is_said_of_one_of_a_list_is_said_of_all(linker):
    (link,) = (k for k in linker("The governors of Formosa and La Rioja met.").links
               if k.mention.text == "La Rioja")  # fmt: skip
    assert AREA in {evidence.signal for evidence in link.evidence}


@pytest.mark.parametrize(
    ("text", "name", "river"),
    [
        (
            "The barge sank where the Ohio meets the Mississippi.",
            "Mississippi",
            "enrich:mississippi-river",
        ),
        ("He crossed the Jordan into Israel.", "Jordan", "enrich:jordan-river"),
        ("The Niger flooded villages near Bamako.", "Niger", "enrich:niger-river"),
        ("A ferry capsized on the Congo near Kinshasa.", "Congo", "enrich:congo-river"),
        ("Boats on the Amazon were searched in Manaus.", "Amazon", "geonames:3407729"),
    ],
)
def test_a_river_by_its_article(linker, text, name, river):
    (link,) = (k for k in linker(text).links if k.mention.text == name)
    assert link.entity.id == river
    assert link.score > 0.5
    assert "the words beside it say what kind of place is meant" in link.reason


def test_a_river_beside_the_state_of_its_name(linker):
    text = "Ohio's governor closed the port. The Ohio had risen by a foot, officials of Ohio said."
    first, river, last = ids(linker, text, "Ohio")
    assert first == last == "geonames:5165418"
    assert river == "enrich:ohio-river"


def test_the_country_of_a_name_beside_a_town_of_it(linker):
    text = "A school in Lebanon, Tennessee, wrote to pupils in the country of Lebanon."
    town, country = ids(linker, text, "Lebanon")
    assert town != country == "geonames:272103"


def test_officials_of_a_state_say_little_of_where_they_are(linker):
    for city, wanted in (("Naples", "geonames:3172394"), ("Milan", "geonames:3173435")):
        text = f"American diplomats met in {city} on Friday, the White House said."
        assert ids(linker, text, city) == [wanted]


def test_a_place_inside_the_name_of_a_body_lies_in_its_country(linker):
    text = "Scholars of King's College London and of the University of Kentucky wrote it."
    assert ids(linker, text, "London") == ["geonames:2643743"]


def test_former_names_of_great_cities(linker):
    text = "Trains ran from Danzig to Breslau and on to Königsberg."
    found = {k.mention.text: k for k in linker(text).links}
    assert found["Breslau"].entity.name == "Wrocław"
    assert ids(linker, "A museum in Philadelphia opened.", "Philadelphia") == ["geonames:4560349"]


# ------------------------------------------------------------------- what the caller expects


@pytest.mark.parametrize(
    ("name", "not_meant"),
    [
        ("Salisbury", "geonames:890299"),  # Harare until 1982
        ("Garden City", "geonames:1880252"),  # as Singapore likes to be called
        ("Poti", "geonames:3386496"),  # Teresina, which began as Vila do Poti
        ("Bathurst", "geonames:2413876"),  # Banjul until 1973
        ("Olbia", "geonames:323777"),  # a part of Antalya
    ],
)
def test_what_towns_are_called_is_no_other_name_of_a_great_city(linker, name, not_meant):
    (found,) = ids(linker, f"A fire broke out in {name} on Monday.", name)
    assert found != not_meant


@pytest.mark.parametrize("name", ["Mexico", "Cuba", "Russia", "Paris", "London"])
def test_no_expected_country_drags_what_the_world_means(gazetteer, name):
    text = f"The ship sailed for {name} on Monday."
    with Linker(gazetteer) as plain, Linker(gazetteer, country="US") as expecting:
        assert ids(expecting, text, name) == ids(plain, text, name) != []


def test_an_expected_country_raises_what_fits(gazetteer):
    text = "A barn burnt down in Springfield."
    with Linker(gazetteer, country="US") as expecting:
        (link,) = expecting(text).links
    assert link.entity.country == "US"


def test_near_weighs_what_is_around_as_learnt_from_outlets_and_all_else_as_without():
    weights = load_weights()
    near = weights.near[Kind.PLACE]
    for signal, weight in weights.in_context[Kind.PLACE].items():
        if signal not in OF_OUTLET:
            assert near[signal] == weight
    assert near["near the outlet"] == weights.with_outlet[Kind.PLACE]["near the outlet"] > 0


def test_near_elsewhere_changes_nothing(gazetteer):
    text = "A fire in Plano and in Frisco was put out by crews from Dallas."
    with Linker(gazetteer) as plain, Linker(gazetteer, near="Yerevan") as far:
        assert [k.entity.id for k in far(text).links] == [k.entity.id for k in plain(text).links]
    assert place_near(gazetteer, "Yerevan").profile.around_a_point


# ------------------------------------------------------------------------- people of one name


@pytest.mark.parametrize(
    ("text", "names", "who"),
    [
        ("Ann Moss and her son Carl Moss came. Mr. Moss spoke.", ("Ann Moss", "Carl Moss"), 1),
        ("Carl Moss and his wife Ann Moss came. Mrs. Moss spoke.", ("Carl Moss", "Ann Moss"), 1),
        ("Carl Moss and his son Paul Moss came. Moss spoke.", ("Carl Moss", "Paul Moss"), 0),
        ("Ed Moss is ill. His mother, Ann Moss, came. Moss spoke.", ("Ed Moss", "Ann Moss"), 1),
        (
            "Senator Carl Moss met Judge Paul Moss. Senator Moss spoke.",
            ("Carl Moss", "Paul Moss"),
            0,
        ),
        ("Carl Moss came. Later Paul Moss came. Moss spoke.", ("Carl Moss", "Paul Moss"), 1),
    ],
)
def test_a_surname_stands_for_the_one_of_a_family_that_fits(gazetteer, text, names, who):
    full = people(text, *names)
    start = text.rindex("Moss spoke")
    short = Mention(start, start + 4, "Moss", Kind.PERSON)
    found = ShortForms([*full, short], text, gazetteer).antecedent(short)
    assert found is not None
    assert found.text == names[who]


def test_whose_wife_somebody_is_they_are_not(gazetteer):
    text = "Mr. Moss's wife, Ann Moss, left. Moss stayed."
    moss, ann = people(text, "Moss", "Ann Moss")
    later = Mention(text.rindex("Moss"), text.rindex("Moss") + 4, "Moss", Kind.PERSON)
    assert antecedents([moss, ann, later], [], text, gazetteer) == {}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Mr. Clinton spoke in Iowa.", "Bill Clinton"),
        ("Mrs. Clinton spoke in Iowa.", "Hillary Clinton"),
        ("Mr. Merkel spoke in Iowa.", None),
    ],
)
def test_a_title_tells_of_whom_a_surname_is(linker, text, who):
    (link,) = [k for k in linker(text).links if k.mention.kind is Kind.PERSON]
    assert (link.entity and link.entity.name) == who


def test_a_couple_with_one_surname(gazetteer):
    text = "Bill and Hillary Clinton came. Mr. Clinton spoke first."
    bill, hillary, short = people(text, "Bill", "Hillary Clinton", "Clinton")
    found = antecedents([bill, hillary, short], [], text, gazetteer)
    assert {i: full.name for i, full in found.items()} == {0: "Bill Clinton", 2: "Bill Clinton"}


# ------------------------------------------------------------------------------ what they are


@pytest.mark.parametrize(
    ("before", "behind", "field"),
    [
        ("the mayor met striker", "", "sport"),
        ("when", "a former senator", "politics"),
        ("state senators", "", "politics"),
        ("a friend of the senator's aide", "", None),  # not what the aide is
        ("the senator told", "", "politics"),
        ("the senator of", "", None),
        ("when", "gave the prize to a baker", None),  # not what is said of others
        ("un secretary general", "", None),  # words of every realm
        ("fbi director", "", None),
    ],
)
def test_the_nearest_word_says_what_somebody_is(before, behind, field):
    calling = called(before, behind)
    assert (calling and calling.field) == field


def test_who_held_an_office_is_of_politics_beside_what_they_are_described_as():
    singer = Entity("enrich:x", "X", Kind.PERSON, "Ruritanian singer")
    assert [c.field for c in callings_of(singer)] == ["arts"]
    held = Entity("enrich:z", "Z", Kind.PERSON, "singer", roles=(Position("mayor", "XX"),))
    assert {c.field for c in callings_of(held)} == {"arts", "politics"}
    assert callings_of(Entity("enrich:y", "Y", Kind.PERSON)) == frozenset()


def test_public_life_has_many_callings(linker):
    plain = linker("Merrick Garland spoke.").links[0]
    attorney = linker("Attorney General Merrick Garland spoke.").links[0]
    professor = linker("Professor Merrick Garland spoke.").links[0]
    assert plain.entity == attorney.entity == professor.entity is not None


def test_somebody_of_another_calling_is_not_linked(linker):
    known = ids(linker, "The footballer Harry Kane spoke.", "Harry Kane")
    assert known == [linker("Harry Kane spoke.").links[0].entity.id]
    (link,) = linker("The retired librarian Harry Kane spoke.").links
    assert link.entity is None or link.score < 0.5


# ------------------------------------------------------------------------------ names counted


# ---------------------------------------------------------------- namesakes: offices, descriptions


@pytest.mark.parametrize(
    ("text", "published", "who"),
    [
        ("The ambassador of Britain to Egypt, James Watt, spoke.", "2012-06-01", "ambassador"),
        ("The Irish revolutionary, Michael Collins, spoke.", None, "Irish revolutionary"),
        ("A statement by George Clinton, the American singer, was read.", None, "American singer"),
        ("Gordon Banks, member of parliament, spoke.", "2010-06-01", "member of parliament"),
        ("The member of parliament Eli Cohen spoke in Israel.", "2002-06-01", "member of parl"),
        (
            "The member of parliament of Armenia, Karen Karapetyan, spoke.",
            "2017-06-01",
            "member of parliament",
        ),
    ],
)
def test_what_stands_beside_a_name_tells_namesakes_apart(linker, text, published, who):
    link = next(k for k in linker(text, published=published).links if k.mention.kind == "person")
    assert link.entity is not None
    assert link.entity.description.startswith(who)


def test_a_name_behind_another_is_none_of_its_office(gazetteer):
    for text, said in (
        ("The foreign minister of Armenia, Ada Moss, spoke.", "the foreign minister of armenia"),
        ("The Prime Minister, Ada Moss, spoke.", "the prime minister"),
        ("The minister John Smith, Ada Moss, and others spoke.", ""),
        ("In the words of the minister, Ada Moss spoke.", ""),
    ):
        (mention,) = people(text, "Ada Moss")
        title = Surroundings(Document(text), gazetteer).title(mention)
        assert title.removeprefix("the ") == said.removeprefix("the ")


def test_of_two_who_fit_alike_none_is_sure(linker):
    text = "Tony Wright, member of parliament of the United Kingdom, spoke."
    link = next(k for k in linker(text, published="2005-06-01").links if k.entity)
    assert link.score < 0.7


# ------------------------------------------------------------------ what the world means by a name


def test_another_spelling_gives_way_to_a_place_that_goes_by_just_that(linker):
    link = linker("The road from Goris to Tbilisi is open.").links[0]
    named = link.entity.name if link.entity else None
    assert named == "Goris" or link.score < 0.5  # and never Gori for sure, near as that is


@pytest.mark.parametrize("name", ["Paris", "Moscow", "Athens", "Tripoli", "Ireland", "Jamaica"])
def test_capitals_and_states_that_stand_alone_are_sure(linker, name):
    (link,) = linker(f"The talks in {name} lasted two days.").links
    assert link.entity.feature in {"PPLC", "PCLI"}
    assert link.score >= 0.9


def test_a_capital_alone_in_a_long_text_is_less_sure(linker):
    said = "The council met and talked of the new school, and of the rain. "
    brief, long = (linker(f"The talks in Paris ended. {said * n}").links[0] for n in (0, 60))
    assert brief.score > long.score


def test_the_gazetteer_counts_the_names_of_a_place(gazetteer):
    great, small = gazetteer.get("geonames:2660646"), gazetteer.get("geonames:4893591")
    assert great.name_count > 2 * small.name_count > 0


def test_new_york_is_short_for_the_city(gazetteer):
    (hit,) = [h for h in gazetteer.lookup("New York") if h.entity.id == "geonames:5128581"]
    assert str(hit.name.type) == "short"
    assert Document("New York")
