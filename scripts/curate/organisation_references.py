"""What the references say about organisations: ids, names and seats, for looking up and checking.

An id reaches the curated table only if `References.check` finds it here under a matching name.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from curate.organisation_names import CountryWords, fold_name, name_key, whole_key
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

    Attributes:
        words: The names of countries.
    """

    def __init__(self, shared: Path, curated: Path = CURATED) -> None:
        self._by_id: defaultdict[str, list[Held]] = defaultdict(list)
        self._by_name: defaultdict[str, list[Held]] = defaultdict(list)
        self._by_key: defaultdict[str, set[str]] = defaultdict(set)
        self.words = CountryWords(curated)
        for held in iter_references(shared, self.words):
            self._by_id[held.wikidata].append(held)
            for name in {fold_name(name) for name in held.names}:
                self._by_name[name].append(held)
            for key in {key(name) for name in held.names for key in (name_key, whole_key)}:
                self._by_key[key].add(held.wikidata)

    def held(self, wikidata: str) -> Sequence[Held]:
        """Return all that the references say of an id, the fullest first."""
        return self._by_id.get(wikidata, ())

    def ids(self) -> Iterable[str]:
        """Return all ids that the references hold."""
        return self._by_id.keys()

    def ids_named(self, name: str) -> frozenset[str]:
        """Return the ids of what a reference calls so, but for spelling and legal form."""
        return self.ids_keyed(name_key(name)) | self.ids_keyed(whole_key(name))

    def ids_keyed(self, key: str) -> frozenset[str]:
        """Return the ids of what a reference calls by a name of that key."""
        return frozenset(self._by_key.get(key, ()))

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
        names = list(names)
        folded = {fold_name(name) for name in names} | {name_key(name) for name in names}
        bodies = {self.words.body_key(name)[0] for name in names} - {""}
        for held in self._by_id.get(wikidata, ()):
            spoken = {code for name in held.names for code in self.words.codes_in(name)}
            if not _same_country(held.country, country) and country not in spoken:
                continue
            own = {fold_name(name) for name in held.names} | {name_key(n) for n in held.names}
            if any(_same_name(a, b) for a in folded for b in own):
                return held
            keys = map(self.words.body_key, held.names)
            if any(country in (codes or {held.country}) and key in bodies for key, codes in keys):
                return held
        known = [held.names[:3] for held in self._by_id.get(wikidata, ())]
        raise CuratedFactError(f"{wikidata} for {sorted(folded)[:3]}: the references say {known}")


def _same_country(held: str, wanted: str) -> bool:
    """Tell whether two country codes agree; an unknown one agrees with any."""
    return not held or not wanted or held == wanted


def _same_name(a: str, b: str) -> bool:
    """Tell whether two folded names are equal or one, of two words or more, is in the other."""
    short, long = sorted((a, b), key=len)
    return short == long or (" " in short and f" {short} " in f" {long} ")
