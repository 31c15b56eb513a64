"""Files that are damaged or made to harm, read as the command reads them."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import json
import random
import shutil
import sqlite3
import struct
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
from gazetteer.sources.options import BuildOptions, Report
from gazetteer.sources.table import iter_rows
from gazetteer.store import Gazetteer
from gazetteer.store.user import UserGazetteer, open_gazetteer

TEXT: Final = (
    "YEREVAN, May 14 (Herald) - Armenian Prime Minister Nikol Pashinyan met Sergey Lavrov in Goris,"
    " 20 km north of Kapan. The CSTO spoke of Paris, Texas, and of Syunik."
)
ROWS: Final = (
    Row("geonames:174982", Kind.PLACE, "Armenia", country="AM", area="AM", code="AM", feature="PCLI",
        point=Point(lat=40.2, lon=45.0), population=2_900_000, prominence=0.8, source="one"),
    Row("geonames:409313", Kind.PLACE, "Syunik", country="AM", area="AM", code="AM.08", feature="ADM1",
        point=Point(lat=39.3, lon=46.2), radius_km=60.0, source="one"),
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
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS key, x AS name FROM n"
)
_LARGE: Final = "SELECT hex(zeroblob(400000000)) AS key"
HOSTILE: Final = (
    f"ALTER TABLE {{table}} RENAME TO old; CREATE VIEW {{table}} AS {_ENDLESS}",
    f"ALTER TABLE {{table}} RENAME TO old; CREATE VIEW {{table}} AS {_LARGE}",
    "ALTER TABLE {table} RENAME TO old; CREATE VIEW {table} AS SELECT *, load_extension('x') FROM old",
    "CREATE TRIGGER harm AFTER INSERT ON {table} BEGIN DELETE FROM {table}; END",
    "ALTER TABLE {table} ADD COLUMN more GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL",
    "DROP TABLE {table}",
    "DROP TABLE {table}; CREATE TABLE {table} (a, b)",
    "DROP TABLE {table}; CREATE VIRTUAL TABLE {table} USING fts5(key, name)",
    "UPDATE sqlite_master SET sql = 'CREATE TABLE {table} (x' WHERE name = '{table}'",
    "UPDATE sqlite_master SET rootpage = 3 WHERE name = '{table}'",
)
"""What is done to a table of a database."""


def _outcome(size: int, work: Callable[[], list[str]], left: Callable[[], list[str]] = list) -> Outcome:
    """Return what came of some work, and what it left behind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found, refused = work(), False
    except EnrichError as error:
        found, refused = broken_error(error), True
    return Outcome(size, found + left(), refused)


def _left(folder: Path, known: Sequence[str]) -> list[str]:
    """Return what lies in a folder beside what is known; it is removed."""
    left = [path for path in folder.iterdir() if path.name not in known]
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return [f"left behind: {path.name}" for path in left]


def _built(path: Path, rows: Sequence[Row] = ROWS) -> Path:
    with Builder(path) as builder:
        builder.add(rows)
        builder.finish([])
    return path


def gazetteers(folder: Path) -> Case:
    """Gazetteers with damaged bytes, odd values and hostile tables."""
    whole = _built(folder / "whole.gaz")
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
            return broken(result) + broken_output([result], "json") + broken_output([result], "geojson")

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        shutil.copyfile(whole, path)
        if rng.random() < 0.5:
            data = whole.read_bytes()
            path.write_bytes(data[:200] + damage.bytes_of(rng, data[200:]))
        else:
            damage.database(rng, path, HOSTILE)
        left = partial(_left, folder, ("whole.gaz", "case.gaz"))
        return _outcome(path.stat().st_size, use, left)

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
            return wrong + ([f"what was kept came back as {after}"] if good and after not in ({"new": [1]}, {}) else [])

        return _outcome(len(data), use)

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
    gazetteer = Gazetteer.open(_built(folder / "base.gaz"))
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
        return _outcome(len(data), use)

    return case


def user_gazetteers(folder: Path) -> Case:
    """User gazetteers with values replaced, and lines broken."""
    base = _built(folder / "base.gaz")
    path = folder / "user.jsonl"
    lines = [line_of(row) for row in ROWS]

    def use() -> list[str]:
        before = path.read_bytes()
        try:
            with open_gazetteer(base, path) as gazetteer, Linker(gazetteer, decisions=None) as linker:
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
        return _outcome(len(data), use)

    return case


_TABLE: Final = """name = "Towns"
file = "t.csv"
separator = ";"
[columns]
id = "id"
name = "name"
aliases = ["also"]
lat = "lat"
lon = "lon"
population = "people"
code = "code"
wikidata = "item"
[constants]
country = "AM"
kind = "place"
[names]
hy = "name_hy"
[values.kind]
Stadt = "place"
"""
_CSV: Final = (
    "id,name,also,lat,lon,people,code,item,name_hy\n"
    + "".join(f'{n},"Town {n}",T{n};U{n},{40 + n / 10},{44 + n / 10},{n}000,AM.{n},Q{n},Ա{n}\n' for n in range(9))
)  # fmt: skip
_SHAPES: Final = (
    {"type": "Point", "coordinates": [44.5, 40.2]},
    {"type": "Polygon", "coordinates": [[[44, 40], [45, 40], [45, 41], [44, 41], [44, 40]]]},
    {"type": "MultiPolygon", "coordinates": [[[[179, 1], [181, 1], [181, 2], [179, 2], [179, 1]]]]},
    {"type": "LineString", "coordinates": [[44, 40], [45, 41], [46, 41]]},
    {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]},
)
_NUMBERS: Final = (0, 44.5, 90, 180.0, -180, 181, 540, 1e9, 1e15, 1e308, float("nan"), float("inf"), 10**400, None, "x", [], 2e7)


