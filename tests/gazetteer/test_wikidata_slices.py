"""Slices of Wikidata, asked of a SPARQL engine over real items and a few written here.

The engine (pyoxigraph) answers whatever is SPARQL; nothing of the answers is written by hand. What
a build from a slice gives is compared with what the reader of dumps makes of the same items.
"""

import json
from collections import Counter
from dataclasses import fields, replace

import pytest

from gazetteer.build.writer import Builder
from gazetteer.errors import ArgumentError, SourceError
from gazetteer.model import Kind, Name, Point
from gazetteer.net.asking import Asker
from gazetteer.rows import Row
from gazetteer.sources.options import BuildOptions, Report
from gazetteer.sources.wikidata_dump import iter_rows as iter_dump_rows
from gazetteer.store import Gazetteer
from gazetteer.wikidata import slices as slices_module
from gazetteer.wikidata.refreshing import _iter_renewed, _renewed, refresh
from gazetteer.wikidata.slice_asking import Service, bring, cost_of, iter_texts
from gazetteer.wikidata.slice_items import items_of, wiki_of
from gazetteer.wikidata.slice_queries import parts_of
from gazetteer.wikidata.slice_source import iter_rows
from gazetteer.wikidata.slices import KINDS, Brought, Slice
from gazetteer.wikidata.sparql import Sparql

PEOPLE, TOWN, PARTY, OFFICE = 900001, 900002, 900003, 900004


def snak(value):
    if value is None:
        return {"snaktype": "somevalue"}
    return {"snaktype": "value", "datavalue": {"value": value}}


def said(value, rank="normal", **qualifiers):
    return {
        "mainsnak": snak(value), "rank": rank, "type": "statement",
        "qualifiers": {p: [snak(v) for v in values] for p, values in qualifiers.items()},
    }  # fmt: skip


def q(number):
    return {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}


def day(time, precision=11, calendar="Q1985727"):
    model = f"http://www.wikidata.org/entity/{calendar}"
    return {"time": time, "precision": precision, "calendarmodel": model}


def point(lat, lon, globe="Q2"):
    globe = f"http://www.wikidata.org/entity/{globe}"
    return {"latitude": lat, "longitude": lon, "globe": globe}


def item(number, labels, aliases=(), sitelinks=4, **claims):
    labels = {"en": labels} if isinstance(labels, str) else labels
    wikis = {f"{code}wiki": {} for code in ("en", "de", "zh_min_nan", "be_x_old")[:sitelinks]}
    return {
        "type": "item", "id": f"Q{number}", "claims": claims,
        "labels": {code: {"language": code, "value": text} for code, text in labels.items()},
        "descriptions": {"en": {"language": "en", "value": "written for a test"}},
        "aliases": {"en": [{"language": "en", "value": text} for text in aliases]},
        "sitelinks": wikis | {"commonswiki": {}, "enwikiquote": {}},
    }  # fmt: skip


