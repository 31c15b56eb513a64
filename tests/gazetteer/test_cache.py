"""The cache of answers: what is put comes back until it expires, and the file stays small."""

import contextlib
import json
import math
import os
import random
import sqlite3
import stat
import tempfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.net import cache as cache_module
from gazetteer.net.cache import Cache

DAY = 86_400.0


class Clock:
    """Seconds since 1970 that pass when a test says so."""

    def __init__(self):
        self.now = 1_700_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    """A cache in a folder of its own, so that all that is made beside it is seen."""
    return tmp_path / "cache" / "answers.sqlite"


@pytest.fixture
def cache(path, clock):
    with Cache(path, clock=clock) as opened:
        yield opened


@pytest.fixture
def filled(path, clock):
    """A file with two hundred answers of some size, closed."""
    with Cache(path, clock=clock) as opened:
        opened.put_many("wikidata", {f"Q{n}": noise(n) for n in range(200)}, days=30)
    return path


def noise(seed, size=300):
    """A value that does not compress away."""
    return {"of": seed, "noise": random.Random(seed).randbytes(size).hex()}


def beside(path):
    return sorted(file.name for file in path.parent.iterdir())


# ------------------------------------------------------------------------------- what comes back

VALUES = [
    None, True, False, 0, -1, 2**70, 0.1, -1e300, 5e-324, math.inf, "", "\0 \ud800 \u2028",
    "Ереван Երևան يريفان 🏔", [], {}, [[None, {"": []}]],
    {"labels": {"hy": "Երևան"}, "point": [40.18, 44.51]},
]  # fmt: skip
KEYS = [
    "", " ", "a", "A", "a ", "a\0", "a\0b", "\0", "a\nb", "a\r\nb", "it's", '"', "?", "%s", "%",
    "_", "\\", "'; DROP TABLE answers; --", "1", "1.0", "NULL", "é", "e\u0301", "Ереван", "Երևան",
    "يريفان", "东京", "🏔", "\ud800", "\udcff", "\ufeff", "k" * 1_000_000, "k" * 1_000_001,
]  # fmt: skip


@pytest.mark.parametrize(
    "value", VALUES, ids=lambda value: repr(value)[:20].encode("unicode_escape")
)
def test_a_value_comes_back_as_it_was(path, value):
    with Cache(path) as writing:
        writing.put_many("s", {"key": value}, days=1)
    with Cache(path) as reading:
        found = reading.get_many("s", ["key"])
    assert list(found) == ["key"]
    assert repr(found["key"]) == repr(value)  # True is not 1, nor 1 1.0


def test_every_text_is_a_key_and_a_space_of_its_own(path):
    with Cache(path) as writing:
        writing.put_many("s", {key: f"value {n}" for n, key in enumerate(KEYS)}, days=1)
        for n, key in enumerate(KEYS):
            writing.put_many(key, {"key": f"space {n}"}, days=1)
    with Cache(path) as reading:
        assert reading.get_many("s", KEYS) == {key: f"value {n}" for n, key in enumerate(KEYS)}
        for n, key in enumerate(KEYS):
            assert reading.get_many("s", [key]) == {key: f"value {n}"}
            assert reading.get_many(key, ["key"]) == {"key": f"space {n}"}
        assert {space.name for space in reading.info().spaces} == {"s", *KEYS}
        assert reading.problem is None


def test_what_is_not_held_is_not_there(cache):
    cache.put_many("s", {"a": 1}, days=1)
    assert cache.get_many("s", ["b", "a", "c"]) == {"a": 1}
    assert cache.get_many("t", ["a"]) == {}
    assert cache.get_many("s", []) == {}


def test_many_keys_come_in_the_order_asked_for(cache):
    cache.put_many("s", {str(n): n for n in range(3000)}, days=1)
    asked = [str(n) for n in range(2999, -1, -1)]
    found = cache.get_many("s", (key for key in [*asked, *asked]))
    assert list(found.items()) == [(key, int(key)) for key in asked]


