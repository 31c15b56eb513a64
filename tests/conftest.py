"""Fixtures that many tests share."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import gazetteer as gazetteer_package
from enrich import Linker
from gazetteer.build.writer import Builder
from gazetteer.model import Kind, Point
from gazetteer.rows import Row
from gazetteer.sources import embedded
from gazetteer.store import Gazetteer

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root directory: README, tests, scripts."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data, which lies beside the project and which a user does not have."""
    path = Path(os.environ.get("ENRICH_SHARED", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"no reference data at {path}; ENRICH_SHARED names another place")
    return path


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    """The embedded gazetteer, opened once."""
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def linker(gazetteer: Gazetteer) -> Iterator[Linker]:
    """A linker over the embedded gazetteer with the default settings."""
    with Linker(gazetteer) as opened:
        yield opened


@pytest.fixture(scope="session")
def package_path() -> Path:
    """The directory from which processes started by tests import the packages under test."""
    return Path(gazetteer_package.__file__).resolve().parents[1]


def _beside(name: str) -> ModuleType:
    """A module of this directory, loaded by hand: tests are not package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def http_server() -> ModuleType:
    """The web server that misbehaves, ``http_server.py`` in this directory."""
    return _beside("http_server")


@pytest.fixture
def site(http_server: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A running site without files; ``url`` is its address."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    running = http_server.Site()
    server, running.url = http_server.serve(running)
    yield running
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def wikidata_server() -> ModuleType:
    """The web server that answers as Wikidata does, ``wikidata_server.py`` in this directory."""
    return _beside("wikidata_server")


@pytest.fixture
def wikibase(wikidata_server: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A running Wikidata with the items of ``tests/data/wikidata``."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    items = wikidata_server.load_items(wikidata_server.OWN_ITEMS)
    server, site = wikidata_server.serve_wikidata(items)
    yield site
    wikidata_server.close(server)


@pytest.fixture(scope="session")
def sparql_engine(wikidata_server: ModuleType) -> ModuleType:
    """The server with a SPARQL engine, ``sparql_engine.py``; skipped without pyoxigraph."""
    pytest.importorskip("pyoxigraph", reason="no SPARQL engine: pip install '.[dev]'")
    assert wikidata_server
    _beside("wikidata_rdf")
    return _beside("sparql_engine")


@pytest.fixture
def engine(
    sparql_engine: ModuleType, wikidata_server: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ModuleType]:
    """A running SPARQL service over the items of ``tests/data/wikidata``."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    items = wikidata_server.load_items(wikidata_server.OWN_ITEMS)
    server, site = sparql_engine.serve_sparql(items)
    yield site
    wikidata_server.close(server)


@pytest.fixture
def small_base(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two countries in place of the embedded gazetteer, so that a build takes no half minute."""
    path = tmp_path_factory.mktemp("base") / "base.gaz"
    rows = [
        Row("geonames:174982", Kind.PLACE, "Armenia", country="AM", area="AM", code="AM",
            feature="PCLI", point=Point(lat=40.2, lon=45.0), source="natural earth"),
        Row("geonames:587116", Kind.PLACE, "Azerbaijan", country="AZ", area="AZ", code="AZ",
            feature="PCLI", point=Point(lat=40.5, lon=47.5), source="natural earth"),
    ]  # fmt: skip
    with Builder(path) as builder:
        builder.add(rows)
        builder.finish([])
    monkeypatch.setattr(embedded, "EMBEDDED", path)
    return path


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what whoever runs it has added or kept."""
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENRICH_USER_GAZETTEER", str(folder / "user.jsonl"))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        for variable in ("ENRICH_CACHE", "ENRICH_CONTACT", "ENRICH_WIKIDATA_API"):
            patch.delenv(variable, raising=False)
        yield
