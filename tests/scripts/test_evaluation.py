"""The measures count what they say they count: checked on a text small enough to count by hand."""

from evaluation import corpora, linking, places
from evaluation.scores import Ratio, Score, match_overlaps
from hypothesis import given
from hypothesis import strategies as st

from enrich.model import Document, Link, Mention, Nil, Result, Role
from gazetteer.model import Entity, Kind, Point

YEREVAN = Entity(
    "geonames:616052",
    "Yerevan",
    Kind.PLACE,
    same_as=("wikidata:Q1953",),
    point=Point(lat=40.18, lon=44.51),
)
GYUMRI = Entity("geonames:616635", "Gyumri", Kind.PLACE, point=Point(lat=40.79, lon=43.85))
SYDNEY = Entity("geonames:2147714", "Sydney", Kind.PLACE, point=Point(lat=-33.87, lon=151.21))
TEXT = "Armenians flew from Gyumri to Yerevan, past Ararat and Eriwan, to speak English at Paros."
LAVROV = Entity("wikidata:Q58217", "Sergey Lavrov", Kind.PERSON)


def link(text, entity, *, role=Role.LITERAL, kind=Kind.PLACE, within=TEXT):
    start = within.index(text)
    mention = Mention(start, start + len(text), text, kind, role)
    nil = Nil.NO_CANDIDATES if entity is None else None
    return Link(mention, entity, 0.9 if entity else 0.0, nil=nil)


def gold(text, geonames=None, *, role=None, point=None, optional=False, **more):
    start = TEXT.index(text)
    lat, lon = point or (None, None)
    return corpora.Gold(
        start,
        start + len(text),
        text,
        more.pop("kind", "place"),
        role,
        geonames,
        lat=lat,
        lon=lon,
        optional=optional,
        **more,
    )


class Fixed:
    """Answers as a linker would that finds, and with given spans decides, what it was made with."""

    def __init__(self, found, decided=()):
        self.found = found
        self.decided = {(k.mention.start, k.mention.end): k for k in decided}

    def __call__(self, text, *, mentions=None, **_):
        links = self.found
        if mentions is not None:
            links = [self.decided[start, end] for start, end, _ in mentions]
        return Result(Document(text), tuple(links))


GOLDS = (
    gold("Armenians", 174982, role="demonym", point=(40.0, 45.0)),
    gold("Gyumri", 616635, role="literal", point=(40.79, 43.85)),
    gold("Yerevan", 616052, role="metonymic", point=(40.18, 44.51)),
    gold("Ararat", None, role="mixed"),
    gold("English", role="language", optional=True),
    gold("Paros", 257049, role="literal", point=(37.08, 25.15)),
)
FOUND = [
    link("Armenians", None, role=Role.DEMONYM),  # its span, no link
    link("Gyumri", GYUMRI),  # right
    link("Yerevan", SYDNEY),  # wrong id, far
    link("Ararat", YEREVAN),  # a gold without an id: left out of resolution
    link("Eriwan", YEREVAN),  # spurious
    link("English", SYDNEY),  # ignored
    link("at Paros", None),  # overlap only
]
DECIDED = [
    link("Armenians", None, role=Role.METONYMIC),
    link("Gyumri", YEREVAN),  # wrong id, 87 km off
    link("Yerevan", YEREVAN, role=Role.METONYMIC),
    link("Ararat", None),
    link("Paros", SYDNEY, role=Role.DATELINE),
]


def evaluated():
    document = corpora.GoldDocument("d", TEXT, GOLDS, span=(0, len(TEXT)))
    linker = Fixed(FOUND, DECIDED)
    return places.evaluate_places([document], linker, lambda text: text == "Armenians", "c")


def test_detection_counts():
    tally = evaluated()
    assert tally.scores["detection exact, all golds"] == Score(right=4, predicted=6, gold=5)
    assert tally.scores["detection overlap, all golds"] == Score(right=5, predicted=6, gold=5)
    assert tally.scores["detection exact, no demonyms"] == Score(right=3, predicted=5, gold=4)
    assert tally.counts["golds that name no place, ignored"] == 1


def test_resolution_counts_with_found_spans():
    tally = evaluated()
    assert tally.scores["end to end exact id, all golds"] == Score(right=1, predicted=3, gold=4)
    assert tally.scores["end to end exact id, no demonyms"] == Score(right=1, predicted=3, gold=3)
    assert tally.ratios["found spans exact id, all golds"] == Ratio(1, 3)
    assert tally.ratios["found spans exact id, no demonyms"] == Ratio(1, 2)


def test_resolution_counts_with_gold_spans():
    tally = evaluated()
    assert tally.ratios["gold spans exact id, all golds"] == Ratio(1, 4)
    assert tally.ratios["gold spans within 161 km, all golds"] == Ratio(2, 4)
    assert tally.ratios["gold spans linked, all golds"] == Ratio(3, 4)
    assert tally.ratios["gold spans exact id, no demonyms"] == Ratio(1, 3)
    assert tally.counts["golds without id, excluded from resolution, all golds"] == 1
    median, *_ = sorted(tally.distances["gold spans median error, all golds"])[1:2]
    assert 80 < median < 95  # Gyumri to Yerevan by geodesic