def test_an_answer_takes_the_place_of_the_one_before(cache):
    cache.put_many("s", {"a": 1, "b": 2}, days=1)
    cache.put_many("s", {"a": None}, days=1)
    assert cache.get_many("s", ["a", "b"]) == {"a": None, "b": 2}
    assert cache.info().spaces[0].entries == 2


def test_a_value_that_json_lacks_is_refused_and_nothing_stored(cache):
    for wrong in ({1, 2}, object(), b"bytes", float):
        with pytest.raises(TypeError):
            cache.put_many("s", {"before": 1, "wrong": wrong, "after": 2}, days=1)
    with pytest.raises(ValueError, match="days"):
        cache.put_many("s", {"before": 1}, days=math.nan)
    assert cache.get_many("s", ["before", "wrong", "after"]) == {}
    assert cache.problem is None


def test_a_value_nested_too_deeply_is_not_kept_and_does_no_harm(cache):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    cache.put_many("s", {"deep": deep, "flat": 1}, days=1)
    assert cache.get_many("s", ["deep", "flat"]) == {"flat": 1}
    assert cache.problem is None
    while deep:  # or Python takes it apart level within level
        deep = deep.pop()


def test_values_lie_as_packed_json(path, cache):
    long = {"en": "Yerevan " * 1000}
    cache.put_many("s", {"a": long}, days=1)
    cache.close()
    with contextlib.closing(sqlite3.connect(path)) as opened:
        ((packed,),) = opened.execute("SELECT value FROM answers").fetchall()
    assert json.loads(zlib.decompress(packed)) == long
    assert len(packed) < 200


# --------------------------------------------------------------------------------------- expiry


def test_an_answer_expires(cache, clock):
    cache.put_many("s", {"short": 1}, days=0.5)
    cache.put_many("s", {"long": 2}, days=30)
    cache.put_many("s", {"for ever": 3}, days=math.inf)
    cache.put_many("s", {"never": 4}, days=0)
    keys = ["short", "long", "for ever", "never"]
    assert list(cache.get_many("s", keys)) == ["short", "long", "for ever"]
    clock.now += 0.5 * DAY - 1
    assert list(cache.get_many("s", keys)) == ["short", "long", "for ever"]
    clock.now += 1
    assert list(cache.get_many("s", keys)) == ["long", "for ever"]
    clock.now += 1000 * DAY
    assert list(cache.get_many("s", keys)) == ["for ever"]


def test_a_new_answer_has_a_new_end(cache, clock):
    cache.put_many("s", {"longer": 1}, days=1)
    cache.put_many("s", {"shorter": 1}, days=9)
    cache.put_many("s", {"longer": 2}, days=9)
    cache.put_many("s", {"shorter": 2}, days=1)
    clock.now += 2 * DAY
    assert cache.get_many("s", ["longer", "shorter"]) == {"longer": 2}


def test_expired_answers_are_removed_when_something_is_stored(cache, clock):
    def entries():
        return {space.name: (space.entries, space.expired) for space in cache.info().spaces}

    cache.put_many("s", {"a": 1, "b": 2}, days=0.01)
    cache.put_many("t", {"a": 1}, days=9)
    clock.now += 0.02 * DAY
    cache.get_many("s", ["a"])
    assert entries() == {"s": (2, 2), "t": (1, 0)}, "reading does not write"
    cache.put_many("t", {"b": 1}, days=9)
    assert entries() == {"t": (2, 0)}


def test_what_expired_long_ago_is_removed_by_the_next_run(path, clock):
    with Cache(path, clock=clock) as cache:
        cache.put_many("s", {"a": 1}, days=1)
    clock.now += 2 * DAY
    with Cache(path, clock=clock) as cache:
        cache.put_many("t", {"a": 1}, days=1)
        assert [space.name for space in cache.info().spaces] == ["t"]


# ------------------------------------------------------------------------------- info and clear


