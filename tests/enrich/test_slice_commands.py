"""``enrich gazetteer build wikidata-query:`` and ``refresh --since``, over a SPARQL engine."""

import copy
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from gazetteer.store import Gazetteer

KINDS = ("people", "organisations", "places")
ENTRY = """
import sys
from pathlib import Path
from gazetteer.sources import embedded

embedded.EMBEDDED = Path(sys.argv.pop(1))

from enrich.cli import main

main()
"""


@pytest.fixture
def words(engine, tmp_path):
    """The command that builds all three slices of the world."""
    return [
        "gazetteer", "build", "-o", tmp_path / "world.gaz", *(f"wikidata-query:{k}" for k in KINDS),
        "--min-sitelinks", "3", "--endpoint", engine.sparql, "--cache", tmp_path / "cache",
        "--contact", "desk@example.org",
    ]  # fmt: skip


@pytest.fixture
def world(run, small_base, words, tmp_path):
    """A gazetteer that was built from them."""
    assert small_base
    ran = run(*words)
    assert ran.exit_code == 0, ran.stderr
    return tmp_path / "world.gaz"


def test_slices_are_built_and_said_what_they_cost(world, words, run, engine):
    with Gazetteer.open(world) as gazetteer:
        obama = gazetteer.get("wikidata:Q76")
        assert obama.roles[0].title == "president of the United States"
        assert (obama.roles[0].start, obama.roles[0].country) == ("2009-01-20", "US")
        assert gazetteer.lookup("World Health Organization")
        assert gazetteer.get("wikidata:Q192982").country == "FR"
        told = [s for s in gazetteer.manifest["sources"] if "slice" in s]
        assert [s["path"] for s in told] == [f"wikidata-query:{kind}" for kind in KINDS]
        assert told[0]["slice"]["endpoint"] == engine.sparql
        build = gazetteer.build_id
    sent = len(engine.requests)
    assert sent == 84 + 9
    ran = run(*words)
    assert f"build {build}" in ran.stderr
    assert "enrich: in all: 0 requests" in ran.stderr.splitlines()
    assert len(engine.requests) == sent, "what lies in the cache was asked for again"


def test_a_dry_run_shows_queries_and_cost_and_sends_nothing(run, words, engine, tmp_path):
    ran = run(*words, "--dry-run")
    assert ran.exit_code == 0, ran.stderr
    assert ran.stdout.count("# enrich: members\n") == 84
    assert ran.stdout.count("# enrich: statements\n") == 3
    assert "enrich: in all: 84 requests to list the members" in ran.stderr.splitlines()
    assert not engine.requests
    assert not [*tmp_path.iterdir()]
    nowhere = [word for word in words if word not in ("-o", tmp_path / "world.gaz")]
    assert run(*nowhere, "--dry-run").stdout == ran.stdout
    assert "name the gazetteer to write: -o OUT" in run(*nowhere).stderr


def test_a_limit_on_requests_is_kept(run, small_base, words, engine):
    assert small_base
    ran = run(*words, "--max-requests", "90")
    assert ran.exit_code == 1
    *_, last = ran.stderr.splitlines()
    assert "the pages take 9 requests more, and --max-requests 90 allows 6" in last
    assert len(engine.requests) == 84
    engine.forget()
    assert "in all: 9 requests" in run(*words, "--dry-run").stderr
    assert run(*words, "--max-requests", "9").exit_code == 0
    assert len(engine.requests) == 9


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (
            ["wikidata-query:rivers", "--countries", "AM"],
            "choose from people, organisations",
        ),
        (["wikidata-query:people"], "--countries, or --min-sitelinks 3 or more"),
        (["wikidata-query:people", "--countries", "AM,XX"], "XX: no country whose item is known"),
        (["wikidata-query:people", "--countries", "AM"], "with --contact"),
        (
            ["wikidata-query:people", "--countries", "AM", "--endpoint", "ftp://x"],
            "not the address",
        ),
        (["table:x.toml", "--dry-run"], "name wikidata-query:people"),
    ],
)
def test_wrong_usage_is_said(run, tmp_path, monkeypatch, arguments, what):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    ran = run("gazetteer", "build", "-o", tmp_path / "out.gaz", *arguments)
    assert ran.exit_code == 2
    assert what in " ".join(ran.stderr.split()).replace("│ ", "")


