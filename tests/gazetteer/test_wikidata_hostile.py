"""Answers of another shape than Wikidata's: refused, or rows like all others, never a crash."""

import copy
import json
import random
import time

import pytest

from gazetteer.errors import InputError, ServiceError
from gazetteer.model import Kind
from gazetteer.net.asking import parsed
from gazetteer.net.cache import Cache
from gazetteer.net.http import TryAgain
from gazetteer.rowlines import line_of, row_of
from gazetteer.store.adopt import prepare
from gazetteer.store.layers import Layer
from gazetteer.wikidata.client import Wikidata
from gazetteer.wikidata.references import numbers_by, offices_of, plain_facts
from gazetteer.wikidata.settings import Settings

SETTINGS = Settings("http://x/api.php", "http://x/sparql")
ITEMS = [615, 76, 554368, 34433, 42, 142, 2224171]
ODD = [
    None, True, False, 0, -1, 1, 1 << 31, 1 << 64, 10**400, 1.5, 1e308, "", " ", "\0", "\ud800",
    "x" * 3000, "Q1", "Q0", "P31", "Q2147483648", "Q٣", [], {}, [[]], [None], {"a": 1}, "\x1b[31m",
    "+99999-01-01T00:00:00Z", "+2020-13-45T00:00:00Z", "Point(1 1)", "1e5", "NaN", "-",
]  # fmt: skip


class Mutating:
    """In place of an asker: good answers, some of whose parts are replaced, lost or moved."""

    def __init__(self, wikidata_server, site, seed):
        self._server = wikidata_server
        self._site = site
        self._random = random.Random(seed)
        self._changes = self._random.choice([1, 10, 40, 200, 600])
        self.sent = 0

    def ask(self, url, parameters, *, check=None, budget=None, accept=""):
        del budget
        self.sent += 1
        path = "/sparql" if url.endswith("/sparql") else "/w/api.php"
        name = parameters.get("action") or parameters["query"].split("\n")[0][10:]
        request = self._server.Request(
            "GET", path, tuple(parameters.items()), {"accept": accept}, "", name
        )
        body, status, _ = self._server._answer(self._site, request)
        assert status == 200
        try:
            found = parsed(json.dumps(self._changed(json.loads(body))).encode())
            if check is not None:
                check(found, {})
        except TryAgain as error:
            raise ServiceError(str(error)) from error
        return found

    def _changed(self, whole):
        places = [place for place in _places(whole) if place]
        for _ in range(self._changes):
            *way, last = self._random.choice(places)
            holder = whole
            try:
                for step in way:
                    holder = holder[step]
                chance = self._random.random()
                if chance < 0.7:
                    holder[last] = copy.deepcopy(self._random.choice(ODD))
                elif chance < 0.85:
                    del holder[last]
                elif isinstance(holder, dict):
                    holder[self._random.choice(["x", "id", "Q5", "en", "mul"])] = holder.pop(last)
                elif isinstance(holder, list):
                    holder.append(copy.deepcopy(holder[last]))
            except (KeyError, IndexError, TypeError):  # lost by an earlier change
                continue
        return whole


def _places(value, way=()):
    yield way
    if isinstance(value, list):
        value = dict(enumerate(value))
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _places(part, (*way, key))


@pytest.fixture(scope="module")
def site(wikidata_server):
    items = wikidata_server.load_items(wikidata_server.OWN_ITEMS)
    return wikidata_server.Wikibase(wikidata_server.Items(items), [])


def use(asks, gazetteer, told):
    """Ask whatever can be asked; what comes of it can be used and kept."""
    for name, kind in (("Lionel Messi", Kind.PERSON), ("University", Kind.ORGANISATION)):
        try:
            found = asks.search(name, kind, "en")
        except ServiceError as error:
            told.append(error)
        else:
            assert all(type(number) is int and 0 < number < 1 << 31 for number in found)
    rows = asks.rows(ITEMS, ["hy"], None, told.append)
    for row in rows.values():
        assert row_of(line_of(row)) == row
        assert len(row.name) <= 1000
    Layer(prepare(row, gazetteer) for row in rows.values())
    asks.of_geonames([174703, 174748, 616052], None, told.append)
    for label in asks.labels(ITEMS, "ru", None, told.append).values():
        assert label.encode()
    asks.points(ITEMS, None, told.append)
    for terms in asks.positions([76], None, told.append).values():
        assert all(term.title for term in terms)
    return rows


@pytest.mark.parametrize("first", range(0, 240, 40))
def test_an_answer_of_another_shape_is_no_crash(wikidata_server, site, gazetteer, first):
    codes = gazetteer.area_codes()
    told, found = [], 0
    for seed in range(first, first + 40):
        asker = Mutating(wikidata_server, site, seed)
        asks = Wikidata(asker, None, codes, SETTINGS)
        found += len(use(asks, gazetteer, told))
        assert asker.sent >= 5
    assert site.violations == []
    assert told  # some answers were refused as a whole
    assert found > 40  # and of others what was left was used


