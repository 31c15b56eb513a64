"""``former_ids.csv``: the ids that entities had before they were found in a reference.

An `enrich:` id that was ever shipped keeps leading to its entity. Whoever compiles a table calls
`moved` with the ids that the table held before and holds now, and `write_former_ids` with the
pairs that come of it:

    before = shipped_ids(curated, "people.csv")      # before the new table is written
    ...                                              # write the new people.csv
    pairs = moved(before, held, {"enrich:angela-merkel": "wikidata:Q567", ...})
    write_former_ids(curated, "person", pairs, held)

The third argument of `moved` says for every `enrich:` id that *might* have been given before what
stands in its place now; only those that were shipped become pairs. The table is one for entities
of every kind: the rows of the other kinds, and those of the kind itself from earlier runs, stay.
Ids of entities that were given up on purpose are rows to add in ``edits/former_ids.csv``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from curate.tables import write_table

from gazetteer.errors import CuratedFactError
from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

__all__ = ["moved", "shipped_ids", "write_former_ids"]

TABLE = "former_ids.csv"
COLUMNS = ("former", "id", "kind")
KINDS = ("place", "person", "organisation")
LOCAL = "enrich:"


def shipped_ids(curated: Path, table: str) -> set[str]:
    """Return the `enrich:` ids of a table as it stands; none where it has not been written yet.

    Without those of which ``edits/former_ids.csv`` says what stands in their place.
    """
    path, by_hand = curated / table, curated / "edits" / TABLE
    answered = {row["former"] for row in read_rows(by_hand)} if by_hand.exists() else set()
    ids = {row["id"] for row in read_rows(path)} if path.exists() else set()
    return {curie for curie in ids - answered if curie.startswith(LOCAL)}


def moved(
    before: Iterable[str], held: Collection[str], now: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return the former ids of a table that was compiled anew, each with its entity's new id.

    Args:
        before: The `enrich:` ids that it held.
        held: The ids that it holds now.
        now: The new id of everything that might have had an `enrich:` id.

    Raises:
        CuratedFactError: An id is gone, and nothing stands in its place.

    Example:
        >>> moved({"enrich:a", "enrich:b"}, {"enrich:b"}, {"enrich:a": "wikidata:Q1"})
        [('enrich:a', 'wikidata:Q1')]
    """
    gone = sorted(set(before) - set(held))
    if lost := [curie for curie in gone if now.get(curie, curie) == curie]:
        raise CuratedFactError(
            f"{', '.join(lost)}: shipped before, and leads nowhere now; say in"
            " edits/former_ids.csv what stands in its place"
        )
    return [(curie, now[curie]) for curie in gone]


def write_former_ids(
    curated: Path, kind: str, pairs: Iterable[tuple[str, str]], held: Collection[str]
) -> int:
    """Add former ids of one kind to the table; what other runs and kinds wrote there stays.

    Args:
        curated: Folder of the curated tables.
        kind: "place", "person" or "organisation".
        pairs: The id that was and the id that is, as `moved` gives them. Where an entity moved
            before, its older ids follow it.
        held: All ids of that kind that the tables hold now. A former id that is an entity's own
            again is left out.

    Returns:
        The number of former ids of the kind.

    Raises:
        CuratedFactError: The kind is none, or a former id leads to something that is not held.
    """
    if kind not in KINDS:
        raise CuratedFactError(f"{kind!r} is none of {', '.join(KINDS)}")
    path = curated / TABLE
    rows = read_rows(path) if path.exists() else []
    others = [row for row in rows if row["kind"] != kind]
    known = {row["former"]: row["id"] for row in rows if row["kind"] == kind} | dict(pairs)
    ends = {former: _end(former, known) for former in known if former not in held}
    if astray := sorted(former for former, curie in ends.items() if curie not in held):
        raise CuratedFactError(f"former ids that lead to nothing held: {', '.join(astray)}")
    own = [{"former": former, "id": curie, "kind": kind} for former, curie in ends.items()]
    write_table(path, COLUMNS, [*others, *own])
    return len(own)


def _end(former: str, known: Mapping[str, str]) -> str:
    """Return where an id leads in the end; one that leads back to itself leads nowhere."""
    seen, curie = {former}, known[former]
    while curie in known and curie not in seen:
        seen.add(curie)
        curie = known[curie]
    return "" if curie in seen else curie
