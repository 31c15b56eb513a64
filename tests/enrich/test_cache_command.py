"""``enrich cache info`` and ``enrich cache clear`` on files of the tests' own."""

import json
import math
import sqlite3
import sys
from contextlib import closing

import pytest

from gazetteer.net.cache import Cache

BEGUN = 1_700_000_000.0  # 2023-11-14
DAY = 86_400.0


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A folder for caches in which nothing lies, and no file named by the environment."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ENRICH_CACHE", raising=False)
    return tmp_path / "home"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "answers.sqlite"


@pytest.fixture
def filled(path):
    """Three answers of Wikidata, two of them expired, and one of a geocoder."""
    fill(path)
    return path


def fill(path):
    moment = BEGUN
    with Cache(path, clock=lambda: moment) as cache:
        cache.put_many("wikidata", {"Q1": "x" * 1000, "Q2": 2}, days=1)
        moment += DAY / 2
        cache.put_many("wikidata", {"Q3": 3}, days=100_000)
        cache.put_many("nominatim", {"Yerevan": [40.18, 44.51]}, days=100_000)


def held(path):
    with Cache(path, clock=lambda: BEGUN) as cache:
        found = cache.get_many("wikidata", ["Q1", "Q2", "Q3"])
        return [*found, *cache.get_many("nominatim", ["Yerevan"])]


def test_info_tells_what_is_kept(run, filled):
    ran = run("cache", "info", "--cache", filled)
    assert (ran.exit_code, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[0] == f"path: {filled}"
    assert lines[1].startswith("bytes: ")
    assert int(lines[1].removeprefix("bytes: ")) >= filled.stat().st_size
    assert lines[2:] == [
        "answers: 4",
        "    nominatim: 1, 0 of them expired, stored 2023-11-15",
        "    wikidata: 3, 2 of them expired, stored 2023-11-14 to 2023-11-15",
    ]


def test_info_as_json_tells_the_same(run, filled):
    ran = run("cache", "info", "--cache", filled, "--format", "json")
    assert ran.stdout.count("\n") == 1
    told = json.loads(ran.stdout)
    assert told["bytes"] >= filled.stat().st_size
    assert told == {
        "path": str(filled),
        "bytes": told["bytes"],
        "spaces": [
            {"name": "nominatim", "entries": 1, "expired": 0,
             "oldest": "2023-11-15T10:13:20+00:00", "newest": "2023-11-15T10:13:20+00:00"},
            {"name": "wikidata", "entries": 3, "expired": 2,
             "oldest": "2023-11-14T22:13:20+00:00", "newest": "2023-11-15T10:13:20+00:00"},
        ],
    }  # fmt: skip


def test_clear_removes_all_and_says_how_many(run, filled):
    ran = run("cache", "clear", "--cache", filled)
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert ran.stderr == f"enrich: 4 answers removed from {filled}\n"
    assert held(filled) == []
    assert run("cache", "clear", "--cache", filled).stderr.startswith("enrich: 0 answers removed")


def test_clear_may_keep_what_has_not_expired(run, filled):
    ran = run("cache", "clear", "--expired", "--cache", filled)
    assert ran.exit_code == 0
    assert ran.stderr == f"enrich: 2 expired answers removed from {filled}\n"
    assert held(filled) == ["Q3", "Yerevan"]


def test_one_answer_is_not_answers(run, path):
    with Cache(path) as cache:
        cache.put_many("s", {"a": 1}, days=1)
    assert (
        run("cache", "clear", "--cache", path).stderr == f"enrich: 1 answer removed from {path}\n"
    )


def test_the_file_may_stand_in_the_environment(run, filled, tmp_path, monkeypatch):
    monkeypatch.setenv("ENRICH_CACHE", str(filled))
    assert f"path: {filled}\n" in run("cache", "info").stdout
    other = tmp_path / "other.sqlite"
    assert f"path: {other}\n" in run("cache", "info", "--cache", other).stdout, "the option first"
    assert run("cache", "clear").stderr == f"enrich: 4 answers removed from {filled}\n"
    monkeypatch.setenv("ENRICH_CACHE", "")
    assert str(filled) not in run("cache", "info").stdout


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the folder has another name")
def test_without_a_name_it_is_the_file_of_the_user(run, home):
    fill(home / "enrich" / "answers.sqlite")
    assert "answers: 4\n" in run("cache", "info").stdout
    run("cache", "clear")
    assert "answers: 0\n" in run("cache", "info").stdout


def test_where_there_is_no_cache_none_is_made(run, home, tmp_path):
    assert "answers: 0\n" in run("cache", "info").stdout
    assert json.loads(run("cache", "info", "--format", "json").stdout)["spaces"] == []
    assert run("cache", "clear").stderr.startswith("enrich: 0 answers removed from ")
    assert not home.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_space_with_an_odd_name_stays_on_its_line(run, path):
    name = "nominatim:http://a.example/\n\x1b[31m\u202e\ud800"
    with Cache(path) as cache:
        cache.put_many(name, {"a": 1}, days=1)
    text = run("cache", "info", "--cache", path).stdout
    assert len(text.splitlines()) == 4
    assert "    nominatim:http://a.example/\\n\\x1b[31m\\u202e\\ud800: 1, " in text
    told = run("cache", "info", "--cache", path, "--format", "json").stdout
    assert "\x1b" not in told
    assert json.loads(told)["spaces"][0]["name"] == name


def test_a_clock_that_ran_wild_does_not_hinder(run, path):
    with Cache(path, clock=lambda: 1e300) as cache:
        cache.put_many("s", {"a": 1}, days=math.inf)
    assert "    s: 1, 0 of them expired, stored ?\n" in run("cache", "info", "--cache", path).stdout
    told = json.loads(run("cache", "info", "--cache", path, "--format", "json").stdout)
    assert (told["spaces"][0]["oldest"], told["spaces"][0]["newest"]) == (None, None)


@pytest.mark.parametrize("words", [["info"], ["info", "--format", "json"], ["clear"]])
def test_what_is_no_cache_is_said_in_a_line_and_left_alone(run, tmp_path, words):
    article, theirs = tmp_path / "article.txt", tmp_path / "theirs.sqlite"
    damaged, newer = tmp_path / "damaged.sqlite", tmp_path / "newer.sqlite"
    article.write_text("Talks were held in Batumi.\n" * 50, encoding="utf-8")
    fill(damaged)
    fill(newer)
    for path, statement in (
        (theirs, "CREATE TABLE t (a)"),
        (damaged, "DROP TABLE answers"),
        (newer, "PRAGMA user_version = 99"),
    ):
        with closing(sqlite3.connect(path)) as database:
            database.execute(statement)
    for path, what in (
        (article, "a file of another kind"),
        (theirs, "a file of another kind"),
        (damaged, "the cache is damaged; remove the file"),
        (newer, "a cache in format 99"),
        (tmp_path, "cannot be used"),
        (article / "answers.sqlite", "Not a directory"),
    ):
        before = path.read_bytes() if path.is_file() else None
        ran = run("cache", *words, "--cache", path)
        assert (ran.exit_code, ran.stdout) == (1, "")
        assert ran.stderr.startswith(f"enrich: {path}: ")
        assert what in ran.stderr
        assert "--cache" in ran.stderr
        assert ran.stderr.count("\n") == 1
        assert before is None or path.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {
        "article.txt", "theirs.sqlite", "damaged.sqlite", "newer.sqlite",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ["forget"],
        ["info", "--format", "xml"],
        ["info", "answers.sqlite"],
        ["info", "--expired"],
        ["info", "--cache"],
        ["clear", "--format", "json"],
        ["clear", "everything"],
    ],
)
def test_wrong_usage_is_said_and_removes_nothing(run, filled, monkeypatch, words):
    monkeypatch.setenv("ENRICH_CACHE", str(filled))
    ran = run("cache", *words)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
    assert len(held(filled)) == 4


