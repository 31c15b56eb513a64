"""Files that are damaged or made to harm, read as the command reads them."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import json
import random
import shutil
import warnings
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from enrich import Linker
from enrich.formats import write
from enrich.inputs.documents import iter_documents
from enrich.model import Document
from fuzzing import damage
from fuzzing.invariants import broken, broken_error, broken_output
from fuzzing.kinds import Case, Outcome
from gazetteer.build.writer import Builder
from gazetteer.errors import EnrichError
from gazetteer.model import Kind, Name, NameType, Point, Position
from gazetteer.net import archives as packed
from gazetteer.net.cache import Cache
from gazetteer.rowlines import line_of
from gazetteer.rows import Row
from gazetteer.share.fetching import fetch
from gazetteer.share.packing import pack
from gazetteer.store import Gazetteer
from gazetteer.store.user import UserGazetteer, open_gazetteer

TEXT: Final = (
    "YEREVAN, May 14 (Herald) - Armenian Prime Minister Nikol Pashinyan met Sergey Lavrov in Goris,"
    " 20 km north of Kapan. The CSTO spoke of Paris, Texas, and of Syunik."
)
ROWS: Final = (
    Row("geonames:174982", Kind.PLACE, "Armenia", country="AM", area="AM", code="AM",
        feature="PCLI", point=Point(lat=40.2, lon=45.0), population=2_900_000, prominence=0.8,
        source="one"),
    Row("geonames:409313", Kind.PLACE, "Syunik", country="AM", area="AM", code="AM.08",
        feature="ADM1", point=Point(lat=39.3, lon=46.2), radius_km=60.0, source="one"),
    Row("geonames:616052", Kind.PLACE, "Yerevan", (Name("Ереван", NameType.VARIANT, "ru"),),
        wikidata="Q1953", country="AM", area="AM", feature="PPLC", point=Point(lat=40.2, lon=44.5),
        population=1_000_000, prominence=0.6, source="one"),
    Row("geonames:174895", Kind.PLACE, "Goris", country="AM", area="AM.08", feature="PPL",
        point=Point(lat=39.5, lon=46.3), population=20_000, prominence=0.2, source="two"),
    Row("geonames:174875", Kind.PLACE, "Kapan", country="AM", area="AM.08", feature="PPLA",
        point=Point(lat=39.2, lon=46.4), population=40_000, prominence=0.2, source="two"),
    Row("wikidata:Q58217", Kind.PERSON, "Sergey Lavrov", (Name("Lavrov", NameType.VARIANT),),
        positions=(Position("minister of foreign affairs", "RU", "2004-03-09"),), source="two"),
    Row("enrich:csto", Kind.ORGANISATION, "Collective Security Treaty Organization",
        (Name("CSTO", NameType.ABBREVIATION),), valid=("1992", None), source="two"),
)  # fmt: skip
_ENDLESS: Final = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT old.* FROM n, old"
)
_LOADING: Final = "SELECT *, load_extension('x') FROM old"
_LARGE: Final = "SELECT hex(zeroblob(400000000)) AS key"
HOSTILE: Final = (
    f"ALTER TABLE {{table}} RENAME TO old; CREATE VIEW {{table}} AS {_ENDLESS}",
    f"ALTER TABLE {{table}} RENAME TO old; CREATE VIEW {{table}} AS {_LARGE}",
    f"ALTER TABLE {{table}} RENAME TO old; CREATE VIEW {{table}} AS {_LOADING}",
    "CREATE TRIGGER harm AFTER INSERT ON {table} BEGIN DELETE FROM {table}; END",
    "ALTER TABLE {table} ADD COLUMN more GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL",
    "DROP TABLE {table}",
    "DROP TABLE {table}; CREATE TABLE {table} (a, b)",
    "DROP TABLE {table}; CREATE VIRTUAL TABLE {table} USING fts5(key, name)",
    "UPDATE sqlite_master SET sql = 'CREATE TABLE {table} (x' WHERE name = '{table}'",
    "UPDATE sqlite_master SET rootpage = 3 WHERE name = '{table}'",
)
"""What is done to a table of a database."""


def outcome(
    size: int, work: Callable[[], list[str]], left: Callable[[], list[str]] = list
) -> Outcome:
    """Return what came of some work, and what it left behind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found, refused = work(), False
    except EnrichError as error:
        found, refused = broken_error(error), True
    return Outcome(size, found + left(), refused)


