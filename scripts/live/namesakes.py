"""Items that bear names which the sample lacks, so that a server finds as much as Wikidata does.

They are copies of real items of the sample, as large as these, under ids that Wikidata has not
given out. What they say is nobody's facts: they are for measuring times, not for judging links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, cycle
from typing import Any, Final

from gazetteer.model import Kind
from gazetteer.sources.wikidata_classes import listed_classes
from gazetteer.sources.wikidata_item import number_of

__all__ = ["iter_namesakes"]

_FIRST_ID: Final = 2_000_000_000
_IDS_ELSEWHERE: Final = {"P1566", "P6766"}  # a copy is not the place that the sample's item is

Item = dict[str, Any]


def iter_namesakes(
    names: Iterable[tuple[str, Kind]], sample: Iterable[Item], each: int
) -> Iterator[Item]:
    """Yield items by the name of each of some names and of its kind.

    Args:
        names: The names, each with what it names.
        sample: Real items.
        each: How many items bear each name.
    """
    held: dict[Kind, list[Item]] = {kind: [] for kind in Kind}
    for item in sample:
        kind = _kind_of(item)
        if kind is not None:
            held[kind].append(item)
    turns: Mapping[Kind, Iterator[Item]] = {kind: cycle(items) for kind, items in held.items()}
    ids = count(_FIRST_ID)
    for name, kind in names:
        for _ in range(each):
            yield _copy(next(turns[kind]), f"Q{next(ids)}", name)


def _copy(item: Item, id_: str, name: str) -> Item:
    described = _mapping(item.get("descriptions")).get("en")
    return {
        "id": id_,
        "type": "item",
        "labels": {"en": {"language": "en", "value": name}},
        "descriptions": {"en": described} if described else {},
        "aliases": {},
        "claims": {p: s for p, s in item["claims"].items() if p not in _IDS_ELSEWHERE},
        "sitelinks": item["sitelinks"],
    }


def _kind_of(item: Item) -> Kind | None:
    """Return what an item is by the classes that are listed, not those below them."""
    listed = listed_classes()
    statements: Sequence[Item] = _mapping(item.get("claims")).get("P31", ())
    values = (_mapping(s["mainsnak"].get("datavalue")).get("value") for s in statements)
    numbers = (number_of(_mapping(value).get("id")) for value in values)
    verdicts = [listed[number] for number in numbers if number in listed]
    return min(verdicts, key=lambda verdict: verdict.rank).kind if verdicts else None


def _mapping(value: Any) -> Mapping[str, Any]:
    """PHP writes an empty mapping as an empty list."""
    return value if isinstance(value, dict) else {}
