"""Which entity is chosen, how sure, and why."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrich import Document, Kind, Match, Nil
from enrich.candidates import CandidateFinder
from enrich.model import Mention
from enrich.rank.weights import load_weights
from gazetteer.errors import InputError


def link(linker, text, name, **options):
    (found, *_) = [k for k in linker(text, **options).links if k.mention.text == name]
    return found


@pytest.mark.parametrize(
    ("text", "name", "entity"),
    [
        ("A man from Bangor, Maine, was found.", "Bangor", "geonames:4957280"),
        ("She surfs in Long Beach, CA every day.", "Long Beach", "geonames:5367929"),
        ("The rodeo came to Moscow, Idaho, again.", "Moscow", "geonames:5601538"),
        ("They married in Paris (Texas) in May.", "Paris", "geonames:4717560"),
        ("Paris, France, was quiet.", "Paris", "geonames:2988507"),
        ("Turkey closed the border.", "Turkey", "geonames:298795"),
        ("Armenia and Azerbaijan signed.", "Armenia", "geonames:174982"),
        ("Georgia, Armenia and Azerbaijan signed.", "Georgia", "geonames:614540"),
        ("Alabama, Florida and Georgia sued.", "Georgia", "geonames:4197000"),
        ("TBILISI – A delegation from Savannah, Georgia, met Georgian officials.", "Georgia",
         "geonames:4197000"),
        ("The Armenians waited in Goris.", "Armenians", "geonames:174982"),
    ],
)  # fmt: skip
def test_places(linker, text, name, entity):
    found = link(linker, text, name)
    assert found.entity is not None
    assert found.entity.id == entity


def test_a_country_never_becomes_a_building(linker):
    names = ["Lebanon", "Jordan", "Mexico", "Peru", "Cuba", "Chad", "Mali", "Oman", "Niger"]
    for name in names:
        entity = link(linker, f"The president of {name} spoke.", name).entity
        assert entity is not None
        assert (entity.feature or "").startswith("PCL"), name


def test_european_is_no_mine_in_arizona(linker):
    entity = link(linker, "European leaders met on Monday.", "European").entity
    assert entity is not None
    assert entity.feature == "CONT"


@pytest.mark.parametrize(
    "name",
    [
        "Goris Bay", "Yerevan Barrage", "Tulsa Crossing", "Tirana River",  # named after the town
        "Zorba Sagar", "Casa Yerevan", "Memphis St.",  # not it
    ],
)  # fmt: skip
def test_what_is_named_after_a_town_and_not_held_is_not_the_town(linker, name):
    text = f"They met at {name} on Friday."
    (found,) = linker(Document(text, spans=((12, 12 + len(name), Kind.PLACE),))).links
    assert (found.entity, found.nil) == (None, Nil.NO_CANDIDATES)


def test_a_place_given_as_a_body_is_the_place_that_it_is_named_after(linker):
    text = "They met at Colorado State Board on Friday."
    (found,) = linker(Document(text, spans=((12, 32, Kind.PLACE),))).links
    assert found.entity is not None
    assert found.entity.name == "Colorado"


def test_one_unlinkable_name_empties_nothing(linker):
    result = linker("Zzyzxville Council met. Talks in Yerevan and Brussels went on.")
    assert {e.name for e in result.places} >= {"Yerevan", "Brussels"}


def test_people_by_surname_and_title(linker):
    text = "Lavrov will meet Blinken in Yerevan."
    result = linker(text, published="2023-05-17")
    assert [e.id for e in result.people] == ["wikidata:Q58217", "wikidata:Q7821917"]


def test_a_surname_follows_the_full_name_in_the_text(linker):
    text = "Sipan Pashinyan, a deputy, objected. Pashinyan left the room."
    ids = {k.entity.id for k in linker(text).links if k.entity and k.mention.kind is Kind.PERSON}
    assert ids == {"wikidata:Q60492738"}


def test_a_namesake_that_the_gazetteer_lacks_is_not_forced(linker):
    text = "Walter Lavrov runs a bakery. Lavrov opens at six."
    people = [k for k in linker(text).links if k.mention.kind is Kind.PERSON]
    assert [k.entity for k in people] == [None, None]
    assert people[0].nil is Nil.NO_CANDIDATES


def test_every_link_says_why(linker):
    result = linker("Paris, Texas, and Goris. Foreign Minister Sergei Lavrov. Qwertyuiop Ministry.")
    assert result.links
    for item in result.links:
        assert item.reason.endswith(".")
        assert (item.entity is None) == (item.nil is not None)
        assert 0.0 <= item.score <= 1.0
        if item.entity is not None:
            assert item.evidence
            assert item.candidate is not None


def test_the_reason_names_the_container_and_the_runner_up(linker):
    found = link(linker, "They married in Paris, Texas, in May.", "Paris")
    assert found.runner_up is not None
    assert "Paris, Texas" in found.reason
    assert "'Texas' follows the name" in found.reason
    assert found.runner_up_score is not None
    assert found.runner_up_score < found.score


def test_evidence_adds_up_to_documented_signals(linker):
    found = link(linker, "They married in Paris, Texas, in May.", "Paris")
    weights = load_weights().in_context[Kind.PLACE]
    for item in found.evidence:
        assert item.signal in weights
        assert math.isclose(item.weight, weights[item.signal] * item.value, abs_tol=0.01)


def test_min_score_moves_links_to_nil_and_loses_none(gazetteer):
    from enrich import Linker

    text = "Springfield elected a mayor."
    low, high = (Linker(gazetteer, min_score=s)(text) for s in (0.0, 0.999))
    assert len(low.links) == len(high.links)
    assert [k.nil for k in high.links if k.entity is None] == [Nil.LOW_SCORE]
    assert low.links[0].entity is not None


def test_the_country_asked_for_decides(gazetteer):
    from enrich import Linker

    canada = Linker(gazetteer, country="ca")("The mayor of London resigned.")
    assert canada.places[0].country == "CA"
    text = "A shop in Windsor burnt down near the harbour, and a school in Kingston was shut."
    plain = [k.entity and k.entity.country for k in Linker(gazetteer)(text).links]
    canada = [k.entity and k.entity.country for k in Linker(gazetteer, country="ca")(text).links]
    assert plain != canada == ["CA", "CA"]


def test_a_misspelt_name_is_linked_and_marked(linker):
    found = link(linker, "The convoy left Yervan for the border near Yerevan.", "Yervan")
    assert found.entity is not None
    assert found.entity.id == "geonames:616052"
    assert found.candidate is not None
    assert found.candidate.match is Match.FUZZY
    assert found.candidate.edits == 1


@pytest.mark.parametrize("word", ["us", "who", "Us", "it"])
def test_lower_case_words_match_no_abbreviation(gazetteer, word):
    kinds = (Kind.PLACE, Kind.ORGANISATION)
    finder = CandidateFinder(gazetteer)
    for kind in kinds:
        (options,) = finder([Mention(0, len(word), word, kind)])
        assert all(o.match is not Match.ABBREVIATION for o in options)


def test_the_title_is_context(linker):
    text = "Police in Springfield arrested a man."
    plain = linker(text)
    titled = linker(text, title="Missouri: a search near Branson and Joplin ends")
    assert [e.admin[0] for e in titled.places] == ["Missouri"]
    assert titled.links[0].score > plain.links[0].score + 0.2


def test_a_qualified_mention_says_nothing_of_another(linker, root):
    text = (root / "tests" / "data" / "summit.txt").read_text(encoding="utf-8")
    found = [k.entity.id for k in linker(text).links if k.mention.text == "Georgia" and k.entity]
    assert found == ["geonames:614540", "geonames:4197000"]


def test_given_spans_are_linked_one_to_one(linker):
    text = "Lavrov will meet Blinken in Yerevan."
    result = linker(text, mentions=[(28, 35), (0, 6, "person")], published="2023-05-17")
    assert [(k.mention.start, k.entity and k.entity.name) for k in result.links] == [
        (28, "Yerevan"),
        (0, "Sergey Lavrov"),
    ]


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 4), (0, 99)])
def test_a_span_outside_the_text_is_an_error(linker, span):
    with pytest.raises(InputError, match="outside the text"):
        linker("Yerevan", mentions=[span])


def test_an_unknown_kind_is_an_error_that_lists_the_kinds(linker):
    with pytest.raises(InputError, match="place, person, organisation"):
        linker("Yerevan", mentions=[(0, 7, "storm")])


def test_the_same_text_gives_the_same_result(linker):
    text = "Talks in Yerevan between Armenia and Georgia; Lavrov in Tbilisi."
    assert linker(text) == linker(text)


def test_run_and_gazetteer_are_recorded(linker, gazetteer):
    result = linker(Document("Yerevan", id="a"))
    assert result.gazetteer == gazetteer.build_id
    assert set(result.run) >= {"version", "settings", "models", "gazetteer"}


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=120))
def test_every_mention_leaves_as_exactly_one_link(linker, text):
    result = linker(text)
    assert len({(k.mention.start, k.mention.end) for k in result.links}) == len(result.links)


def _at(text, kind, start):
    return Mention(start, start + len(text), text, kind)


def test_a_surname_means_the_last_full_name_before_it(gazetteer):
    names = ["Sergey Lavrov", "Lavrov", "Angela Merkel", "Merkel", "Lavrov"]
    mentions = [_at(name, Kind.PERSON, 20 * n) for n, name in enumerate(names)]
    found = CandidateFinder(gazetteer)(mentions)
    assert [c[0].entity.name for c in found] == [
        "Sergey Lavrov", "Sergey Lavrov", "Angela Merkel", "Angela Merkel", "Sergey Lavrov",
    ]  # fmt: skip
    assert [c[0].match for c in found][1::2] == [Match.SHORT_FORM, Match.SHORT_FORM]


def test_a_full_name_is_looked_up_though_a_longer_unknown_one_ends_with_it(gazetteer):
    names = ["Scientologist Sergey Lavrov", "Sergey Lavrov", "Ulrich Sánchez", "Sánchez"]
    mentions = [_at(name, Kind.PERSON, 50 * n) for n, name in enumerate(names)]
    found = CandidateFinder(gazetteer)(mentions)
    assert found[1][0].entity.name == "Sergey Lavrov"
    assert found[3] == ()  # the surname of somebody unknown is not that of a prime minister


def test_a_short_name_of_a_person_is_taken_for_a_well_known_one_only(gazetteer):
    names = ["Sergey Lavrow", "Sergei Ryabkof"]
    known = [gazetteer.lookup(name, Kind.PERSON)[0].entity for name in ("Lavrov", "Sergei Ryabkov")]
    assert known[0].prominence > 0.5 > known[1].prominence
    found = CandidateFinder(gazetteer)([_at(name, Kind.PERSON, 0) for name in names])
    assert [[c.entity.id for c in options] for options in found] == [[known[0].id], []]


def test_initials_are_found_whether_they_stand_apart_or_not(gazetteer):
    names = ["A.P.J. Abdul Kalam", "A. P. J. Abdul Kalam"]
    found = [CandidateFinder(gazetteer)([_at(n, Kind.PERSON, 0)])[0][0] for n in names]
    assert found[0].entity == found[1].entity
    assert [c.match for c in found] == [Match.EXACT, Match.EXACT]


def test_what_stands_beside_the_full_name_holds_for_the_surname(linker):
    text = "Senator Bob Menendez met Congressman Adam Smith. Smith said nothing."
    links = {k.mention.start: k for k in linker(text).links}
    full, lone = links[text.index("Adam Smith")], links[text.index("Smith said")]
    assert full.entity.id == "wikidata:Q350916"  # not the economist
    assert lone.entity == full.entity
    assert lone.score == full.score


def test_a_body_is_meant_rather_than_a_little_known_town_of_its_name(linker):
    assert link(linker, "The Duma approved the budget.", "Duma").entity.name == "State Duma"
    fulham = link(linker, "A fire in Fulham, west London, killed two.", "Fulham")
    assert fulham.mention.kind is Kind.PLACE


def test_a_common_name_is_a_namesakes_unless_the_text_says_who(linker):
    plain = link(linker, "Mike Johnson, 43, of Leeds, was jailed.", "Mike Johnson")
    spoken_of = link(linker, "U.S. House Speaker Mike Johnson agreed.", "Mike Johnson")
    rare = link(linker, "Nikol Pashinyan, 43, of Leeds, was jailed.", "Nikol Pashinyan")
    assert plain.score + 0.05 < spoken_of.score
    assert plain.score + 0.3 < rare.score


def test_initials_are_not_those_of_somebody_with_others(gazetteer):
    entity = gazetteer.lookup("A. P. J. Abdul Kalam", Kind.PERSON)[0].entity
    assert any(h.entity == entity for h in gazetteer.lookup("Abdul Kalam", Kind.PERSON))
    names = ["A.P.J. Abdul Kalam", "A.P. Abdul Kalam", "K.T. Abdul Kalam"]
    found = CandidateFinder(gazetteer)([_at(n, Kind.PERSON, 50 * i) for i, n in enumerate(names)])
    assert [entity in [c.entity for c in options] for options in found] == [True, True, False]


def test_initials_stand_for_an_organisation_that_has_some(gazetteer):
    names = ["of-no-capitals", "Interpol", "Collective Security Treaty Organization", "CSTO"]
    mentions = [_at(name, Kind.ORGANISATION, 50 * n) for n, name in enumerate(names)]
    found = CandidateFinder(gazetteer)(mentions)
    assert [c[0].match if c else None for c in found] == [
        None, Match.EXACT, Match.EXACT, Match.SHORT_FORM,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "span", [None, 5, (1,), {"start": 0}, (0.0, 7), ("0", "7"), (0, 7, None, 1)]
)
def test_what_is_no_span_is_an_error_of_ours(linker, span):
    with pytest.raises(InputError, match="mention"):
        linker("Yerevan", mentions=[span])


@pytest.mark.parametrize("country", ["XX", "Armenia", "UK", "A"])
def test_an_unknown_country_is_refused(gazetteer, country):
    from enrich import Linker

    with pytest.raises(InputError, match="ISO 3166-1"):
        Linker(gazetteer, country=country)


@pytest.mark.parametrize("score", [-0.1, 1.1, math.nan])
def test_a_score_that_is_no_probability_is_refused(gazetteer, score):
    from enrich import Linker

    with pytest.raises(InputError, match="0 to 1"):
        Linker(gazetteer, min_score=score)


@pytest.mark.parametrize("text", [None, b"Yerevan", 5])
def test_a_text_must_be_text(linker, text):
    with pytest.raises(InputError, match="str"):
        linker(text)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            "Troops left Germany.",
            "Germany",
            "Germany, the only one the gazetteer holds under this name.",
        ),
        ("He sailed to America.", "America", "America is short for the United States"),
        ("Talks in Vancouver, near Toronto, Canada.", "Vancouver", "are in Canada"),
        ("American banks closed.", "American", "American refers to the United States"),
        ("Sergei Lavrov came. Lavrov spoke.", "Lavrov", "Lavrov is short for Sergei Lavrov"),
    ],
)
def test_reasons_read_well(linker, text, name, expected):
    said = link(linker, text, name).reason
    assert expected in said
    assert "only one" not in said or "best known" not in said


@pytest.mark.parametrize(
    ("day", "office"),
    [
        ("2024-06-12", "secretary-general of the United Nations, from 2017"),
        ("1999-06-12", "prime minister of Portugal, 1995–2002"),
    ],
)
def test_people_are_described_by_the_office_of_the_day_in_every_output(
    linker, tmp_path, day, office
):
    result = linker("Guterres spoke in Lisbon.", published=day)
    link = result.links[0]
    assert link.entity.description == office
    assert office in link.reason
    for name in ("a.json", "a.jsonl", "a.csv", "a.html", "a.gpkg"):
        result.write(tmp_path / name)
        assert office in (tmp_path / name).read_bytes().decode("utf-8", "replace"), name


def test_who_is_not_linked_is_described_by_the_office_of_the_day_too(linker):
    link = linker("Johnson spoke in Kyiv.", published="2012-05-01").links[0]
    assert (link.mention.text, link.entity) == ("Johnson", None)
    assert link.runner_up.description == "mayor of London (United Kingdom), 2008–2016"
