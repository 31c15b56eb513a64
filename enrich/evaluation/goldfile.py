"""Documents with golds from a ``.jsonl`` file, as ``docs/evaluation.md`` describes it.

One document a line: ``text``, ``mentions`` and, if known, ``id``, ``title``, ``published``,
``language``, ``outlet``, ``url``. A mention has ``start``, ``end`` and, if known, ``kind``,
``geonames``, ``wikidata``, ``lat``, ``lon``. A line that cannot be used is reported and left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final, NoReturn

from enrich.evaluation.decisions import Knowledge
from enrich.evaluation.gold import Gold, GoldDocument
from enrich.flow.windows import host_of
from enrich.inputs.columns import document_of
from enrich.inputs.decoding import MAX_BYTES
from enrich.inputs.tables import iter_jsonl
from enrich.text.hashing import text_hash
from gazetteer.errors import InputError
from gazetteer.model import Kind
from gazetteer.reading import open_plain

_WIKIDATA: Final = re.compile("Q[1-9][0-9]*")
_RANGES: Final = {"lat": 90.0, "lon": 180.0}

OnError = Callable[[InputError], None]


def iter_gold(path: Path, on_error: OnError) -> Iterator[GoldDocument]:
    """Yield the documents of a file.

    Args:
        path: A ``.jsonl`` file.
        on_error: Called with each line that cannot be used.

    Raises:
        InputError: The file as a whole cannot be read.
    """
    used: dict[str, int] = {}
    try:
        with open_plain(path) as stream:
            for number, fields in iter_jsonl(stream, str(path), MAX_BYTES, on_error):
                try:
                    document = _document(fields, path, number)
                except InputError as error:
                    on_error(error)
                    continue
                if before := used.get(document.id):
                    told = f"the id {document.id!r} was used before, in line {before}"
                    on_error(InputError(f"{path}:{number}: {told}; give each document its own"))
                    continue
                used[document.id] = number
                yield document
    except OSError as error:
        why = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise InputError(f"{path}: {why or error}") from error


def with_kinds(documents: Iterable[GoldDocument], known: Knowledge) -> list[GoldDocument]:
    """Tell the kinds of golds without one, where their ids or coordinates do."""
    return [replace(d, golds=tuple(_with_kind(gold, known) for gold in d.golds)) for d in documents]


def digest_of(document: GoldDocument) -> str:
    """Return a digest of text and golds, by which evaluations tell that they read the same.

    Example:
        >>> digest_of(GoldDocument("a", "Yerevan", ()))
        '34c985e4f42cdab9'
    """
    golds = [asdict(gold) for gold in document.golds]
    content = json.dumps([document.text, golds], sort_keys=True)
    return text_hash(content)[:16]


def _refuse(note: str) -> NoReturn:
    """Refuse a line whose date cannot be read: without it, its figures would be others."""
    raise InputError(note.replace(" and is left out", ""))


def _document(fields: dict[str, Any], path: Path, number: int) -> GoldDocument:
    where = f"{path}:{number}"
    read = document_of(fields, where, on_note=_refuse, spans=True)
    if read.spans is None:
        raise InputError(
            f'{where}: has no `mentions`; list what is annotated, or give "mentions": [] for a'
            " text that names nothing"
        )
    url = read.metadata.get("url")
    if url is not None and not isinstance(url, str):
        raise InputError(f"{where}: `url` is not a string")
    mentions: list[dict[str, Any]] = fields["mentions"]
    golds = [
        _gold(mention, kind, read.text, f"{where}: mention {n}")
        for n, (mention, (_, _, kind)) in enumerate(zip(mentions, read.spans, strict=True), 1)
    ]
    _refuse_twice(golds, where)
    return GoldDocument(
        f"{path.stem}:{number}" if read.id == "" else str(read.id),
        read.text,
        tuple(sorted(golds, key=lambda gold: gold.span)),
        read.title,
        read.published,
        outlet=read.outlet or (host_of(url) if url else "") or None,
        language=read.language,
    )


def _gold(mention: dict[str, Any], kind: Kind | None, text: str, where: str) -> Gold:
    start, end = mention["start"], mention["end"]
    lat, lon = (_coordinate(mention, name, where) for name in _RANGES)
    if (lat is None) != (lon is None):
        raise InputError(f"{where}: has one of `lat` and `lon`; give both or neither")
    return Gold(
        start,
        end,
        text[start:end],
        None if kind is None else str(kind),
        geonames=_geonames(mention.get("geonames"), where),
        wikidata=_wikidata(mention.get("wikidata"), where),
        lat=lat,
        lon=lon,
    )


def _geonames(value: Any, where: str) -> int | None:
    if value is None or (type(value) is int and value > 0):
        return value
    if isinstance(value, str) and re.fullmatch("[1-9][0-9]{0,17}", value):
        return int(value)
    raise InputError(f"{where}: `geonames` is {value!r}, no id of GeoNames such as 616052")


def _wikidata(value: Any, where: str) -> str | None:
    if value is None or (isinstance(value, str) and _WIKIDATA.fullmatch(value)):
        return value
    raise InputError(f'{where}: `wikidata` is {value!r}, no id of Wikidata such as "Q1953"')


def _coordinate(mention: dict[str, Any], name: str, where: str) -> float | None:
    value = mention.get(name)
    if value is None:
        return None
    largest = _RANGES[name]
    if type(value) not in (int, float) or not -largest <= value <= largest:
        raise InputError(f"{where}: `{name}` is {value!r}, no number of degrees up to {largest:g}")
    return float(value)


def _refuse_twice(golds: Iterable[Gold], where: str) -> None:
    seen: set[tuple[int, int]] = set()
    for gold in golds:
        if gold.span in seen:
            raise InputError(
                f"{where}: two mentions have the offsets {gold.start}..{gold.end} ({gold.text!r});"
                " keep the one that is meant"
            )
        seen.add(gold.span)


def _with_kind(gold: Gold, known: Knowledge) -> Gold:
    if gold.kind is not None:
        return gold
    entity = known.entity_of(gold)
    if entity is not None:
        return replace(gold, kind=str(entity.kind))
    is_place = gold.geonames is not None or gold.lat is not None
    return replace(gold, kind="place") if is_place else gold
