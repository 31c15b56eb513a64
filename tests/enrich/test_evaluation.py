"""Each measure on a case small enough to count by hand."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrich.evaluation import bootstrap, calibration, comparison, distances, figures, scores
from enrich.evaluation.decisions import Knowledge, judge_found, judge_given
from enrich.evaluation.gold import Gold, GoldDocument
from enrich.evaluation.groups import ALL, NO_DEMONYMS, PLACES, detection, groups_of
from enrich.evaluation.records import Evaluation, records_of
from enrich.evaluation.scores import Ratio, Score
from enrich.evaluation.settings import (
    FOUND,
    FOUND_OUTLET,
    GIVEN,
    GIVEN_OUTLET,
    KeptMentions,
    judge_all,
    judge_with_outlet,
)
from enrich.model import Document, Link, Mention, Nil, Result
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Kind, Point

YEREVAN = Entity(
    "geonames:616052", "Yerevan", Kind.PLACE, same_as=("wikidata:Q1953",), country="AM",
    feature="PPLC", point=Point(lat=40.18, lon=44.51),
)  # fmt: skip
GYUMRI = Entity("geonames:616635", "Gyumri", Kind.PLACE, point=Point(lat=40.79, lon=43.85))
SYDNEY = Entity("geonames:2147714", "Sydney", Kind.PLACE, point=Point(lat=-33.87, lon=151.21))
ARMENIA = Entity("geonames:174982", "Armenia", Kind.PLACE, point=Point(lat=40, lon=45))
LAVROV = Entity("wikidata:Q58217", "Sergey Lavrov", Kind.PERSON)
TEXT = "Armenians flew from Gyumri to Yerevan, past Ararat and Eriwan, to meet Lavrov at Paros."


class Held:
    """A gazetteer of a few entities."""

    def __init__(self, *entities):
        self.entities = {curie: e for e in entities for curie in (e.id, *e.same_as)}

    def get(self, curie):
        if curie not in self.entities:
            raise UnknownEntity(curie)
        return self.entities[curie]


KNOWN = Knowledge(Held(YEREVAN, GYUMRI, SYDNEY, ARMENIA, LAVROV), lambda text: text == "Armenians")


def link(text, entity, score=0.9, kind=None, within=TEXT):
    start = within.index(text)
    kind = kind or (entity.kind if entity else Kind.PLACE)
    mention = Mention(start, start + len(text), text, kind)
    return Link(mention, entity, score, nil=None if entity else Nil.LOW_SCORE)


def gold(text, geonames=None, *, kind="place", point=None, within=TEXT, **more):
    start = within.index(text)
    lat, lon = point or (None, None)
    return Gold(
        start, start + len(text), text, kind, geonames=geonames, lat=lat, lon=lon, **more
    )  # fmt: skip


GOLDS = (
    gold("Armenians", 174982),  # its point is the gazetteer's
    gold("Gyumri", 616635, point=(40.79, 43.85)),
    gold("Yerevan", 616052, point=(40.18, 44.51)),
    gold("Ararat"),  # no id
    gold("Eriwan", kind="place", optional=True),
    gold("Lavrov", kind="person", wikidata="Q58217"),
    gold("Paros", 257049, point=(37.08, 25.15)),  # not in the gazetteer
)
DOCUMENT = GoldDocument("d", TEXT, GOLDS)
GIVEN_LINKS = [
    link("Armenians", ARMENIA),
    link("Gyumri", YEREVAN, 0.8),  # wrong, 88 km off
    link("Yerevan", YEREVAN, 0.7),
    link("Ararat", None, 0.1),
    link("Lavrov", None, 0.2, Kind.PERSON),
    link("Paros", SYDNEY, 0.6),  # wrong, far off
]
FOUND_LINKS = [
    link("Armenians", None, 0.1),
    link("Gyumri", GYUMRI),  # right
    link("Yerevan", SYDNEY, 0.5),  # wrong
    link("Ararat", YEREVAN),  # a gold without an id: its link is not counted
    link("Eriwan", YEREVAN),  # optional: counts neither way
    link("Lavrov", LAVROV),  # right
    link("at Paros", GYUMRI, 0.4),  # overlaps a gold: spurious
]


def judged_given(links=GIVEN_LINKS, document=DOCUMENT, known=KNOWN):
    return [judge_given(document, links, known.of([document]))]


def judged_found(links=FOUND_LINKS, document=DOCUMENT):
    return judge_found(document, links, KNOWN.of([document]))


# ---------------------------------------------------------------------------------- resolution


def test_resolution_counts_every_gold_with_an_id():
    found = figures.resolution_figures(PLACES.of(judged_given()))
    counts = {name: (f["right"], f["of"]) for name, f in found.items() if "right" in f}
    assert counts == {
        "exact id": (2, 4),
        "linked": (4, 4),
        "exact id, gazetteer holds it": (2, 3),
        "left unlinked, gazetteer does not hold it": (0, 1),
        "within 161 km": (3, 4),
        "within 161 km, by points alone": (3, 4),
        "within 161 km, gazetteer does not hold it": (0, 1),
    }
    everything = figures.resolution_figures(ALL.of(judged_given()))
    assert (everything["exact id"]["right"], everything["exact id"]["of"]) == (2, 5)


def test_the_error_of_a_right_id_is_nought_and_of_no_link_the_largest():
    (judged,) = judged_given()
    by_name = {d.gold.text: d for d in judged.decisions}
    assert by_name["Yerevan"].error_km == by_name["Armenians"].error_km == 0
    assert 80 < by_name["Gyumri"].error_km < 95
    assert 13_000 < by_name["Paros"].error_km < 16_000
    assert by_name["Lavrov"].error_km is None
    (unlinked,) = judged_given([link(g.text, None) for g in GOLDS])
    assert {d.error_km for d in unlinked.decisions if d.kind == "place" and d.has_id} == {20_039.0}


def test_a_right_id_counts_however_far_the_points_are_apart():
    far = GoldDocument("d", TEXT, (gold("Yerevan", 616052, point=(-33.87, 151.21)),))
    found = figures.resolution_figures(judged_given([link("Yerevan", YEREVAN)], far))
    assert found["within 161 km"]["right"] == 1
    assert found["within 161 km, by points alone"]["right"] == 0


def test_golds_with_coordinates_alone_are_counted_apart():
    document = GoldDocument("d", TEXT, (gold("Yerevan", point=(40.2, 44.5)), gold("Gyumri")))
    links = [link("Yerevan", YEREVAN), link("Gyumri", GYUMRI)]
    figure = figures.figures_of({GIVEN: judged_given(links, document)})[GIVEN]
    assert figure["golds"] == {
        "annotated": 2, "with an id": 0, "coordinates only": 1, "neither, not scored": 1,
    }  # fmt: skip
    places = figure["resolution"]["places"]
    assert places["within 161 km, golds with coordinates only"]["right"] == 1
    assert places["exact id"]["of"] == 0


def test_novel_pairs_are_told_apart():
    known = replace(KNOWN, is_novel=lambda _, gold: gold.text == "Gyumri")
    found = figures.resolution_figures(judged_given(known=known))
    assert (found["exact id, novel pairs"]["right"], found["exact id, novel pairs"]["of"]) == (0, 1)
    assert (found["exact id, pairs seen"]["right"], found["exact id, pairs seen"]["of"]) == (2, 4)


# ---------------------------------------------------------------------------------- end to end


def test_detection_is_counted_by_kind():
    exact, overlap = detection(PLACES.of([judged_found()])[0])
    assert exact == Score(right=4, predicted=5, gold=5)
    assert overlap == Score(right=5, predicted=5, gold=5)
    exact, _ = detection(ALL.of([judged_found()])[0])
    assert exact == Score(right=5, predicted=6, gold=6)


def test_demonyms_are_left_out_of_both_sides():
    (without,) = NO_DEMONYMS.of([judged_found()])
    assert detection(without)[0] == Score(right=3, predicted=4, gold=4)
    document = GoldDocument("d", TEXT, (gold("Gyumri", 616635),))
    (spurious,) = NO_DEMONYMS.of([judged_found([link("Armenians", ARMENIA)], document)])
    assert detection(spurious)[0] == Score(right=0, predicted=0, gold=1)


def test_the_wrong_kind_is_a_miss_and_a_false_find():
    document = GoldDocument("d", TEXT, (gold("Gyumri", 616635), gold("Lavrov", kind="person")))
    judged = judged_found([link("Gyumri", None, kind=Kind.PERSON)], document)
    assert detection(judged)[0] == Score(right=0, predicted=1, gold=2)


def test_the_city_of_a_team_is_not_counted_beside_the_team():
    golds = (gold("Gyumri", kind="organisation", wikidata="Q1"), gold("Yerevan", 616052))
    found = [link("Gyumri", GYUMRI), link("Gyumri", None, kind=Kind.ORGANISATION)]
    judged = judged_found(found, GoldDocument("d", TEXT, golds))
    assert detection(judged)[0] == Score(right=1, predicted=1, gold=2)


def test_a_gold_without_a_kind_is_found_by_any():
    document = GoldDocument("d", TEXT, (gold("Gyumri", 616635, kind=None),))
    judged = judged_found([link("Gyumri", GYUMRI), link("Lavrov", LAVROV)], document)
    assert [d.gold is not None for d in judged.decisions] == [True]  # no person is annotated
    assert judged.decisions[0].counts == Score(1, 1, 1)


def test_linking_leaves_out_links_on_golds_without_an_id():
    found = figures.end_to_end_figures(PLACES.of([judged_found()]))
    linking = found["linking, exact id"]
    assert (linking["right"], linking["predicted"], linking["gold"]) == (1, 3, 4)
    near = found["linking, within 161 km"]
    assert (near["right"], near["predicted"], near["gold"]) == (1, 3, 4)
    held = found["linking, exact id, gazetteer holds it"]
    assert (held["right"], held["predicted"], held["gold"]) == (1, 3, 3)
    by_threshold = {t["threshold"]: t["predicted"] for t in found["thresholds"]}
    assert by_threshold == {0.25: 3, 0.5: 2, 0.7: 1, 0.8: 1, 0.9: 1, 0.95: 0}


def test_an_id_of_another_scheme_is_wrong_and_counted():
    golds = (gold("Yerevan", wikidata="Q1953"), gold("Gyumri", wikidata="Q9000"))
    document = GoldDocument("d", TEXT, golds)
    judged = judged_found([link("Yerevan", YEREVAN), link("Gyumri", GYUMRI)], document)
    assert [d.counts for d in judged.decisions] == [Score(0, 1, 1), Score(1, 1, 1)]
    found = figures.end_to_end_figures([judged])
    assert found[figures.WITHOUT_COMPARABLE_ID] == 1


def test_only_the_annotated_part_is_looked_at():
    document = GoldDocument("d", TEXT, (gold("Gyumri", 616635),), span=(0, 30))
    assert len(judged_found(FOUND_LINKS, document).decisions) == 2  # Armenians and Gyumri


def test_groups_without_golds_are_not_shown():
    assert [g.name for g in groups_of(judged_given())] == [
        "all kinds", "places", "places, no demonyms", "people",
    ]  # fmt: skip
    only = GoldDocument("d", TEXT, (gold("Gyumri", 616635),))
    judged = judged_given([link("Gyumri", GYUMRI)], only)
    assert [g.name for g in groups_of(judged)] == ["places", "places, no demonyms"]


# ----------------------------------------------------------------------------------- distances


def test_area_under_the_curve_is_that_of_trapeziums():
    worst = math.log(20_040)
    by_hand = (0 + math.log(2)) / 2 + (math.log(2) + math.log(10)) / 2
    assert distances.error_auc([9, 0, 1]) == pytest.approx(by_hand / (2 * worst))
    assert distances.error_auc([0] * 5) == 0
    assert distances.error_auc([distances.LARGEST_KM] * 5) == 1
    assert distances.error_auc([distances.LARGEST_KM]) == 1
    with pytest.raises(ValueError, match="no errors"):
        distances.error_auc([])


def test_errors_are_summed_up():
    errors = distances.summarise_errors([0.0, 10.0, 200.0])
    assert (errors.of, errors.mean_km, errors.median_km) == (3, 70.0, 10.0)
    assert distances.summarise_errors([]) is None


# --------------------------------------------------------------------------------- calibration


def test_calibration_error_over_bins_of_equal_mass():
    bins = calibration.equal_mass_bins([0.9, 0.8, 0.2, 0.1], [True, False, False, True], 2)
    assert [(b.of, round(b.score, 3), b.accuracy) for b in bins] == [(2, 0.15, 0.5), (2, 0.85, 0.5)]
    assert calibration.calibration_error(bins) == pytest.approx(0.35)


def test_calibration_error_over_bins_of_equal_width():
    bins = calibration.equal_width_bins([0.05, 0.75, 0.75, 0.95, 1.0], [1, 1, 0, 1, 1])
    assert [(b.low, b.high, b.of) for b in bins] == [(0.0, 0.1, 1), (0.7, 0.8, 2), (0.9, 1.0, 2)]
    # (1 x .95 + 2 x .25 + 2 x .025) / 5
    assert calibration.calibration_error(bins) == pytest.approx(0.3)


def test_equal_scores_may_come_in_any_order():
    right = [True, False, False, True, False, True]
    one = calibration.equal_mass_bins([0.5] * 6, right, 3)
    other = calibration.equal_mass_bins([0.5] * 6, right[::-1], 3)
    assert one == other
    assert calibration.calibration_error(one) == 0


def test_coverage_is_the_largest_share_that_is_right_often_enough():
    links = [0.99, 0.98, 0.97, 0.96, 0.5, 0.5, 0.4]
    right = [True, True, False, True, True, True, False]
    found = calibration.coverage_at(links, right, golds=10, accuracy=0.8)
    # 2/3 and 3/4 are too few, 5/6 will do, 5/7 will not
    assert (found.threshold, found.kept, found.right) == (0.5, 6, 5)
    assert found.to_dict()["of_links"] == pytest.approx(6 / 7)
    assert found.to_dict()["of_golds"] == pytest.approx(0.6)


def test_a_threshold_parts_no_equal_scores():
    found = calibration.coverage_at([0.9, 0.5, 0.5], [True, True, False], golds=3, accuracy=0.95)
    assert (found.threshold, found.kept) == (0.9, 1)


def test_no_threshold_may_be_good_enough():
    assert calibration.coverage_at([0.9], [False], golds=1).threshold is None
    assert calibration.coverage_at([], [], golds=2).to_dict()["of_golds"] == 0
    assert calibration.calibration_error(calibration.equal_mass_bins([], [])) is None


def test_what_is_unlinked_is_in_no_bin_but_among_the_golds():
    found = figures.calibration_figures(ALL.of(judged_given()))
    assert (found["golds"], found["links"], found["left unlinked"], found["right"]) == (5, 4, 1, 2)
    assert sum(b["of"] for b in found["reliability"]) == 4
    at = {t["threshold"]: (t["kept"], t["right"], t["golds"]) for t in found["thresholds"]}
    assert at[0.7] == (3, 2, 5)


# ----------------------------------------------------------------------------------- bootstrap


def test_intervals_hold_the_figure_and_repeat():
    counts = [Score(1, 2, 2), Score(2, 2, 3), Score(0, 1, 1), Score(3, 3, 3)]
    low, high = bootstrap.f1_interval(counts)
    assert low <= sum(counts, Score()).f1 <= high
    assert bootstrap.f1_interval(counts) == (low, high)
    assert bootstrap.f1_interval([]) == (0.0, 0.0)
    assert bootstrap.ratio_interval([Ratio(1, 4), Ratio(3, 4)]) == (0.25, 0.75)


def test_paired_differences_forget_what_is_hard_for_both():
    before = [Score(k, 10, 10) for k in (1, 9, 2, 8, 5)]
    after = [Score(s.right + 1, 10, 10) for s in before]
    low, high = bootstrap.paired_interval(before, after)
    assert (low, high) == (pytest.approx(0.1), pytest.approx(0.1))
    assert bootstrap.paired_interval(before, before) == (0, 0)
    noisy = [Score(9, 10, 10), Score(1, 10, 10), *before[2:]]
    assert bootstrap.paired_interval(before, noisy) == bootstrap.paired_interval(before, noisy)
    low, high = bootstrap.paired_interval(before, noisy)
    assert low < 0 < high
    with pytest.raises(ValueError, match="5 documents before, 1 after"):
        bootstrap.paired_interval(before, noisy[:1])


def test_any_figure_can_have_an_interval():
    values = [0.0, 10.0, 20.0]  # of the first document, and two of the third
    mean = bootstrap.interval([1, 0, 2], lambda items: sum(values[k] for k in items) / len(items))
    assert mean == (0, 15)
    assert bootstrap.interval([1], lambda _: None) is None


spans = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 5)).map(lambda t: (t[0], t[0] + t[1])),
    unique=True,
    max_size=8,
)


@given(spans, spans)
def test_overlaps_are_bounded_and_include_what_is_equal(predicted, golds):
    matched = scores.match_overlaps(predicted, golds)
    assert matched <= min(len(predicted), len(golds))
    assert scores.match_overlaps(golds, golds) == len(golds)
    if not any(a < d and c < b for a, b in predicted for c, d in golds):
        assert matched == 0


# ---------------------------------------------------------------------------------- comparison


def evaluation(links, document=DOCUMENT):
    judged = {FOUND: [judged_found(links, document)]}
    return Evaluation({}, {document.id: document.text}, {}, records_of(judged))


def test_changes_are_gains_losses_or_neither():
    now = [
        link("Armenians", ARMENIA),  # a gain
        link("Gyumri", SYDNEY),  # right before: a loss
        link("Yerevan", GYUMRI),  # wrong either way
        link("Ararat", SYDNEY),  # a gold without an id: nothing to be right or wrong
        link("Lavrov", LAVROV, 0.5),  # only its score is other
        # what was spurious is gone: a gain
    ]
    compared = comparison.compare(evaluation(FOUND_LINKS), evaluation(now))[FOUND]
    told = [(c.record.start, c.verdicts, c.effect) for c in compared.changes]
    assert told == [
        (TEXT.index("Armenians"), ("unlinked", "right"), 1),
        (TEXT.index("at Paros"), ("wrong", "nothing"), 1),
        (TEXT.index("Gyumri"), ("right", "wrong"), -1),
        (TEXT.index("Yerevan"), ("wrong", "wrong"), 0),
        (TEXT.index("Ararat"), ("nothing", "nothing"), 0),
    ]
    assert (compared.before, compared.after) == (Score(2, 4, 5), Score(2, 4, 5))
    assert compared.interval == (0, 0)


def test_a_wrong_link_that_is_gone_is_told_from_one_that_stays():
    now = [link("Yerevan", None), *(k for k in FOUND_LINKS if k.mention.text != "Yerevan")]
    compared = comparison.compare(evaluation(FOUND_LINKS), evaluation(now))[FOUND]
    assert compared.transitions == {("wrong", "unlinked"): 1}
    assert (compared.count(0), compared.after.predicted) == (1, compared.before.predicted - 1)


def test_documents_that_differ_are_not_compared():
    other = replace(DOCUMENT, text=TEXT + " ")
    compared = comparison.compare(evaluation(FOUND_LINKS), evaluation(FOUND_LINKS, other))[FOUND]
    assert (compared.documents, compared.left_out, compared.changes) == (0, 1, [])
    assert compared.interval == (0, 0)


# ------------------------------------------------------------------------------------ settings


class Fixed:
    """A linker that knows one name, and which outlets it has been told of."""

    def __init__(self):
        self.told = []

    def __call__(self, document):
        self.told.append(document.outlet)
        return Result(document, (link("Yerevan", YEREVAN, within=document.text),))

    def link_many(self, documents):
        yield from map(self, documents)


def document(identifier, outlet):
    text = "In Yerevan."
    golds = (gold("Yerevan", 616052, within=text),)
    return GoldDocument(identifier, text, golds, outlet=outlet)


def test_the_outlet_is_told_only_in_settings_of_that_name():
    linker = Fixed()
    documents = [document("a", "Gazette"), document("b", "Gazette")]
    judged = judge_all(documents, linker, KNOWN)
    assert list(judged) == [GIVEN, FOUND, GIVEN_OUTLET, FOUND_OUTLET]
    assert linker.told == [None] * 4 + ["Gazette"] * 4
    assert {len(of_setting) for of_setting in judged.values()} == {2}


def test_an_outlet_of_one_document_tells_nothing():
    documents = [document("a", "Gazette"), document("b", "Courier")]
    assert list(judge_all(documents, Fixed(), KNOWN)) == [GIVEN, FOUND]


def test_a_batch_may_hold_documents_that_are_only_read():
    documents = [document("a", "Gazette"), document("b", "Gazette")]
    judged = judge_with_outlet(documents, Fixed(), KNOWN, scored=lambda d: d.id == "b")
    assert [j.document for j in judged[GIVEN_OUTLET]] == ["b"]


def test_mentions_are_found_once_whoever_published_the_text():
    class Finder:
        read_texts = ()

        def __call__(self, document):
            self.read_texts += (document.text,)
            return ()

    finder = Finder()
    kept = KeptMentions(finder)
    for outlet in (None, "Gazette"):
        kept(Document("one", outlet=outlet))
    kept(Document("two"))
    kept(Document("two", spans=((0, 3, None),)))
    assert finder.read_texts == ("one", "two", "two")
