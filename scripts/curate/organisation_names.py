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
    from pathlib import Path

__all__ = ["CountryWords", "fold_name", "name_key"]

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
# Of the legal forms these begin or end the names of clubs, parties and places too.
NO_FORMS = frozenset("as ad da ee et pt sd ss private unlimited vat dat kt sp ab".split())
AMERICAN = "US"


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
    while len(words) > 1 and words[-1] in _legal_forms():
        del words[-1]
    if len(words) > 1 and words[-1] == "and":
        del words[-1]
    return " ".join(words)


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
        code_by_id = {row["id"]: row["iso2"] for row in _read(curated / "countries.csv")}
        for row in _read(curated / "countries.csv"):
            self._codes[fold_name(row["name"])].add(row["iso2"])
        for table in ("area_names.csv", "demonyms.csv"):
            for row in _read(curated / table):
                if row["id"] in code_by_id:
                    self._codes[fold_name(row["name"])].add(code_by_id[row["id"]])
        for row in _read(curated / "admin1.csv"):
            if row["country"] == AMERICAN:
                self._codes[fold_name(row["name"])].add(AMERICAN)
        for code in set(code_by_id.values()):
            self._codes[code.casefold()].add(code)
        self._codes["usa"].add(AMERICAN)
        self._codes["uk"].add("GB")
        self._longest = max(len(text.split()) for text in self._codes)

    def code_of(self, text: str) -> str:
        """Return the code of a country by its name, adjective or code, "" where none is meant."""
        codes = self._codes.get(fold_name(text), ())
        return next(iter(codes)) if len(codes) == 1 else ""

    def codes_in(self, name: str) -> set[str]:
        """Return the codes of the countries that a name speaks of, its brackets included.

        Where one name of a country stands within a longer one, the longer counts. A word that two
        countries share speaks of both.
        """
        words = fold_name(name.replace("(", " ").replace(")", " ")).split()
        found: set[str] = set()
        start = 0
        while start < len(words):
            for length in range(min(self._longest, len(words) - start), 0, -1):
                text = " ".join(words[start : start + length])
                # A code of two letters is a word of many languages.
                if text in self._codes and (len(text) > 2 or text == "uk"):
                    found |= self._codes[text]
                    start += length
                    break
            else:
                start += 1
        return found


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