def test_nothing_is_made_before_something_is_stored(path):
    with Cache(path) as cache:
        assert cache.get_many("s", ["a"]) == {}
        assert (cache.info().path, cache.info().bytes, cache.info().spaces) == (path, 0, ())
        assert cache.clear() == 0
        cache.put_many("s", {}, days=1)
    assert not path.parent.exists()
    assert cache.problem is None


def test_info_counts_by_space(cache, clock, path):
    begun = clock.now
    cache.put_many("wikidata", {"Q1": noise(1), "Q2": noise(2)}, days=1)
    clock.now += 10
    cache.put_many("nominatim", {"Yerevan": [1]}, days=9)
    cache.put_many("wikidata", {"Q3": 3}, days=9)
    clock.now = begun + 2 * DAY
    info = cache.info()
    assert info.path == path
    assert path.stat().st_size <= info.bytes < 1_000_000
    assert [(s.name, s.entries, s.expired, s.oldest, s.newest) for s in info.spaces] == [
        ("nominatim", 1, 0, begun + 10, begun + 10),
        ("wikidata", 3, 2, begun, begun + 10),
    ]


def test_clear_empties_the_file_also_for_others_who_have_it_open(cache, path, clock):
    cache.put_many("s", {f"asked {n}": noise(n) for n in range(3000)}, days=1)
    cache.put_many("s", {"1": 1, "2": 2}, days=1)
    assert cache.info().bytes > 1_000_000
    cache.close()
    assert b"asked 7" in path.read_bytes()
    with Cache(path, clock=clock) as other:
        assert len(other.get_many("s", ["1", "2"])) == 2
        assert cache.clear() == 3002
        assert other.get_many("s", ["1", "2"]) == {}
        other.put_many("s", {"1": "new"}, days=1)
    assert cache.get_many("s", ["1", "2"]) == {"1": "new"}
    cache.close()
    assert path.stat().st_size < 50_000
    assert b"asked" not in path.read_bytes()
    assert cache.clear() == 1
    assert cache.clear() == 0


def test_clear_may_leave_what_still_holds(cache, clock):
    cache.put_many("s", {f"old {n}": noise(n) for n in range(1000)}, days=1)
    cache.put_many("s", {"new": 1}, days=9)
    large = cache.info().bytes
    clock.now += 2 * DAY
    assert cache.clear(expired_only=True) == 1000
    assert cache.clear(expired_only=True) == 0
    assert cache.get_many("s", ["new", "old 1"]) == {"new": 1}
    assert cache.info().bytes < large / 5


def test_clear_also_removes_what_was_set_aside(filled, clock):
    filled.write_bytes(filled.read_bytes()[:20_000])
    with Cache(filled, clock=clock) as cache:
        cache.put_many("s", {"a": 1}, days=1)
        assert "answers.sqlite.damaged" in beside(filled)
        cache.clear(expired_only=True)
        assert "answers.sqlite.damaged" in beside(filled)
        cache.clear()
    assert beside(filled) == ["answers.sqlite"]


def test_a_closed_cache_opens_again(cache):
    cache.put_many("s", {"a": 1}, days=1)
    cache.close()
    cache.close()
    assert cache.get_many("s", ["a"]) == {"a": 1}


# ------------------------------------------------------------------------------------ the file


@pytest.mark.skipif(os.name != "posix", reason="the VFS has this name on Unix")
def test_where_wal_is_refused_the_default_journal_serves(path, monkeypatch):
    plain = cache_module._connection

    def without_shared_memory(file, mode):
        return plain(file, f"{mode}&vfs=unix-dotfile")

    monkeypatch.setattr(cache_module, "_connection", without_shared_memory)
    with Cache(path) as one, Cache(path) as other:
        one.put_many("s", {"a": 1}, days=1)
        assert other.get_many("s", ["a"]) == {"a": 1}
        other.put_many("s", {"b": 2}, days=1)
        assert one.get_many("s", ["a", "b"]) == {"a": 1, "b": 2}
        assert not [name for name in beside(path) if name.endswith("-wal")]
        assert (one.problem, other.problem) == (None, None)
        assert one.clear() == 2


