"""A gazetteer in several processes: forked ones, and those that are sent a pickled one."""

import json
import multiprocessing
import os
import pickle
import subprocess
import sys

import pytest

from gazetteer.build.writer import Builder
from gazetteer.errors import GazetteerError, GazetteerMissing
from gazetteer.model import Kind, Name, NameType
from gazetteer.rows import Row
from gazetteer.store import Gazetteer
from gazetteer.store.adopt import prepare
from gazetteer.store.layers import Layer
from gazetteer.store.user import UserGazetteer, open_gazetteer

GORIS = "geonames:174895"
LAVROV = Row("wikidata:Q58217", Kind.PERSON, "Sergey Lavrov", source="wikidata")


def build(path, *rows):
    with Builder(path) as builder:
        builder.add([Row(GORIS, Kind.PLACE, "Goris", country="AM", source="geonames"), *rows])
        builder.finish([])
    return path


@pytest.fixture
def path(tmp_path):
    return build(tmp_path / "tiny.gaz")


@pytest.fixture
def opened(path):
    with Gazetteer.open(path) as gazetteer:
        yield gazetteer


def unpickled(text):
    return pickle.loads(text)  # noqa: S301 - these tests wrote it


def with_desk(gazetteer):
    desk = Row("enrich:map-desk", Kind.ORGANISATION, "The Map Desk", source="mine")
    return gazetteer.with_layer(Layer([prepare(desk, gazetteer)], digest="1"))


FORK = """
import json, os, sqlite3, sys
from pathlib import Path
from gazetteer.store import Gazetteer

made, closed = [], []

class Noted(sqlite3.Connection):
    def __init__(self, *words, **options):
        super().__init__(*words, **options)
        made.append(os.getpid())
    def execute(self, *words):
        self.process = getattr(self, "process", os.getpid())
        assert self.process == os.getpid(), "a connection is used in two processes"
        return super().execute(*words)
    def close(self):
        closed.append(self.process == os.getpid())
        super().close()

connect = sqlite3.connect
sqlite3.connect = lambda *words, **options: connect(*words, factory=Noted, **options)

with Gazetteer.open(Path(sys.argv[1])) as gazetteer:
    gazetteer.get("geonames:174895")
    before = len(made)
    read, write = os.pipe()
    if not os.fork():
        name = gazetteer.lookup("Goris")[0].entity.name
        gazetteer.close()
        os.write(write, json.dumps([name, len(made) - before, closed]).encode())
        os._exit(0)
    os.wait()
    told = json.loads(os.read(read, 1000))
    print(json.dumps([told, gazetteer.lookup("Goris")[0].entity.name, len(made) - before]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_fork_opens_connections_of_its_own_and_leaves_its_parents_alone(path, package_path):
    ran = subprocess.run(
        [sys.executable, "-c", FORK, path], capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(package_path)}, timeout=60,
    )  # fmt: skip
    assert ran.stderr == ""
    (name, made_by_child, closed), after, made_by_parent = json.loads(ran.stdout)
    assert (name, after) == ("Goris", "Goris")
    assert made_by_child == 1
    assert closed
    assert all(closed)
    assert made_by_parent == 0


def test_a_gazetteer_is_sent_to_a_spawned_process(path):
    with (
        Gazetteer.open(path) as gazetteer,
        multiprocessing.get_context("spawn").Pool(1) as pool,
    ):
        sent = with_desk(gazetteer)
        assert pool.apply(Gazetteer.get, (sent, GORIS)).name == "Goris"
        (hit,) = pool.apply(Gazetteer.lookup, (sent, "the map desk"))
    assert hit.entity.id == "enrich:map-desk"


def test_what_a_user_has_added_goes_along(path, tmp_path):
    user = tmp_path / "user.jsonl"
    UserGazetteer(user).add([Row(GORIS, Kind.PLACE, "Goris", (Name("Kores", NameType.VARIANT),))])
    with open_gazetteer(path, user) as gazetteer:
        text = pickle.dumps(gazetteer)
        user.unlink()
        with unpickled(text) as again:
            assert again.lookup("Kores")[0].entity.id == GORIS
            assert again.build_id == gazetteer.build_id


def test_the_embedded_gazetteer_is_that_of_the_package_that_reads(gazetteer):
    text = pickle.dumps(gazetteer)
    assert str(gazetteer.path).encode() not in text
    with unpickled(text) as again:
        assert again.path == gazetteer.path


def test_a_relative_path_is_found_from_another_folder(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Gazetteer.open(path.name) as gazetteer:
        text = pickle.dumps(gazetteer)
    monkeypatch.chdir("/")
    with unpickled(text) as again:
        assert again.get(GORIS).name == "Goris"


def test_a_file_that_is_gone_or_was_replaced_is_an_error(opened, path):
    text = pickle.dumps(opened)
    build(path, LAVROV)
    with pytest.raises(GazetteerError, match=r"tiny\.gaz: holds build \w+ now"):
        unpickled(text)
    path.unlink()
    with pytest.raises(GazetteerMissing, match=r"tiny\.gaz: no gazetteer there"):
        unpickled(text)


def test_a_view_with_a_layer_shares_the_file(opened):
    view = with_desk(opened)
    assert view.get("enrich:map-desk").name == "The Map Desk"
    assert not opened.lookup("the map desk")
    assert view.path is opened.path