def test_what_was_kept_of_odd_answers_is_read_again(wikidata_server, site, gazetteer, tmp_path):
    codes = gazetteer.area_codes()
    for seed in range(8):
        path = tmp_path / f"{seed}.sqlite"
        with Cache(path) as cache:
            asker = Mutating(wikidata_server, site, seed)
            first = use(Wikidata(asker, cache, codes, SETTINGS), gazetteer, [])
        with Cache(path) as cache:
            asker = Mutating(wikidata_server, site, seed + 1000)
            again = Wikidata(asker, cache, codes, SETTINGS).rows(first, ["hy"], None, [].append)
            assert asker.sent <= 3  # classes and references that failed, never the items
        assert again.keys() <= first.keys()


# ------------------------------------------------------------------------------ far too much


def test_many_rows_of_one_item_take_no_time():
    many = 60_000
    begun = time.monotonic()
    facts = plain_facts({"item": "Q1", "place": f"Q{n}"} for n in range(1, many))
    listed = numbers_by(
        ({"class": "Q1", "listed": f"Q{n}"} for n in range(1, many)), "class", "listed"
    )
    rows = ({"person": "Q1", "office": "Q2", "of": f"Q{n}"} for n in range(1, many))
    (term,) = offices_of(rows)[1]
    assert time.monotonic() - begun < 5.0  # compared one by one they would take minutes
    assert len(facts[1]["place"]) == len(listed[1]) == len(term["of"]) == many - 1


def test_a_label_without_end_is_cut(wikidata_server, gazetteer):
    label = "Zed " * 100_000
    item = {
        "id": "Q9", "labels": {"en": {"language": "en", "value": label}},
        "descriptions": {"en": {"language": "en", "value": label}},
        "aliases": {"en": [{"language": "en", "value": label}]},
        "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}}}}]},
    }  # fmt: skip
    site = wikidata_server.Wikibase(wikidata_server.Items([item]), [])
    asker = Mutating(wikidata_server, site, 0)
    asker._changes = 0
    asks = Wikidata(asker, None, gazetteer.area_codes(), SETTINGS)
    row = asks.rows([9])[9]
    assert row.name.startswith("Zed Zed")
    assert len(line_of(row)) < 4000
    assert len(asks.labels([9], "en")[9]) <= 1000


# ------------------------------------------------------------------------------------ holes


@pytest.mark.parametrize(
    "row", [{}, {"number": "174703"}, {"item": "Q1"}, {"number": "x", "item": "y"}]
)
def test_a_row_with_a_hole_names_no_place(wikidata_server, site, gazetteer, row):
    class Fixed(Mutating):
        def _changed(self, _):
            return {"results": {"bindings": [{k: {"value": v} for k, v in row.items()}]}}

    asker = Fixed(wikidata_server, site, 0)
    asks = Wikidata(asker, None, gazetteer.area_codes(), SETTINGS)
    assert asks.of_geonames([174703]) == {}


@pytest.mark.parametrize(
    ("time_", "precision", "date"),
    [
        ("2020-02-30T00:00:00Z", "11", "2020"),
        ("2020-13-01T00:00:00Z", "10", "2020"),
        ("2020-02-29T00:00:00Z", "11", "2020-02-29"),
        ("2020-02-29T00:00:00Z", "10", "2020-02"),
        ("1500-02-29T00:00:00Z", "11", "1500"),
        ("0000-01-01T00:00:00Z", "9", None),
        ("2020-02-29T00:00:00Z", "7", None),
        ("-2020-02-29T00:00:00Z", "11", None),
        ("12020-02-29T00:00:00Z", "11", None),
        ("٢٠٢٠-02-29T00:00:00Z", "11", None),
    ],
)
def test_a_day_that_there_is_not_is_a_year(time_, precision, date):
    rows = [{"person": "Q1", "office": "Q2", "start": time_, "starts": precision}]
    assert offices_of(rows)[1][0]["start"] == date


@pytest.mark.parametrize(
    "address",
    ["", "x", "ftp://x/", "http://", "http://x/?a=b", "http://x/#a", "http://x/ y", "http://[::1/",
     "http://x:99999/", "http://x:0/", "http://user:secret@x/", "http://x/\x1b", "file:///etc"],
)  # fmt: skip
def test_an_address_that_is_none_or_holds_a_secret_is_refused(address):
    with pytest.raises(InputError, match=r"not the address of a service|leave them out"):
        Settings(address)
    with pytest.raises(InputError, match=r"not the address of a service|leave them out"):
        Settings(sparql=address)
