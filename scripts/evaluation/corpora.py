"""Read the annotated corpora into one shape: documents with golds.

The corpora lie in ``corpora/`` of the reference data, one JSON object a line. Each marks spans of
a text by code point offsets and says what they mean; which ids and roles they hold differs.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from enrich.evaluation.gold import Gold, GoldDocument
from enrich.flow.windows import host_of

__all__ = [
    "NO_TOPONYM",
    "Gold",
    "GoldDocument",
    "parse_date",
    "read_article",
    "read_linking",
    "read_places",
    "read_relocar",
    "read_world",
]

NO_TOPONYM = {"homonym", "language"}
"""Roles of GeoWebNews that name no place: "Miss Montana Smith", "speaks English"."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"\d+:\d+(:\d+)?")
_WORD = re.compile(r"[A-Za-z]{3,}|\d+")


def read_places(path: Path) -> Iterator[GoldDocument]:
    """Read LGL, TR-News or GeoWebNews: toponyms with GeoNames ids.

    Args:
        path: A ``places_*.jsonl`` file.
    """
    for line in _lines(path):
        golds = tuple(
            _gold(m, kind="place", optional=m.get("role") in NO_TOPONYM) for m in line["mentions"]
        )
        yield _document(line, golds)


def read_linking(path: Path) -> Iterator[GoldDocument]:
    """Read an entity-linking corpus: mentions with Wikidata ids.

    Args:
        path: A ``linking_*.jsonl`` file.
    """
    for line in _lines(path):
        golds = {  # of two at one place, the one with an id
            (m["start"], m["end"], m["kind"]): _gold(
                m, kind=m["kind"], optional=bool(m["optional"])
            )
            for m in sorted(line["mentions"], key=lambda m: m["wikidata"] is not None)
        }
        # The titles are the corpora's own addresses, no headlines: no context to be had from them.
        yield _document({**line, "title": ""}, golds.values())


def read_world(path: Path) -> Iterator[GoldDocument]:
    """Read the world news: mentions of all kinds with ids of GeoNames or Wikidata, or a name.

    Args:
        path: ``world_news.jsonl``.
    """
    for line in _lines(path):
        golds = (
            replace(_gold(m, kind=m["kind"], optional=False), name=None if m["nil"] else m["name"])
            for m in line["mentions"]
        )
        yield replace(_document(line, golds), published=line.get("published") or None)


def read_article(text: Path, gold: Path) -> GoldDocument:
    """Read the reference article and its golds.

    Args:
        text: The article.
        gold: Its ``.gold.json``.
    """
    line = json.loads(gold.read_text(encoding="utf-8"))
    line["text"] = text.read_text(encoding="utf-8")
    golds = tuple(_gold(m, kind=m["kind"], optional=False) for m in line["mentions"])
    for mention in golds:
        if line["text"][mention.start : mention.end] != mention.text:
            raise ValueError(f"{gold}: {mention.text!r} is not at {mention.span} of {text}")
    return _document(line, golds)


def read_relocar(path: Path) -> Iterator[GoldDocument]:
    """Read ReLocaR: one marked place a sentence, role "lit" or "met".

    Args:
        path: ``roles_relocar.xml``.
    """
    for sample in ET.parse(path).getroot().iter("sample"):  # noqa: S314 - our own reference data
        text = sample.text or ""
        golds = []
        for location in sample.iter("loc"):
            name = location.text or ""
            role = location.get("reading")
            golds.append(Gold(len(text), len(text) + len(name), name, "place", role))
            text += name + (location.tail or "")
        yield GoldDocument(sample.get("number", ""), text, tuple(golds), span=(0, len(text)))


def parse_date(text: str | None) -> str | None:
    """Return the ISO 8601 day that a newspaper's date line names, or None.

    Example:
        >>> parse_date("4:58 PM ET, Wed November 16, 2016"), parse_date("12/11/2016")
        ('2016-11-16', None)
    """
    if not text:
        return None
    if iso := _ISO.search(text):
        return iso[0]
    words = _WORD.findall(_TIME.sub(" ", text))
    month = next((w for w in words if w.isalpha() and w[:3].lower() in _MONTHS), None)
    year = next((w for w in words if re.fullmatch(r"(?:19|20)\d\d", w)), None)
    day = next((w for w in words if re.fullmatch(r"\d{1,2}", w) and 1 <= int(w) <= 31), None)
    if month is None or year is None or day is None:
        return None
    return f"{year}-{_MONTHS.index(month[:3].lower()) + 1:02}-{int(day):02}"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _gold(mention: dict[str, Any], *, kind: str, optional: bool) -> Gold:
    return Gold(
        start=mention["start"],
        end=mention["end"],
        text=mention["text"],
        kind=kind,
        role=mention.get("role"),
        geonames=mention.get("geonames"),
        wikidata=mention.get("wikidata"),
        lat=mention.get("lat"),
        lon=mention.get("lon"),
        optional=optional,
    )


def _document(line: dict[str, Any], golds: Iterable[Gold]) -> GoldDocument:
    start, end = line.get("span") or (0, len(line["text"]))
    return GoldDocument(
        id=str(line["id"]),
        text=line["text"],
        golds=tuple(sorted(golds, key=lambda gold: gold.span)),
        title=line.get("title") or "",
        published=parse_date(line.get("date")),
        span=(start, end),
        outlet=host_of(line.get("url") or "") or None,
    )