def test_help_names_both_commands_and_the_variable(run):
    assert "cache" in run("-h").stdout
    ran = run("cache", "-h")
    assert ran.exit_code == 0
    assert "info" in ran.stdout
    assert "clear" in ran.stdout
    for command in ("info", "clear"):
        shown = run("cache", command, "-h").stdout
        assert "ENRICH_CACHE" in shown
        assert max(map(len, shown.splitlines())) <= 80


def test_as_a_process_with_its_output_closed_or_full(process, filled):
    ran = process("cache", "info", "--cache", filled)
    assert ran.returncode == 0
    assert b"wikidata: 3" in ran.stdout
    line = 'exec "$0" -m enrich cache info --cache "$1" >&-'
    ran = process(filled, words=["bash", "-c", line, sys.executable])
    assert ran.returncode == 1
    assert ran.stderr.startswith(b"enrich: standard output is closed")
    ran = process(filled, words=["bash", "-c", line.replace(">&-", ">/dev/full"), sys.executable])
    assert ran.returncode == 1
    assert ran.stderr == b"enrich: standard output: No space left on device\n"


def test_clear_works_while_a_run_has_it_open(run, filled):
    with Cache(filled) as running:
        assert running.get_many("wikidata", ["Q3"]) == {"Q3": 3}
        assert run("cache", "clear", "--cache", filled).exit_code == 0
        assert running.get_many("wikidata", ["Q3"]) == {}
        running.put_many("wikidata", {"Q3": "anew"}, days=1)
        assert running.problem is None
    assert "answers: 1\n" in run("cache", "info", "--cache", filled).stdout