def tables(folder: Path) -> Case:
    """Tables of a user's own, CSV and GeoJSON, and the TOML files that map them."""

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        toml, name, data = _TABLE, "t.csv", _CSV
        if rng.random() < 0.5:
            name, data = "t.geojson", _geojson(rng)
            toml = toml.replace("t.csv", name)
        if rng.random() < 0.5:
            toml = damage.lines_of(rng, toml)
        if rng.random() < 0.5:
            data = damage.lines_of(rng, data)
        return _read_table(folder, toml, {name: data.encode("utf-8", "surrogatepass")})

    return case


def _geojson(rng: random.Random) -> str:
    features = []
    for number in range(6):
        facts = {"id": number, "name": f"T{number}", "also": "", "lat": None, "lon": None,
                 "people": number, "code": f"AM.{number}", "item": "", "name_hy": ""}  # fmt: skip
        shape = _changed_numbers(rng, rng.choice(_SHAPES))
        if rng.random() < 0.05:
            for _ in range(rng.choice((50, 150))):
                shape = {"type": "GeometryCollection", "geometries": [shape]}
        feature = {"type": "Feature", "geometry": shape, "properties": facts}
        features.append(damage.value_of(rng, feature) if rng.random() < 0.3 else feature)
    return json.dumps({"type": "FeatureCollection", "features": features})


def _changed_numbers(rng: random.Random, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _changed_numbers(rng, part) for key, part in value.items()}
    if isinstance(value, list):
        return [_changed_numbers(rng, part) for part in value]
    is_number = isinstance(value, int | float)
    return rng.choice(_NUMBERS) if is_number and rng.random() < 0.08 else value


def _read_table(folder: Path, toml: str, files: dict[str, bytes]) -> Outcome:
    (folder / "t.toml").write_bytes(toml.encode("utf-8", "surrogatepass"))
    for name, data in files.items():
        (folder / name).write_bytes(data)

    def use() -> list[str]:
        rows = list(iter_rows(folder / "t.toml", BuildOptions(), Report()))
        with Gazetteer.open(_built(folder / "out.gaz", rows)) as gazetteer:
            found = [entity for name in ("Town 1", "T1") for entity in gazetteer.lookup(name)]
        return [f"{hit.entity.id} lies off the globe" for hit in found if not _on_globe(hit.entity.point)]

    known = ("t.toml", "t.csv", "t.geojson", "t.gpkg", "out.gaz")
    return _outcome(sum(map(len, files.values())), use, partial(_left, folder, known))


def _on_globe(point: Point | None) -> bool:
    return point is None or (abs(point.lat) <= 90 and abs(point.lon) <= 180)


def geopackages(folder: Path) -> Case:
    """GeoPackages with odd geometries, odd values, hostile tables and damaged bytes."""

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        path = folder / "t.gpkg"
        path.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.executescript(
                "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);"
                "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT);"
                "CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id);"
                "INSERT INTO gpkg_contents VALUES ('a', 'features');"
                "INSERT INTO gpkg_geometry_columns VALUES ('a', 'geom', 4326);"
                "INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326);"
                "CREATE TABLE a (geom, id, name, also, lat, lon, people, code, item, name_hy)"
            )
            for number in range(6):
                values = (b"GP\0\x01" + bytes(4) + _wkb(rng), number, f"T{number}", "", None, None,
                          number, f"AM.{number}", "", "")  # fmt: skip
                db.execute(f"INSERT INTO a VALUES ({', '.join('?' * 10)})", values)
            db.commit()
        if rng.random() < 0.5:
            damage.database(rng, path, HOSTILE)
        elif rng.random() < 0.3:
            path.write_bytes(damage.bytes_of(rng, path.read_bytes()))
        data = path.read_bytes()
        return _read_table(folder, _TABLE.replace("t.csv", "t.gpkg"), {"t.gpkg": data})

    return case


