"""What the gazetteer scan knows of a language, and the base forms it makes of a word with it.

Endings are taken off by rule and nothing is believed but what the gazetteer holds: "Москвы" gives
"москв", "москва", "москвы" and more, of which one is a name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer.names import fold

_LEAST_STEM = 3  # letters that must be left of a word
_LEAST_BASE = 4  # or that a base form has: "Києві" is "ки" with another ending
_NO_ENDING = ("\0",)  # what no word ends with
_ADDED = 4  # letters of a word to which an ending is added: "Афин" for "Афины"


@dataclass(frozen=True, slots=True)
class Base:
    """A form under which a word may be held.

    Attributes:
        key: The form, folded.
        steps: 0 for the word as written, 1 where an ending or a prefix was taken off, 2 for both.
        adjective: Whether it counts for adjectives and names of peoples only.
        cut: Letters of the word, marks not counted, that stand before the name: Arabic prefixes.
    """

    key: str
    steps: int = 0
    adjective: bool = False
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Grammar:
    """The tables of one language, folded; ``languages.toml`` describes them.

    Attributes:
        code: ISO 639-1 code, "" for a language without tables.
        endings: Pairs of an ending and what the base form has in its place; likewise the next two.
        prefixes: The longest first.
    """

    code: str
    endings: tuple[tuple[str, str], ...] = ()
    adjectives: tuple[tuple[str, str], ...] = ()
    irregular: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[str, ...] = ()
    adjectival: tuple[str, ...] = _NO_ENDING
    home: frozenset[str] = frozenset()
    locative: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()

    def bases(self, key: str) -> tuple[Base, ...]:
        """Return the forms under which a folded word may be held, the word itself first.

        Example:
            >>> "ереван" in [base.key for base in grammar_of("ru").bases("ереване")]
            True
        """
        found: dict[tuple[str, bool], Base] = {}
        for base in self._iter_bases(key):
            found.setdefault((base.key, base.adjective), base)
        return tuple(found.values())

    def _iter_bases(self, key: str) -> Iterator[Base]:
        yield Base(key)
        for word, base in self.irregular:
            if word == key:
                yield Base(base, 1)
        yield from _replaced(key, self.endings, adjective=False)
        yield from _replaced(key, self.adjectives, adjective=True)
        for prefix in self.prefixes:
            rest = key[len(prefix) :]
            if key.startswith(prefix) and len(rest) >= _LEAST_STEM:
                yield from self._without_prefix(prefix, rest)

    def _without_prefix(self, prefix: str, rest: str) -> Iterator[Base]:
        """What is left of an Arabic word; its article belongs to the names that have one."""
        article = prefix.endswith(("ال", "لل"))
        cut = len(prefix)
        if article:
            with_it = cut if prefix.endswith("لل") else cut - 2
            if with_it:
                yield Base(f"ال{rest}", 1, cut=with_it)
        yield Base(rest, 1, adjective=article, cut=0 if prefix == "ال" else cut)
        for base in _replaced(rest, self.adjectives, adjective=True):
            yield Base(base.key, 2, adjective=True, cut=cut - 2 if article else cut)


def _replaced(key: str, endings: tuple[tuple[str, str], ...], *, adjective: bool) -> Iterator[Base]:
    for ending, other in endings:
        stem = key[: len(key) - len(ending)]
        if not key.endswith(ending):
            continue
        if len(stem) >= (_LEAST_STEM if ending else _ADDED) or len(stem + other) >= _LEAST_BASE:
            yield Base(stem + other, 1, adjective)


@cache
def grammar_of(code: str | None) -> Grammar:
    """Return the grammar of a language by its ISO 639-1 code, an empty one without tables."""
    table = _tables().get(code or "")
    if table is None:
        return Grammar("")
    words = {name: frozenset(fold(word) for word in text.split()) for name, text in table.items()}
    return Grammar(
        code or "",
        _pairs(table.get("endings", "")),
        _pairs(table.get("adjectives", "")),
        _pairs(table.get("irregular", "")),
        tuple(sorted({fold(p) for p in table.get("prefixes", "").split()}, key=len, reverse=True)),
        tuple(words.get("adjectival", ())) or _NO_ENDING,
        *(words.get(name, frozenset()) for name in _LISTS),
    )


_LISTS = ("home", "locative", "articles", "inner", "never", "common", "titles", "streets")


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (entry.partition("=") for entry in text.split())
    return tuple(dict.fromkeys((fold(one), fold(other)) for one, _, other in pairs))


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    path = Path(__file__).with_name("languages.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