WRITTEN = [
    item(
        PEOPLE, "Anna van Veld", ['A. "the\\Fox" Veld', "A. v. V."],
        P31=[said(q(5))],
        P27=[said(q(142), P582=[None]), said(q(30)), said(q(145), "deprecated")],
        P569=[said(day("+1580-03-02T00:00:00Z", 11, "Q1985786"))],
        P570=[said(day("+1650-00-00T00:00:00Z", 9))],
        P39=[
            said(q(OFFICE), P580=[day("+1611-05-00T00:00:00Z", 10)], P582=[None],
                 P642=[q(PARTY), q(30)]),
            said(q(OFFICE), P580=[day("+1620-00-00T00:00:00Z", 8)]),
            said(q(OFFICE), "deprecated", P580=[day("+1600-01-01T00:00:00Z")]),
            said(None),
        ],
    ),
    item(
        TOWN, {"ka": "ახალი", "ru": "Новый", "sr-latn": "Novi"}, ["NT"],
        P31=[said(q(515))], P17=[said(q(30))], P131=[said(q(900005), P582=[None]), said(q(900006))],
        P625=[said(point(10.5, 20.25)), said(point(1e-5, -2.5), "preferred")],
        P1082=[said({"amount": "+900"}, P585=[day("+1990-01-01T00:00:00Z")]),
               said({"amount": "+1200"}, P585=[day("+2010-01-01T00:00:00Z")])],
        P1566=[said("123456")], P6766=[said("85632505")],
        P1448=[said({"text": "Oldtown", "language": "en"}, P582=[day("+1950-00-00T00:00:00Z", 9)])],
    ),
    item(
        PARTY, "People's Party", P31=[said(q(900007))],
        P159=[said(q(TOWN), P625=[point(11, 21)])],
        P1813=[said({"text": "PP", "language": "en"})],
        P571=[said(day("+1905-01-01T00:00:00Z"))], P576=[said(None)],
    ),
    item(
        900013, "Jo Doe", P31=[said(q(5))],
        P106=[said(q(900014), P582=[None]), said(q(900015))],
    ) | {"descriptions": {}},
    item(900014, "sailor", sitelinks=0, P279=[said(q(28640))]),
    item(900015, "fox hunter", sitelinks=0, P279=[said(q(28640))]),
    item(OFFICE, "Minister of Foxes", sitelinks=0, P279=[said(q(4164871))], P1001=[said(q(142))]),
    item(900005, "Old County", sitelinks=0, P31=[said(q(515))], P131=[said(q(142))]),
    item(900006, "New County", sitelinks=3, P31=[said(q(515))], P131=[said(q(900008))]),
    item(900007, "party of the left", sitelinks=0, P279=[said(q(7278))]),
    item(900008, "Texas", sitelinks=3, P31=[said(q(35657))], P17=[said(q(30))]),
    item(900009, "Crater", P31=[said(q(23397))], P625=[said(point(1, 2, "Q111"))]),
    item(900010, "Invented Hero", P31=[said(q(15632617)), said(q(5))]),
    item(900011, "Nowhere", P31=[said(q(532))], P625=[said(point(91, 0))]),
    item(900012, "A film", P31=[said(q(11424))]),
]  # fmt: skip


class Bench:
    """A service over the items written here and those of ``tests/data``, and who asks it."""

    def __init__(self, site, folder, faults):
        self.site, self.folder, self.faults = site, folder, faults
        self.waits = []  # the seconds that were waited, for nothing bench.waits in a test

    def service(self, most=1000, timeout_s=20.0):
        asker = Asker(
            contact="desk@example.org", timeout_s=timeout_s, sleep=self.waits.append,
            patience_s=300,
        )  # fmt: skip
        return Service(Sparql(asker, self.site.sparql), most)

    @staticmethod
    def needed(slices):
        """How many requests the pages of some slices take."""
        return 3 * sum(len(one.pages()) for one in slices)

    def slices(self, names=KINDS, countries=(), least=3, languages=(), folder=""):
        wanted = [Slice(name, tuple(countries), least, tuple(languages)) for name in names]
        return [Brought(one, self.folder / "cache" / folder, self.site.sparql) for one in wanted]

    def bring(self, slices, say=lambda _: None, **how):
        bring(slices, self.service(**how), say)


@pytest.fixture
def bench(engine, sparql_engine, wikidata_server, tmp_path, monkeypatch):
    monkeypatch.setattr(slices_module, "PAGE", 4)  # so that few items are several pages
    sparql_engine.load(engine, WRITTEN, modified="2026-01-01T00:00:00Z")
    return Bench(engine, tmp_path, wikidata_server.faults)


def rows_of(slices, **options):
    report = Report()
    return {
        row.id: row
        for one in slices
        for row in iter_rows(one.folder, BuildOptions(**options), report)
    }, report


def dump_rows(items, tmp_path, **options):
    path = tmp_path / "dump.json"
    lines = ",\n".join(json.dumps(one) for one in items)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    report = Report()
    rows = iter_dump_rows(path, BuildOptions(**options), report)
    return {row.id: row for row in rows}, report


def comparable(row):
    """A row but for whence it came, and with what comes in no order in one."""
    names = sorted(row.names, key=lambda name: (name.text, name.type, name.language or ""))
    return replace(row, names=tuple(names), source="")


# ------------------------------------------------------------------- the same as from a dump