def left_in(folder: Path, known: Sequence[str]) -> list[str]:
    """Return what lies in a folder beside what is known; it is removed."""
    left = [path for path in folder.iterdir() if path.name not in known]
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return [f"left behind: {path.name}" for path in left]


def built(path: Path, rows: Sequence[Row] = ROWS) -> Path:
    """Write a small gazetteer."""
    with Builder(path) as builder:
        builder.add(rows)
        builder.finish([])
    return path


def gazetteers(folder: Path) -> Case:
    """Gazetteers with damaged bytes, odd values and hostile tables."""
    whole = built(folder / "whole.gaz")
    path = folder / "case.gaz"

    def use() -> list[str]:
        with Gazetteer.open(path) as gazetteer:
            for name in ("Yerevan", "Lavrov", "Gorris", "CSTO"):
                gazetteer.lookup(name)
                gazetteer.fuzzy(name)
            gazetteer.near(Point(lat=40.2, lon=44.5), 50.0)
            gazetteer.beginning("ye")
            with Linker(gazetteer, decisions=None) as linker:
                result = linker(TEXT)
            return (
                broken(result)
                + broken_output([result], "json")
                + broken_output([result], "geojson")
            )

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        shutil.copyfile(whole, path)
        if rng.random() < 0.5:
            data = whole.read_bytes()
            path.write_bytes(data[:200] + damage.bytes_of(rng, data[200:]))
        else:
            damage.database(rng, path, HOSTILE)
        left = partial(left_in, folder, ("whole.gaz", "case.gaz"))
        return outcome(path.stat().st_size, use, left)

    return case


def caches(folder: Path) -> Case:
    """Caches of answers with damaged bytes, odd values and hostile tables."""
    whole = folder / "whole" / "answers.sqlite"
    with Cache(whole) as cache:
        cache.put_many("s", {f"Q{n}": {"of": n, "text": "x" * n} for n in range(50)}, days=30)
    data = whole.read_bytes()

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        own = folder / "case"
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir()
        path = own / "answers.sqlite"
        path.write_bytes(data)
        if rng.random() < 0.5:
            path.write_bytes(damage.bytes_of(rng, data))
        else:
            damage.database(rng, path, HOSTILE)

        def use() -> list[str]:
            with Cache(path) as cache:
                keys = [f"Q{n}" for n in range(50)]
                found = cache.get_many("s", keys)
                cache.put_many("s", {"new": [1]}, days=1)
                after = cache.get_many("s", ["new"])
                cache.info()
                cache.clear()
                good = cache.problem is None
            wrong = [f"{key}: not JSON" for key, value in found.items() if not _is_json(value)]
            return wrong + (
                [f"what was kept came back as {after}"]
                if good and after not in ({"new": [1]}, {})
                else []
            )

        return outcome(len(data), use)

    return case


def _is_json(value: Any) -> bool:
    with contextlib.suppress(TypeError, ValueError):
        json.dumps(value, allow_nan=False)
        return True
    return False


_DECISIONS: Final = """
[[decision]]
name = "Springfield"
action = "replace"
entity = "geonames:616052"
document = "d1"
occurrence = 1
note = "as the editor said"
by = "A. Editor"
date = 2024-05-14

[[decision]]
name = "Goris"
kind = "place"
action = "reject"
around = "in Goris"

[[merge]]
id = "geonames:616051"
into = "geonames:616052"

[[entity]]
id = "enrich:old-mill"
name = "Old Mill"
names = ["The Mill"]
kind = "place"
lat = 40.1
lon = 44.2
country = "AM"
"""


def decisions(folder: Path) -> Case:
    """Files of decisions with words replaced, lost and moved."""
    gazetteer = Gazetteer.open(built(folder / "base.gaz"))
    path = folder / "decisions.toml"

    def use() -> list[str]:
        with Linker(gazetteer, decisions=path) as linker:
            result = linker(Document(f"{TEXT} The Old Mill of Springfield.", "d1"))
        return broken(result) + broken_output([result], "json")

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        change = damage.strings_of if rng.random() < 0.7 else damage.lines_of
        data = change(rng, _DECISIONS).encode("utf-8", "surrogatepass")
        path.write_bytes(damage.bytes_of(rng, data) if rng.random() < 0.1 else data)
        return outcome(len(data), use)

    return case


