"""Organisations that every state has, and the forms in which news names them.

"Russian Foreign Ministry", "Foreign Ministry of Russia" and "Russian Ministry of Foreign Affairs"
are one body. The hand tables say only what is particular: titles, seats, adjectives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["iter_armed_forces", "iter_ministries", "iter_us_states"]

Row = dict[str, str]

PORTFOLIOS = {
    "foreign": ("Foreign", "foreign ministry"),
    "defence": ("Defence", "defence ministry"),
    "interior": ("Interior", "interior ministry"),
    "finance": ("Finance", "finance ministry"),
    "justice": ("Justice", "justice ministry"),
}
"""Column of the hand table -> the word before "Ministry", and the description."""

LESSER_SHARE = 0.6
"""Prominence of the other ministries and of the branches, as a share of the state's first."""

UNICAMERAL = "Nebraska"


def iter_ministries(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the ministries of each state of the hand table.

    Args:
        rows: country, adjective, state, official_state, seat, prominence and a title for each
            of `PORTFOLIOS`, empty where the state has none of the kind.

    Yields:
        Rows of the form of the listed organisations, variants separated by semicolons.
    """
    for row in rows:
        for portfolio, (word, description) in PORTFOLIOS.items():
            if row[portfolio]:
                yield _ministry(row, row[portfolio], word, description)


def iter_armed_forces(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the armed forces of each state of the hand table, and the branches it names."""
    for row in rows:
        adjective, state = row["adjective"], row["state"]
        branches = [branch for branch in row["branches"].split("; ") if branch]
        names = [f"Armed Forces of {state}", f"{adjective} military", f"{adjective} Military"]
        if "Army" not in branches:
            names.append(f"{adjective} Army")
        yield _row(row, f"{adjective} Armed Forces", "military", f"forces of {state}", names)
        for branch in branches:
            of_state = f"{branch.lower()} of {state}"
            yield _row(_lessen(row), f"{adjective} {branch}", "military", of_state, [])


def iter_us_states(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield legislature, chambers, high court, police, guard and roads office of the US states."""
    for cells in rows:
        row = cells | {"country": "US", "prominence": "0.3", "adjective": cells["state"]}
        state = row["state"]
        yield from _legislature(row)
        court = row["supreme_court"]
        swapped = [f"{state} Supreme Court", f"Supreme Court of {state}"]
        names = swapped if "Supreme Court" in court and "Appeals" not in court else []
        yield _row(row, court, "court", f"highest court of the US state of {state}", names)
        if row["police"]:
            yield _row(row, row["police"], "government", f"police of the US state of {state}", [])
        guard = f"{state} National Guard"
        yield _row(row, guard, "military", f"reserve force of the US state of {state}", [])
        roads = f"{state} Department of Transportation"
        yield _row(row, roads, "government", f"roads office of the US state of {state}", [])


def _ministry(row: Row, title: str, word: str, description: str) -> Row:
    """Build one ministry with its forms in news."""
    adjective, state = row["adjective"], row["state"]
    kind = "Department" if "Department" in title else "Ministry"
    names = [f"{adjective} {title}", f"{adjective} {word} {kind}", f"{word} {kind} of {state}"]
    if row["official_state"]:
        names.append(f"{title} of {row['official_state']}")
    if title.startswith("Ministry of ") and word not in title:
        names.append(f"{adjective} {title.removeprefix('Ministry of ')} Ministry")
    if kind == "Department":
        names.append(f"{adjective} {word} Ministry")
    names += [_respell(name) for name in names]
    weighed = row if word in ("Foreign", "Defence") else _lessen(row)
    name = f"{title} of {state}"
    described = f"{description} of {state}"
    return _row(weighed, name, "ministry", described, names) | {"title": title}


def _legislature(row: Row) -> Iterator[Row]:
    """Yield a US state's legislature and its chambers."""
    state, name = row["state"], row["legislature"]
    names = [f"{state} Legislature", f"{state} State Legislature"]
    yield _row(row, name, "parliament", f"legislature of the US state of {state}", names)
    if state == UNICAMERAL:
        return
    upper = f"upper chamber of the US state of {state}"
    yield _row(row, f"{state} Senate", "parliament", upper, [f"{state} State Senate"])
    house = row["lower_house"] or f"{state} House of Representatives"
    names = [] if row["lower_house"] else [f"{state} State House of Representatives"]
    lower = f"lower chamber of the US state of {state}"
    yield _row(row, house, "parliament", lower, [*names, f"{state} House"])


def _respell(name: str) -> str:
    """Return a name with the other spelling of "defence"."""
    if "Defense" in name:
        return name.replace("Defense", "Defence")
    return name.replace("Defence", "Defense")


def _lessen(row: Row) -> Row:
    """Return a state's row with the prominence of its lesser bodies."""
    prominence = float(row["prominence"]) * LESSER_SHARE
    return row | {"prominence": f"{prominence:.2f}".rstrip("0")}


def _row(row: Row, name: str, category: str, description: str, variants: list[str]) -> Row:
    """Build a row of the form of the listed organisations."""
    return {
        "name": name,
        "category": category,
        "country": row["country"],
        "seat": row["seat"],
        "prominence": row["prominence"],
        "description": description,
        "variants": "; ".join(variants),
    }
