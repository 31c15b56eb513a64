"""Measure the reconciliation service over a table of cells drawn from the gazetteer by rule.

    python scripts/evaluate_reconciliation.py

No cell is chosen by hand but those that nothing is called: every n-th entity of a sort is taken, in
the order of their ids. So all that is meant is held; what a table names that no gazetteer has is
stood for by invented names and by names with a country that they are not in.
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from statistics import median

from enrich import Linker
from enrich.server.reconcile import Query, Reconciler
from enrich.server.reconcile.queries import parse_batch
from gazetteer.ids import curie_of
from gazetteer.model import Entity
from gazetteer.store import Gazetteer

INVENTED = (
    "Xqzzplk", "Vrongelby", "Tamorrethia", "Ulbandsk", "Quezzaloo City", "Brumhollowby",
    "Drevania", "Ostrimundo", "Zhalpeko Province", "Kalimbroque",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A cell.

    Attributes:
        sort: Which part of the table it is of.
        query: As version 0.2 has it.
        meant: The id that is right, "" where none is.
    """

    sort: str
    query: dict[str, object]
    meant: str


def _entities(gazetteer: Gazetteer, where: str) -> list[Entity]:
    """Every entity that a condition is true of, in the order of their ids."""
    with closing(sqlite3.connect(f"{gazetteer.path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute(f"SELECT key FROM entity WHERE {where} ORDER BY key")
        return [gazetteer.get(curie) for (key,) in rows if (curie := curie_of(key))]


def _every(found: list[Entity], count: int) -> Iterator[Entity]:
    return islice(found[:: max(1, len(found) // count)], count)


def _query(name: str, type_: str = "", **properties: object) -> dict[str, object]:
    given = [{"pid": pid, "v": value} for pid, value in properties.items() if value]
    return {
        "query": name,
        **({"type": type_} if type_ else {}),
        **({"properties": given} if given else {}),
    }


def _misspelt(name: str) -> str:
    """The name without the letter in its middle."""
    return name[: len(name) // 2] + name[len(name) // 2 + 1 :]


def cells(gazetteer: Gazetteer) -> list[Cell]:
    """Every cell of the table, those of one column beside each other."""
    country = {e.country: e for e in _entities(gazetteer, "feature IN ('PCLI', 'PCLD')")}
    towns = _entities(gazetteer, "feature LIKE 'PPL%' AND population > 50000")
    great = [e for e in towns if e.population > 1_000_000]
    states = _entities(gazetteer, "feature = 'ADM1' AND prominence > 2000")
    people = _entities(gazetteer, "kind = 1 AND prominence >= 5000")
    bodies = _entities(gazetteer, "kind = 2 AND prominence >= 4500")

    def named(entity: Entity) -> str:
        return country[entity.country].name if entity.country in country else ""

    return [
        *(Cell("towns, with country", _query(e.name, "settlement", country=named(e)), e.id)
          for e in _every(towns, 25)),
        *(Cell("great towns, no country", _query(e.name), e.id) for e in _every(great, 15)),
        *(Cell("countries", _query(e.name), e.id)
          for e in _every(list(country.values()), 12)),
        *(Cell("states, with code", _query(e.name, "admin1", country=e.country), e.id)
          for e in _every(states, 15)),
        *(Cell("people", _query(e.name, "person"), e.id) for e in _every(people, 15)),
        *(Cell("bodies", _query(e.name), e.id) for e in _every(bodies, 12)),
        *(Cell("misspelt towns, with country",
               _query(_misspelt(e.name), "settlement", country=named(e)), e.id)
          for e in _every([e for e in towns[7:] if len(e.name) > 6], 15)),
        *_namesakes(towns),
        *(Cell("invented", _query(name), "") for name in INVENTED),
        *(Cell("in the wrong country", _query(e.name, "settlement", country="Vanuatu"), "")
          for e in _every(great[3:], 6)),
    ]  # fmt: skip


def _namesakes(towns: list[Entity]) -> Iterator[Cell]:
    """Towns of the United States that share their name, each told apart by its state."""
    names: dict[str, list[Entity]] = {}
    for town in towns:
        if town.country == "US" and town.admin:
            names.setdefault(town.name, []).append(town)
    shared = [town for several in names.values() if len(several) > 1 for town in several]
    for town in _every(shared, 12):
        query = _query(town.name, "", country="US", area=town.admin[0])
        yield Cell("namesakes, with state", query, town.id)


def columns(table: Iterable[Cell]) -> list[list[Cell]]:
    """The cells of each sort beside each other."""
    found: dict[str, list[Cell]] = {}
    for cell in table:
        found.setdefault(cell.sort, []).append(cell)
    return list(found.values())


def count(service: Reconciler, batches: Iterable[Sequence[Cell]]) -> dict[str, Counter[str]]:
    """Count cells, right first candidates, matches and right matches, by the sort of cell.

    Where nothing is meant, it is right not to match.
    """
    found: dict[str, Counter[str]] = {}
    for batch in batches:
        queries = parse_batch({str(i): cell.query for i, cell in enumerate(batch)})
        for cell, answers in zip(batch, service.reconcile(list(queries.values())), strict=True):
            match = bool(answers) and answers[0].match
            right = bool(answers) and answers[0].entity.id == cell.meant
            found.setdefault(cell.sort, Counter()).update(
                cells=1, right=right if cell.meant else not match, matches=match,
                right_matches=match and right,
            )  # fmt: skip
    return found


def total(found: dict[str, Counter[str]]) -> Counter[str]:
    """All sorts together."""
    return sum(found.values(), Counter())


def _milliseconds(table: Sequence[Cell], size: int) -> tuple[float, float]:
    """Processor time of a query in batches of a size, none seen before: median and worst batch."""
    spent = []
    with Linker() as linker:
        service = Reconciler(linker)
        service.reconcile([Query("Yervan")])  # opens what is opened once
        for start in range(0, len(table) - size + 1, size):
            begun = time.process_time()
            count(service, [table[start : start + size]])
            spent.append(1000 * (time.process_time() - begun) / size)
    return median(spent), max(spent)


def main() -> None:
    """Print the figures."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    with Linker() as linker:
        table = cells(linker.gazetteer)
        for name, batches in (("as columns", columns(table)), ("alone", [[c] for c in table])):
            service = Reconciler(linker)
            print(f"\n{name:32}{'cells':>7}{'right':>7}{'match':>7}{'right':>7}")
            found = count(service, batches)
            for sort, of_sort in [*found.items(), ("all", total(found))]:
                figures = (of_sort[k] for k in ("cells", "right", "matches", "right_matches"))
                print(f"{sort:32}" + "".join(f"{figure:>7}" for figure in figures))
    for size in (1, 10, 50):
        usual, worst = _milliseconds(table, size)
        print(f"{size} at once: {usual:.1f} ms of processor time a query, {worst:.1f} in the worst")


if __name__ == "__main__":
    main()