def user_gazetteers(folder: Path) -> Case:
    """User gazetteers with values replaced, and lines broken."""
    base = built(folder / "base.gaz")
    path = folder / "user.jsonl"
    lines = [line_of(row) for row in ROWS]

    def use() -> list[str]:
        before = path.read_bytes()
        try:
            with (
                open_gazetteer(base, path) as gazetteer,
                Linker(gazetteer, decisions=None) as linker,
            ):
                result = linker(TEXT)
            UserGazetteer(path).add([Row("enrich:x", Kind.PLACE, "X")])
        except EnrichError:
            if path.read_bytes() != before:
                return ["a file that cannot be read was changed"]
            raise
        return broken(result) + broken_output([result], "json")

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        changed = [
            json.dumps(damage.value_of(rng, json.loads(line))) if rng.random() < 0.2 else line
            for line in lines
        ]
        data = "\n".join(changed)
        if rng.random() < 0.2:
            data = damage.lines_of(rng, data)
        path.write_bytes(data.encode("utf-8", "surrogatepass"))
        return outcome(len(data), use)

    return case


def archives(folder: Path) -> Case:
    """Packed gazetteers, zip, bzip2 and gzip files, damaged, or made to be endless."""
    whole = built(folder / "whole.gaz")
    tar = pack(whole, folder / "whole.gaz.tar.zst").path.read_bytes()
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("AM.txt", f"{TEXT}\n" * 50)
        archive.writestr("../out.txt", "x")
    text = f"{TEXT}\n".encode() * 20
    bomb = bz2.compress(bytes(32 << 20))
    made = (
        ("a.gaz.tar.zst", tar), ("a.zip", holder.getvalue()), ("a.bz2", bz2.compress(text)),
        ("a.txt.gz", gzip.compress(text)), ("a.txt.bz2", bz2.compress(text)), ("a.bz2", bomb),
    )  # fmt: skip
    known, names = ("whole.gaz", "whole.gaz.tar.zst"), [name for name, _ in made]

    def use(name: str) -> list[str]:
        path, out = folder / name, folder / "out.gaz"
        if name.endswith(".zst"):
            fetch(str(path), out)
            with Gazetteer.open(out) as gazetteer:
                gazetteer.lookup("Yerevan")
        elif name.endswith(".zip"):
            packed.check(path)
        elif name.endswith(".bz2"):
            packed.unpack(path, folder / "out.gaz")
        else:
            problems: list[Any] = []
            list(iter_documents([path], on_error=problems.append, max_bytes=1 << 20))
            return [line for problem in problems for line in broken_error(problem)]
        return []

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        name, data = rng.choice(made)
        path = folder / name
        path.write_bytes(data if rng.random() < 0.05 else damage.bytes_of(rng, data))
        left = partial(left_in, folder, (*known, *names, "out.gaz"))
        return outcome(len(data), partial(use, name), left)

    return case


def runs(folder: Path) -> Case:
    """Outputs of runs with values replaced, compared, and added from."""
    from enrich.runs.differences import compare
    from enrich.runs.reading import read_output
    from enrich.runs.report import iter_report

    with Linker(user_gazetteer="", decisions=None) as linker:
        result = linker(Document(TEXT, "d1"))
    names = ("a.json", "a.jsonl")
    for name in names:
        write([result], folder / name)
    whole = {name: (folder / name).read_text("utf-8") for name in names}
    good = {name: read_output(folder / name) for name in names}

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        name = rng.choice(names)
        lines = [whole[name]] if name == "a.json" else whole[name].splitlines()
        data = "\n".join(json.dumps(damage.value_of(rng, json.loads(line))) for line in lines)
        data = damage.lines_of(rng, data) if rng.random() < 0.2 else data
        (folder / name).write_bytes(data.encode("utf-8", "surrogatepass"))

        def use() -> list[str]:
            list(iter_report(compare(good[name], read_output(folder / name))))
            return []

        return outcome(len(data), use)

    return case
