"""One item of Wikidata as all references together tell of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from curate.organisation_kinds import kinds_of, kinds_of_bracket
from curate.organisation_names import fold_name, name_key
from curate.organisation_readers import CHECK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curate.organisation_names import CountryWords
    from curate.organisation_readers import Held

__all__ = ["Item", "gather"]


@dataclass(slots=True)
class Item:
    """All that the references say of one id.

    Attributes:
        exact: Folded main names, but for those with a country in brackets.
        mains: Keys of the main names.
        others: Keys of the further names.
        titles: Keys of the titles of articles that say nothing in brackets.
        brackets: What other titles say in brackets.
        countries: Codes of the countries that a reference gives.
        spoken: Codes of those that any name speaks of.
        spoken_mainly: Codes of those that a main name speaks of.
        kinds: What the references call it.
        seats: GeoNames ids of its seat.
        body_keys: What its names say beside their country, with the code of the country.
        branch: Whether all that is known is a name with a country in brackets, which the
            Research Organization Registry gives to what a company has there.
        known: How many rows of references tell of it.
    """

    exact: set[str] = field(default_factory=set)
    mains: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    brackets: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    spoken_mainly: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    seats: set[int] = field(default_factory=set)
    body_keys: set[tuple[str, str]] = field(default_factory=set)
    branch: bool = True
    known: int = 0


def gather(helds: Iterable[Held], words: CountryWords) -> Item:
    """Gather what the references say of one id."""
    item = Item()
    for held in helds:
        if held.source != CHECK:
            item.known += 1
            _add(item, held, words)
    item.others -= item.mains
    return item


def _add(item: Item, held: Held, words: CountryWords) -> None:
    """Add what one reference says."""
    bare, bracket = re.fullmatch(r"(.*?)(?: \(([^)]*)\))?", held.title or "").groups()  # type: ignore[union-attr]
    labels = {held.label, bare} - {""}
    item.exact |= {fold_name(label) for label in labels if not label.endswith(")")}
    item.mains |= {words.key(label) for label in labels}
    item.others |= {words.key(name) for name in held.names}
    item.branch &= held.source == "ror" and any(label.endswith(")") for label in labels)
    item.kinds |= kinds_of(held) | kinds_of_bracket(bracket or "")
    if any(label.startswith(("Ministry of ", "Ministry for ")) for label in labels):
        item.kinds.add("ministry")
    item.countries |= {held.country} - {""}
    if held.title:
        (item.brackets.add(bracket) if bracket else item.titles.add(name_key(bare)))
    if held.geonames:
        item.seats.add(held.geonames)
    for name in {*held.names, held.label, held.title} - {""}:
        spoken = words.codes_in(name)
        item.spoken |= spoken
        if name in (held.label, held.title):
            item.spoken_mainly |= spoken
        key, codes = words.body_key(name)
        for code in codes or {held.country} - {""}:
            item.body_keys.add((key, code))