def test_role_counts():
    tally = evaluated()
    # A dateline names a literal place.
    assert tally.ratios["role, five classes, gold spans"] == Ratio(3, 4)
    assert tally.ratios["role, literal or not, gold spans"] == Ratio(4, 4)
    assert tally.counts["gold spans with role mixed, excluded from roles"] == 1
    assert tally.ratios["role, five classes, found spans"] == Ratio(2, 3)  # Yerevan as literal
    assert tally.ratios["role, literal or not, found spans"] == Ratio(2, 3)


def test_every_wrong_thing_is_reported_once():
    sorts = sorted(miss.sort for miss in evaluated().misses)
    expected = ["missed", "not linked", "spurious", "wrong borders", "wrong id", "wrong id"]
    assert sorts == [*expected, "wrong role, found spans", "wrong role, gold spans"]


def test_right_id_counts_however_far_the_points_are_apart():
    far = gold("Yerevan", 616052, point=(-33.87, 151.21))
    document = corpora.GoldDocument("d", TEXT, (far,), span=(0, len(TEXT)))
    decided = [link("Yerevan", YEREVAN)]
    tally = places.evaluate_places([document], Fixed([], decided), lambda _: False, "c")
    assert tally.ratios["gold spans within 161 km, all golds"] == Ratio(1, 1)


def test_linking_counts_wikidata_ids_by_kind():
    golds = (
        gold("Yerevan", wikidata="Q1953"),
        gold("Paros", wikidata="Q192470"),
        gold("Ararat", wikidata="Q999", kind="person"),
    )
    document = corpora.GoldDocument("d", TEXT, golds, span=(0, TEXT.index(" at")))
    found = [
        link("Yerevan", YEREVAN),
        link("Gyumri", GYUMRI),  # has no Wikidata id here
        link("Ararat", LAVROV, kind=Kind.PERSON),
        link("Paros", YEREVAN),  # outside the annotated part
    ]
    tally = linking.evaluate_linking([document], Fixed(found), "c")
    assert tally.scores["link, place"] == Score(right=1, predicted=1, gold=2)
    assert tally.scores["link, person"] == Score(right=0, predicted=1, gold=1)
    assert tally.scores["span, place"] == Score(right=1, predicted=2, gold=2)
    assert tally.counts["links without a Wikidata id, left out"] == 1


def test_article_counts_a_missing_mention_everywhere():
    golds = (gold("Yerevan", 616052, role="literal"), gold("Gyumri", 616635, role="literal"))
    document = corpora.GoldDocument("d", TEXT, golds, span=(0, len(TEXT)))
    tally = linking.evaluate_article(document, Fixed([link("Yerevan", YEREVAN)]))
    assert tally.scores["span, all kinds"] == Score(right=1, predicted=1, gold=2)
    assert tally.ratios["exact id, golds that have one"] == Ratio(1, 2)
    assert tally.ratios["role, golds that have one"] == Ratio(1, 2)
    assert tally.ratios["linked mentions with a Wikidata id"] == Ratio(1, 1)


def test_dates_of_newspapers():
    assert corpora.parse_date("2009-03-20 12:24:52.002364-05") == "2009-03-20"
    assert corpora.parse_date("Wed Nov 23, 2016 | 4:58pm EST") == "2016-11-23"
    assert corpora.parse_date("8:56 AM, Dec 08, 2016 CT") == "2016-12-08"
    assert corpora.parse_date("2016 Oct 10") == "2016-10-10"
    assert corpora.parse_date("10/11/2016") is None
    assert corpora.parse_date("") is None


spans = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 5)).map(lambda t: (t[0], t[0] + t[1])),
    unique=True,
    max_size=8,
)


@given(spans, spans)
def test_overlaps_are_bounded_and_include_what_is_equal(predicted, golds):
    matched = match_overlaps(predicted, golds)
    assert matched <= min(len(predicted), len(golds))
    assert match_overlaps(golds, golds) == len(golds)
    if not any(a < d and c < b for a, b in predicted for c, d in golds):
        assert matched == 0


def test_shared_corpora_are_read_with_offsets_that_hold(shared):
    folder = shared / "corpora"
    documents = [
        *corpora.read_places(folder / "places_gwn.jsonl"),
        *corpora.read_linking(folder / "linking_kore50.jsonl"),
        *corpora.read_relocar(folder / "roles_relocar.xml"),
        corpora.read_article(shared / "article.txt", shared / "article.gold.json"),
    ]
    assert len(documents) == 140 + 50 + 1026 + 1
    for document in documents:
        for mention in document.golds:
            assert document.text[mention.start : mention.end] == mention.text