@pytest.mark.parametrize("languages", [(), ("en", "ru", "sr")])
def test_a_slice_gives_the_rows_that_a_dump_gives(bench, wikidata_server, languages):
    slices = bench.slices(languages=languages)
    bench.bring(slices)
    chosen = {"min_sitelinks": 3, "languages": frozenset(languages)}
    found, report = rows_of(slices, **chosen)
    items = [*wikidata_server.load_items(wikidata_server.OWN_ITEMS), *WRITTEN]
    expected, of_dump = dump_rows(items, bench.folder, **chosen)
    if languages:  # without a label in a language that many read, one that was asked for is shown
        town = f"wikidata:Q{TOWN}"
        assert (found.pop(town).name, expected.pop(town).name) == ("Новый", "ახალი")
    assert {i: comparable(r) for i, r in found.items()} == {
        i: comparable(r) for i, r in expected.items()
    }
    assert len(expected) > 20
    assert found["wikidata:Q900013"].description == "fox hunter"
    assert report.counts == of_dump.counts
    assert {"wikidata:Q900009", "wikidata:Q900010", "wikidata:Q900012"}.isdisjoint(found)


def test_what_is_referred_to_counts_however_few_articles_there_are_about_it(bench):
    """A dump leaves out such areas, for it does not know yet that anyone will refer to them."""
    slices = bench.slices(["places"], least=4)
    bench.bring(slices)
    found, _ = rows_of(slices, min_sitelinks=4)
    assert found[f"wikidata:Q{TOWN}"].country == "US"
    assert "wikidata:Q900006" not in found  # what is only referred to is not a member


def test_a_slice_of_countries_has_what_names_them(bench):
    slices = bench.slices(countries=[("FR", 142)], least=0)
    bench.bring(slices)
    found, _ = rows_of(slices, countries=frozenset({"FR"}))
    named = {row.name for row in found.values()}
    assert named == {"Odo of Cluny", "Cluny", "Ger", "France"}


@pytest.fixture(scope="session")
def sample_items(shared, wikidata_server):
    path = shared / "wikidata" / "sample-all.json.bz2"
    if not path.exists():
        pytest.skip(f"no {path}: the comparison with real items needs the reference data")
    return wikidata_server.load_items(path)


@pytest.fixture(scope="session")
def sample_site(sample_items, sparql_engine, wikidata_server):
    server, site = sparql_engine.serve_sparql(sample_items)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        yield site
    wikidata_server.close(server)


@pytest.mark.parametrize("least", [3, 10])
def test_real_items_give_the_rows_of_a_dump_but_where_values_are_as_good_or_more_is_known(
    sample_site, sample_items, wikidata_server, tmp_path, least
):
    """What differs, and why, is one of two things.

    Of several values of one rank a dump has a first one, and RDF has none. And the areas around
    an item are known to a slice though few articles are about them.
    """
    bench = Bench(sample_site, tmp_path, wikidata_server.faults)
    slices = bench.slices(least=least)
    bench.bring(slices)
    found, _ = rows_of(slices, min_sitelinks=least)
    expected, _ = dump_rows(sample_items, tmp_path, min_sitelinks=least)
    assert found.keys() == expected.keys()
    assert len(found) > 200
    claims = {one["id"]: one["claims"] for one in sample_items}
    differing = Counter()
    for curie, row in expected.items():
        one, other = comparable(row), comparable(found[curie])
        for field in fields(row):
            said = getattr(one, field.name), getattr(other, field.name)
            if said[0] != said[1]:
                smaller = field.name == "area" and (said[1] or "").startswith(said[0] or "")
                differing["smaller area" if smaller else field.name] += 1
                id_ = curie.removeprefix("wikidata:")
                assert smaller or is_ambiguous(claims, id_, field.name), (curie, said)
    smaller = differing.pop("smaller area", 0)
    assert differing == {"point": 7, "geonames": 3, "valid": 2, "names": 2}
    assert (smaller == 0) == (least == 3)


