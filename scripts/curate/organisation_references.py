"""What the references say about organisations: ids, names and seats, for looking up and checking.

An id reaches the curated table only if `References.check` finds it here under a matching name.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from curate.organisation_names import fold_name, name_key
from curate.organisation_readers import CURATED, Held, iter_references

from gazetteer.errors import CuratedFactError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["Held", "References", "fold_name"]


class References:
    """All references of organisations, by Wikidata id and by name.

    Args:
        shared: Folder of the reference data.
        curated: Folder of the curated tables, for the names of countries.
    """

    def __init__(self, shared: Path, curated: Path = CURATED) -> None:
        self._by_id: defaultdict[str, list[Held]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Held]] = defaultdict(list)
        self._by_key: defaultdict[str, set[str]] = defaultdict(set)
        for held in iter_references(shared, curated):
            self._by_id[held.wikidata].append(held)
            for name in {fold_name(name) for name in held.names}:
                self._by_name[name].append(held)
            for key in {name_key(name) for name in held.names}:
                self._by_key[key].add(held.wikidata)

    def held(self, wikidata: str) -> Sequence[Held]:
        """Return all that the references say of an id, the fullest first."""
        return self._by_id.get(wikidata, ())

    def ids(self) -> Iterable[str]:
        """Return all ids that the references hold."""
        return self._by_id.keys()

    def ids_named(self, name: str) -> frozenset[str]:
        """Return the ids of what a reference calls so, but for spelling and legal form."""
        return frozenset(self._by_key.get(name_key(name), ()))

    def check(self, wikidata: str, names: Iterable[str], country: str) -> Held:
        """Return the reference that holds an id under one of the names.

        Args:
            wikidata: "Q..." id, as proposed.
            names: The names of the organisation that the id is proposed for.
            country: Its ISO 3166-1 alpha-2 code, or "".

        Raises:
            CuratedFactError: No reference holds the id, or only for something called otherwise,
                or in another country.
        """
        folded = {fold_name(name) for name in names} | {name_key(name) for name in names}
        for held in self._by_id.get(wikidata, ()):
            if not _same_country(held.country, country):
                continue
            own = {fold_name(name) for name in held.names} | {name_key(n) for n in held.names}
            if any(_same_name(a, b) for a in folded for b in own):
                return held
        known = [held.names[:3] for held in self._by_id.get(wikidata, ())]
        raise CuratedFactError(f"{wikidata} for {sorted(folded)[:3]}: the references say {known}")

    def lookup(self, names: Iterable[str], country: str, title: str = "") -> Held | None:
        """Return the public body of a country that goes by one of the names, if only one does.

        Args:
            names: Names that say of which state the body is.
            country: ISO 3166-1 alpha-2 code of that state.
            title: A name that does not say it, and so only counts where the reference does.
        """
        found = {
            held.wikidata: held
            for name in names
            for held in self._by_name.get(fold_name(name), ())
            if held.country == country or (not held.country and _is_public(held.kind))
        }
        for held in self._by_name.get(fold_name(title), ()):
            if held.country == country and "government" in held.kind:
                found.setdefault(held.wikidata, held)
        return next(iter(found.values())) if len(found) == 1 else None


def _same_country(held: str, wanted: str) -> bool:
    """Tell whether two country codes agree; an unknown one agrees with any."""
    return not held or not wanted or held == wanted


def _same_name(a: str, b: str) -> bool:
    """Tell whether two folded names are equal or one, of two words or more, is in the other."""
    short, long = sorted((a, b), key=len)
    return short == long or (" " in short and f" {short} " in f" {long} ")


def _is_public(kind: str) -> bool:
    """Tell whether an operator of the name-suggestion index is an office, a force or police."""
    return any(word in kind for word in ("government", "military", "police", "highway"))
