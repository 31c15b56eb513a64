"""What people of the references do and where they are from, in our own few words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from gazetteer.sources.edits import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from curate.people_source import Countries

__all__ = ["Nationalities", "Occupations"]

DEMONYMS = "sources/reference/demonyms.tsv"
_PART = re.compile(r",|/| or |\(|\)")
# Of adjectives with more than one country, or parts of one, the country that news means.
_PARTS = {"English": "GB", "Scottish": "GB", "Welsh": "GB", "U.S.": "US", "Northern Irish": "GB"}
_FEMALE = {"actor": "actress"}
_BESIDE = frozenset({"writing", "film", "business", "science", "fashion", "chess", "law"})
"""Fields that people are said to work in beside what they are known for."""
_NEVER_BESIDE = frozenset({"football", "sport", "space"})
"""Fields that nobody is said to work in beside another."""
_GENERAL = frozenset(
    {"musician", "writer", "scientist", "artist", "engineer", "academic", "athlete", "coach"}
)
"""Words that say less than the others of their field."""


class Nationalities:
    """Adjectives of countries, and the country of an adjective or of the name of a state.

    Args:
        shared: Folder of the reference data.
        edits: Folder of the hand edits, with ``people_former_states.csv``.
        countries: Maps country names.
    """

    def __init__(self, shared: Path, edits: Path, countries: Countries) -> None:
        self._countries = countries
        self._former = {
            r["name"]: r["country"] for r in read_rows(edits / "people_former_states.csv")
        }
        self.adjectives: dict[str, list[str]] = {}
        for line in (shared / DEMONYMS).read_text(encoding="utf-8").splitlines():
            name, adjectives, *_ = (*line.split("\t"), "")
            if code := countries.code(name):
                forms = [form.strip() for form in _PART.split(adjectives)]
                self._add(code, [form for form in forms if form[:1].isupper()])
        for row in read_rows(edits / "demonym_forms.csv"):
            if len(row["place"]) == len("GB"):
                self._add(row["place"], row["adjectives"].split(";"))
        self._codes = {form: code for code, forms in self.adjectives.items() for form in forms}
        self._codes |= _PARTS
        self.words = frozenset(self._codes)

    def country(self, written: Iterable[str]) -> str:
        """Return the one country that states and adjectives mean, "" for none or several."""
        codes = {code for name in written if (code := self._code(name.strip()))}
        return codes.pop() if len(codes) == 1 else ""

    def read(self, words: str) -> tuple[str, str]:
        """Return the country of the adjective that a text begins with, and what follows.

        Args:
            words: "South Korean footballer", say.
        """
        parts = words.split()
        for count in (2, 1):
            if code := self._codes.get(" ".join(parts[:count])):
                return code, " ".join(parts[count:])
        return "", words

    def adjective(self, country: str) -> str:
        """Return the adjective that news uses of a country, or ""."""
        return next(iter(self.adjectives.get(country, ())), "")

    def _code(self, name: str) -> str:
        return self._former.get(name) or self._codes.get(name) or self._countries.code(name) or ""

    def _add(self, code: str, forms: list[str]) -> None:
        known = self.adjectives.setdefault(code, [])
        known.extend(form for form in forms if form and form not in known)


class Occupations:
    """The occupation that a person is best known for, of all that a reference gives.

    Args:
        edits: Folder of the hand edits, with ``people_occupations.csv``.
    """

    def __init__(self, edits: Path) -> None:
        rows = read_rows(edits / "people_occupations.csv")
        self._shown = {row["written"]: (row["shown"], row["field"]) for row in rows}
        self._forms = Counter(row["shown"] for row in rows)  # the more, the more people

    def shown(self, written: Sequence[str], sure: Sequence[str], gender: str) -> str:
        """Return the best known occupation in our words, or "".

        Args:
            written: All that a reference gives, in no order that means something.
            sure: Those that an article's title or description names; they go first.
            gender: "female" tells an actress.
        """
        for word in sure:
            if found := self._shown.get(word.casefold()):
                return self._gendered(found[0], gender)
        known = [self._shown[w.casefold()] for w in written if w.casefold() in self._shown]
        if not known:
            return ""
        fields = Counter(field for _, field in known)
        field = max(fields, key=lambda f: (f in _NEVER_BESIDE, fields[f], f not in _BESIDE))
        words = Counter(shown for shown, f in known if f == field)
        best = max(words, key=lambda w: (w not in _GENERAL, words[w], self._forms[w]))
        return self._gendered(best, gender)

    def words(self, text: str) -> list[str]:
        """Return the occupations that a text lists: "actor, screenwriter and politician"."""
        parts = re.split(r",|;|/| and | & ", re.sub(r"\(.*?\)|\bformer\b", " ", text))
        plain = (" ".join(part.split()) for part in parts)
        return [part for part in plain if part.casefold() in self._shown]

    @staticmethod
    def _gendered(shown: str, gender: str) -> str:
        return _FEMALE.get(shown, shown) if gender == "female" else shown
