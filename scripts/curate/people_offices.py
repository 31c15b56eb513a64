"""Read the positions of the reference of politicians: what office, of what kind, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curate.people_source import ReferencePerson, clean_date
from curate.people_spans import Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from curate.people_legislatures import Legislatures
    from curate.people_titles import Office, Titles

__all__ = ["LOCAL", "MINOR", "OFFICE", "SEAT", "Offices", "Seat"]

OFFICE, SEAT, MINOR, LOCAL = "office", "seat", "minor", "local"
WIKIDATA = "wikidata"
_MINOR = ("ambassador", "member of the House of Lords")
_LOCAL = re.compile(r"[Aa]ssembly member|\bstate (senator|representative)$")
_CAPITALISED = re.compile(r"[A-Z\u00c0-\u00de][\w-]+")


@dataclass(frozen=True, slots=True)
class Seat:
    """An office held, and whether it is an office, a national seat, a minor or a local one."""

    position: Position
    kind: str


@dataclass(frozen=True, slots=True)
class Offices:
    """Reads positions.

    Attributes:
        titles: Reads the offices of governments.
        legislatures: Reads those of legislatures.
        proper: Words that keep their capital: adjectives of countries, names of places.
    """

    titles: Titles
    legislatures: Legislatures
    proper: frozenset[str]

    def seats(self, positions: Iterable[Mapping[str, str]]) -> Iterator[Seat]:
        """Yield the offices of a politician with their kinds.

        Args:
            positions: As the reference writes them.
        """
        for raw in positions:
            state = raw["country_iso2"] or ""
            found = self._read(raw["title"], state, "" if state else raw.get("jurisdiction", ""))
            if found is None:
                continue
            office, kind = found
            start, end = clean_date(raw["start"]), clean_date(raw["end"])
            if start and end and end < start[: len(end)]:
                end = ""
            position = Position(office.title, office.country, "", start, end, WIKIDATA)
            yield Seat(position, MINOR if office.title.startswith(_MINOR) else kind)

    def _read(self, title: str, country: str, area: str) -> tuple[Office, str] | None:
        """Return the office that a title means, and its kind; an area is a state without a code."""
        if not area and (member := self.legislatures.office(title, country)) is not None:
            office, national = member
            return office, SEAT if national else LOCAL
        served = (country,) if country else ()
        areas = (area,) if area else ()
        person = ReferencePerson("", "", (), served, areas, "", "", listed=True)
        read = self.titles.office(title, person)
        if read is None:
            return None
        office = read._replace(title=self._with_capitals(read.title, title))
        return office, LOCAL if _LOCAL.search(office.title) else OFFICE

    def _with_capitals(self, title: str, written: str) -> str:
        """Return an office with the capitals of its proper names, as they were written."""
        for word in _CAPITALISED.findall(written):
            if word in self.proper or word.removesuffix("s") in self.proper:
                title = re.sub(rf"\b{re.escape(word.lower())}\b", word, title)
        return title
