"""Which names of a document a live service is asked for: names alone, never the text."""

from __future__ import annotations

import string
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from enrich.candidates import MOST_EDITS, may_be_misspelt
from enrich.candidates.antecedents import antecedents
from enrich.candidates.reading import Reading
from enrich.languages import detect_language
from enrich.live.ledger import Entry
from enrich.model import Link, Mention, Role
from gazetteer.model import Kind
from gazetteer.net.asking import Budget
from gazetteer.store import Gazetteer
from gazetteer.store.fuzzy import one_edit_away
from gazetteer.store.layers import Prepared

_LEAST_LETTERS: Final = 2
_MOST_WORDS: Final = 8
_MOST_CORRECTIONS: Final = 2
_LEAST_CORRECTED: Final = 5
_LONGEST_CORRECTED: Final = 30  # letters: what lies around a word grows with its square


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that is asked for.

    Attributes:
        name: As the text has it, or its base form.
        kind: What it names.
        language: ISO 639 code of the text.
    """

    name: str
    kind: Kind
    language: str


@dataclass(slots=True)
class Look:
    """What services are asked about a document, and what they answered.

    Attributes:
        asked: The names that are asked for, each with the mentions that have it.
        entry: What was not answered.
        budget: What it may still cost.
        found: The items found under each name, by their numbers.
        rows: All that was found, as entities to be.
    """

    asked: dict[Asked, list[int]]
    entry: Entry
    budget: Budget
    found: dict[Asked, tuple[int, ...]] = field(default_factory=dict)
    rows: list[Prepared] = field(default_factory=list)

    @property
    def language(self) -> str:
        """Of the text, as an ISO 639 code."""
        return next(iter(self.asked)).language if self.asked else "en"

    @property
    def numbers(self) -> list[int]:
        """The items found, each once."""
        return list(dict.fromkeys(n for found in self.found.values() for n in found))


def names_asked(
    reading: Reading, links: Sequence[Link], gazetteer: Gazetteer, decided: Container[int] = ()
) -> dict[Asked, list[int]]:
    """Return the names that offline linking leaves open, each with the mentions that have it.

    Those are the names that are not linked, and those of people and organisations that are linked
    and whose ids elsewhere are not known. A name that stands for a longer one of the text
    ("Lavrov") is asked for as that one.
    """
    document = reading.document
    language = document.language or detect_language(document.text).code or "en"
    full = antecedents(reading.mentions, reading.beside, document.text, gazetteer)
    found: dict[Asked, list[int]] = {}
    for index, (mention, link) in enumerate(zip(reading.mentions, links, strict=True)):
        named = full.get(index, mention)
        if index in decided:
            continue
        if _is_open(link) and is_name(named):
            found.setdefault(Asked(named.name, named.kind, language), []).append(index)
    return found


def _is_open(link: Link) -> bool:
    entity = link.entity
    if entity is None:
        return True
    return entity.kind is not Kind.PLACE and entity.id.startswith("enrich:") and not entity.same_as


def is_name(mention: Mention) -> bool:
    """Whether a mention is one that a service may be asked for: no demonym and no sentence."""
    letters = sum(c.isalpha() for c in mention.name)
    if letters < _LEAST_LETTERS or mention.role is Role.DEMONYM:
        return False
    return len(mention.name.split()) <= _MOST_WORDS


def corrected(asked: Asked, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return what a name that nothing was found for may be a misspelling of, the likeliest first.

    A person's name is corrected word by word, where a word is not known and one a letter away is;
    any name, to a name of the gazetteer a letter away. What is further off is not asked for: it
    would be no candidate.

    Example:
        >>> with Gazetteer.open() as gazetteer:
        ...     corrected(Asked("Lionel Mesi", Kind.PERSON, "en"), gazetteer)
        ('Lionel Messi',)
    """
    if not may_be_misspelt(asked.name, asked.kind, gazetteer):
        return ()
    found: dict[str, None] = {}
    if asked.kind is Kind.PERSON:
        found |= dict.fromkeys(_by_words(asked.name, gazetteer))
    for hit in gazetteer.fuzzy(asked.name, asked.kind, MOST_EDITS):
        found.setdefault(hit.name.text)
    found.pop(asked.name, None)
    return tuple(found)[:_MOST_CORRECTIONS]


def _by_words(name: str, gazetteer: Gazetteer) -> Iterator[str]:
    words = name.split()
    odd = [
        i for i, w in enumerate(words)
        if _LEAST_CORRECTED <= len(w) <= _LONGEST_CORRECTED
        and w.isalpha() and not gazetteer.person_word(w)
    ]  # fmt: skip
    if len(words) < 2 or len(odd) != 1:  # of a name that is strange altogether nothing is known
        return
    (index,) = odd
    for word in _near_words(words[index], gazetteer):
        yield " ".join([*words[:index], word, *words[index + 1 :]])


def _near_words(word: str, gazetteer: Gazetteer) -> list[str]:
    """Known given names and surnames a letter away, the commonest first."""
    lower = word.lower()
    known: dict[str, int] = {}
    for near in one_edit_away(lower, string.ascii_lowercase):
        counts = gazetteer.person_word(near) if near[:1] == lower[:1] else None
        if counts:
            known[near] = counts.given + counts.family
    return [near.title() for near in sorted(known, key=lambda w: (-known[w], w))]
