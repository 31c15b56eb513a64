"""Values made by hand, and the command as a user runs it."""

import importlib.util
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

import enrich
from enrich.model import Candidate, Document, Evidence, Link, Match, Mention, Nil, Result, Role
from enrich.reasons.grounds import Ground, Why
from gazetteer.model import Entity, Kind, Point, Position

YEREVAN = Entity(
    "geonames:616052", "Yerevan", Kind.PLACE, "capital of Armenia", ("wikidata:Q1953",), "AM",
    ("Yerevan",), ("geonames:174982",), "PPLC", Point(lat=40.17765, lon=44.5126), 11.0, 1144700,
)  # fmt: skip
ARMENIA = Entity(
    "geonames:174982", "Armenia", Kind.PLACE, "", ("wikidata:Q399",), "AM", (), (), "PCLI",
    Point(lat=40.2, lon=45), 150.0, 2900000,
)  # fmt: skip
NOWHERE = Entity("enrich:nowhere", "Nowhere", Kind.PLACE, "a place without coordinates")
LAVROV = Entity(
    "wikidata:Q58217", "Sergey Lavrov", Kind.PERSON, "foreign minister of Russia", country="RU",
    roles=(Position("minister of foreign affairs", "RU", "2004-03-09"),),
)  # fmt: skip
CSTO = Entity("wikidata:Q318693", "Collective Security Treaty Organization", Kind.ORGANISATION)
KNOWN = {
    "Yerevan": YEREVAN,
    "Armenia": ARMENIA,
    "Nowhere": NOWHERE,
    "Lavrov": LAVROV,
    "CSTO": CSTO,
}


def link_of(text: str, start: int, end: int, role: Role | None = None) -> Link:
    """Link a span to the entity of its text, or to none."""
    words = text[start:end]
    entity = KNOWN.get(words)
    if entity is None:
        mention = Mention(start, end, words, Kind.PLACE, role, "given")
        return Link(
            mention,
            None,
            0.0,
            nil=Nil.NO_CANDIDATES,
            grounds=(Ground(Why.SAID, ("Nothing has this name.",)),),
        )
    place = entity.kind is Kind.PLACE
    mention = Mention(start, end, words, entity.kind, (role or Role.LITERAL) if place else None)
    return Link(
        mention, entity, 0.987654, Candidate(entity, words, Match.EXACT), ARMENIA, 0.0123456,
        (Evidence("population", 6.1, 2.5),),
        grounds=(Ground(Why.SAID, ("The best-known place of this name.",)),),
    )  # fmt: skip


@pytest.fixture
def result_of() -> Callable[..., Result]:
    """A result made by hand: every known name in a text is linked, "Atlantis" is not."""

    def make(text: str, identifier: str = "article", **fields: object) -> Result:
        names = re.finditer("|".join([*KNOWN, "Atlantis"]), text)
        links = tuple(link_of(text, *name.span()) for name in names)
        document = Document(text, identifier, **fields)
        return Result(document, links, "build-1", {"version": "0"}, YEREVAN)

    return make


@pytest.fixture
def entities() -> dict[str, Entity]:
    """The entities that ``result_of`` links to, by the name in the text."""
    return KNOWN


@pytest.fixture
def link_span() -> Callable[..., Link]:
    """A link made by hand for a span of a text."""
    return link_of


@pytest.fixture(scope="session")
def geojson_rules() -> ModuleType:
    """The checker of GeoJSON files."""
    return importlib.import_module("fuzzing.geojson_rules")