def is_ambiguous(claims, id_, field):
    """Whether an item, or its seat, has several best values of what decides a field."""
    properties = {
        "point": ["P625", "P159"], "geonames": ["P1566"], "names": ["P1813", "P1448"],
        "valid": ["P569", "P570", "P571", "P576"], "area": ["P131"], "country": ["P159"],
    }[field]  # fmt: skip
    own = claims[id_]
    seats = [s["mainsnak"]["datavalue"]["value"]["id"] for s in own.get("P159", ())]
    of_seats = [s for seat in seats for s in claims.get(seat, {}).get("P625", ())]
    return any(len(own.get(p, ())) > 1 for p in properties) or len(of_seats) > 1


# --------------------------------------------------------------------------- what it costs


def test_as_many_requests_are_sent_as_were_announced(bench):
    slices = bench.slices()
    listing = sum(len(one.missing_members()) for one in slices)
    *_, first = cost_of(slices)
    assert first == f"in all: {listing} requests to list the members"
    assert not bench.site.requests, "saying what it costs sends nothing"
    lines = []
    bench.bring(slices, lines.append)
    pages = bench.needed(slices)
    assert pages >= 9 + 9
    assert lines[-1] == f"in all: {pages} requests"
    assert len(bench.site.requests) == listing + pages
    assert bench.site.counts() == {
        "members": listing, **dict.fromkeys(("terms", "statements", "others"), pages // 3)
    }  # fmt: skip
    assert all("desk@example.org" in r.headers["user-agent"] for r in bench.site.requests)


def test_what_lies_there_whole_is_not_asked_for_again(bench):
    bench.bring(bench.slices())
    bench.site.forget()
    lines = []
    bench.bring(bench.slices(), lines.append)
    assert not bench.site.requests
    assert lines[-1] == "in all: 0 requests"


def test_more_requests_than_allowed_are_refused_before_they_are_sent(bench):
    slices = bench.slices()
    with pytest.raises(SourceError, match=r"listing the members takes 84 requests .*--max-req"):
        bench.bring(slices, most=83)
    assert not bench.site.requests
    with pytest.raises(SourceError, match=r"the pages take \d+ requests .* give --max-requests 1"):
        bench.bring(slices, most=84)
    bench.site.forget()
    needed = bench.needed(slices)
    bench.bring(slices, most=needed)  # the members are there
    assert len(bench.site.requests) == needed


def test_the_queries_that_are_shown_are_those_that_are_sent(bench):
    slices = bench.slices(["people"])
    shown = [text for text in iter_texts(slices) if text.startswith("# enrich: members")]
    with pytest.raises(SourceError):
        bench.bring(slices, most=len(shown))
    shown += iter_texts(slices)
    bench.bring(slices)
    sent = [request.parameters["query"] for request in bench.site.requests]
    assert sent[: len(shown)] == shown
    assert not bench.site.violations


def test_parts_cover_every_number_of_sitelinks_once():
    for least in (1, 3, 10, 57):
        covered = [n for part in parts_of((), least) for n in range(part.low, part.high + 1)]
        assert covered == list(range(least, 1000))


# ----------------------------------------------------------- services that do not do as asked


def pages_in(slices):
    return {
        path.relative_to(one.folder.parent): path.read_bytes()
        for one in slices
        for path in sorted(one.folder.glob("*.gz"))
    }


@pytest.fixture
def undisturbed(bench):
    """What lies in the cache when nothing goes wrong."""
    slices = bench.slices(folder="undisturbed")
    bench.bring(slices)
    bench.site.forget()
    return pages_in(slices)


@pytest.mark.parametrize("question", ["members", "terms", "statements", "others"])
@pytest.mark.parametrize("fault", ["busy", "cut", "page", "hangs_up"])
def test_a_service_that_fails_now_and_then_is_asked_again(bench, undisturbed, question, fault):
    faults = bench.faults
    does = {
        "busy": faults.busy(429, 120), "cut": faults.breaks_after(40), "page": faults.page(),
        "hangs_up": faults.hangs_up,
    }[fault]  # fmt: skip
    bench.site.faults[question] = [does, faults.well]
    slices = bench.slices()
    bench.bring(slices)
    assert pages_in(slices) == undisturbed
    assert len(bench.waits) == 1
    assert bench.waits[0] >= (120 if fault == "busy" else 0.5)


def test_a_question_that_is_too_much_is_halved(bench, undisturbed):
    bench.site.limit = 7  # beyond it the service answers 500 with the trace of its timeout
    slices = bench.slices(["people", "places"])
    bench.bring(slices)
    assert {k: v for k, v in undisturbed.items() if "organ" not in str(k)} == pages_in(slices)
    assert not bench.waits, "a smaller question is put at once"


@pytest.mark.parametrize("question", ["members", "statements"])
@pytest.mark.parametrize("fault", ["half", "trace", "gateway", "slow"])
def test_an_answer_that_breaks_off_for_want_of_time_is_asked_for_in_halves(
    bench, sparql_engine, undisturbed, question, fault
):
    faults = bench.faults
    does = {
        "half": faults.half, "trace": faults.sends(sparql_engine.TIMEOUT, 500),
        "gateway": faults.busy(504), "slow": faults.slow(1.5),
    }[fault]  # fmt: skip
    bench.site.faults[question] = [does, faults.well]
    slices = bench.slices()
    bench.bring(slices, bench.waits.append, timeout_s=1.0 if fault == "slow" else 20.0)
    assert pages_in(slices) == undisturbed
    # Of one number of sitelinks there is no smaller part: the same is asked again, after a while.
    assert any(isinstance(wait, float) for wait in bench.waits) == (question == "members")


def test_what_is_too_much_in_its_smallest_part_ends_the_build(bench):
    slices = bench.slices(["people"])
    bench.site.faults["members"] = [bench.faults.half]
    with pytest.raises(SourceError, match="even for the smallest part of people; narrow it with"):
        bench.bring(slices)
    bench.site.faults = {"others": [bench.faults.busy(500)]}
    with pytest.raises(SourceError, match=r"answers 500 .*, even for Q\d+ alone; try again later"):
        bench.bring(slices)


def test_a_part_with_many_members_is_halved_by_its_sitelinks(bench):
    faults = bench.faults
    slices = bench.slices(["people"], [("US", 30)], 0)
    bench.site.faults["members"] = [faults.half, faults.half, faults.well]
    bench.bring(slices)
    members = {f"Q{n}" for n in slices[0].members()}
    assert members == {"Q2831", "Q317521", "Q76", f"Q{PEOPLE}"}


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("busy", "answers 503 Service Unavailable"),
        ("page", "answers with a web page"),
        ("refuses", "refuses .403 Forbidden"),
        ("bad", "refuses this question .400 Bad Request"),
        ("misshapen", "answers without results.bindings"),
    ],
)
def test_a_service_that_goes_on_failing_ends_the_build_in_one_line(bench, fault, told):
    faults = bench.faults
    does = {
        "busy": faults.busy(503), "page": faults.page(), "refuses": faults.answers(403),
        "bad": faults.answers(400), "misshapen": faults.misshapen,
    }[fault]  # fmt: skip
    bench.site.faults["statements"] = [does]
    with pytest.raises(SourceError, match=told) as raised:
        bench.bring(bench.slices())
    message = str(raised.value)
    assert "what has come is kept" in message
    assert "same command again" in message
    assert "\n" not in message


