"""How candidates are weighed: signals, weights, outlets, what the caller says, and the reasons."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich import Document, Kind, Linker, Nil
from enrich.candidates import CandidateFinder
from enrich.candidates.reading import Reading
from enrich.flow.windows import WINDOW, outlet_of
from enrich.geography.distance import distance_of
from enrich.mentions import MentionFinder
from enrich.mentions.relations import note_relations
from enrich.mentions.taggers import TaggedSpan
from enrich.model import Candidate, Match, Mention
from enrich.rank import local
from enrich.rank.calibration import MEASURES, measures
from enrich.rank.groups import group_mentions
from enrich.rank.levels import are_twins
from enrich.rank.ranker import Ranker
from enrich.rank.sharing import is_shared
from enrich.rank.signals import CONTEXT, SHARED_NAME, SIGNALS, UnknownSignal
from enrich.rank.weights import SHIPPED, load_weights
from enrich.reasons.naming import describe, told_apart
from gazetteer.errors import InputError
from gazetteer.model import Entity


def link(linker, text, name, **options):
    (found, *_) = [k for k in linker(text, **options).links if k.mention.text == name]
    return found


# ------------------------------------------------------------------------------- the weights


def test_every_weight_belongs_to_a_documented_signal():
    weights = load_weights()
    for part in (weights.alone, weights.in_context, weights.with_outlet):
        for kind in Kind:
            assert set(part[kind]) <= set(SIGNALS)
    for kind in Kind:
        assert set(weights.calibration[kind]) <= {*MEASURES, "constant"}
        assert not CONTEXT & set(weights.alone[kind])


def test_the_weights_name_themselves_in_the_record_of_a_run(linker):
    assert linker("Yerevan").run["models"]["rank"] == load_weights().id
    assert json.loads(SHIPPED.read_text(encoding="utf-8"))["id"] == load_weights().id


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot be read"), ("{", "no weights"), ("{}", "no weights"), ("[1]", "no weights")],
)
def test_a_file_without_weights_is_refused_by_name(tmp_path, gazetteer, content, said):
    path = tmp_path / "weights.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        Linker(gazetteer, weights=path)
    assert "weights.json" in str(caught.value)


def test_a_weight_of_no_signal_is_refused_by_name(tmp_path, gazetteer):
    changed = json.loads(SHIPPED.read_text(encoding="utf-8"))
    changed["place"]["in context"]["prominense"] = 1.0
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(InputError, match="there is no signal 'prominense'"):
        Linker(gazetteer, weights=path)


def test_a_misspelt_signal_is_an_error_and_not_weightless(gazetteer, monkeypatch):
    monkeypatch.setattr(local, "_of_place", lambda _: {"allias": 1.0})
    with pytest.raises(UnknownSignal, match="there is no signal 'allias'"):
        Linker(gazetteer)("They met in Bombay.", mentions=[(12, 18, "place")])


def test_other_weights_decide_otherwise(tmp_path, gazetteer):
    changed = json.loads(SHIPPED.read_text(encoding="utf-8"))
    for part in ("alone", "in context", "with outlet"):
        changed["place"][part] = {"population": -20.0}
    path = tmp_path / "smallest.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    ours = link(Linker(gazetteer), "The mayor of London resigned.", "London")
    theirs = link(
        Linker(gazetteer, weights=path, min_score=0.0), "The mayor of London resigned.", "London"
    )
    assert theirs.entity.population < ours.entity.population


# ------------------------------------------------------------------------------------ places


@pytest.mark.parametrize(
    ("text", "name", "area"),
    [
        ("Police in Bangor, Maine, made an arrest.", "Bangor", "Maine"),
        ("Residents of Long Beach, CA, complained.", "Long Beach", "California"),
        ("The University of Idaho is in Moscow, Idaho.", "Moscow", "Idaho"),
        ("A store in Portland, Ore., burned down.", "Portland", "Oregon"),
        ("Springfield, Mass., and Worcester celebrate.", "Springfield", "Massachusetts"),
        ("The trial in Athens, Ga., went on.", "Athens", "Georgia"),
    ],
)
def test_an_explicit_container_decides(linker, text, name, area):
    assert link(linker, text, name).entity.admin[0] == area


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("They married in Paris, Texas, in May.", "Paris", "'Texas' follows the name"),
        ("Alabama, Florida and Georgia sued.", "Georgia", "list"),
        ("Constantinople and Istanbul were quiet.", "Constantinople", "calls it Istanbul too"),
    ],
)
def test_the_reason_says_what_the_text_says(linker, text, name, said):
    assert said in link(linker, text, name).reason


def test_no_place_is_justified_by_how_near_it_is_to_itself(linker):
    assert (
        "km from Istanbul" not in linker("Constantinople and Istanbul were quiet.").links[0].reason
    )


def test_towns_of_one_region_find_each_other(linker):
    text = "Crews from Delano, Montrose and Buffalo, Minn., met in Rockford."
    areas = {k.entity.admin[0] for k in linker(text).links if k.entity and k.entity.admin}
    assert areas == {"Minnesota"}


def test_the_other_names_of_the_text_are_context_for_given_spans(linker):
    text = "Crews from Delano, Montrose and Buffalo, Minn., met in Rockford."
    start = text.index("Rockford")
    (found,) = linker(text, mentions=[(start, start + 8, "place")]).links
    assert found.entity.admin[0] == "Minnesota"


@pytest.mark.parametrize("name", ["Becker", "Clay"])
def test_names_in_a_list_of_counties_are_counties(linker, name):
    text = "Floods hit Becker, Clay and Wilkin counties in Minnesota."
    start = text.index(name)
    (found,) = linker(text, mentions=[(start, start + len(name), "place")]).links
    assert (found.entity.feature, found.entity.admin[0]) == ("ADM2", "Minnesota")


def _measured(gazetteer, text, *names):
    """What is measured of each candidate of the first of some place names, once all are seen."""
    mentions = [Mention(text.index(n), text.index(n) + len(n), n, Kind.PLACE) for n in names]
    ranker = Ranker(gazetteer)
    candidates = CandidateFinder(gazetteer)(mentions, text)
    draft = ranker.draft(Reading(Document(text), mentions, candidates))
    ranker.look_around(draft)
    return {o.candidate.entity.id: o.values for o in draft.groups[0].options}, draft.groups[0]


def test_neighbours_vote_and_are_company(gazetteer):
    text = "Springfield, Branson and Joplin"
    values, _ = _measured(gazetteer, text, "Springfield", "Branson", "Joplin")
    missouri, illinois = values["geonames:4409896"], values["geonames:4250542"]
    assert missouri["area votes"] > illinois["area votes"]
    assert missouri["possible company"] > illinois["possible company"]
    assert missouri["nearness"] > illinois["nearness"]
    assert missouri["country votes"] > 0.5
    alone, _ = _measured(gazetteer, text, "Springfield")
    assert "country votes" not in alone["geonames:4409896"]


def test_a_city_and_its_region_are_twins(gazetteer):
    kyiv, region, oblast = (gazetteer.get(f"geonames:{n}") for n in (703448, 703447, 703446))
    athens = gazetteer.get("geonames:4180386")
    assert are_twins(kyiv, region)
    assert are_twins(oblast, kyiv)
    assert not are_twins(kyiv, athens)
    _, group = _measured(gazetteer, "Talks in Kyiv", "Kyiv")
    found = measures(group)
    assert found["twin"] > 0.05
    assert found["lead"] > group.options[0].share - group.options[1].share


def test_a_great_organisation_is_no_hamlet(gazetteer):
    class Stub:
        id, languages = "stub", None

        def __call__(self, _):
            return [TaggedSpan(4, 11, Kind.PLACE, 0.99)]

    (found,) = MentionFinder(gazetteer, Stub())(Document("The Kremlin refused to comment."))
    assert (found.text, found.kind, found.role) == ("Kremlin", Kind.ORGANISATION, None)


@pytest.mark.parametrize(
    ("name", "text", "country"),
    [
        (
            "Congress",
            "In Buenos Aires, Argentina, {} met. Rosario and Mendoza in Argentina wait.",
            "AR",
        ),
        ("Congress", "In Washington, United States, {} met. Ohio and Texas wait.", "US"),
        ("National Assembly", "In Yerevan, Armenia, the {} met. Gyumri and Vanadzor wait.", "AM"),
        ("National Assembly", "In Islamabad, Pakistan, the {} met. Lahore and Karachi wait.", "PK"),
    ],
)
def test_a_body_that_every_country_has_is_that_of_the_text(gazetteer, name, text, country):
    text = text.format(name)
    places = [w for w in text.replace(",", " ").replace(".", " ").split() if gazetteer.lookup(w)]
    group = _weighed(gazetteer, text, name, *(w for w in places if w not in name))
    best = group.options[0]
    assert best.candidate.entity.country == country
    assert best.values[SHARED_NAME] < 0.3
    assert load_weights().probability(Kind.ORGANISATION, measures(group)) > 0.5


def test_a_body_of_another_country_than_the_text_is_hardly_believed(gazetteer):
    text = "In Canberra, Australia, the Central Election Commission met. Perth and Hobart wait."
    group = _weighed(
        gazetteer, text, "Central Election Commission", "Canberra", "Australia", "Perth", "Hobart"
    )
    assert {o.candidate.entity.country for o in group.options} == {"RU"}
    assert group.options[0].values[SHARED_NAME] > 0.8
    assert load_weights().probability(Kind.ORGANISATION, measures(group)) < 0.5


@pytest.mark.parametrize(
    ("name", "held", "match", "shared"),
    [
        ("Map Desk", [("Map Desk", "GB"), ("The Map Desk", "US")], Match.EXACT, True),
        ("Map Desk", [("Map Desk", "GB"), ("The Map Desk", "GB")], Match.EXACT, False),
        ("Map Commission", [("Map Commission of Utopia", "GB")], Match.SHORT_FORM, True),
        ("Chronicle", [("San Francisco Chronicle", "US")], Match.ALIAS, True),
        ("Pachuca", [("C.F. Pachuca", "MX")], Match.SHORT_FORM, False),  # no word of English
        ("Commission", [("Commission of Utopia", "GB")], Match.SHORT_FORM, False),
    ],
)
def test_a_name_is_shared_by_countries_and_by_what_it_is_only_the_end_of(name, held, match, shared):
    options = [
        Candidate(Entity(f"enrich:{n}", full, Kind.ORGANISATION, country=country), name, match)
        for n, (full, country) in enumerate(held)
    ]
    mention = Mention(0, len(name), name, Kind.ORGANISATION)
    (group,) = group_mentions([mention], [options])
    assert is_shared(group) is shared


def test_what_nobody_else_is_called_is_not_shared(gazetteer):
    group = _weighed(gazetteer, "In Berlin, Germany, Lufthansa", "Lufthansa", "Berlin", "Germany")
    assert SHARED_NAME not in group.options[0].values


def test_more_bodies_share_a_name_than_places_are_compared(gazetteer):
    group = _weighed(gazetteer, "The Foreign Ministry in Yerevan", "Foreign Ministry", "Yerevan")
    assert len(group.options) > 40
    assert group.options[0].candidate.entity.country == "AM"


def _weighed(gazetteer, text, name, *places):
    """The candidates of an organisation, once the places beside it are seen."""
    kinds = {name: Kind.ORGANISATION} | dict.fromkeys(places, Kind.PLACE)
    mentions = [Mention(text.index(n), text.index(n) + len(n), n, k) for n, k in kinds.items()]
    ranker = Ranker(gazetteer)
    draft = ranker.draft(
        Reading(Document(text), mentions, CandidateFinder(gazetteer)(mentions, text))
    )
    ranker.look_around(draft)
    return next(g for g in draft.groups if g.kind is Kind.ORGANISATION)


def test_two_places_of_one_name_in_one_text(linker):
    text = "Paris, Texas, is not Paris, France. Nobody in Paris, Texas, minds."
    found = [k.entity.country for k in linker(text).links if k.mention.text == "Paris"]
    assert found == ["US", "FR", "US"]


@pytest.mark.parametrize(
    ("text", "name", "entity", "wanted"),
    [
        ("Shelling in northern Syria went on.", "Syria", "geonames:163843", "northern"),
        ("A quake 20 km north of Goris was felt.", "Goris", "geonames:174895", "20 km north of"),
    ],
)
def test_a_relation_is_kept_and_the_place_linked(linker, text, name, entity, wanted):
    found = link(linker, text, name)
    assert found.entity is not None
    assert entity in (found.entity.id, *found.entity.same_as) or found.entity.name == name
    assert found.mention.relation == wanted
    assert wanted in found.reason


@pytest.mark.parametrize("span", ["downtown Goris", "Northern Syria", "South-East Syria"])
def test_a_part_of_a_place_is_linked_to_it_and_said(linker, span):
    text = f"He came from {span} then."
    (found,) = linker(text, mentions=[(13, 13 + len(span), "place")]).links
    part, _, whole = span.rpartition(" ")
    assert found.entity is not None
    assert (found.entity.name, found.mention.text) == (whole, span)
    if "-" not in part:
        assert found.mention.relation == part
        assert part in found.reason


@pytest.mark.parametrize("span", ["West Wing", "Upper Bridge"])
def test_a_thing_that_a_hamlet_is_called_like_is_no_place_with_a_side(linker, span):
    (found,) = linker(f"He left the {span} then.", mentions=[(12, 12 + len(span), "place")]).links
    assert found.entity is None


def test_what_is_held_as_written_is_no_part(linker):
    found = link(linker, "South Sudan and North Macedonia signed.", "South Sudan")
    assert found.entity.country == "SS"
    assert not found.mention.relation


def test_what_lies_twenty_kilometres_off_is_no_point(linker):
    from enrich.records.record import record

    result = linker("A quake 20 km north of Goris was felt.")
    (row,) = [record(k, result.document) for k in result.links if k.mention.text == "Goris"]
    assert row["precision"] == "area-centroid"
    assert row["radius_km"] == 20.0


@pytest.mark.parametrize(
    ("relation", "km"),
    [
        ("two hundred kilometres north of", 200.0), ("1,200 km from", 1200.0),
        ("2.125 miles from", 3.4), ("10 nautical miles off", 18.5), ("2,5 km west of", 2.5),
        ("Northern", None), ("on the outskirts of", None),
    ],
)  # fmt: skip
def test_distances_are_read(relation, km):
    assert distance_of(relation) == km


@given(st.text(alphabet="0123456789.,kmile northof ", max_size=40))
def test_relations_never_fail_and_keep_the_spans(text):
    text = f"{text} Goris"
    mention = Mention(len(text) - 5, len(text), "Goris", Kind.PLACE)
    (noted,) = note_relations(text, [mention])
    assert (noted.start, noted.end, noted.text) == (mention.start, mention.end, mention.text)
    if noted.relation:
        assert noted.relation in text
        distance = distance_of(noted.relation)
        assert distance is None or math.isfinite(distance)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Franco", "FR"), ("Sino", "CN"), ("Anglo", "GB"),
    ],
)  # fmt: skip
def test_a_combining_form_is_the_country_and_no_town(linker, name, expected):
    text = f"The {name}-German talks ended."
    start = text.index(name)
    (found,) = linker(text, mentions=[(start, start + len(name), "place")]).links
    assert found.entity.country == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("northern Syria", "Syria"), ("Ky.", "Kentucky"), ("Madison, Wisconsin", "Madison"),
        ("Madison , Wisconsin", "Madison"),
        ("W. Virginia", "West Virginia"), ("the United States", "United States"),
        ("University of California", "California"),
    ],
)  # fmt: skip
def test_spans_of_other_annotators_are_understood(linker, name, expected):
    (found,) = linker(f"He spoke of {name} today.", mentions=[(12, 12 + len(name), "place")]).links
    assert found.entity.name == expected


def test_initials_are_no_town(linker):
    (found,) = linker("The EU agreed.", mentions=[(4, 6, "place")]).links
    assert found.entity is None or found.entity.name != "Eu"


# --------------------------------------------------------------------- people, organisations


def test_two_people_of_one_surname_are_kept_apart(linker):
    text = (
        "Nancy Pelosi and Paul Pelosi came. Robert Kocharyan spoke first; Levon Kocharyan followed."
        " Bill Clinton smiled. Hillary Clinton did not."
    )
    ids = {k.mention.text: k.entity and k.entity.id for k in linker(text).links}
    assert ids["Bill Clinton"] != ids["Hillary Clinton"]
    assert None not in (ids["Bill Clinton"], ids["Hillary Clinton"])


def test_a_surname_alone_is_hardly_a_minor_legislator(gazetteer):
    text = "Stack said the shop would open in May. Briggs, the baker, agreed."
    links = Linker(gazetteer, min_score=0.5)(text).links
    people = [k for k in links if k.mention.kind is Kind.PERSON]
    assert people
    assert all(k.nil in (Nil.LOW_SCORE, Nil.NO_CANDIDATES) for k in people)


def test_the_full_name_outside_the_given_spans_is_an_antecedent(linker):
    text = "Sipan Pashinyan objected. Pashinyan left the room."
    start = text.rindex("Pashinyan")
    (found,) = linker(text, mentions=[(start, start + 9, "person")]).links
    assert found.entity.name == "Sipan Pashinyan"


@pytest.mark.parametrize(
    ("span", "kind", "name"),
    [
        ("President Barack Obama", "person", "Barack Obama"),
        ("U.S. President Barack Obama 's", "person", "Barack Obama"),
        ("Minister of Foreign Affairs Sergey Lavrov", "person", "Sergey Lavrov"),
        ("Interpol 's", "organisation", "Interpol"), ("Google’s", "organisation", "Google"),
        ("Virginia 's", "place", "Virginia"),
    ],
)  # fmt: skip
def test_possessives_and_titles_in_given_spans_are_no_part_of_the_name(linker, span, kind, name):
    text = f"Then {span} plan came."
    (found,) = linker(text, mentions=[(5, 5 + len(span), kind)]).links
    assert found.entity is not None
    assert found.entity.name == name
    assert found.mention.text == span


@pytest.mark.parametrize(
    "text",
    ["UN Secretary-General António Guterres spoke.", "Rep. Jim Moran, a Democrat, spoke.",
     "Gen. Cartwright, vice chairman of the Joint Chiefs of Staff, spoke."],
)  # fmt: skip
def test_the_office_beside_a_name_is_seen_as_news_writes_it(linker, text):
    (found,) = (k for k in linker(text).links if k.mention.kind is Kind.PERSON)
    assert any(e.signal == "title" for e in found.evidence)
    assert "the text gives an office this person held" in found.reason


def test_the_title_before_a_surname_decides(linker):
    said = "Russian Foreign Minister Lavrov arrived in Baku."
    found = link(linker, said, "Lavrov", published="2022-06-01")
    bare = link(linker, "Lavrov arrived.", "Lavrov", published="2022-06-01")
    assert found.entity.name == "Sergey Lavrov"
    assert found.score > bare.score
    assert any(e.signal == "title" for e in found.evidence)
    assert all(e.signal != "title" for e in bare.evidence)


@pytest.mark.parametrize(
    "text",
    ["Premier League boss David Cameron spoke.", "Sheriff's deputy David Davis was hurt."],
)
def test_what_is_no_office_is_no_evidence(linker, text):
    (found,) = [k for k in linker(text).links if k.mention.text.startswith("David")]
    assert all(e.signal != "title" for e in found.evidence)


def test_organisations_by_their_telling_word(linker):
    text = "He studied at Stanford before."
    (found,) = linker(text, mentions=[(14, 22, "organisation")]).links
    assert found.entity.name == "Stanford University"


def test_the_kremlin_stays_itself_and_the_reason_says_who_acted(linker):
    found = link(linker, "The Kremlin refused to comment.", "Kremlin", published="2019-05-01")
    assert "Kremlin" in found.entity.name
    assert "president, Vladimir Putin (wikidata:Q7747)" in found.reason
    undated = link(linker, "The Kremlin refused to comment.", "Kremlin")
    assert "Putin" not in undated.reason


# ------------------------------------------------------------------- what the caller knows


HERALD = [
    Document("A fire in Plano, Texas, and one in Dallas.", id="1", outlet="The Herald"),
    Document("Dallas and Fort Worth, Texas, quarrel.", id="2", outlet="The Herald"),
    Document("The rodeo is back in Mesquite and Garland, Texas.", id="3", outlet="The Herald"),
    Document("Two people died in Paris on Sunday.", id="4", outlet="The Herald"),
]


def test_the_other_articles_of_an_outlet_decide(gazetteer):
    linker = Linker(gazetteer)
    alone = linker(HERALD[-1].text)
    batch = list(linker.link_many(HERALD))
    assert alone.places[0].country == "FR"
    assert batch[-1].places[0].admin[0] == "Texas"
    assert [r.document.id for r in batch] == ["1", "2", "3", "4"]


def test_what_was_learnt_of_an_outlet_lasts_and_a_batch_leaves_nothing(gazetteer):
    linker = Linker(gazetteer)
    list(linker.link_many(HERALD))
    text, outlet = HERALD[-1].text, "The Herald"
    assert linker(text, outlet=outlet).places[0].country == "FR"
    assert linker.learn(HERALD[:-1]) == {"The Herald": 3}
    assert linker(text, outlet=outlet).places[0].admin[0] == "Texas"
    assert linker(text).places[0].country == "FR"
    list(linker.link_many(HERALD))
    assert linker.learn([]) == {"The Herald": 3}


def test_a_mistake_does_not_confirm_itself(gazetteer):
    """Ten articles with nothing but the name say no more of it than one."""
    articles = [Document("Two died in Paris.", id=str(n), outlet="x") for n in range(10)]
    one = Linker(gazetteer)(articles[0].text).links[0]
    many = list(Linker(gazetteer).link_many(articles))
    assert {r.links[0].entity.id for r in many} == {one.entity.id}
    assert many[0].links[0].score <= one.score + 0.05


def test_documents_of_no_outlet_are_decided_at_once(gazetteer):
    seen = []

    def documents():
        for number in range(3):
            seen.append(number)
            yield Document("Yerevan", id=str(number))

    results = Linker(gazetteer).link_many(documents())
    next(results)
    assert seen == [0]


def test_what_was_read_before_an_error_comes_out(gazetteer):
    def documents():
        yield from HERALD[:3]
        raise ValueError("the disk is gone")

    results = Linker(gazetteer).link_many(documents())
    assert [next(results).document.id for _ in range(3)] == ["1", "2", "3"]
    with pytest.raises(ValueError, match="disk"):
        next(results)


def test_the_outlet_of_the_linker_is_that_of_documents_without_one(gazetteer):
    linker = Linker(gazetteer, outlet="Herald", near="Dallas")
    assert linker.learn([Document("A fire in Plano, Texas.")]) == {"Herald": 1}


def test_seas_stay_seas_for_a_paper_far_from_them(gazetteer):
    linker = Linker(gazetteer, near="Omaha")
    text = "The Caspian Sea and the Baltic Sea shrink; the Pacific Ocean rises."
    features = {k.mention.text: k.entity and k.entity.feature for k in linker(text).links}
    assert all(f in ("SEA", "OCN", "LK", "LKS", "LKN") for f in features.values()), features


def test_the_runner_up_is_never_likelier(linker):
    text = (
        "Springfield, Cardiff, Athens, Perth, Durham and Paris were named. Clinton and Bush spoke"
        " with Johnson in Georgia, in Washington and in Santa Rosa. Rangoon and Madras were not."
    )
    for found in linker(text).links:
        if found.runner_up_score is not None:
            assert found.runner_up_score <= found.score
            assert found.runner_up_score + found.score <= 1.0


def test_preferring_a_level_leaves_the_score(gazetteer):
    text = "Talks in Kyiv went on."
    city, area = (Linker(gazetteer, prefer=p)(text).links[0] for p in ("city", "admin"))
    assert city.score == area.score
    assert city.entity != area.entity


@pytest.mark.parametrize("text", ["\ud83d", "Yerevan \udc80"])
def test_half_a_surrogate_pair_is_refused_in_words(linker, text):
    with pytest.raises(InputError, match="surrogate"):
        linker(text)


def test_a_batch_longer_than_the_window_keeps_its_order(gazetteer):
    linker = Linker(gazetteer, find_mentions=lambda _: ())
    documents = [Document("x", id=str(n), outlet="a") for n in range(WINDOW + 7)]
    assert [r.document.id for r in linker.link_many(documents)] == [d.id for d in documents]


@pytest.mark.parametrize(
    ("document", "outlet"),
    [
        (Document("", outlet="BBC", metadata={"url": "https://x.org/"}), "BBC"),
        (Document("", metadata={"url": "https://News.Example.org:80/a"}), "news.example.org"),
        (Document("", metadata={"url": "https://www.example.org/a"}), "example.org"),
        (Document("", metadata={"url": "http://[broken"}), ""),
        (Document("", metadata={"url": 7}), ""),
        (Document(""), ""),
    ],
)
def test_the_outlet_is_named_or_the_host_of_the_address(document, outlet):
    assert outlet_of(document) == outlet


def test_near_is_said_as_such(gazetteer):
    reason = Linker(gazetteer, near="Dallas")("A fire in Paris.").links[0].reason
    assert "the option near" in reason
    assert "outlet" not in reason


@pytest.mark.parametrize(
    "near", ["Paris, Texas", (32.78, -96.8), "32.78,-96.8", "Dallas", "geonames:4684888"]
)
def test_near_makes_what_is_around_likelier(gazetteer, near):
    place = Linker(gazetteer, near=near)("Two people died in Paris on Sunday.").places[0]
    assert place.admin[0] == "Texas"


@pytest.mark.parametrize(
    "near",
    [
        "Nowhereville Zz",
        "geonames:1",
        "95,10",
        "1,2,3",
        (95.0, 10.0),
        (1.0, 2.0, 3.0),
        "Paris, Armenia",
        "nan,nan",
        "",
    ],
)
def test_a_place_that_is_none_is_refused(gazetteer, near):
    with pytest.raises(InputError, match="near"):
        Linker(gazetteer, near=near)


def test_prefer_takes_the_city_or_the_area(gazetteer):
    text = "Talks in Kyiv went on."
    city = Linker(gazetteer, prefer="city")(text).places[0]
    area = Linker(gazetteer, prefer="admin")(text).places[0]
    assert city.feature.startswith("PPL")
    assert area.feature.startswith("ADM")
    assert "the option prefer" in Linker(gazetteer, prefer="admin")(text).links[0].reason


def test_an_unknown_level_is_refused(gazetteer):
    with pytest.raises(InputError, match="auto, city, admin"):
        Linker(gazetteer, prefer="village")


# ------------------------------------------------------------------------------- in words


def _place(name, country, *admin, feature="PPL", id_="geonames:1"):
    return Entity(id_, name, Kind.PLACE, country=country, admin=admin, feature=feature)


NAMES = {"US": "United States", "FR": "France", "GB": "United Kingdom"}.get


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (_place("Paris", "US", "Texas"), _place("Paris", "FR", "Île-de-France"),
         ("Paris, Texas", "Paris, France")),
        (_place("Richmond", "GB", "England", "Greater London"),
         _place("Richmond", "GB", "England", "North Yorkshire"),
         ("Richmond, Greater London", "Richmond, North Yorkshire")),
        (_place("Kyiv", "UA", "Kyiv City"), _place("Kyiv", "UA", feature="ADM1"),
         ("Kyiv, UA (the town)", "Kyiv, UA (the area)")),
        (_place("X", "FR", id_="geonames:1"), _place("X", "FR", id_="geonames:2"),
         ("X, France (geonames:1)", "X, France (geonames:2)")),
    ],
)  # fmt: skip
def test_namesakes_are_told_apart(one, other, said):
    assert told_apart(one, other, lambda code: NAMES(code) or code) == said


def test_a_country_is_called_by_its_name():
    assert describe(_place("France", "FR", feature="PCLI"), NAMES) == "France"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The Supreme Court in Brasilia ruled; Washington and London watched.", "Supreme Court",
         "BR"),
        ("The Ministry of Defence in London spoke; Brazil and India did not.",
         "Ministry of Defence", "GB"),
        ("Iraq's Interior Ministry spoke; Kabul, Herat and Kandahar did not.",
         "Interior Ministry", "IQ"),
    ],
)  # fmt: skip
def test_a_body_is_that_of_the_place_beside_it(linker, text, name, country):
    (found,) = [k for k in linker(text).links if k.mention.text == name]
    assert found.entity is not None
    assert (found.entity.country, found.score > 0.7) == (country, True)


def test_a_body_put_elsewhere_is_not_the_only_one_held(linker):
    text = "In Manila, the House of Representatives voted 200-40. US officials watched."
    (found,) = [k for k in linker(text).links if k.mention.text == "House of Representatives"]
    assert found.entity is None or found.score < 0.3


def test_a_company_may_be_anywhere(linker):
    text = "Gazprom in Germany and the World Bank in Nairobi objected."
    scores = {k.mention.text: k.score for k in linker(text).links}
    alone = {k.mention.text: k.score for k in linker("Gazprom and the World Bank objected.").links}
    assert all(scores[name] >= alone[name] - 0.1 for name in ("Gazprom", "World Bank"))