def test_wal_is_used_where_it_is_not(cache, path):
    cache.put_many("s", {"a": 1}, days=1)
    assert "answers.sqlite-wal" in beside(path)


@pytest.mark.parametrize("name", ["a?mode=memory", "a#b", "%41.sqlite", "a b'\"", "Երևան.sqlite"])
def test_every_name_of_a_file_is_taken_as_it_is(tmp_path, name):
    with Cache(tmp_path / name) as cache:
        cache.put_many("s", {"a": 1}, days=1)
        assert name in os.listdir(tmp_path)  # noqa: PTH208 - the names as they are
    with Cache(tmp_path / name) as cache:
        assert cache.get_many("s", ["a"]) == {"a": 1}
        assert cache.problem is None


def test_the_default_lies_in_the_folder_for_caches(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with Cache() as cache:
        cache.put_many("s", {"a": 1}, days=1)
        assert cache.info().path == tmp_path / "enrich" / "answers.sqlite"
    assert (tmp_path / "enrich" / "answers.sqlite").is_file()


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
def test_folder_and_files_are_for_their_owner_alone(path):
    old = os.umask(0)
    try:
        with Cache(path) as cache:
            cache.put_many("s", {"a": 1}, days=1)
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert set(modes) == {"answers.sqlite", "answers.sqlite-wal", "answers.sqlite-shm"}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


# ----------------------------------------------------------------------- against a plain dict

TEXTS = st.text(st.sampled_from("ab\0'\"\n\ud800éЖ🏔"), max_size=2) | st.text(max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
SPACE = st.sampled_from(["wikidata", "nominatim"])
DAYS = st.sampled_from([0, 0.5, 1, 9])
STEPS = st.one_of(
    st.tuples(st.just("put"), SPACE, st.dictionaries(TEXTS, JSON, max_size=4), DAYS),
    st.tuples(st.just("get"), SPACE, st.lists(TEXTS, max_size=6)),
    st.tuples(st.just("wait"), st.sampled_from([0.1, 0.5, 1.0, 5.0])),
    st.tuples(st.just("clear"), st.booleans()),
    st.tuples(st.just("reopen")),
)


class Model:
    """What a cache is to do, with a dict."""

    def __init__(self, clock):
        self.clock = clock
        self.held = {}

    def put(self, space, values, days):
        for key, value in values.items():
            self.held[space, key] = (value, self.clock.now + days * DAY)

    def live(self, space):
        return {
            key: value
            for (where, key), (value, until) in self.held.items()
            if where == space and until > self.clock.now
        }


@settings(max_examples=80, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_a_cache_is_a_dict_that_forgets(steps):
    clock = Clock()
    model = Model(clock)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        path = Path(folder, "answers.sqlite")
        cache = stack.enter_context(Cache(path, clock=clock))
        for what, *words in steps:
            if what == "put":
                space, values, days = words
                cache.put_many(space, values, days=days)
                model.put(space, values, days)
            elif what == "get":
                space, keys = words
                live = model.live(space)
                expected = {key: live[key] for key in keys if key in live}
                assert repr(cache.get_many(space, keys)) == repr(expected)
            elif what == "wait":
                clock.now += words[0] * DAY
            elif what == "clear":
                live = sum(len(model.live(space)) for space in ("wikidata", "nominatim"))
                removed = cache.clear(expired_only=words[0])
                if not words[0]:
                    assert live <= removed <= len(model.held)
                    model.held.clear()
            else:
                cache.close()
                cache = stack.enter_context(Cache(path, clock=clock))
        for space in ("wikidata", "nominatim"):
            live = model.live(space)
            assert repr(cache.get_many(space, live)) == repr(live)
            told = {s.name: s.entries - s.expired for s in cache.info().spaces}
            assert told.get(space, 0) == len(live)
        assert cache.problem is None