def test_what_was_interrupted_goes_on_and_comes_to_the_same(bench, undisturbed, monkeypatch):
    """Wherever it was: what is there stays, and no more than the rest is asked for."""
    whole = 84 + bench.needed(bench.slices(folder="undisturbed"))
    for at in (5, 83, 85, 88, 91, whole - 1):
        slices = bench.slices(folder=str(at))
        bench.site.forget()
        limit = bench.service(whole)
        monkeypatch.setattr(limit, "_most", at)
        monkeypatch.setattr(limit, "check", lambda *_: None)
        with pytest.raises(SourceError, match="same command with more to go on"):
            bring(slices, limit, lambda _: None)
        assert len(bench.site.requests) == at
        lines = []
        bench.bring(slices, lines.append)
        assert pages_in(slices) == undisturbed
        repeated = len(bench.site.requests) - whole
        assert 0 <= repeated < 3, "no more than the questions of one page"


def test_pages_that_are_missing_are_no_source(bench):
    (slices,) = bench.slices(["people"])
    bench.bring([slices])
    next(slices.folder.glob("*.gz")).unlink()
    with pytest.raises(SourceError, match="pages are missing; ask for the slice again"):
        list(iter_rows(slices.folder, BuildOptions(), Report()))
    with pytest.raises(SourceError, match="holds no slice of Wikidata"):
        list(iter_rows(bench.folder, BuildOptions(), Report()))


