"""What items refer to, read from rows of SPARQL: classes, offices, areas; and dates of terms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from gazetteer.sources.wikidata_classes import Verdict, listed_classes
from gazetteer.sources.wikidata_item import OfficeDraft
from gazetteer.sources.wikidata_rows import Referred
from gazetteer.wikidata.sparql import Fact, item_of

_POINT: Final = re.compile(
    r"Point\((-?\d{1,3}(?:\.\d{1,20})?) (-?\d{1,2}(?:\.\d{1,20})?)\)", re.ASCII | re.IGNORECASE
)
_TIME: Final = re.compile(r"\+?(\d{4})-(\d\d)-(\d\d)T", re.ASCII)
_FIRST_GREGORIAN: Final = "1583"  # of earlier days only the year is sure to hold
_LONGEST: Final = 1000  # code points; Wikidata allows 250 of a label
_ITEMS: Final = ("place", "country", "of", "class")


class Classes:
    """Verdicts on classes: those of the shipped list, and those learnt to be below them.

    Of several listed classes that a class is one of, the one that stands first decides: SPARQL
    tells which there are, not how near they are.

    Example:
        >>> classes = Classes({1093829: [515, 486972]})  # city of the United States
        >>> classes.verdict([1093829]).feature
        'P.PPL'
    """

    def __init__(self, learnt: Mapping[int, Sequence[int]]) -> None:
        self._learnt = learnt

    def verdict(self, classes: Iterable[int]) -> Verdict | None:
        """Return what an item of these classes is, or None where no class of it is known."""
        listed = listed_classes()
        found = [
            listed[number]
            for class_ in classes
            for number in ((class_,) if class_ in listed else self._learnt.get(class_, ()))
            if number in listed
        ]
        return min(found, key=lambda verdict: verdict.rank, default=None)


def numbers_by(rows: Iterable[Fact], key: str, value: str) -> dict[int, list[int]]:
    """Return the items under one variable by the item under another.

    Example:
        >>> numbers_by([{"class": "Q1093829", "listed": "Q515"}], "class", "listed")
        {1093829: [515]}
    """
    found: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for row in rows:
        number, other = item_of(row.get(key)), item_of(row.get(value))
        if number and other:
            found[number][other] = None
    return {number: list(others) for number, others in found.items()}


def plain_facts(rows: Iterable[Fact]) -> dict[int, dict[str, Any]]:
    """Return what was said of each item, as JSON can hold it."""
    found: dict[int, dict[str, Any]] = {}
    items: defaultdict[tuple[int, str], dict[int, None]] = defaultdict(dict)
    for row in rows:
        number = item_of(row.get("item"))
        if not number:
            continue
        facts = found.setdefault(number, {})
        if label := " ".join(row.get("label", "")[:_LONGEST].split()):
            facts.setdefault("label", label)
        if point := point_of(row.get("point")):
            facts.setdefault("point", point)
        for name in _ITEMS:
            if other := item_of(row.get(name)):
                items[number, name][other] = None
    for (number, name), others in items.items():
        found[number][name] = list(others)
    return found


def point_of(text: str | None) -> tuple[float, float] | None:
    """Return latitude and longitude of a point as SPARQL gives it, or None.

    Another globe stands before the point, as an address: what lies there is no place here.

    Example:
        >>> point_of("Point(44.51 40.18)")
        (40.18, 44.51)
    """
    match = _POINT.fullmatch((text or "").strip())
    if match is None:
        return None
    lon, lat = float(match[1]), float(match[2])
    return (round(lat, 5), round(lon, 5)) if abs(lat) <= 90 and abs(lon) <= 180 else None


def referred(facts: Mapping[str, Any], codes: Mapping[int, str], classes: Classes) -> Referred:
    """Return what others need of an item, of whose facts ``plain_facts`` told."""
    # All areas around come at once and in no order: the code with the most parts is the smallest.
    places = sorted(facts.get("place", ()), key=lambda n: -codes.get(n, "").count("."))
    verdict = classes.verdict(facts.get("class", ()))
    point = facts.get("point")
    return Referred(
        facts.get("label", ""),
        verdict.kind if verdict else None,
        tuple(places),
        tuple(facts.get("country", ())),
        tuple(facts.get("of", ())),
        (point[0], point[1]) if point else None,
    )


def offices_of(rows: Iterable[Fact]) -> dict[int, list[OfficeDraft]]:
    """Return the terms of each person; rows that differ in what the office is of are one term."""
    found: dict[int, dict[tuple[int, str | None, str | None], dict[int, None]]] = {}
    for row in rows:
        person, office = item_of(row.get("person")), item_of(row.get("office"))
        if not person or not office:
            continue
        start = _date(row.get("start"), row.get("starts"))
        end = _date(row.get("end"), row.get("ends"))
        served = found.setdefault(person, {}).setdefault((office, start, end), {})
        if of := item_of(row.get("of")):
            served[of] = None
    return {
        person: [
            OfficeDraft(office=office, start=start, end=end, of=list(served))
            for (office, start, end), served in terms.items()
        ]
        for person, terms in found.items()
    }


def _date(time: str | None, precision: str | None) -> str | None:
    """Return an ISO 8601 date as exact as it is known: 9 is a year, 10 a month, 11 a day."""
    match = _TIME.match(time or "")
    if match is None or precision not in {"9", "10", "11"} or match[1] == "0000":
        return None
    if precision == "9" or match[1] < _FIRST_GREGORIAN:
        return match[1]
    exact = precision == "11"
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]) if exact else 1)
    except ValueError:
        return match[1]
    return day.isoformat() if exact else day.isoformat()[:7]
