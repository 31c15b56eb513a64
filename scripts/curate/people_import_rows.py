"""People who were carried over as rows of the three tables."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gazetteer.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from curate.people_import import Imported

__all__ = ["imported_names", "imported_positions", "imported_row"]

WIKIDATA = "wikidata"


def imported_row(person: Imported) -> dict[str, str]:
    """Return the row of a person in ``people.csv``."""
    return {
        "id": person.id,
        "name": person.name,
        "gender": person.gender,
        "country": person.country,
        "born": person.born,
        "died": person.died,
        "prominence": f"{person.prominence:.2f}".rstrip("0").rstrip("."),
        "description": person.description,
        "by_surname": "yes" if person.by_surname else "",
        "source": WIKIDATA,
    }


def imported_names(
    people: Iterable[Imported],
    of_held: Iterable[tuple[str, str]],
    known: Sequence[Mapping[str, str]],
) -> Iterator[dict[str, str]]:
    """Yield the rows of ``people_names.csv`` of those carried over, and further ones of the held.

    Args:
        people: Who was carried over.
        of_held: Wikidata id and further name of those who were held before.
        known: Rows with ``id`` and ``name``, of both tables: what of these another bears is left
            to them.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in known:
        bearers[fold(row["name"])].add(row["id"])
    for person in people:
        for name in person.names:
            yield _row(person.id, name)
    for qid, name in of_held:
        if not bearers[fold(name)]:
            yield _row(f"wikidata:{qid}", name)


def imported_positions(people: Iterable[Imported]) -> Iterator[dict[str, str]]:
    """Yield the rows of ``people_positions.csv`` of those carried over."""
    for person in people:
        for p in person.positions:
            yield {
                "id": person.id,
                "title": p.title,
                "country": p.country,
                "organisation": p.organisation,
                "start": p.start,
                "end": p.end,
                "source": p.source,
            }


def _row(curie: str, name: str) -> dict[str, str]:
    return {"id": curie, "name": name, "type": "variant", "source": WIKIDATA}