# ------------------------------------------------------------------------------ small things


def test_what_another_source_says_is_completed_and_not_replaced():
    held = Row(
        "geonames:616052", Kind.PLACE, "Yerevan", (Name("Erevan"),), "Q1953", country="AM",
        feature="PPLC", point=Point(lat=40.17765, lon=44.5126), source="geonames",
    )  # fmt: skip
    fresh = Row(
        "wikidata:Q1953", Kind.PLACE, "Yerevan City", (Name("Erivan"),), geonames=1,
        point=Point(lat=0, lon=0), population=9, valid=("1500", None), source="wikidata query",
    )  # fmt: skip
    renewed = _renewed(held, fresh)
    assert {name.text for name in renewed.names} == {"Erevan", "Erivan"}
    assert renewed == replace(held, names=renewed.names, population=9, valid=("1500", None))
    of_wikidata = replace(held, id="wikidata:Q1953", wikidata=None, source="wikidata query")
    renewed = _renewed(of_wikidata, fresh)
    assert (renewed.name, renewed.point, renewed.geonames) == ("Yerevan City", fresh.point, 1)
    assert (renewed.country, renewed.feature) == ("AM", "PPLC")


def test_what_wikidata_holds_for_another_kind_of_thing_replaces_nothing():
    held = Row("wikidata:Q192982", Kind.ORGANISATION, "Cluny", source="wikidata query")
    learnt = {192982: replace(held, kind=Kind.PLACE, name="Cluny Abbey")}
    assert [*_iter_renewed(iter([held]), learnt, Counter())] == [held]


def test_a_refresh_keeps_former_ids_and_the_counts_of_words_in_names(tmp_path):
    with Builder(tmp_path / "world.gaz") as builder:
        builder.add([Row("wikidata:Q101", Kind.PERSON, "Ada Moss", source="t")])
        builder.add_former_ids([("enrich:ada-moss", "wikidata:Q101")])
        builder.add_person_words({"ada": (3, 1, "female")})
        builder.finish([])
    refresh(tmp_path / "world.gaz", tmp_path / "newer.gaz", [], "2026-03-02")
    with Gazetteer.open(tmp_path / "newer.gaz") as newer:
        assert newer.get("enrich:ada-moss").id == "wikidata:Q101"
        word = newer.person_word("Ada")
        assert (word.given, word.family, word.gender) == (3, 1, "female")


def test_the_world_without_a_bound_is_refused():
    with pytest.raises(ArgumentError, match="--countries, or --min-sitelinks 3 or more"):
        Slice("people", (), 2)
    with pytest.raises(
        ArgumentError, match="no such slice; choose from people, organisations, places"
    ):
        Slice("peoples", (), 10)


@pytest.mark.parametrize(
    ("site", "wiki"),
    [
        ("https://en.wikipedia.org/", "enwiki"),
        ("https://zh-min-nan.wikipedia.org/", "zh_min_nanwiki"),
        ("https://species.wikimedia.org/", "specieswiki"),
        ("https://fr.wikivoyage.org/", "frwikivoyage"),
        ("https://www.mediawiki.org/", ""),
        ("https://example.org/", ""),
        ("http://[::1", ""),
    ],
)
def test_wikis_are_called_as_dumps_call_them(site, wiki):
    assert wiki_of(site) == wiki


@pytest.mark.parametrize(
    "value", ["", "Point(1)", "Point(e e)", "<x y> Point(1 2)", "Q5", "_:b1", "9" * 40]
)
@pytest.mark.parametrize("about", ["P625", "P1082", "P17", "P569", "P39 P580", "P159 P625", "x y"])
def test_values_of_another_form_are_unknown_values(about, value):
    row = {"item": "Q1", "about": about, "statement": "s", "value": value, "rank": "x"}
    (item_,) = items_of([row, {"item": "P1"}, {}]).values()
    assert item_["id"] == "Q1"
