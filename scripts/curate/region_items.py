"""The Wikidata items of regions and waters, by what Open English WordNet calls them.

The reference (CC-BY 4.0) links its senses of names to items. A region takes an item where the name
has one there and one region here, and no other table holds it. Of what bears a word for its kind,
or can be given one ("Seine" is "Seine River"), that form is looked for first: the bare one may be a
town's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from curate.fame import read_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["RegionItems"]

FORMS = {
    "STM": ("{} River", "River {}"),
    "LK": ("Lake {}", "{} Lake"),
    "RSV": ("Lake {}", "{} Reservoir"),
}
KINDS = frozenset({"location", "object"})
WATER = re.compile(r"\b(?:Lake|River)\b")
WATERS = frozenset(FORMS)


class RegionItems:
    """Looks items up by name.

    Args:
        shared: The folder of the reference data.
        names: The names shown of all regions; those that several bear have no item.
        held: Q ids that other tables hold.
    """

    def __init__(self, shared: Path, names: Iterable[str], held: set[str]) -> None:
        self._items: dict[str, set[str]] = defaultdict(set)
        self._waters: set[str] = set()
        for row in read_reference(shared / "sources/reference/namenet_names.tsv.gz"):
            if WATER.search(row["names"]):
                self._waters.add(row["qid"])
            if row["kind"] in KINDS:
                for name in row["names"].split("|"):
                    self._items[name.casefold()].add(row["qid"])
        self._bearers = Counter(names)
        self._held = held

    def item(self, region: Mapping[str, str]) -> str:
        """Return the Q id of a region, or "" where it is not certain."""
        name = region["name"]
        if self._bearers[name] != 1:
            return ""
        for forms in (FORMS.get(region["feature"], ()), ("{}",)):
            found = {
                qid for form in forms for qid in self._items.get(form.format(name).casefold(), ())
            }
            if region["feature"] not in WATERS and "Lake" not in name:
                found -= self._waters  # "Kivu" is the lake, too
            if found:
                return min(found - self._held, default="") if len(found) == 1 else ""
        return ""