@pytest.fixture
def again(words, small_base, package_path, tmp_path):
    """Starts the same build as a process, into another cache and another file."""
    words[words.index("--cache") + 1] = tmp_path / "other"
    words[words.index("-o") + 1] = tmp_path / "again.gaz"
    environment = os.environ | {"PYTHONPATH": str(package_path), "no_proxy": "127.0.0.1"}
    command = [sys.executable, "-c", ENTRY, *(str(word) for word in (small_base, *words))]
    return lambda: subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)


def test_a_build_that_is_killed_goes_on_and_comes_to_the_same(
    world, again, engine, wikidata_server, tmp_path
):
    """Killed in the midst of a question, again and again."""
    with Gazetteer.open(world) as gazetteer:
        build = gazetteer.build_id
    engine.forget()
    for question in ("members", "statements", "others"):
        engine.faults[question] = [wikidata_server.faults.well, wikidata_server.faults.slow(5)]
        before = engine.count(question)
        with again() as process:
            while engine.count(question) < before + 2 and process.poll() is None:
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL, process.stderr
        engine.faults.clear()
        assert not (tmp_path / "again.gaz").exists()
    with again() as process:
        said = process.communicate()[1]
    assert process.returncode == 0, said
    with Gazetteer.open(tmp_path / "again.gaz") as gazetteer:
        assert gazetteer.build_id == build
    # Three questions were under way when it was killed, and two pages are begun again.
    assert len(engine.requests) <= 84 + 9 + 3 + 3


# ------------------------------------------------------------------------------ refresh --since


@pytest.fixture
def changed(world, engine, sparql_engine, wikidata_server):
    """The service some months later: an office begun, one ended, a death, a newcomer."""
    items = {i["id"]: i for i in wikidata_server.load_items(wikidata_server.OWN_ITEMS)}
    later = copy.deepcopy(items)
    date = copy.deepcopy(items["Q937"]["claims"]["P570"][0])
    date["mainsnak"]["datavalue"]["value"] |= {"time": "+2026-03-01T00:00:00Z", "precision": 11}
    later["Q10520"]["claims"]["P570"] = [date]  # dies, for the sake of the test
    office = copy.deepcopy(items["Q76"]["claims"]["P39"][0])
    office.pop("id", None)
    start = office["qualifiers"]["P580"][0]
    start["datavalue"]["value"] |= {"time": "+2026-02-01T00:00:00Z", "precision": 11}
    office["qualifiers"] = {"P580": [start]}
    later["Q317521"]["claims"]["P39"] = [office]
    later["Q454553"]["claims"]["P39"][0]["qualifiers"]["P582"] = [date["mainsnak"]]
    newcomer = copy.deepcopy(items["Q990042"]) | {"id": "Q42000001", "aliases": {}}
    newcomer["labels"] = {"en": {"language": "en", "value": "Nora Newcome"}}
    later["Q42000001"] = newcomer
    ids = {"Q10520", "Q317521", "Q454553", "Q42000001"}
    for id_, one in later.items():
        one["modified"] = "2026-03-02T10:00:00Z" if id_ in ids else "2026-01-01T00:00:00Z"
    engine.store.clear()
    sparql_engine.load(engine, later.values(), modified="2026-01-01T00:00:00Z")
    engine.forget()
    return world


@pytest.fixture
def asking(engine):
    return ["--wikidata-sparql", engine.sparql, "--contact", "desk@example.org"]


