"""The measures count what they say they count: checked on a text small enough to count by hand."""

from evaluation import corpora, linking, places
from evaluation.scores import Ratio, Score

from enrich.evaluation.decisions import Knowledge, judge_given
from enrich.model import Document, Link, Mention, Nil, Result, Role
from gazetteer.errors import UnknownEntity
from gazetteer.model import Entity, Kind, Point

YEREVAN = Entity(
    "geonames:616052",
    "Yerevan",
    Kind.PLACE,
    same_as=("wikidata:Q1953",),
    point=Point(lat=40.18, lon=44.51),
)
TEXT = "Armenians flew from Gyumri to Yerevan, past Ararat and Eriwan, to speak English at Paros."


class NoGazetteer:
    """Holds nothing."""

    def get(self, curie):
        raise UnknownEntity(curie)


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
    """A linker that finds what it was made with."""

    def __init__(self, found):
        self.found = found

    def __call__(self, text, **_):
        return Result(Document(text), tuple(self.found))


def test_roles_are_counted_by_class_and_side():
    golds = (
        gold("Armenians", 174982, role="demonym"),
        gold("Gyumri", role="literal"),
        gold("Yerevan", role="metonymic"),
        gold("Ararat", role="mixed"),
        gold("Paros", role="literal"),
        gold("Eriwan"),
    )
    links = [
        link("Armenians", None, role=Role.METONYMIC),
        link("Gyumri", YEREVAN),
        link("Yerevan", YEREVAN, role=Role.METONYMIC),
        link("Ararat", None),
        link("Paros", None, role=Role.DATELINE),  # a dateline names the place itself
        link("Eriwan", None),
    ]
    known = Knowledge(NoGazetteer(), lambda _: False)
    judged = judge_given(corpora.GoldDocument("d", TEXT, golds), links, known)
    tally = places.count_roles([judged], "gold spans")
    assert tally.ratios["role, five classes, gold spans"] == Ratio(3, 4)
    assert tally.ratios["role, literal or not, gold spans"] == Ratio(4, 4)
    assert tally.counts["gold spans with role mixed, excluded from roles"] == 1
    assert tally.scores["role metonymic, gold spans"] == Score(right=1, predicted=2, gold=1)
    assert [miss.sort for miss in tally.misses] == ["wrong role, gold spans"]


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
