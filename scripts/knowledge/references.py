"""What the reference tables hold: ids of titles of Wikipedia, ids of one entity, names, work.

Only ids, names and classes are read, to say of a name that is not linked whether any table has it.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from curate.fame import read_reference
from evaluation.wikinews import title_of_address

from gazetteer.names import fold

__all__ = ["CHECK_ONLY", "References", "Row"]

CHECK_ONLY: Final = frozenset({"armed groups (check only)", "supranational bodies (check only)"})
"""Tables that nothing may be carried over from."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entity as a table has it.

    Attributes:
        qid: Its Wikidata id.
        table: Which table.
        kind: "person", "organisation", "place", or "" where the table does not say.
        name: The name shown.
        names: All its names.
        work: Occupation or category, or "".
        title: Of its article in the English Wikipedia, or "".
        born: ISO 8601 date of birth, or "".
    """

    qid: str
    table: str
    kind: str
    name: str
    names: tuple[str, ...] = ()
    work: str = ""
    title: str = ""
    born: str = ""


class References:
    """The reference tables, each read when it is first needed.

    Args:
        shared: Folder of the reference data.
    """

    def __init__(self, shared: Path) -> None:
        self._folder = shared / "sources" / "reference"

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Row, ...]]:
        """Rows by Wikidata id."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in iter_rows(self._folder):
            found[row.qid].append(row)
        return {qid: tuple(rows) for qid, rows in found.items()}

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for qid, rows in self.by_id.items():
            for row in rows:
                for name in {row.name, *row.names}:
                    found[row.kind, fold(name)][qid] = None
        return {key: tuple(qids) for key, qids in found.items()}

    def named(self, name: str, kind: str) -> tuple[str, ...]:
        """Return the ids of all of a kind that have a name, in any table."""
        key = fold(name)
        of_kind = self._by_name.get((kind, key), ())
        return tuple(dict.fromkeys((*of_kind, *self._by_name.get(("", key), ()))))

    def is_named(self, qid: str, name: str) -> bool:
        """Tell whether a table gives an entity a name."""
        key = fold(name)
        return any(
            fold(one) == key for row in self.by_id.get(qid, ()) for one in (row.name, *row.names)
        )

    def shipped(self, qid: str) -> tuple[str, ...]:
        """Return the tables that hold an entity and that facts may be carried over from."""
        tables = {row.table for row in self.by_id.get(qid, ())} - CHECK_ONLY
        return tuple(sorted(tables))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Wikidata ids by title of the English Wikipedia."""
        found = {
            row["enwiki_title"].replace("_", " "): row["qid"]
            for row in read_reference(self._folder / "titles_qid_crosswalk.tsv.gz")
        }
        for rows in self.by_id.values():
            for row in rows:
                if row.title:
                    found.setdefault(row.title.replace("_", " "), row.qid)
        return found

    @cached_property
    def _same(self) -> Mapping[str, frozenset[str]]:
        """Ids of one entity: one article, or one name and one day of birth, of two items."""
        shared: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for pair in read_reference(self._folder / "titles_qid_crosswalk.tsv.gz"):
            shared["title", pair["enwiki_title"].replace("_", " ")].add(pair["qid"])
        for rows in self.by_id.values():
            for row in rows:
                if row.title:
                    shared["title", row.title.replace("_", " ")].add(row.qid)
                if len(row.born) == len("1953-10-07") and not row.born.endswith("-01-01"):
                    shared["born", row.born, fold(row.name)].add(row.qid)
        return _joined(ids for ids in shared.values() if len(ids) > 1)

    def same(self, qid: str) -> frozenset[str]:
        """Return all ids of the entity that has one of them, itself among them."""
        return self._same.get(qid, frozenset({qid}))


def _joined(groups: Iterator[set[str]]) -> dict[str, frozenset[str]]:
    """Return, for each id, all that any chain of groups joins it with."""
    of: dict[str, set[str]] = {}
    for group in groups:
        whole = set(group).union(*(of.get(qid, set()) for qid in group))
        for qid in whole:
            of[qid] = whole
    return {qid: frozenset(whole) for qid, whole in of.items()}


def iter_rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of all tables of people and organisations.

    Args:
        folder: Of the tables.
    """
    for table, kind in (("people_wikidata", "person"), ("organisations_wikidata", "organisation")):
        for row in read_reference(folder / f"{table}.tsv.gz"):
            work = row.get("occupation") or row.get("category") or row.get("description") or ""
            yield Row(
                row["qid"], table, kind, row["label"], _parts(row["aliases"]), work,
                row["enwiki_title"], row.get("birth") or "",
            )  # fmt: skip
    yield from _politicians(folder)
    yield from _organisations(folder)
    for row in read_reference(folder / "celebrities.tsv.gz"):
        yield Row(row["qid"], "celebrities", "person", row["label"], work=row["occupation"])
    for row in read_reference(folder / "nga_people.tsv.gz"):
        names = _parts(row["names"])
        yield Row(row["qid"], "nga_people", "person", row["label"], names, "artist")
    for row in read_reference(folder / "wikitrivia_items.tsv.gz"):
        kind = "person" if row["occupation"] else ""
        work = row["occupation"] or row["topics"]
        yield Row(row["qid"], "wikitrivia_items", kind, row["label"], (), work, row["enwiki"])


def _politicians(folder: Path) -> Iterator[Row]:
    for line in _lines(folder / "politicians_eps.jsonl.gz"):
        yield Row(
            line["qid"], "politicians_eps", "person", line["name"], tuple(line["names"]),
            "politician", line["enwiki"] or "", line["born"] or "",
        )  # fmt: skip
    for line in _lines(folder / "politicians_wikidata.jsonl.gz"):
        names = tuple(line["names"])
        yield Row(
            line["qid"], "politicians_wikidata", "person", names[0] if names else "", names,
            "politician", line.get("enwiki") or "", line.get("dob") or "",
        )  # fmt: skip


def _organisations(folder: Path) -> Iterator[Row]:
    for line in _lines(folder / "ror_organisations.jsonl.gz"):
        if not line.get("wd"):
            continue
        names = tuple(name for name, *_ in line["names"])
        addresses = (a for sort, a in line.get("links") or () if sort == "wikipedia" and a)
        title = next((title_of_address(a) for a in addresses if "//en." in a), "")
        work = (line.get("types") or [""])[0].lower()
        yield Row(line["wd"], "ror", "organisation", line["label"], names, work, title)
    for row in read_reference(folder / "brands_operators.tsv.gz"):
        work = row["category"]
        yield Row(row["wikidata"], "brands_operators", "organisation", row["name"], work=work)
    for row in read_reference(folder / "reep_football_clubs.tsv.gz"):
        yield Row(row["qid"], "reep_football_clubs", "organisation", row["label"], work="sport")
    with gzip.open(folder / "parties_wikidata.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names = tuple(filter(None, (row["name_short"], row["name_native"])))
            yield Row(row["wikidata_id"], "parties", "organisation", row["name"], names, "party")
    armed, bodies = sorted(CHECK_ONLY)
    for row in read_reference(folder / "african_armed_groups_parties_check_only.tsv.gz"):
        yield Row(row["qid"], armed, "organisation", row["label"], _parts(row["aliases"]))
    path = folder / "supranational_bodies_check_only.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            names = tuple(filter(None, (row["abbreviation"],)))
            yield Row(row["wikidata"], bodies, "organisation", row["name"], names)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