def test_refresh_brings_what_changed_since_a_day(run, changed, asking, engine, tmp_path):
    before, newer = changed.read_bytes(), tmp_path / "newer.gaz"
    words = ["gazetteer", "refresh", changed, "--since", "2026-02-01", "-o", newer, *asking]
    ran = run(*words)
    assert ran.exit_code == 0, ran.stderr
    *_, told = ran.stderr.splitlines()
    assert "1 new, 3 changed; offices begun 1, ended 1, deaths 1" in told
    assert changed.read_bytes() == before
    announced = [line for line in ran.stderr.splitlines() if "in all:" in line]
    assert sum(int(line.split()[3]) for line in announced) == len(engine.requests)
    with Gazetteer.open(changed) as old, Gazetteer.open(newer) as gazetteer:
        assert gazetteer.get("wikidata:Q10520").valid == ("1975-05-02", "2026-03-01")
        (role,) = gazetteer.get("wikidata:Q317521").roles
        assert (role.title, role.start) == ("president of the United States", "2026-02-01")
        assert gazetteer.lookup("Nora Newcome")[0].entity.country == "GB"
        assert not old.lookup("Nora Newcome")
        assert old.manifest["counts"]["place"] == gazetteer.manifest["counts"]["place"]
        assert gazetteer.get("wikidata:Q76") == old.get("wikidata:Q76")


def test_an_unchanged_service_changes_nothing(run, world, asking, tmp_path):
    newer = tmp_path / "newer.gaz"
    ran = run("gazetteer", "refresh", world, "--since", "2025-01-01", "-o", newer, *asking)
    assert ran.exit_code == 0, ran.stderr
    assert "0 new, 0 changed; offices begun 0, ended 0, deaths 0" in ran.stderr
    with Gazetteer.open(world) as old, Gazetteer.open(newer) as gazetteer:
        assert gazetteer.manifest["counts"] == old.manifest["counts"]
        for curie in ("wikidata:Q76", "wikidata:Q34217", "wikidata:Q7817", "geonames:174982"):
            assert gazetteer.get(curie) == old.get(curie)


def test_a_refresh_that_fails_leaves_the_file_as_it_was(
    run, changed, asking, engine, wikidata_server
):
    before = changed.read_bytes()
    engine.faults["terms"] = [wikidata_server.faults.answers(403)]
    words = ["gazetteer", "refresh", changed, "--since", "2026-02-01", *asking]
    ran = run(*words)
    assert ran.exit_code == 1
    assert "refuses (403 Forbidden); what has come is kept" in ran.stderr
    assert changed.read_bytes() == before
    engine.forget()
    ran = run(*words)
    assert ran.exit_code == 0, ran.stderr
    assert engine.count("members") + engine.count("changed") == 0, "they were listed before"
    assert changed.read_bytes() != before


def test_other_gazetteers_are_refused_in_one_line(run, small_base, asking, tmp_path):
    ran = run("gazetteer", "refresh", small_base, "--since", "2026-02-01", *asking)
    assert ran.exit_code == 2
    assert "holds no slice of Wikidata" in ran.stderr
    ran = run("gazetteer", "refresh", "--since", "2026-02-01")
    assert ran.exit_code == 2
    assert "name its file" in " ".join(ran.stderr.split())
    ran = run("gazetteer", "refresh", "Q76", "-o", tmp_path / "x.gaz")
    assert "give --since DATE" in " ".join(ran.stderr.split())
    ran = run("gazetteer", "refresh", small_base)
    assert ran.exit_code == 2
    assert "is a file: give --since DATE" in " ".join(ran.stderr.split())
    assert run("gazetteer", "refresh", "nonsense").exit_code == 2


def test_a_manifest_says_of_a_slice_all_that_a_refresh_needs(run, world):
    manifest = json.loads(run("gazetteer", "info", world, "--format", "json").stdout)
    (told,) = [s for s in manifest["sources"] if s.get("path") == "wikidata-query:people"]
    assert told["licence"] == "CC0 1.0"
    assert told["options"]["min_sitelinks"] == 3
    assert told["slice"]["name"] == "people"
