"""Offices by the words that news has for them, from ``data/offices.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from gazetteer.model import Entity

__all__ = ["Office", "OfficeTitles", "office_behind", "office_titles", "plain_phrase"]

_DATA: Final = Path(__file__).with_name("data") / "offices.toml"
_RESPELT: Final = {
    "defense": "defence", "spokesman": "spokesperson", "spokeswoman": "spokesperson",
    "chairman": "chair", "chairwoman": "chair", "chairperson": "chair",
}  # fmt: skip
_WRITTEN: Final = {
    " ": r"[ -]", "defence": "defen[cs]e", "spokesperson": "spokes(?:man|woman|person)",
    "chair": "chair(?:man|woman|person)?",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """One office, as the gazetteer holds it.

    Attributes:
        title: In English, lower case but for names: "prime minister", "governor of Texas".
        country: ISO 3166-1 alpha-2 of the state served; "" for a body without one.

    Example:
        >>> office = Office("prime minister", "AM")
        >>> office.key, Office.of_key(office.key) == office
        ('prime minister@AM', True)
    """

    title: str
    country: str = ""

    @property
    def key(self) -> str:
        """Both in one text, for ``Mention.lookup``."""
        return f"{self.title}@{self.country}"

    @classmethod
    def of_key(cls, key: str) -> Office:
        """Return the office of a key."""
        title, _, country = key.rpartition("@")
        return cls(title, country)


@dataclass(frozen=True, slots=True)
class OfficeTitles:
    """Which phrase names which office.

    Attributes:
        states: Title by phrase, in any state.
        some_states: Title by phrase and state, for phrases that only some states use.
        local: What the gazetteer holds together with its place: "governor" of Texas.
        bodies: Office by the folded name of a body and a phrase.
        seats: The office that a seat stands for, by id.
        pattern: Finds every phrase, whatever its case.
    """

    states: Mapping[str, str]
    some_states: Mapping[str, Mapping[str, str]]
    local: frozenset[str]
    bodies: Mapping[str, Mapping[str, Office]]
    seats: Mapping[str, Office]
    pattern: re.Pattern[str]

    def of_state(self, phrase: str, country: str) -> Office | None:
        """Return the office of a state that a phrase names, or None."""
        some = self.some_states.get(phrase)
        title = self.states.get(phrase) if some is None else some.get(country)
        return Office(title, country) if title else None


@cache
def office_titles() -> OfficeTitles:
    """Return the table, read once."""
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    states = {phrase: title for title, phrases in table["states"].items() for phrase in phrases}
    bodies: dict[str, dict[str, Office]] = {}
    for body in table["bodies"]:
        offices = {
            phrase: Office(title, body.get("country", ""))
            for title, phrases in body["offices"].items()
            for phrase in phrases
        }
        bodies.update(dict.fromkeys(map(plain_phrase, body["names"]), offices))
    local = frozenset(table["local"]["titles"])
    phrases = {*states, *table["some_states"], *local, *(p for o in bodies.values() for p in o)}
    return OfficeTitles(
        states,
        table["some_states"],
        local,
        bodies,
        {seat: Office(**office) for seat, office in table["seats"].items()},
        _pattern(phrases),
    )


def _pattern(phrases: set[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    written = "|".join(map(_as_written, longest_first))
    return re.compile(rf"(?<![\w-])(?:{written})(?![\w-])", re.IGNORECASE)


def _as_written(phrase: str) -> str:
    words = (_WRITTEN.get(word, re.escape(word)) for word in phrase.split())
    return _WRITTEN[" "].join(words)


def plain_phrase(text: str) -> str:
    """Return a phrase in the spelling of the table.

    Example:
        >>> plain_phrase("Defense Secretary"), plain_phrase("Secretary-General")
        ('defence secretary', 'secretary general')
    """
    words = text.lower().replace("-", " ").split()
    return " ".join(_RESPELT.get(word, word) for word in words)


def office_behind(entity: Entity) -> Office | None:
    """Return the office that the seat of a government stands for, or None.

    A text that says "the Kremlin" names a place or an organisation; which person acted is for
    ``enrich.offices`` to tell.

    Args:
        entity: What the name is linked to.

    Example:
        >>> from gazetteer.model import Kind
        >>> office_behind(Entity("enrich:kremlin", "Kremlin", Kind.ORGANISATION)).key
        'president@RU'
    """
    return office_titles().seats.get(entity.id)