@pytest.fixture(scope="session")
def service_module() -> ModuleType:
    """``service.py``: a service as a process, and its client; skipped without what it needs."""
    for name in ("fastapi", "uvicorn", "prometheus_client"):
        reason = f"{name} is not installed: pip install 'enrich-geo[server]'"
        pytest.importorskip(name, reason=reason)
    path = Path(__file__).resolve().parents[1] / "service.py"
    spec = importlib.util.spec_from_file_location("service", path)
    assert spec is not None
    assert spec.loader is not None
    sys.modules["service"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def service_starter(
    service_module: ModuleType,
    environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., object]:
    """Start a service with settings of its own, in a folder of its own."""

    def start(**settings: object) -> object:
        folder = tmp_path_factory.mktemp("service")
        return service_module.start(environment, folder, **settings)

    return start


@pytest.fixture(scope="module")
def serve(service_starter: Callable[..., object]) -> Iterator[Callable[..., object]]:
    """Start services; all are stopped after the tests of a file."""
    started = []

    def start(**settings: object) -> object:
        started.append(service_starter(**settings))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.close()


@pytest.fixture(scope="session")
def service(service_starter: Callable[..., object]) -> Iterator[object]:
    """The service that is asked nothing harmful, with two processes."""
    running = service_starter(workers=2)
    yield running
    assert running.close() == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Chromium without a window; skipped without it or without Playwright."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
    )
    names = ("chromium", "chromium-browser", "chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.skip("Chromium (Debian package chromium) is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def watched() -> Callable[..., object]:
    """Watch a new tab: ``said`` is what it complains of, ``asked`` every address it asks for.

    What its policies refuse is in ``window.refused`` of the page that is open.
    """

    def watch(tab: Any) -> object:
        tab.said, tab.asked = [], []
        tab.on("console", lambda message: tab.said.append(message.text))
        tab.on("pageerror", lambda error: tab.said.append(str(error)))
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.add_init_script(
            "window.refused = []; document.addEventListener('securitypolicyviolation',"
            " (event) => window.refused.push(event.violatedDirective));"
        )
        return tab

    return watch


@pytest.fixture
def run() -> Callable[..., object]:
    """``enrich`` called in this process: fast, with its output as bytes and text."""
    from enrich.cli.app import app

    def call(*arguments: object, given: bytes | str | None = None) -> object:
        words = [str(argument) for argument in arguments]
        return CliRunner().invoke(app, words, input=given, prog_name="enrich")

    return call


@pytest.fixture(scope="session")
def command() -> list[str]:
    """The words that start ``enrich`` as a process of its own."""
    return [sys.executable, "-m", "enrich"]


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """An environment in which a process finds the packages under test."""
    directory = str(Path(enrich.__file__).resolve().parents[1])
    quiet = {k: v for k, v in os.environ.items() if k not in {"FORCE_COLOR", "NO_COLOR"}}
    return {**quiet, "PYTHONPATH": directory, "TERM": "xterm", "COLUMNS": "120"}


@pytest.fixture
def process(
    command: list[str], environment: dict[str, str], tmp_path: Path
) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """``enrich`` run to its end as a process of its own, in an empty directory."""

    def call(
        *arguments: object,
        given: bytes = b"",
        words: Iterable[str] | None = None,
        **options: object,
    ) -> subprocess.CompletedProcess[bytes]:
        line = [*(words or command), *map(str, arguments)]
        defaults = {"input": given, "capture_output": True, "cwd": tmp_path, "env": environment}
        return subprocess.run(line, check=False, timeout=60, **{**defaults, **options})

    return call


@pytest.fixture(scope="session")
def gdal() -> Callable[..., str]:
    """A tool of GDAL as the system has it: what it prints of the words it is given."""

    def ran(*words: object, **environment: str) -> str:
        line = list(map(str, words))
        if shutil.which(line[0]) is None:
            pytest.skip(f"{line[0]} (Debian package gdal-bin) is not installed")
        env = {**os.environ, **environment}
        return subprocess.run(line, capture_output=True, text=True, check=True, env=env).stdout

    return ran


@pytest.fixture
def at(
    result_of: Callable[..., Result], entities: dict[str, Entity], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """A result made by hand about places of a name, a feature code, a latitude and longitude."""

    def make(*places: tuple[str, str, float, float]) -> Result:
        for name, feature, lat, lon in places:
            place = Entity(
                f"enrich:{name}", name, Kind.PLACE, feature=feature, point=Point(lat=lat, lon=lon)
            )
            monkeypatch.setitem(entities, name, place)
        return result_of(" ".join(name for name, *_ in places))

    return make


@pytest.fixture(scope="session")
def corpus():
    """A table of documents for engines, with some that cannot be read; ``n`` tells them apart."""
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install pyarrow")
    texts = (
        "Lavrov will meet Blinken in Yerevan.", "A fire in Paris killed two.", None,
        "The road from Goris to Tbilisi is open.", "Nothing is named here.", "",
        "Talks between Ankara and Yerevan were held in Batumi.",
    )  # fmt: skip
    return pa.Table.from_pylist([
        {
            "n": n, "section": None if n % 4 else "world", "text": texts[n % len(texts)],
            "id": f"d{n}", "published": "2023-05-17" if n % 3 else "soon",
            "outlet": "The Herald" if n % 2 else None,
        }
        for n in range(21)
    ])  # fmt: skip


@pytest.fixture(scope="session")
def taught() -> Iterator[enrich.Linker]:
    """A linker that has learnt what an outlet writes about."""
    text = "Talks in Plano, Texas, day {}."
    with enrich.Linker(user_gazetteer="") as linker:
        linker.learn(Document(text.format(n), outlet="The Herald") for n in range(3))
        yield linker


@pytest.fixture(scope="session")
def rows_of() -> Callable[..., list[dict[str, object]]]:
    """The rows of a linked table, in the order of the documents."""
    return lambda linked: sorted(linked.to_pylist(), key=lambda row: row["n"])


@pytest.fixture(scope="session")
def drive(corpus, taught, environment) -> Callable[..., Path]:
    """Run a program of this directory on the corpus, in a folder where it leaves its tables.

    In a process of its own, for an engine leaves threads and open sockets behind.
    """

    def ran(program: str, folder: Path, **variables: str) -> Path:
        from pyarrow import parquet

        parquet.write_table(corpus, folder / "documents.parquet")
        (folder / "linker.pickle").write_bytes(pickle.dumps(taught))
        line = [sys.executable, str(Path(__file__).with_name(program)), str(folder)]
        done = subprocess.run(
            line, capture_output=True, text=True, cwd=folder, check=False, timeout=180,
            env={**environment, **variables},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-8000:]
        return folder

    return ran
