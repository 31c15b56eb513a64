"""What news calls an office, from ``vocabulary.toml``."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, product
from pathlib import Path
from typing import Any, Final

from gazetteer.model import Entity, Position
from gazetteer.names import fold

_DATA: Final = Path(__file__).with_suffix(".toml")
_SMALL_WORDS: Final = frozenset("of the and for to in a member".split())


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
class Vocabulary:
    """Which phrase names which office. Phrases are spelt as ``plain_phrase`` has them.

    Attributes:
        states: Title by phrase, in any state.
        some_states: Title by phrase and state, for phrases that only some states use.
        local: What the gazetteer holds together with its place: "governor" of Texas.
        bodies: Office by the name of a body and a phrase.
        seats: The office that a seat stands for, by id.
        pattern: Finds every phrase that may stand for one person, whatever its case.
        titles: What stands before the name of a holder, lower case, in every spelling.
        beside: By title, what stands beside the name of a holder, each phrase with the only state
            where it does, or "".
        short: Finds the short form of a title, as its group, with the full stop that ends no
            sentence: "Gov. ".
    """

    states: Mapping[str, str]
    some_states: Mapping[str, Mapping[str, str]]
    local: frozenset[str]
    bodies: Mapping[str, Mapping[str, Office]]
    seats: Mapping[str, Office]
    pattern: re.Pattern[str]
    titles: frozenset[str]
    beside: Mapping[str, frozenset[tuple[str, str]]]
    short: re.Pattern[str]

    def of_state(self, phrase: str, country: str) -> Office | None:
        """Return the office of a state that a phrase names, or None."""
        some = self.some_states.get(phrase)
        title = self.states.get(phrase) if some is None else some.get(country)
        return Office(title, country) if title else None

    def names(self, term: Position, words: str) -> bool:
        """Whether folded words beside a name hold an office: as its title has it, or as news does.

        Example:
            >>> term = Position("minister of defence", "GB")
            >>> said = "british defense secretary", "shadow defence secretary", "french minister"
            >>> [vocabulary().names(term, words) for words in said]
            [True, False, False]
        """
        title, said = _set_apart(fold(term.title)), f" {_set_apart(words)} "
        telling = {word for word in title.split() if word not in _SMALL_WORDS}
        if telling and telling <= set(said.split()):
            return True
        return any(
            f" {phrase} " in said
            for phrase, country in self.beside.get(term.title, ())
            if country in {"", term.country}
        )


@cache
def vocabulary() -> Vocabulary:
    """Return the table, read once."""
    table, bodies = _table(), _bodies()
    states = {phrase: title for title, phrases in table["states"].items() for phrase in phrases}
    some_states, local = table["some_states"], frozenset(table["local"]["titles"])
    phrases = {*states, *some_states, *local}
    beside_names = chain(*table["beside_names"].values())
    return Vocabulary(
        states=states,
        some_states=some_states,
        local=local,
        bodies=bodies,
        seats={seat: Office(**office) for seat, office in table["seats"].items()},
        pattern=_pattern(phrases.union(*bodies.values())),
        titles=frozenset(chain(*map(_iter_written, (*phrases, *beside_names)))),
        beside=_beside(bodies),
        short=_short(),
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def _bodies() -> dict[str, dict[str, Office]]:
    bodies: dict[str, dict[str, Office]] = {}
    for body in _table()["bodies"]:
        offices = {
            phrase: Office(title, body.get("country", ""))
            for title, phrases in body["offices"].items()
            for phrase in phrases
        }
        bodies.update(dict.fromkeys(map(plain_phrase, body["names"]), offices))
    return bodies


def _beside(bodies: Mapping[str, Mapping[str, Office]]) -> dict[str, frozenset[tuple[str, str]]]:
    """What stands beside the name of a holder, by title."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for section in ("states", "beside_names"):
        for title, phrases in _table()[section].items():
            found[title].update((phrase, "") for phrase in phrases)
    for phrase, titles in _table()["some_states"].items():
        for country, title in titles.items():
            found[title].add((phrase, country))
    for body, offices in bodies.items():
        name = fold(body)
        for phrase, office in offices.items():
            spoken = (f"{name} {phrase}", f"{phrase} of {name}", f"{phrase} of the {name}")
            found[office.title].update((words, office.country) for words in spoken)
    return {title: frozenset(phrases) for title, phrases in found.items()}


def _pattern(phrases: set[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    written = "|".join(map(_as_written, longest_first))
    return re.compile(rf"(?<![\w-])(?:{written})(?![\w-])", re.IGNORECASE)


def _as_written(phrase: str) -> str:
    spellings = _table()["spellings"]
    return "[ -]".join(
        f"(?:{'|'.join(map(re.escape, (word, *spellings.get(word, ()))))})"
        for word in phrase.split()
    )


def _iter_written(phrase: str) -> Iterator[str]:
    """Yield a phrase in every spelling: "vice president", "vice-president"."""
    spellings, short = _table()["spellings"], _table()["short"]
    choices = ((w, *spellings.get(w, ()), *short.get(w, ())) for w in phrase.split())
    for words in product(*choices):
        yield " ".join(words)
        yield "-".join(words)


@cache
def _plain_words() -> dict[str, str]:
    """The spelling of the table by any other."""
    sections = (*_table()["spellings"].items(), *_table()["short"].items())
    return {other: word for word, others in sections for other in others}


def _short() -> re.Pattern[str]:
    forms = "|".join(chain(*_table()["short"].values()))
    return re.compile(rf"\b({forms})\.(?=\s)", re.IGNORECASE)


def plain_phrase(text: str) -> str:
    """Return a phrase in the spelling of the table.

    Example:
        >>> plain_phrase("Defense Secretary"), plain_phrase("Secretary-General")
        ('defence secretary', 'secretary general')
    """
    words = text.lower().replace("-", " ").split()
    return " ".join(_plain_words().get(word, word) for word in words)


@cache
def _apart() -> re.Pattern[str]:
    apart = _table()["apart"]
    return re.compile(
        rf"\b(?:(?:{'|'.join(apart['before'])}) (?=\w)|(?:{'|'.join(apart['phrases'])})\b)"
    )


@lru_cache(maxsize=4096)
def _set_apart(words: str) -> str:
    """Folded words as the table has them, with "deputy-prime minister" no prime minister."""
    return _apart().sub(lambda found: found[0].replace(" ", "-"), plain_phrase(words))


def office_behind(entity: Entity) -> Office | None:
    """Return the office that the seat of a government stands for, or None.

    A text that says "the Kremlin" names a place or an organisation; which person acted is for
    ``enrich.offices.linking`` to tell.

    Example:
        >>> from gazetteer.model import Kind
        >>> office_behind(Entity("wikidata:Q133274", "Kremlin", Kind.ORGANISATION)).key
        'president@RU'
    """
    return vocabulary().seats.get(entity.id)