def _wkb(rng: random.Random) -> bytes:
    """Return WKB of any type, whole or not, nested, curved, and with odd numbers in it."""
    odd = (44.0, 45.0, 40.0, 41.0, 1e9, 1e15, 1e308, float("nan"), float("inf"), 181.0, 2e7)

    def number() -> bytes:
        return struct.pack("<d", rng.choice(odd[:4] if rng.random() < 0.9 else odd))

    def head(kind: int, *counts: int) -> bytes:
        return struct.pack(f"<BI{len(counts)}I", 1, kind, *counts)

    ring = [number() for _ in range(8)]
    closed = struct.pack("<I", 5) + b"".join(ring) + ring[0] + ring[1]
    polygon = head(3, 1) + closed
    line = head(2, 3) + b"".join(number() for _ in range(6))
    point = head(1) + number() + number()
    shape = rng.choice((
        point, line, polygon, head(6, 2) + polygon * 2, head(4, 1) + point, head(5, 1) + line,
        head(7, 1) + polygon, head(8, 3) + b"".join(number() for _ in range(6)), head(10, 1) + line,
        head(11, 1) + line, head(12, 1) + polygon, head(15, 1) + polygon, head(16, 1) + polygon,
        head(17, 1) + closed, head(3, 1 << 31), head(6, 0xFFFFFFFF), head(2, 1 << 30),
        head(1003, 1) + closed, head(0x80000003, 1) + closed, head(99, 1),
    ))  # fmt: skip
    if rng.random() < 0.1:
        for _ in range(rng.choice((2, 100, 100_000))):
            shape = b"".join((head(rng.choice((4, 5, 6, 7)), 1), shape)) if len(shape) < 2000 else shape
        if rng.random() < 0.5:
            shape = head(rng.choice((4, 6, 7)), 1) * 100_000 + point
    return damage.bytes_of(rng, shape) if rng.random() < 0.3 else shape


def archives(folder: Path) -> Case:
    """Packed gazetteers, zip, bzip2 and gzip files, damaged, or made to be endless."""
    whole = _built(folder / "whole.gaz")
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
        left = partial(_left, folder, (*known, *names, "out.gaz"))
        return _outcome(len(data), partial(use, name), left)

    return case


_PAGE: Final = (
    "<!DOCTYPE html><html lang=en><head><title>Talks</title><meta charset=utf-8>"
    '<meta property="article:published_time" content="2024-05-14"></head><body><nav><a href=/>Home</a>'
    f"</nav><article><h1>Talks</h1><p>{TEXT}</p><ul><li>Goris<li>Kapan</ul><table><tr><td>Yerevan<td>1"
    "</table></article><script>x = 1</script></body></html>"
)
_TEI: Final = (
    '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="l" xml:lang="en"><teiHeader>'
    "<fileDesc><titleStmt><title>A letter</title></titleStmt></fileDesc></teiHeader><text><body><p>From"
    " <placeName>Tiflis</placeName> by <persName>Mr Lynch</persName>.<lb/></p></body></text></TEI>"
)
_MAIL: Final = (
    "From: a@example.org\r\nSubject: =?utf-8?q?Talks?=\r\nDate: Tue, 14 May 2024 10:00:00 +0000\r\n"
    "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type:"
    f" text/plain; charset=utf-8\r\n\r\n{TEXT}\r\n--b\r\nContent-Type: text/html\r\n\r\n{_PAGE}\r\n--b--\r\n"
)
_WARC: Final = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://a.b/\r\n"
    "WARC-Date: 2024-05-14T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    f"Content-Length: {len(_PAGE) + 49}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html      \r\n\r\n{_PAGE}\r\n\r\n"
)
_FILES: Final = {
    "a.html": _PAGE, "a.xml": _TEI, "a.eml": _MAIL, "a.warc": _WARC, "a.md": f"# Talks\n\n{TEXT}\n\n- *a*\n",
    "a.txt": TEXT, "a.csv": f'id,title,text,date\n1,Talks,"{TEXT}",2024-05-14\n' * 4,
    "a.tsv": f"id\ttext\n1\t{TEXT}\n" * 4,
    "a.jsonl": json.dumps({"id": 1, "text": TEXT, "title": "x", "published": "2024-05-14"}) + "\n",
    "a.json": json.dumps({"articles": [{"id": 1, "text": TEXT, "date": "2024"}] * 3}),
    "a.rss": f"<rss version='2.0'><channel><item><title>T</title><description>{TEXT}</description></item></channel></rss>",
}  # fmt: skip


def readers(folder: Path) -> Case:
    """Files of texts in every format that is read, with words and bytes replaced."""

    def case(seed: int) -> Outcome:
        rng = random.Random(seed)
        name, whole = rng.choice(list(_FILES.items()))
        text = whole
        for _ in range(rng.choice((0, 1, 4))):
            text = damage.lines_of(rng, text)
        data = text.encode(rng.choice(("utf-8", "utf-8", "utf-8", "utf-16", "utf-8-sig")), "surrogatepass")
        data = damage.bytes_of(rng, data) if rng.random() < 0.5 else data
        if rng.random() < 0.1:
            name, data = f"{name}.gz", gzip.compress(data)
        path = folder / name
        path.write_bytes(data)
        problems: list[Any] = []

        def use() -> list[str]:
            read = list(iter_documents([path], on_error=problems.append))
            return [f"{d.id}: a text that cannot be written" for d in read if _is_broken(d.text)]

        told = _outcome(len(data), use)
        broken_lines = [line for problem in problems for line in broken_error(problem)]
        return Outcome(len(data), told.broken + broken_lines, bool(problems))

    return case


def _is_broken(text: str) -> bool:
    return "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text)


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

        return _outcome(len(data), use)

    return case
