"""Outputs of ``--format json`` and ``jsonl`` read back: documents, mentions, manifests."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from enrich.text.hashing import text_hash
from gazetteer.errors import InputError
from gazetteer.reading import read_plain

_NUMBERS: Final = frozenset({"score", "lat", "lon", "radius_km"})
_WHOLE: Final = frozenset({"start", "end", "geonames"})
_REQUIRED: Final = frozenset({"start", "end", "text", "kind"})
_LARGEST: Final = {"lat": 90.0, "lon": 180.0, "score": 1.0}


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention as an output has it; the fields are those of the record by the same names.

    Attributes:
        start: Offset of its first code point.
        end: Offset after its last.
        text: As written.
        kind: "place", "person" or "organisation".
        role: Of a place, or None.
        entity_id: What it is linked to, or None.
        name: Name of that.
        score: Probability, 0 to 1.
        nil: Why it is not linked, or None.
        geonames: Id, or None.
        wikidata: Id, or None.
        lat: Degrees, or None.
        lon: Degrees, or None.
        country: ISO 3166-1 alpha-2, or None.
        admin1: Name of the first-order area, or None.
        feature: GeoNames feature code, or None.
        precision: What the point stands for, or None.
        radius_km: Kilometres, or None.
    """

    start: int
    end: int
    text: str
    kind: str
    role: str | None = None
    entity_id: str | None = None
    name: str | None = None
    score: float | None = None
    nil: str | None = None
    geonames: int | None = None
    wikidata: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    feature: str | None = None
    precision: str | None = None
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """A document as an output has it.

    Attributes:
        id: Its id.
        mentions: In the order of the output.
        digest: SHA-256 of its text, in hexadecimal; None where the output has only records.
        primary_place: Id of its primary place, or None.
        area: Id of the area that holds most of it, the code of a country that has no id, or None.
        manifest: ``run`` of the output, empty where there is none.
    """

    id: str
    mentions: tuple[Seen, ...]
    digest: str | None = None
    primary_place: str | None = None
    area: str | None = None
    manifest: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Output:
    """A file that was read.

    Attributes:
        name: Of the file, for messages.
        documents: By id.
        records_only: Whether it is of ``jsonl``: then a document without mentions leaves no trace.
    """

    name: str
    documents: Mapping[str, SeenDocument]
    records_only: bool = False

    @property
    def mentions(self) -> int:
        """How many mentions it has."""
        return sum(len(document.mentions) for document in self.documents.values())


def read_output(path: Path) -> Output:
    """Read what ``--format json`` or ``jsonl`` wrote.

    Args:
        path: The file; "-" is standard input.

    Raises:
        InputError: It is not there, or is something else.
    """
    name = "standard input" if str(path) == "-" else str(path)
    documents: dict[str, SeenDocument] = {}
    records: dict[str, list[Seen]] = {}
    empty_is_fine = path.suffix.lower() in {".jsonl", ".ndjson"}
    for where, value in _values(_content(path, name), name, empty_is_fine=empty_is_fine):
        if not isinstance(value, dict) or not {"document", "document_id"} & value.keys():
            raise InputError(
                f"{where}: is neither a document of --format json nor a record of jsonl"
            )
        if "document" not in value:
            records.setdefault(_text(value, "document_id", where), []).append(_seen(value, where))
            continue
        document = _document(value, where)
        if document.id in documents:
            raise InputError(f"{where}: there was a document {document.id!r} before")
        documents[document.id] = document
    if documents and records:
        raise InputError(f"{name}: mixes documents and single records; give only one kind")
    found = documents or {i: SeenDocument(i, tuple(seen)) for i, seen in records.items()}
    return Output(name, found, records_only=bool(records) or (empty_is_fine and not documents))


def _content(path: Path, name: str) -> str:
    try:
        held = sys.stdin.buffer.read() if str(path) == "-" else read_plain(path)
        return held.decode("utf-8-sig")
    except OSError as error:
        why = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise InputError(f"{name}: {why or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: is not UTF-8, so no output of --format json or jsonl") from error


def _values(text: str, name: str, *, empty_is_fine: bool) -> Iterator[tuple[str, Any]]:
    """Yield the objects of a file, each with where it stands."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        fault = str(error) if isinstance(error, ValueError) else ""
        yield from _lines(text, name, fault, empty_is_fine=empty_is_fine)
        return
    if isinstance(whole, list):
        yield from ((f"{name}: item {number}", value) for number, value in enumerate(whole, 1))
    else:
        yield name, whole


def _lines(text: str, name: str, fault: str, *, empty_is_fine: bool) -> Iterator[tuple[str, Any]]:
    if not text.strip() and not empty_is_fine:
        raise InputError(f"{name}: is empty")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield f"{name}: line {number}", json.loads(line)
        except (ValueError, RecursionError) as error:
            cut = fault and number == 1 and line[:1] in {"[", "{"}
            what = f"breaks off or is damaged ({fault})" if cut else f"line {number} is not JSON"
            raise InputError(
                f"{name}: {what}; enrich diff reads what --format json or jsonl wrote"
            ) from error


def _document(value: Mapping[str, Any], where: str) -> SeenDocument:
    about, mentions, run = value["document"], value.get("mentions"), value.get("run")
    if not isinstance(about, dict) or not isinstance(mentions, list):
        raise InputError(f"{where}: `document` is not an object or `mentions` not a list")
    if not isinstance(run, dict):
        run = {}
    primary = value.get("primary_place")
    return SeenDocument(
        _text(about, "id", f"{where}: document"),
        tuple(_seen(one, f"{where}: mention {number}") for number, one in enumerate(mentions, 1)),
        _digest(about, run),
        primary.get("id") if isinstance(primary, dict) else None,
        _area(value.get("footprint_area")),
        run,
    )


def _area(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    told = value.get("id") or value.get("name")
    return told if isinstance(told, str) else None


def _digest(about: Mapping[str, Any], run: Mapping[str, Any]) -> str | None:
    given, text = run.get("input"), about.get("text")
    if isinstance(given, dict) and isinstance(given.get("sha256"), str):
        return str(given["sha256"])
    return text_hash(text) if isinstance(text, str) else None


def _seen(record: Any, where: str) -> Seen:
    if not isinstance(record, dict):
        raise InputError(f"{where} is not an object")
    seen = Seen(**{f.name: _checked(record, f.name, where) for f in fields(Seen)})
    if (seen.lat is None) != (seen.lon is None):
        raise InputError(f"{where}: has `lat` or `lon` alone, which no output of enrich has")
    return seen


def _checked(record: Mapping[str, Any], key: str, where: str) -> Any:
    value: Any = record.get(key)
    if value is None and key not in _REQUIRED:
        return None
    if key in _WHOLE:
        good = type(value) is int  # True is an int too
    elif key in _NUMBERS:
        good = type(value) in (int, float) and abs(value) <= _LARGEST.get(key, 1e9)  # not NaN
    else:
        good = isinstance(value, str)
    if not good:
        shown = "is missing" if key not in record else f"is {value!r}"
        raise InputError(f"{where}: `{key}` {shown}, which no output of enrich has")
    return value


def _text(value: Mapping[str, Any], key: str, where: str) -> str:
    found = value.get(key)
    if isinstance(found, bool) or not isinstance(found, str | int):  # an id may be a number
        raise InputError(f"{where}: `{key}` is not a string")
    return str(found)
