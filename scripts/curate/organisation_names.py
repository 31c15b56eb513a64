"""Names of organisations as they are compared, and the countries that a name speaks of."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from cleanco.termdata import terms_by_type

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["CountryWords", "fold_name", "name_key", "whole_key"]

SPELLINGS = {
    "defense": "defence",
    "organization": "organisation",
    "organizations": "organisations",
    "labor": "labour",
    "center": "centre",
    "program": "programme",
    "dept": "department",
    "ministery": "ministry",
    "saint": "st",
}
"""Words of names in their American or shortened spelling -> as they are compared."""
SKIPPED = frozenset({"the"})
PAPERS = frozenset({"magazine", "newspaper"})
"""Words that tell a paper from the word that it is called by, as legal forms do a company."""
# Of the legal forms these begin or end the names of clubs, parties and places too.
NO_FORMS = frozenset("as ad da ee et pt sd ss private unlimited vat dat kt sp ab".split())
AMERICAN = "US"
BODY_FILLERS = frozenset("the of and for republic federation kingdom state".split())
"""Words that names of public bodies have or lack by chance."""
SHARED = {
    "korea": {"KR", "KP"},
    "korean": {"KR", "KP"},
    "congo": {"CD", "CG"},
    "congolese": {"CD", "CG"},
    "republic of china": {"TW"},
}
"""Words that name another country too than the one that they mean as a rule."""


def fold_name(name: str) -> str:
    """Return a name for comparing: no case, accents, punctuation, article or country in brackets.

    Example:
        >>> fold_name("The Coca-Cola Company"), fold_name("Boeing (United States)")
        ('coca cola company', 'boeing')
    """
    bare = re.sub(r" \([^)]*\)$", "", name).replace("&", " and ").replace("+", " plus ")
    letters = unicodedata.normalize("NFKD", bare)
    plain = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", " ", plain).strip().removeprefix("the ")


def name_key(name: str) -> str:
    """Return a name as keys of the same organisation agree: spelling, initials, legal form.

    Example:
        >>> name_key("S.L. Benfica"), name_key("Alphabet Inc."), name_key("The Gap, Inc.")
        ('sl benfica', 'alphabet', 'gap')
    """
    words = [SPELLINGS.get(word, word) for word in _join_initials(fold_name(name).split())]
    words = [word for word in words if word not in SKIPPED] or words
    while len(words) > 1 and words[-1] in _legal_forms() | PAPERS:
        del words[-1]
    if len(words) > 1 and words[-1] == "and":
        del words[-1]
    return " ".join(words)


def whole_key(name: str) -> str:
    """Return the key of a name with what it says in brackets.

    Example:
        >>> whole_key("Janata Dal (United)")
        'janata dal united'
    """
    return name_key(name.replace("(", " ").replace(")", " "))


def _join_initials(words: list[str]) -> list[str]:
    """Join runs of single letters: "f", "c", "barcelona" to "fc", "barcelona"."""
    joined: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        if word:
            joined.append(word)
    return joined


@cache
def _legal_forms() -> frozenset[str]:
    """Return the legal forms of one word: "inc", "gmbh", "oao"."""
    terms = {fold_name(term).replace(" ", "") for terms in terms_by_type.values() for term in terms}
    return frozenset(term for term in terms if len(term) > 1) - NO_FORMS


class CountryWords:
    """The names of countries, and what people and things of theirs are called.

    Args:
        curated: Folder of the curated tables.
    """

    def __init__(self, curated: Path) -> None:
        self._codes: defaultdict[str, set[str]] = defaultdict(set)
        self._states: set[str] = set()
        code_by_id = {row["id"]: row["iso2"] for row in _read(curated / "countries.csv")}
        for row in _read(curated / "countries.csv"):
            self._codes[fold_name(row["name"])].add(row["iso2"])
        for table in ("area_names.csv", "demonyms.csv"):
            for row in _read(curated / table):
                # Teams and tribes go by the names of peoples.
                if row["id"] in code_by_id and row["type"] != "demonym":
                    self._codes[fold_name(row["name"])].add(code_by_id[row["id"]])
        for row in _read(curated / "admin1.csv"):
            if row["country"] == AMERICAN:
                self._codes[fold_name(row["name"])].add(AMERICAN)
                self._states.add(fold_name(row["name"]))
        for code in set(code_by_id.values()):
            self._codes[code.casefold()].add(code)
        for text, codes in SHARED.items():
            self._codes[text] |= codes
        self._codes["usa"].add(AMERICAN)
        self._codes["uk"].add("GB")
        self._longest = max(len(text.split()) for text in self._codes)

    def code_of(self, text: str) -> str:
        """Return the code of a country by its name, adjective or code, "" where none is meant."""
        codes = self._codes.get(fold_name(text), ())
        return next(iter(codes)) if len(codes) == 1 else ""

    def key(self, name: str, seat: str = "") -> str:
        """Return the key of a name, without brackets where they only tell its country or seat."""
        _, _, bracket = name.partition(" (")
        only_where = not bracket or self.codes_in(bracket) or fold_name(bracket) == fold_name(seat)
        return name_key(name) if only_where else whole_key(name)

    def codes_in(self, name: str) -> set[str]:
        """Return the codes of the countries that a name speaks of, its brackets included.

        Where one name of a country stands within a longer one, the longer counts. A word that two
        countries share speaks of both.
        """
        return {code for codes, _ in self._parts(name) for code in codes}

    def body_key(self, name: str) -> tuple[str, set[str]]:
        """Return what a name of a public body says beside its country, and whose body it may be.

        The order of words is left out, since "Ministry of Defence of Russia" is the "Russian
        Defence Ministry". States of the United States are no countries here.
        """
        codes: set[str] = set()
        words: list[str] = []
        for found, text in self._parts(name):
            abroad = found - {AMERICAN} if text in self._states else found
            codes |= abroad
            if not abroad:
                words += text.split()
        kept = {SPELLINGS.get(word, word) for word in words} - BODY_FILLERS
        return " ".join(sorted(kept)), codes

    def _parts(self, name: str) -> Iterator[tuple[set[str], str]]:
        """Yield the runs of words of a folded name with the countries that each means."""
        words = fold_name(name.replace("(", " ").replace(")", " ")).split()
        start = 0
        while start < len(words):
            for length in range(min(self._longest, len(words) - start), 0, -1):
                text = " ".join(words[start : start + length])
                # A code of two letters is a word of many languages.
                if text in self._codes and (len(text) > 2 or text == "uk"):
                    yield self._codes[text], text
                    break
            else:
                length, text = 1, words[start]
                yield set(), text
            start += length


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
