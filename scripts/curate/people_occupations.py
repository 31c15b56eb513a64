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
_RULING = re.compile(
    r"\b(?:prime minister|statesman|stateswoman|dictator|head of state|head of government"
    r"|(?:president|chancellor|king|queen|emperor|empress) of (?:the )?(?P<state>[A-Z].*))"
)
"""Who rules or governs, in a description; who presides over something else is no politician."""
_OFFICE = re.compile(r"\b(?:Prime Minister|President|Chancellor|King|Queen|Emperor|Empress)\b")
_NEAR_RULERS = re.compile(
    r"(?i)\b(?:wife|husband|widow|son|daughter|child|mother|father|brother|sister|grand\w+|lady"
    r"|advis\w+|secretary|aide|candidate|vice|deputy|assassin\w*|consort|relative|nephew) "
)
_PARTS_NAMED = ("England", "Scotland", "Romans", "Holy Roman Empire")
_RULERS = frozenset({"king", "queen", "emperor", "empress"})
_SECOND = frozenset({"translator", "diplomat", "model", "restaurateur", "socialite", "activist"})
"""What people do beside what they are known for, as a rule."""
_STAGE = frozenset({"acting", "music", "sport", "football", "film"})
"""Fields by which people are known where a description tells something of `_SECOND` first."""
_SINGING = ("singer", "singer-songwriter", "rapper", "opera singer", "jazz musician")
"""What singers are called, though they write their songs and play an instrument."""
_PLAYING = ("composer", "conductor")
"""What composers and conductors are called, though they play an instrument."""
_HIGHEST = ("monarch", "pope", "cardinal")
"""What goes before all else that somebody does."""
_BESIDE_OFFICE = frozenset({"law", "military", "business", "media", "activism", "writing"})
"""Fields that politicians and clergymen are often said to work in, too."""
_MANY_BOOKS = 2
"""Occupations of writing from which on a politician or clergyman is a writer first."""
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
        states: Names of states: their presidents are politicians, those of clubs are not.
    """

    def __init__(self, edits: Path, states: Iterable[str]) -> None:
        former = (row["name"] for row in read_rows(edits / "people_former_states.csv"))
        self._states = (*states, *former, *_PARTS_NAMED)
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
        if said := self._known(sure):
            return self._gendered(_first(said), gender)
        known = self._known(written)
        known = [pair for pair in known if pair[0] not in _SECOND] or known
        if not known:
            return ""
        words = {shown for shown, _ in known}
        if office := next((word for word in _HIGHEST if word in words), ""):
            return office
        fields = Counter(field for _, field in known)
        for office, own in (("politician", "politics"), ("bishop", "clergy")):
            little = fields["writing"] <= _MANY_BOOKS
            if office in words and little and fields.keys() <= _BESIDE_OFFICE | {own}:
                return office
        field = max(fields, key=lambda f: (f in _NEVER_BESIDE, fields[f], f not in _BESIDE))
        forms = Counter(shown for shown, f in known if f == field)
        best = max(forms, key=lambda w: (*_place(w), forms[w], self._forms[w]))
        return self._gendered(best, gender)

    def _known(self, written: Iterable[str]) -> list[tuple[str, str]]:
        """Return those of some occupations that are shown, each with its field."""
        return [self._shown[w.casefold()] for w in written if w.casefold() in self._shown]

    def words(self, text: str) -> list[str]:
        """Return the occupations that a text lists: "actor, screenwriter and politician".

        An office of state is one wherever it stands: "11th Prime Minister of Canada".
        """
        if ruling := self._ruling(text):
            return [ruling]
        parts = re.split(r",|;|/| and | & ", re.sub(r"\(.*?\)|\bformer\b", " ", text))
        plain = (" ".join(part.split()) for part in parts)
        return [part for part in plain if part.casefold() in self._shown]

    def _ruling(self, text: str) -> str:
        """Return what a description says of an office of state: "monarch", "politician" or ""."""
        lower = _OFFICE.sub(lambda office: office[0].lower(), text)
        found = _RULING.search(lower)
        if found is None or _NEAR_RULERS.search(lower):
            return ""
        if found["state"] and not found["state"].startswith(self._states):
            return ""
        return "monarch" if found[0].split()[0] in _RULERS else "politician"

    @staticmethod
    def _gendered(shown: str, gender: str) -> str:
        return _FEMALE.get(shown, shown) if gender == "female" else shown


def _first(said: Sequence[tuple[str, str]]) -> str:
    """Return the first occupation of a description, a second one only where no other stands by."""
    shown, _ = next((pair for pair in said if pair[0] in _HIGHEST), said[0])
    if shown in _SECOND:
        return next((word for word, field in said[1:] if field in _STAGE), shown)
    return shown


def _place(shown: str) -> tuple[bool, bool, bool, bool]:
    """Return how an occupation stands among those of its field; the greatest goes first."""
    minor = shown in _SECOND
    return not minor, shown in _SINGING, shown in _PLAYING, shown not in _GENERAL
